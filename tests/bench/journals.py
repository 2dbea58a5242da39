"""Journals of any size from a seed: people, lines about them, and the notes of these lines."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from rapport_tui.model.records import STAGES
from rapport_tui.store import Doc, Store
from rapport_tui.store.snapshot_format import SCHEMA, Meta, Tables, encode_snapshot

TODAY: Final = date(2026, 11, 23)
FIRST: Final = (
    *("Priya", "Tom", "Dana", "Ruth", "Sam", "王小明", "Zoë", "Amina"),
    *("Jorge", "Mei", "Olu", "Lena", "Ravi", "Kaja"),
)
LAST: Final = (
    *("Nair", "Becker", "Li", "Adeyemi", "Ortiz", "O’Neill"),
    *("Haddad", "Silva", "Chen", "Novak", "Rao", "Lund"),
)
TALKS: Final = ("coffee", "lunch", "a call", "the stand-up", "the train to Lyon", "the town hall", "a walk")
ABOUT: Final = (
    *("her move to Lisbon", "the launch", "the new team", "hiring", "the half marathon", "a talk on data", "prices"),
    *("the kitchen and its tiles", "the ferry across the harbour", "pottery", "a deck for the crew", "late trains"),
    *("the tide tables", "children and rain", "a budget that was cut", "the survey", "winter tyres", "a new flat"),
)
TOPICS: Final = ("travel", "work", "family", "running", "hiring")
ROLES: Final = ("Engineer", "Designer", "Data analyst", "VP Product", "Recruiter", "Platform lead")
_DAYS: Final = 3650


class Size(NamedTuple):
    """A number of people and of lines."""

    people: int
    entries: int

    def __str__(self) -> str:
        return f"{self.people:,} people, {self.entries:,} entries"


HANDFUL: Final = Size(20, 200)
YEAR, YEARS, LIFE, LIVES = Size(200, 2_000), Size(2_000, 20_000), Size(5_000, 50_000), Size(20_000, 200_000)
SIZES: Final = (YEAR, YEARS, LIFE, LIVES)


def _uid(kind: str, number: int) -> str:
    return f"{kind}{number:09d}"


def tables(size: Size, *, seed: int = 1) -> Tables:
    """Return a journal’s tables, the same for the same numbers: people over five stages, entries over ten years."""
    chance = random.Random(seed)
    people, entries = size
    days = [(TODAY - timedelta(days=day)).isoformat() for day in range(_DAYS)]
    made: dict[str, list[Doc]] = {"people": [], "entries": [], "notes": [], "stage_changes": []}
    for number in range(people):
        person, step = _somebody(number, days, chance)
        made["people"].append(person)
        made["stage_changes"].append(step)
    for number in range(entries):
        named = sorted({min(int(chance.expovariate(8 / people)), people - 1) for _ in range(chance.choice((1, 1, 2)))})
        who, day, topic = [_uid("p", one) for one in named], days[-1 - number * _DAYS // entries], chance.choice(TOPICS)
        about = chance.choice(ABOUT)
        text = f"{chance.choice(TALKS)} with @{who[0]} about {about} #{topic} ? how is it going with {about}"
        entry: Doc = {"uid": _uid("e", number), "day": day, "text": text, "time": "09:00:00"}
        made["entries"].append(entry | {"people": who, "topics": [topic]})
        if number % 3:
            note: Doc = {"uid": _uid("n", number), "kind": chance.choice(("ask", "share", "owe")), "text": about}
            note |= {"made": day, "people": who, "entry": entry["uid"]}
            made["notes"].append(note | ({"done": day} if number < entries - people else {}))
    return {name: {str(key): doc for key, doc in enumerate(docs, 1)} for name, docs in made.items()}


def _somebody(number: int, days: list[str], chance: random.Random) -> tuple[Doc, Doc]:
    """Return a person, and the step by which they came to their stage."""
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {number}"
    stage = chance.choices(STAGES, (30, 45, 15, 7, 3))[0]
    person: Doc = {"uid": _uid("p", number), "name": name, "added": days[-1], "since": chance.choice(days)}
    person |= {"stage": stage, "role": chance.choice(ROLES), "org": chance.choice(LAST)}
    person |= {"emails": [f"p{number}@example.com"], "ahead": number % 7 == 0}
    step = {"uid": _uid("s", number), "person": person["uid"], "from": "stranger", "to": stage, "day": days[-1]}
    return person, step


def write(folder: Path, size: Size, *, seed: int = 1) -> Store:
    """Make a journal in `folder`, as it is after a while of use, and return it open."""
    folder.mkdir(parents=True)
    (folder / "rapport.json").write_bytes(encode_snapshot(tables(size, seed=seed), Meta(SCHEMA)))
    store = Store(folder)
    with store.transaction() as draft:
        draft.put("days", {"uid": TODAY.isoformat(), "day": TODAY.isoformat(), "places": ["office"]})
    return store
