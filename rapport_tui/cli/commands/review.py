"""The command for the weekly review."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from rapport_tui.capture.dates import parse_span
from rapport_tui.cli.json_answers import named_uid
from rapport_tui.cli.options import as_json, day_from, examples, pass_session
from rapport_tui.cli.output import bold, give, say, wrapped
from rapport_tui.cli.session import Session
from rapport_tui.journal.review import review_sections, review_title
from rapport_tui.model.records import Note, Person

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.insights import Review


@click.command(epilog=examples("rapport review", "rapport review --since 2w > week.txt"))
@click.option("--since", default="1w", show_default=True, metavar="DAY", help="From which day on: 1w, mon, 2026-11-01.")
@as_json
@pass_session
def review(session: Session, *, since: str, as_json: bool) -> None:
    """Look back: talks, new people, steps, promises, and three suggestions."""
    journal = session.journal
    first = day_from(journal, since, "past")
    if parse_span(since):  # 1w means the seven days that end today, as in the app
        first = min(first + timedelta(1), journal.day)
    week = journal.insights.review(first)
    if as_json:
        give(_document(journal, week))
    else:
        say("\n\n".join(_blocks(journal, week)))


def _document(journal: Journal, week: Review) -> dict[str, object]:
    return {
        "since": week.since,
        "until": week.until,
        "talks": week.talks,
        "hi_agains": week.hi_agains,
        "chats": week.chats,
        "met": [person.name for person in week.met],
        "moves": [
            {"person": person.name, "from": step.origin, "to": step.to, "on": step.day, "why": step.why}
            for person, step in week.steps
        ],
        "kept": [_promise(journal, note) for note in week.kept],
        "promised": [_promise(journal, note) for note in week.promised],
        "seen": week.seen,
        "heard": week.heard,
        "known": week.known,
        "answers": [
            {"move": one.move, "sent": one.sent, "answered": one.answered, "no_answer": one.unanswered}
            for one in week.answers
        ],
        "suggestions": [f"{person.name}: {told}" for person, told in week.suggestions],
    }


def _promise(journal: Journal, note: Note) -> dict[str, object]:
    return {
        "text": note.text,
        "people": [person.name for person in _people(journal, note)],
        "due": note.due,
        "done": note.done,
    }


def _people(journal: Journal, note: Note) -> list[Person]:
    return [person for uid in note.people if (person := named_uid(journal, uid))]


def _blocks(journal: Journal, week: Review) -> list[str]:
    blocks = []
    for section in review_sections(week, lambda note: _people(journal, note), journal.day):
        if section.title:
            lines = (wrapped(line.text, indent="    ", first="  · ") for line in section.lines)
            blocks.append("\n".join((bold(section.title), *lines)))
        else:
            blocks.append("\n".join((bold(review_title(week)), *(line.text for line in section.lines))))
    return blocks
