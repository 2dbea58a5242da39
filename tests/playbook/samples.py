"""People, notes and plans for the tests of the playbook."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from rapport_tui.model.person_digest import digest_of
from rapport_tui.model.places import Place
from rapport_tui.model.records import Day, Item, Kind, Note, Person
from rapport_tui.playbook.candidates import Facts
from rapport_tui.playbook.languages import load_playbook
from rapport_tui.playbook.plan import PersonState, plan_day

TODAY = date(2026, 11, 23)
PLAYBOOK = load_playbook()
_NUMBERS = count(1)


def person(uid: str = "tom", name: str = "Tom Becker", **fields: Any) -> Person:
    return Person(**{"uid": uid, "name": name, "added": date(2026, 1, 5), "since": date(2026, 1, 5), **fields})


def note(kind: Kind, text: str, *people: str, made: date = date(2026, 11, 12), **fields: Any) -> Note:
    return Note(**{"uid": f"n{next(_NUMBERS)}", "kind": kind, "text": text, "people": people, "made": made, **fields})


def facts(*notes: Note, **fields: Any) -> Facts:
    return Facts(**{"person": person(), "today": TODAY, "me_name": "Ana Ferreira", "notes": notes, **fields})


def state(
    uid: str, *notes: Note, drift: float = 0.0, talked: date | None = date(2026, 11, 20), **fields: Any
) -> PersonState:
    who = person(uid, uid.title(), **{"stage": "acquaintance", **fields})
    return PersonState(person=digest_of(who, notes), last_talked=talked, drift=drift, notes=notes)


def plan(
    *people: PersonState,
    today: date = TODAY,
    places: tuple[Place, ...] = ("office",),
    past: tuple[Day, ...] = (),
    budget: int = 3,
    **more: Any,
) -> tuple[Item, ...]:
    return plan_day(today=today, places=places, people=people, playbook=PLAYBOOK, past_days=past, budget=budget, **more)


def ids(items: tuple[Item, ...]) -> list[str]:
    return [item.id for item in items]
