"""The weekly review as text, for the screen, the command line and the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

import msgspec

from rapport_tui.journal.insights import Review
from rapport_tui.model.person_summary import by_urgency, note_words
from rapport_tui.model.records import Note, Person
from rapport_tui.model.relative_days import full_day
from rapport_tui.model.wording import counted

_MOST_MOVES: Final = 3

PeopleOf = Callable[[Note], Sequence[Person]]
"""A function that returns the people that a note is about."""


class ReviewLine(msgspec.Struct, frozen=True):
    """A line of the review; `person` is the uid of whom it is about, or empty."""

    text: str
    person: str = ""


class Section(msgspec.Struct, frozen=True):
    """A part of the review; the first one has no title."""

    title: str
    lines: tuple[ReviewLine, ...]


def review_sections(week: Review, people_of: PeopleOf, today: date) -> list[Section]:
    """Return the sections of the review; empty ones are left out."""
    parts = {
        "Silences broken": [ReviewLine(person.name, person.uid) for person in week.met],
        "Up and down the ladder": [
            ReviewLine(f"{person.name}: {step.origin} → {step.to}" + (f" ({step.why})" if step.why else ""), person.uid)
            for person, step in week.steps
        ],
        "Promises kept": [_promise(note, people_of(note), today) for note in week.kept],
        "Promises open": [_promise(note, people_of(note), today) for note in by_urgency(week.promised)],
        "What gets answers": [
            ReviewLine(f"{one.title}: {one.answered} of {one.sent}") for one in week.answers[:_MOST_MOVES]
        ],
        "Next": [ReviewLine(f"{person.name}: {told}", person.uid) for person, told in week.suggestions],
    }
    if not any(parts.values()) and not week.talks:
        parts["Next"] = [ReviewLine("A quiet time. Today’s list says who it would be good to say hi to.")]
    head = Section("", tuple(_head(week)))
    return [head, *(Section(title, tuple(lines)) for title, lines in parts.items() if lines)]


def review_title(week: Review) -> str:
    """Return the days of the review: Tue 17 Nov 2026 – Mon 23 Nov 2026."""
    return f"{full_day(week.since)} – {full_day(week.until)}"


def review_markdown(week: Review, people_of: PeopleOf, today: date) -> str:
    """Return the review as Markdown, to paste or to save."""
    blocks = [f"# {review_title(week)}"]
    for section in review_sections(week, people_of, today):
        texts = [line.text for line in section.lines]
        if section.title:
            blocks.append("\n".join((f"## {section.title}", *(f"- {text}" for text in texts))))
        else:
            blocks.append("\n".join(texts))
    return "\n\n".join(blocks) + "\n"


def _head(week: Review) -> Iterator[ReviewLine]:
    """Yield the counts; what did not happen is not counted."""
    if not week.talks:
        yield ReviewLine("No talk was written down in these days.")
        return
    counts = (
        (week.talks, "talk", ""),
        (len(week.met), "silence broken", "silences broken"),
        (week.hi_agains, "hi again", "times hi again"),
        (week.chats, "chat", ""),
    )
    yield ReviewLine(" · ".join(counted(count, one, many) for count, one, many in counts if count))
    yield ReviewLine(f"seen {week.seen} · heard {week.heard} · known {week.known}")


def _promise(note: Note, people: Sequence[Person], today: date) -> ReviewLine:
    names = ", ".join(person.name for person in people)
    return ReviewLine(": ".join(filter(None, (names, note_words(note, today)))), people[0].uid if people else "")
