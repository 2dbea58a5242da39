"""Today's checklist."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import msgspec
import pytest

from rapport_tui.model.meetings import Meeting
from rapport_tui.model.person_digest import digest_of
from rapport_tui.model.places import PLACES, Place
from rapport_tui.model.records import Day, Item, Note
from rapport_tui.playbook.openings import MAX_OPENINGS
from rapport_tui.playbook.plan import (
    PersonState,
    extend_plan,
    replace_openings,
)
from tests.playbook.samples import PLAYBOOK, TODAY, ids, note, person, plan, state


def past(days_ago: int, **states: Any) -> Day:
    day = TODAY - timedelta(days=days_ago)
    items = tuple(
        Item(id=name.replace("_", "-"), move=name.replace("_", "-"), state=what) for name, what in states.items()
    )
    return Day(uid=day.isoformat(), day=day, items=items)


def due(kind: Any, uid: str, days: int = 0, **fields: Any) -> Note:
    return note(kind, "something", uid, due=TODAY + timedelta(days=days), **fields)


@pytest.mark.parametrize("place", PLACES)
def test_openings_fit_the_place(place: Place) -> None:
    for item in plan(places=(place,)):
        assert place in PLAYBOOK.move(item.move).places
        assert item.why


def test_openings_of_a_full_day_are_three() -> None:
    items = plan(places=PLACES)
    assert len(items) == len(set(ids(items))) == MAX_OPENINGS


def test_with_no_places_an_ordinary_office_day_is_meant() -> None:
    assert {item.move for item in plan(places=())} == {"crossroads", "early-bird", "good-point"}


def test_openings_take_turns_from_day_to_day() -> None:
    firsts = {plan(places=PLACES, today=TODAY + timedelta(days=days))[0].id for days in range(5)}
    assert len(firsts) == 5


def test_what_the_user_does_comes_first_and_what_was_skipped_last() -> None:
    learned = plan(places=("office", "meeting"), past=(past(1, good_point="done", crossroads="skipped"),))
    assert ids(learned) == ["good-point", "early-bird", "crossroads"]
    assert learned[0].why == "there’s a meeting today · you did it yesterday"


@pytest.mark.parametrize(("days_ago", "place"), [(1, 2), (28, 2), (29, 0), (60, 0)])
def test_a_skipped_opening_is_back_in_its_turn_after_28_days(days_ago: int, place: int) -> None:
    assert ids(plan(places=("office", "meeting")))[0] == "good-point"
    skipped = past(days_ago, good_point="skipped")
    assert ids(plan(places=("office", "meeting"), past=(skipped,)))[place] == "good-point"


def test_an_opening_left_alone_once_is_offered_again() -> None:
    assert "crossroads" in ids(plan(places=("office", "meeting"), past=(past(1, crossroads="open"),)))


def test_an_opening_left_alone_twice_rests_for_a_day() -> None:
    left = (past(1, crossroads="open", early_bird="done"), past(4, crossroads="open", early_bird="done"))
    assert ids(plan(places=("office", "meeting"), past=left)) == ["early-bird", "good-point"]
    rested = (past(1, early_bird="open"), *(msgspec.structs.replace(day, day=day.day - timedelta(3)) for day in left))
    assert "crossroads" in ids(plan(places=("office", "meeting"), past=rested))


def test_even_a_liked_opening_is_not_there_every_day() -> None:
    liked = tuple(past(days, crossroads="done") for days in range(1, 5))
    assert "crossroads" in ids(plan(places=("office", "meeting"), past=liked[:3]))
    assert "crossroads" not in ids(plan(places=("office", "meeting"), past=liked))


def test_the_only_opening_that_fits_stays() -> None:
    assert ids(plan(places=("travelling",), past=(past(1, shared_ride="open"), past(2, shared_ride="open")))) == [
        "shared-ride"
    ]


def test_what_is_due_comes_before_birthdays_and_hi_agains() -> None:
    promise = due("owe", "tom", -3)
    items = plan(
        state("dana", drift=2.0),
        state("priya", birthday="--11-25"),
        state("tom", promise),
        state("sam", due("await", "sam", 1)),
        places=("remote",),
    )
    assert ids(items) == [f"note:{promise.uid}", "birthday:priya", "hi:dana"]
    assert [item.why for item in items[:2]] == ["you promised it for Friday", "their birthday is on Wednesday"]


STRANGERS = [digest_of(person(uid, f"{uid.title()} Roth"), ()) for uid in ("lea", "umar", "nia")]


def test_a_stranger_who_attends_the_meeting_is_named_there() -> None:
    meetings = (
        Meeting(title="all hands", at=time(9), others=80),
        Meeting(title="stand-up", at=time(10), people=("umar",), names=("Umar",)),
    )
    items = {item.id: item for item in plan(strangers=STRANGERS, meetings=meetings)}
    assert {items[move].person for move in ("early-bird", "good-point")} == {"umar", ""}
    assert items["crossroads"].person in ("lea", "nia")
    (why,) = [item.why for item in items.values() if item.person == "umar"]
    assert why == "Umar is in stand-up (10:00), and you haven’t spoken yet"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "with Ann"),
        (2, "with Ann and Bo"),
        (3, "with Ann, Bo and Cy"),
        (4, "with Ann, Bo, Cy and 1 more of your people"),
    ],
)
def test_a_meeting_is_told_with_three_of_its_people_at_most(count: int, said: str) -> None:
    names = ("Ann", "Bo", "Cy", "Di")[:count]
    items = plan(meetings=(Meeting(title="stand-up", at=time(10), people=names, names=names),))
    assert f"it’s in your calendar today, {said}" in {item.why for item in items}


def test_nobody_is_said_to_be_in_a_meeting_that_may_not_have_them() -> None:
    items = plan(strangers=STRANGERS, places=("meeting",))
    assert {item.person for item in items if item.move != "first-hello"} == {""}
    assert [item.person for item in items if item.move == "first-hello"] == ["lea"]


def test_a_stranger_is_named_three_times_before_the_next_has_their_turn() -> None:
    days: list[Day] = []
    named = []
    for number in range(12):
        items = plan(strangers=STRANGERS, places=("remote",), today=TODAY + timedelta(number), past=tuple(days))
        named += [item.person for item in items]
        days.append(Day(uid=str(number), day=TODAY + timedelta(number), items=items))
    assert named == [*["lea"] * 3, *["nia"] * 3, *["umar"] * 3, *["lea", "nia", "umar"]]
    skipped = tuple(
        msgspec.structs.replace(day, items=tuple(msgspec.structs.replace(item, state="skipped") for item in day.items))
        for day in days[:1]
    )
    assert plan(strangers=STRANGERS, places=("remote",), today=TODAY + timedelta(1), past=skipped)[0].person == "nia"


def test_the_first_seven_mornings_have_one_opening_each_from_the_easiest_up() -> None:
    days: list[Day] = []
    offered = []
    for number in range(1, 8):
        today = TODAY + timedelta(number)
        items = plan(places=PLACES, today=today, past=tuple(days), start_day=number)
        (opening,) = items
        assert opening.why.startswith(f"day {number} of 7 · notice ")
        offered.append(opening.id)
        done = msgspec.structs.replace(opening, state="done")
        days.append(Day(uid=str(number), day=today, items=(done,)))
    easiest_up = ["crossroads", "early-bird", "good-point", "shared-ride", "face-to-name"]
    assert offered == [*easiest_up, "crossroads", "early-bird"]


TUESDAY = date(2026, 11, 24)


def old(uid: str, days: int, **fields: Any) -> PersonState:
    talks = fields.pop("talks", 2)
    who = state(uid, drift=5.0, talked=TUESDAY - timedelta(days), **{"stage": "mentor", **fields})
    return msgspec.structs.replace(who, talks=talks)


def test_a_dormant_tie_comes_once_a_week_at_most() -> None:
    people = (old("ruth", 200, org="Tidal"), old("near", 300, org="Acme"), state("tom", org="Acme", drift=1.0))
    named = [ids(plan(*people, places=("remote",), today=TUESDAY + timedelta(days))) for days in range(14)]
    assert [day for day, items in enumerate(named) if "hi:ruth" in items or "hi:near" in items] == [0, 7]
    assert named[0] == ["hi:tom", "hi:ruth"]
    assert ids(plan(*people, places=("remote",), today=TUESDAY, dormant=False)) == ["hi:tom"]
    assert ids(plan(*people, places=("remote",), today=TUESDAY, budget=1)) == ["hi:ruth"]
    (_, tie) = plan(*people, places=("remote",), today=TUESDAY)
    assert tie.why.endswith("you talked 6 months ago, and who is seldom near often knows other things")


def test_a_tie_is_dormant_after_half_a_year() -> None:
    (tie,) = plan(old("ruth", 180), places=("remote",), today=TUESDAY)
    assert "who is seldom near" in tie.why


@pytest.mark.parametrize(
    "who",
    [old("ruth", 179), old("ruth", 200, talks=7), old("ruth", 200, stage="acquaintance"), old("r", 200, stage="ally")],
)
def test_who_is_no_dormant_tie_drifts_as_others_do(who: PersonState) -> None:
    assert ids(plan(who, places=("remote",), today=TUESDAY + timedelta(1))) == [f"hi:{who.person.uid}"]


@pytest.mark.parametrize("place", PLACES)
def test_with_strangers_on_the_board_each_place_names_one(place: Place) -> None:
    assert any(item.person for item in plan(strangers=STRANGERS, places=(place,)))


@pytest.mark.parametrize(
    ("thing", "why"),
    [
        (due("owe", "tom"), "you promised it for today"),
        (due("owe", "tom", -11), "you promised it for 12 Nov"),
        (due("await", "tom", -3), "they promised it for Friday"),
        (due("ask", "tom"), "a good day to ask"),
        (due("ask", "tom", -3), "you wanted to ask on Friday"),
    ],
)
def test_due_things_are_told_warmly(thing: Note, why: str) -> None:
    (item,) = plan(state("tom", thing), places=("remote",))
    assert (item.person, item.note, item.why) == ("tom", thing.uid, why)


def test_two_things_with_one_person_are_one_item() -> None:
    first, second = due("owe", "tom", -1), due("owe", "tom")
    (item,) = plan(state("tom", second, first, drift=1.0), places=("remote",))
    assert item.note == first.uid
    assert item.why == "you promised it for Sunday · and 1 more"


def test_a_thing_with_two_people_is_one_item() -> None:
    shared = note("owe", "the deck", "tom", "priya", due=TODAY)
    assert ids(plan(state("tom", shared), state("priya", shared), places=("remote",))) == [f"note:{shared.uid}"]


@pytest.mark.parametrize(
    ("today", "birthday", "why"),
    [
        (TODAY, "--11-23", "their birthday is today"),
        (TODAY, "1990-11-24", "their birthday is tomorrow"),
        (TODAY, "--11-30", "their birthday is a week from today"),
        (date(2027, 2, 26), "2000-02-29", "their birthday is on Sunday"),
    ],
)
def test_birthdays_within_a_week(today: date, birthday: str, why: str) -> None:
    assert [item.why for item in plan(state("tom", birthday=birthday), today=today, places=("remote",))] == [why]
    assert not plan(state("tom", birthday="--12-01"), places=("remote",))


def test_hi_agains_go_to_the_most_drifting_up_to_the_budget() -> None:
    people = [state(name, drift=by) for name, by in (("a", 0.1), ("b", 3.0), ("c", 0.0), ("d", 1.0), ("e", 0.5))]
    assert ids(plan(*people, places=("remote",))) == ["hi:b", "hi:d", "hi:e"]
    assert ids(plan(*people, places=("remote",), budget=1)) == ["hi:b"]
    assert not plan(*people, places=("remote",), budget=0)


def test_a_hi_again_has_a_move_and_a_reason() -> None:
    (item,) = plan(
        state("tom", note("ask", "how is Lisbon", "tom"), drift=1.0, talked=date(2026, 11, 1)), places=("remote",)
    )
    assert item.move == "hi-again"
    assert item.why.startswith("you wanted to ask: how is Lisbon · you talked ")


def test_a_thread_is_a_reason_when_the_last_talk_was_a_while_ago() -> None:
    thread = note("ask", "how is Lisbon", "tom")
    assert ids(plan(state("tom", thread, talked=TODAY - timedelta(12)), places=("remote",))) == ["hi:tom"]
    assert not plan(state("tom", thread, talked=TODAY - timedelta(2)), places=("remote",))
    later = due("ask", "tom", 5)
    assert not plan(state("tom", later, talked=TODAY - timedelta(12)), places=("remote",))


def test_my_own_news_is_a_reason_for_a_mentor() -> None:
    mentor = state("dana", note("win", "shipped it"), drift=1.0, stage="mentor")
    (item,) = plan(mentor, places=("remote",))
    assert item.move == "share-progress"


def test_who_was_skipped_lately_comes_after_the_others() -> None:
    skipped = Day(uid="x", day=TODAY - timedelta(1), items=(Item(id="hi:b", person="b", state="skipped"),))
    people = [state("a", drift=0.1), state("b", drift=3.0)]
    assert ids(plan(*people, places=("remote",), past=(skipped,))) == ["hi:a", "hi:b"]
    for days, order in ((3, ["hi:a", "hi:b"]), (4, ["hi:b", "hi:a"])):
        day = msgspec.structs.replace(skipped, day=TODAY - timedelta(days))
        assert ids(plan(*people, places=("remote",), past=(day,))) == order


@pytest.mark.parametrize(
    "fields", [{"archived": True}, {"inbox": True}, {"snoozed_until": TODAY + timedelta(1)}, {"stage": "stranger"}]
)
def test_some_people_are_left_in_peace(fields: dict[str, Any]) -> None:
    assert not plan(state("tom", drift=5.0, birthday="--11-23", **fields), places=("remote",))


def test_a_snooze_ends_on_its_day() -> None:
    assert ids(plan(state("tom", drift=1.0, snoozed_until=TODAY), places=("remote",))) == ["hi:tom"]


def test_a_promise_to_a_stranger_is_kept_too() -> None:
    assert len(plan(state("sam", due("owe", "sam"), stage="stranger"), places=("remote",))) == 1


def test_urgent_things_join_at_the_end_and_nothing_else_moves() -> None:
    morning = plan(state("tom", drift=1.0), state("dana", drift=2.0))
    kept = (msgspec.structs.replace(morning[0], state="done"), *morning[1:])
    promise = due("owe", "priya")
    fresh = plan(
        state("priya", promise), state("tom", due("owe", "tom"), drift=1.0), state("sam", drift=9.0), places=PLACES
    )
    assert extend_plan(kept, fresh) == (*kept, fresh[ids(fresh).index(f"note:{promise.uid}")])
    assert extend_plan(extend_plan(kept, fresh), fresh) == extend_plan(kept, fresh)


def test_new_places_change_only_the_openings_that_are_open() -> None:
    kept = (
        Item(id="crossroads", move="crossroads", state="done"),
        Item(id="early-bird", move="early-bird"),
        Item(id="hi:tom", move="hi-again", person="tom"),
    )
    fresh = plan(places=("travelling", "office", "office-tomorrow"))
    assert len(fresh) == 3
    changed = replace_openings(kept, fresh)
    assert changed[0] == kept[0]
    assert changed[-1] == kept[-1]
    assert {item.id for item in changed} == {"crossroads", "shared-ride", "face-to-name", "hi:tom"}
    assert replace_openings(kept, ()) == (kept[0], kept[2])


def test_what_is_done_takes_no_slot_and_what_still_fits_stays() -> None:
    kept = (Item(id="early-bird", move="early-bird", state="done"), Item(id="crossroads", move="crossroads"))
    fresh = plan(places=("office",))
    assert ids(fresh) == ["crossroads"]
    assert replace_openings(kept, fresh) == (kept[0], *fresh)
    assert replace_openings(kept, (), {"crossroads"}) == kept


def test_the_persons_cadence_goes_before_the_settings_and_those_before_the_ladder() -> None:
    assert PLAYBOOK.cadence_of(person(stage="ally"), {}) == 30
    assert PLAYBOOK.cadence_of(person(stage="ally"), {"ally": 14}) == 14
    assert PLAYBOOK.cadence_of(person(stage="ally", cadence=7), {"ally": 14}) == 7
    assert PLAYBOOK.cadence_of(person(), {}) is None


def test_the_most_helpful_hi_comes_first() -> None:
    people = (
        state("drifts", drift=5.0),
        state("ally", stage="ally", talked=None, since=TODAY),
        state("met", talked=TODAY - timedelta(9), since=TODAY - timedelta(9)),
        state("thread", note("ask", "the flat", "thread"), talked=TODAY - timedelta(8)),
    )
    items = plan(*people, places=("remote",), budget=4)
    assert ids(items) == ["hi:thread", "hi:met", "hi:ally", "hi:drifts"]
    assert items[1].why.endswith("you met once, 9 days ago")
    assert items[2].why.endswith("no talk with them in your journal yet")
    assert ids(plan(*people, places=("remote",), budget=2)) == ["hi:thread", "hi:met"]


def test_who_was_met_yesterday_is_left_in_peace() -> None:
    assert not plan(state("met", talked=TODAY - timedelta(1), since=TODAY - timedelta(1)), places=("remote",))
