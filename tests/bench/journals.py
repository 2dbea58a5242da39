"""Journals of any size from a seed: people, lines about them, and the notes of these lines."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from rapport_tui.model.records import STAGES
from rapport_tui.store import Doc, Store
from rapport_tui.store.encoding import SCHEMA, Meta, Tables, encode_snapshot

TODAY = date(2026, 11, 23)
FIRST = ("Priya", "Tom", "Dana", "Ruth", "Sam", "王小明", "Zoë", "Amina", "Jorge", "Mei", "Olu", "Lena", "Ravi", "Kaja")
LAST = ("Nair", "Becker", "Li", "Adeyemi", "Ortiz", "O’Neill", "Haddad", "Silva", "Chen", "Novak", "Rao", "Lund")
TALKS = ("coffee", "lunch", "a call", "the stand-up", "the train to Lyon", "the town hall", "a walk")
ABOUT = ("her move to Lisbon", "the launch", "the new team", "hiring", "the half marathon", "a talk on data", "prices")
TOPICS = ("travel", "work", "family", "running", "hiring")


def _uid(kind: str, number: int) -> str:
    return f"{kind}{number:09d}"


def tables(people: int, entries: int, *, seed: int = 1) -> Tables:
    """Return a journal’s tables, the same for the same numbers: people over five stages, entries over ten years."""
    chance = random.Random(seed)
    days = [(TODAY - timedelta(days=day)).isoformat() for day in range(3650)]
    made: dict[str, list[Doc]] = {"people": [], "entries": [], "notes": [], "stage_changes": []}
    for number in range(people):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {number}"
        stage = chance.choices(STAGES, (30, 45, 15, 7, 3))[0]
        person: Doc = {"uid": _uid("p", number), "name": name, "added": days[-1], "since": chance.choice(days)}
        person |= {"stage": stage, "role": "Engineer", "org": chance.choice(LAST), "emails": [f"p{number}@example.com"]}
        made["people"].append(person)
        step = {"uid": _uid("s", number), "person": person["uid"], "from": "stranger", "to": stage, "day": days[-1]}
        made["stage_changes"].append(step)
    for number in range(entries):
        named = sorted({min(int(chance.expovariate(8 / people)), people - 1) for _ in range(chance.choice((1, 1, 2)))})
        who, day, topic = [_uid("p", one) for one in named], days[-1 - number * 3650 // entries], chance.choice(TOPICS)
        about = chance.choice(ABOUT)
        text = f"{chance.choice(TALKS)} with @p{named[0]} about {about} #{topic} ? how is it going with {about}"
        entry: Doc = {"uid": _uid("e", number), "day": day, "text": text, "time": "09:00:00"}
        made["entries"].append(entry | {"people": who, "topics": [topic]})
        if number % 3:
            note: Doc = {"uid": _uid("n", number), "kind": chance.choice(("ask", "share", "owe")), "text": about}
            note |= {"made": day, "people": who, "entry": entry["uid"]}
            made["notes"].append(note | ({"done": day} if number < entries - people else {}))
    return {name: {str(key): doc for key, doc in enumerate(docs, 1)} for name, docs in made.items()}


def write(folder: Path, people: int, entries: int, *, seed: int = 1) -> Store:
    """Make a journal in `folder`, as it is after a while of use, and return it open."""
    folder.mkdir(parents=True)
    (folder / "rapport.json").write_bytes(encode_snapshot(tables(people, entries, seed=seed), Meta(SCHEMA)))
    store = Store(folder)
    with store.transaction() as draft:
        draft.put("days", {"uid": TODAY.isoformat(), "day": TODAY.isoformat(), "places": ["office"]})
    return store
