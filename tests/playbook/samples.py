"""People and notes for the tests of the playbook."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from rapport_tui.model.records import Kind, Note, Person
from rapport_tui.playbook.candidates import Facts

TODAY = date(2026, 11, 23)
_NUMBERS = count(1)


def person(uid: str = "tom", name: str = "Tom Becker", **fields: Any) -> Person:
    return Person(**{"uid": uid, "name": name, "added": date(2026, 1, 5), "since": date(2026, 1, 5), **fields})


def note(kind: Kind, text: str, *people: str, made: date = date(2026, 11, 12), **fields: Any) -> Note:
    return Note(**{"uid": f"n{next(_NUMBERS)}", "kind": kind, "text": text, "people": people, "made": made, **fields})


def facts(*notes: Note, **fields: Any) -> Facts:
    return Facts(**{"person": person(), "today": TODAY, "me_name": "Ana Ferreira", "notes": notes, **fields})
