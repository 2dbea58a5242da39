"""The weekly review as text, for the screen, the command line and the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import msgspec

from rapport_tui.journal.insights import Review
from rapport_tui.model.person_summary import by_urgency, note_words
from rapport_tui.model.records import Note
from rapport_tui.model.relative_days import full_day
from rapport_tui.model.wording import counted

_MOST_MOVES: Final = 3

Names = Callable[[Note], Sequence[str]]
"""A function that returns the names of the people that a note is about."""


class Section(msgspec.Struct, frozen=True):
    """A part of the review; the first one has no title."""

    title: str
    lines: tuple[str, ...]


def review_sections(week: Review, names: Names, today: date) -> list[Section]:
    """Return the sections of the review; empty ones are left out."""
    parts = {
        "Silences broken": [person.name for person in week.met],
        "Up and down the ladder": [
            f"{person.name}: {step.origin} → {step.to}" + (f" ({step.why})" if step.why else "")
            for person, step in week.steps
        ],
        "Promises kept": [_promise(note, names, today) for note in week.kept],
        "Promises open": [_promise(note, names, today) for note in by_urgency(week.promised)],
        "What gets answers": [f"{one.title}: {one.answered} of {one.sent}" for one in week.answers[:_MOST_MOVES]],
        "Next": list(week.suggestions),
    }
    if not any(parts.values()) and not week.talks:
        parts["Next"] = ["A quiet time. See who it would be good to say hi to: rapport today"]
    head = Section("", (_talks(week), f"seen {week.seen} · heard {week.heard} · known {week.known}"))
    return [head, *(Section(title, tuple(lines)) for title, lines in parts.items() if lines)]


def review_title(week: Review) -> str:
    """Return the days of the review: Tue 17 Nov 2026 – Mon 23 Nov 2026."""
    return f"{full_day(week.since)} – {full_day(week.until)}"


def review_markdown(week: Review, names: Names, today: date) -> str:
    """Return the review as Markdown, to paste or to save."""
    blocks = [f"# {review_title(week)}"]
    for section in review_sections(week, names, today):
        if section.title:
            blocks.append("\n".join((f"## {section.title}", *(f"- {line}" for line in section.lines))))
        else:
            blocks.append("\n".join(section.lines))
    return "\n\n".join(blocks) + "\n"


def _talks(week: Review) -> str:
    counts = (
        counted(week.talks, "talk"),
        counted(len(week.met), "silence broken", "silences broken"),
        counted(week.hi_agains, "hi again", "times hi again"),
        counted(week.chats, "chat"),
    )
    return " · ".join(counts)


def _promise(note: Note, names: Names, today: date) -> str:
    return ": ".join(filter(None, (", ".join(names(note)), note_words(note, today))))
