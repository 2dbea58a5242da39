"""Journals of made-up people, as large as wanted and the same each time."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from rapport_tui.journal import Journal
from rapport_tui.journal.history import as_doc
from rapport_tui.model.records import STAGES, Entry, Kind, Note, Person, Record, Table
from tests.conftest import Clock

TODAY: Final = date(2026, 11, 23)
_FIRST: Final = ("Ann", "Ben", "Cem", "Dana", "Eve", "Fay", "Inés", "Jun", "Kofi", "Priya", "Ravi", "Tom", "明")
_LAST: Final = ("Abara", "Becker", "Costa", "Evans", "Fofana", "Haddad", "Ito", "Kim", "Moreau", "Nair", "Ortiz")
_ROLES: Final = ("Platform lead", "Designer", "Data analyst", "VP Product", "Recruiter", "Engineer")
_THREADS: Final[tuple[Kind, ...]] = ("ask", "owe", "share", "likes", "advice")


def records(count: int, seed: int = 7) -> dict[Table, list[Record]]:
    """Return `count` people over the whole ladder, most of them on its lower rungs, with entries and notes."""
    chance = random.Random(seed)
    people: list[Record] = []
    entries: list[Record] = []
    notes: list[Record] = []
    for number in range(count):
        uid = f"p{number:07}"
        since = TODAY - timedelta(days=chance.randrange(900))
        people.append(
            Person(
                uid=uid,
                name=f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {number}",
                added=since,
                since=since,
                role=chance.choice(_ROLES),
                org=f"Tidewater {number % 97}",
                tags=("running",) if number % 5 == 0 else (),
                stage=chance.choices(STAGES, (30, 40, 20, 7, 3))[0],
                ahead=number % 7 == 0,
            )
        )
        for talk in range(number % 3):
            day = TODAY - timedelta(days=chance.randrange(1, 200))
            entries.append(Entry(uid=f"e{number:07}{talk}", day=day, text=f"coffee with @{uid}", people=(uid,)))
        if number % 4 == 0:
            kind = chance.choice(_THREADS)
            due = TODAY + timedelta(days=chance.randrange(40)) if kind == "owe" else None
            notes.append(
                Note(uid=f"n{number:07}", kind=kind, text="the flat in Lisbon", made=TODAY, people=(uid,), due=due)
            )
    return {"people": people, "entries": entries, "notes": notes}


def fill(folder: Path, count: int) -> None:
    """Make a journal of `count` people in `folder`."""
    journal = Journal(folder, clock=Clock())
    docs = {table: {record.uid: as_doc(record) for record in some} for table, some in records(count).items()}
    with journal.history.action("Made a crowd") as hand:
        for table, some in docs.items():
            hand.replace_table(table, some)
    with journal.history.action("Forgot how") as hand:
        hand.replace_table("history", {})
    journal.close()
