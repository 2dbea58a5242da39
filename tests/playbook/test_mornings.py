"""Test the plans of many mornings in a row, with generated journals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport_tui.model.cadence import drift
from rapport_tui.model.person_digest import digest_of
from rapport_tui.model.places import Place
from rapport_tui.model.records import STAGES, Day, Item, Stage
from rapport_tui.playbook.openings import MAX_OPENINGS
from rapport_tui.playbook.plan import PersonState
from tests.playbook.samples import PLAYBOOK, TODAY, ids, note, person, plan


@pytest.mark.parametrize(
    ("stages", "away"),
    [
        (("ally",), range(0)),
        (STAGES * 8, range(0)),
        (STAGES * 2, range(30, 51)),
        (("stranger",) * 5, range(0)),
    ],
    ids=["new", "heavy", "back after three weeks", "only strangers"],
)
@pytest.mark.parametrize("budget", [1, 3])
def test_ninety_mornings(stages: tuple[Stage, ...], away: range, budget: int) -> None:
    folk = [person(f"p{i}", stage=stage, since=TODAY) for i, stage in enumerate(stages)]
    talked: dict[str, date] = {}
    days: list[Day] = []
    for number in range(90):
        today = TODAY + timedelta(number)
        if number in away:
            continue
        places: tuple[Place, ...] = ("remote",) if number % 7 == 2 else ()
        states = [
            PersonState(
                person=digest_of(who, ()),
                last_talked=talked.get(who.uid),
                drift=drift(talked.get(who.uid), who.since, PLAYBOOK.cadence_of(who, {}), today),
            )
            for who in folk
        ]
        items = plan(*states, today=today, places=places, past=tuple(days), budget=budget)
        assert items == plan(*reversed(states), today=today, places=places, past=tuple(days), budget=budget)
        _is_kind(items, states, today, budget)
        quiet = [who for who in folk if who.stage != "stranger" and (today - talked.get(who.uid, who.since)).days >= 14]
        if today.weekday() < 5 and (quiet or not places):
            assert items, today
        done = tuple(msgspec.structs.replace(item, state="done") for item in items[:2])
        days.append(Day(uid=today.isoformat(), day=today, places=places, items=done))
        talked |= {item.person: today for item in done if item.person}


PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "stage": st.sampled_from(STAGES),
            "birthday": st.sampled_from(["", "--02-29", "--12-01", "1990-12-24"]),
            "archived": st.sampled_from([False, False, False, True]),
            "snoozed_until": st.none() | st.dates(TODAY, TODAY + timedelta(20)),
            "due": st.lists(st.tuples(st.integers(-10, 30), st.sampled_from(["ask", "owe", "await"])), max_size=3),
        }
    ),
    max_size=8,
)
MORNINGS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(get_args(Place)), max_size=3),
        st.booleans(),
        st.lists(st.sampled_from(["open", "done", "skipped"]), min_size=12, max_size=12),
    ),
    min_size=30,
    max_size=30,
)


@settings(max_examples=25)
@given(PEOPLE, MORNINGS, st.integers(0, 4))
def test_a_month_of_mornings(people: list[dict[str, Any]], mornings: list[Any], budget: int) -> None:
    folk, open_notes = [], []
    for number, fields in enumerate(people):
        folk.append(person(f"p{number}", **{key: value for key, value in fields.items() if key != "due"}))
        open_notes += [
            note(kind, "it", f"p{number}", due=TODAY + timedelta(days), uid=f"p{number}-{index}")
            for index, (days, kind) in enumerate(fields["due"])
        ]
    talked: dict[str, date] = {}
    days: list[Day] = []
    for number, (places, off, states) in enumerate(mornings):
        today = TODAY + timedelta(number)
        if off:
            continue
        states_of_people = [
            PersonState(
                person=digest_of(who, [one for one in open_notes if who.uid in one.people]),
                last_talked=talked.get(who.uid),
                drift=drift(talked.get(who.uid), who.since, PLAYBOOK.cadence_of(who, {}), today),
                notes=tuple(one for one in open_notes if who.uid in one.people),
            )
            for who in folk
        ]
        items = plan(*states_of_people, today=today, places=tuple(places), past=tuple(days), budget=budget)
        assert items == plan(
            *reversed(states_of_people), today=today, places=tuple(places), past=tuple(days[::-1]), budget=budget
        )
        _is_kind(items, states_of_people, today, budget)
        done = tuple(msgspec.structs.replace(item, state=state) for item, state in zip(items, states, strict=False))
        days.append(Day(uid=today.isoformat(), day=today, places=tuple(places), items=done))
        closed = {item.note for item in done if item.state == "done"}
        open_notes = [one for one in open_notes if one.uid not in closed]
        talked |= {item.person: today for item in done if item.state == "done" and item.person}


def _is_kind(items: tuple[Item, ...], people: list[PersonState], today: date, budget: int) -> None:
    named = [item.person for item in items if item.person]
    assert len(named) == len(set(named))
    assert len(set(ids(items))) == len(items)
    assert sum(item.id.startswith("hi:") for item in items) <= budget
    assert sum(item.id == item.move for item in items) <= MAX_OPENINGS
    awake = {
        one.person.uid: one
        for one in people
        if not one.person.archived and not (one.person.snoozed_until and one.person.snoozed_until > today)
    }
    assert set(named) <= set(awake)
    for uid, one in awake.items():
        if any(thing.due is not None and thing.due <= today for thing in one.notes):
            assert uid in named
    assert all(item.why and not {"overdue", "late", "!"} & set(item.why.split()) for item in items)
