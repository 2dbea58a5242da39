"""How the command line says what the journal keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from rapport_tui.model.person_summary import SIGNS
from rapport_tui.model.records import Kind, Note
from rapport_tui.model.relative_days import MONTHS, full_day, near_day

TITLES: Final[dict[Kind, str]] = {
    "ask": "Ask next time",
    "owe": "You promised",
    "await": "They promised",
    "share": "In common",
    "expert": "They know",
    "likes": "They like",
    "said": "They said",
    "advice": "They advised",
    "door": "Doors they opened",
    "date": "Days",
    "fact": "Good to know",
    "project": "Your project",
    "question": "Your question",
    "goal": "Your goal",
    "win": "Your win",
    "next": "Your next step",
    "struggle": "Your struggle",
    "free": "Your free times",
}
"""The kinds of notes, in the order in which they are told."""


def mark_of(note: Note) -> str:
    """Return the mark with which a note is written in a line: ?, !, +likes."""
    return SIGNS.get(note.kind) or ("+" if note.kind == "share" else f"+{note.kind}")


def day_words(day: date, today: date) -> str:
    """Return a day written out, with its nearer name where it has one."""
    near = near_day(day, today)
    return f"{near}, {full_day(day)}" if near in ("today", "yesterday", "tomorrow") else full_day(day)


def birthday_words(birthday: str) -> str:
    """Return a birthday as it is said: 2 May 1990, or 2 May where the year is not known."""
    if not birthday:
        return ""
    year, month, day = birthday.rsplit("-", 2)
    return f"{int(day)} {MONTHS[int(month) - 1][:3]} {year.strip('-')}".strip()


def listed(items: Sequence[str]) -> str:
    """Return `items` as one would say them: a, b and c."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def counted(count: int, one: str, many: str) -> str:
    """Return a count with its noun: 1 person, 4 people."""
    return f"{count} {one if count == 1 else many}"
