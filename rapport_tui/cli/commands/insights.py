"""The command for long-term statistics: the ladder, the weeks, people who drift, and moves that work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click
import msgspec

from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import bold, dim, give, say, table
from rapport_tui.cli.session import Session
from rapport_tui.model.relative_days import near_day
from rapport_tui.model.wording import counted

if TYPE_CHECKING:
    from rapport_tui.journal import Journal

_LAST_FEARS: Final = 12
_MOST_DRIFTING: Final = 10
Rows = list[tuple[str, str]]


@click.command(epilog=examples("rapport insights", "rapport insights --json"))
@as_json
@pass_session
def insights(session: Session, *, as_json: bool) -> None:
    """Look at the last twelve weeks: the ladder, seen, heard and known, who drifts, what works."""
    journal = session.journal
    if as_json:
        give(_document(journal))
    else:
        blocks = (
            f"{bold(title)}\n{table(rows, indent='  ', styles={0: dim})}" for title, rows in _tables(journal) if rows
        )
        say("\n\n".join(blocks))


def _document(journal: Journal) -> dict[str, object]:
    counts, trends = journal.insights, journal.trends
    return {
        "on": journal.day,
        "streak": journal.today.streak,
        "ladder": counts.ladder(),
        "weeks": [msgspec.structs.asdict(week) for week in counts.weeks()],
        "drifting": [person.name for person in counts.drifting(_MOST_DRIFTING)],
        "stays": [msgspec.structs.asdict(stay) for stay in trends.stays()],
        "balance": msgspec.structs.asdict(trends.balance()),
        "openings": [msgspec.structs.asdict(one) for one in trends.openings()],
        "fears": [msgspec.structs.asdict(pair) for pair in journal.today.fears],
        "answers": [msgspec.structs.asdict(one) for one in counts.answers()],
    }


def _tables(journal: Journal) -> list[tuple[str, Rows]]:
    counts, trends = journal.insights, journal.trends
    balance = trends.balance()
    return [
        ("The ladder", [(stage, str(count)) for stage, count in counts.ladder().items()]),
        (
            "Week by week",
            [
                (near_day(week.start, journal.day), f"seen {week.seen} · heard {week.heard} · known {week.known}")
                for week in counts.weeks()
                if week.seen or week.heard or week.known
            ],
        ),
        (
            "What you feared, and how it was",
            [
                (near_day(pair.day, journal.day), f"expected {pair.feared}, was {pair.was}")
                for pair in journal.today.fears[-_LAST_FEARS:]
            ],
        ),
        ("Drifting", [(person.name, person.stage) for person in counts.drifting(_MOST_DRIFTING)]),
        ("Time on a rung", [(stay.stage, counted(round(stay.days), "day")) for stay in trends.stays()]),
        ("Given", [(what, str(count)) for what, count in balance.given.items() if count]),
        ("Asked for", [(what, str(count)) for what, count in balance.asked.items() if count]),
        (
            "Openings that led to another talk",
            [(journal.composer.move(one.move).title, f"{one.again} of {one.people}") for one in trends.openings()],
        ),
        ("What gets answers", [(one.title, f"{one.answered} of {one.sent}") for one in counts.answers()]),
    ]
