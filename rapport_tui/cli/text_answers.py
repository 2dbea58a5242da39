"""How the command line says what the journal keeps."""

from __future__ import annotations

from datetime import date

from rapport_tui.model.person_summary import SIGNS
from rapport_tui.model.records import Note
from rapport_tui.model.relative_days import MONTHS, full_day, near_day


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
