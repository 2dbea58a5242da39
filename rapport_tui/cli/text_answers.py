"""Texts for records of the journal on the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rapport_tui.cli.output import bold, dim, table
from rapport_tui.model.person_summary import SIGNS, PersonSummary
from rapport_tui.model.records import Note
from rapport_tui.model.relative_days import age, full_day, near_day

if TYPE_CHECKING:
    from rapport_tui.journal import Journal


def mark_of(note: Note) -> str:
    """Return the mark of a note's kind in a line: ?, !, +likes."""
    return SIGNS.get(note.kind) or ("+" if note.kind == "share" else f"+{note.kind}")


def people_table(journal: Journal, found: Sequence[PersonSummary]) -> str:
    """Return a table of people to choose from: name, stage, org and last talk, with the uid if a name occurs twice."""
    names = Counter(summary.person.name for summary in found)
    rows = [
        (
            one.person.name,
            one.person.uid if names[one.person.name] > 1 else "",
            one.person.stage,
            one.person.org,
            age(one.last_talked, journal.day),
        )
        for one in found
    ]
    return table(rows, styles={0: bold, 4: dim}, single_line=True)


def day_words(day: date, today: date) -> str:
    """Return a day written out, with its relative name if it has one."""
    near = near_day(day, today)
    return f"{near}, {full_day(day)}" if near in ("today", "yesterday", "tomorrow") else full_day(day)
