"""Looking back over a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rapport_tui.cli.context import Session
from rapport_tui.cli.options import as_json, day_back, examples, pass_session
from rapport_tui.cli.output import bold, give, say, wrapped
from rapport_tui.cli.words import counted, note_words
from rapport_tui.model.ages import full_day
from rapport_tui.model.records import Note
from rapport_tui.model.summary import by_urgency

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
    week = journal.insights.review(day_back(journal, since))
    if as_json:
        give(_document(journal, week))
    else:
        say("\n\n".join(_blocks(journal, week)))


def _document(journal: Journal, week: Review) -> dict[str, object]:
    return {
        "since": week.since,
        "until": week.until,
        "talks": week.talks,
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
        "suggestions": week.suggestions,
    }


def _promise(journal: Journal, note: Note) -> dict[str, object]:
    return {"text": note.text, "people": _names(journal, note), "due": note.due, "done": note.done}


def _names(journal: Journal, note: Note) -> list[str]:
    from rapport_tui.cli.shapes import named_uid

    return [person.name for uid in note.people if (person := named_uid(journal, uid))]


def _blocks(journal: Journal, week: Review) -> list[str]:
    balance = f"seen {week.seen} · heard {week.heard} · known {week.known}"
    span = bold(f"{full_day(week.since)} – {full_day(week.until)}")
    head = f"{span}\n{counted(week.talks, 'talk', 'talks')} · {balance}"
    sections = {
        "New people": [person.name for person in week.met],
        "Up and down the ladder": [
            f"{person.name}: {step.origin} → {step.to}" + (f" ({step.why})" if step.why else "")
            for person, step in week.steps
        ],
        "Promises kept": [_promise_line(journal, note) for note in week.kept],
        "Promises open": [_promise_line(journal, note) for note in by_urgency(week.promised)],
        "What gets answers": [
            f"{journal.playbook.move(one.move).title}: {one.answered} of {one.sent}" for one in week.answers
        ],
        "Next": list(week.suggestions),
    }
    if not any(sections.values()) and not week.talks:
        sections["Next"] = ["A quiet time. See who it would be good to say hi to: rapport today"]
    return [head, *(_section(title, lines) for title, lines in sections.items() if lines)]


def _section(title: str, lines: list[str]) -> str:
    return "\n".join((bold(title), *(wrapped(line, indent="    ", first="  · ") for line in lines)))


def _promise_line(journal: Journal, note: Note) -> str:
    names = ", ".join(_names(journal, note))
    return ": ".join(filter(None, (names, note_words(note, journal.day))))
