"""A month of mornings on a frozen clock, and the days, nights and hours at which the calendar is odd."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport_tui.journal import Journal
from rapport_tui.model.cadence import streak
from rapport_tui.model.errors import RapportError
from rapport_tui.model.places import Place
from rapport_tui.model.records import STAGES
from rapport_tui.model.relative_days import day_of
from rapport_tui.playbook.openings import MAX_OPENINGS
from rapport_tui.settings import Settings
from tests.conftest import Clock

LISBON = ZoneInfo("Europe/Lisbon")
NAMES = ("Priya Nair", "Tom Becker", "Dana Li", "Zoë Lindqvist", "王小明", "Sam Ortiz")
SHOUTS = ("overdue", "late", "missed", "should", "!!", "past due")

DOINGS = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from(["tick", "tick with words", "skip", "postpone", "snooze"])), max_size=4
)
WRITTEN = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(["", " ? the flat", " ! the deck by tomorrow", " < a list by in a week"]),
    ),
    max_size=2,
)
MORNINGS = st.lists(
    st.fixed_dictionaries(
        {
            "places": st.sets(st.sampled_from(get_args(Place)), max_size=3),
            "sleeps": st.sampled_from([1, 1, 1, 2, 3]),
            "off": st.sampled_from([False] * 6 + [True]),
            "doings": DOINGS,
            "written": WRITTEN,
        }
    ),
    min_size=20,
    max_size=30,
)


@settings(max_examples=6)
@given(MORNINGS, st.integers(0, 4), st.integers(0, 5))
def test_a_month_of_mornings(mornings: list[dict[str, Any]], budget: int, day_start: int) -> None:
    clock = Clock(datetime(2028, 2, 14, 8, 0, tzinfo=LISBON))
    with tempfile.TemporaryDirectory() as home, patch("os.fsync"):
        chosen = Settings(name="Ana Ferreira", budget=budget, day_start=day_start)
        journal = Journal(Path(home), settings=chosen, clock=clock)
        for number, name in enumerate(NAMES):
            stage = STAGES[number % len(STAGES)]
            journal.people.add(
                name, stage=stage, birthday=("", "--02-29", "1990-03-01")[number % 3], cadence=number * 3
            )
        for morning in mornings:
            live_through(journal, morning, budget)
            clock.pass_days(morning["sleeps"])
        journal.close()


def live_through(journal: Journal, morning: dict[str, Any], budget: int) -> None:
    """Live through a day, and look at the list after each thing that is done."""
    today = journal.today
    if morning["off"]:
        today.take_off(journal.day, journal.day + timedelta(1))
    if morning["places"]:
        today.set_places(sorted(morning["places"]))
    before: list[str] = []
    ids = look(journal, budget)
    assert ids == look(journal, budget)
    for place, doing in morning["doings"]:
        if not ids:
            break
        before, item = ids, ids[place % len(ids)]
        act(journal, item, doing)
        ids = look(journal, budget)
        assert ids[: len(before)] == before or doing == "snooze"
    for name, marks in morning["written"]:
        before = ids
        journal.entries.log([f'talked with @"{name}"{marks}'])
        ids = look(journal, budget)
        if journal.today.day.items:
            assert ids[: len(before)] == before


def act(journal: Journal, item: str, doing: str) -> None:
    today = journal.today
    if doing == "skip":
        today.skip(item)
    elif doing == "postpone":
        today.postpone(item)
    elif doing == "snooze":
        try:
            today.snooze(item, journal.day + timedelta(4))
        except RapportError:
            assert item in journal.playbook.move_ids
    else:
        today.tick(item, "with @Odile ? the boat" if doing == "tick with words" else "")


def look(journal: Journal, budget: int) -> list[str]:
    """Check that the list is kind and complete, and return the ids on it."""
    tasks = journal.today.plan()
    items = [task.item for task in tasks]
    people = [item.person for item in items if not item.is_opening]
    assert len(people) == len(set(people))
    named = [item.person for item in items if item.is_opening and item.person]
    assert len(named) == len(set(named))
    assert sum(item.id.startswith("hi:") for item in items) <= budget
    assert sum(item.id == item.move and item.state == "open" for item in items) <= MAX_OPENINGS
    for task in tasks:
        assert task.item.why
        assert not any(shout in task.item.why.lower() for shout in SHOUTS)
    for note in journal.notes.open():
        awake = [
            uid
            for uid in note.people
            if (person := journal.people.get(uid)) and not (person.snoozed_until and person.snoozed_until > journal.day)
        ]
        if note.due and note.due <= journal.day and awake:
            assert set(awake) & set(people), (note, items)
    return [item.id for item in items]


def test_days_off_ask_for_nothing_but_promises(journal: Journal, clock: Clock) -> None:
    journal.entries.log(["2026-08-01: @tom", "2026-08-01: @dana ! the deck by 2026-11-24"])
    journal.today.take_off(date(2026, 11, 23), date(2026, 11, 27))
    ends = [journal.today.off_until]
    assert journal.today.plan() == []
    clock.pass_days(1)
    (task,) = journal.today.plan()
    assert task.note is not None
    journal.today.take_off(journal.day, date(2026, 11, 27), off=False)
    ends.append(journal.today.off_until)
    assert len(journal.today.plan()) > 1
    with pytest.raises(RapportError, match="ends after it begins"):
        journal.today.take_off(date(2026, 11, 27), date(2026, 11, 26))
    journal.history.undo()
    assert [*ends, journal.today.off_until] == [date(2026, 11, 27), None, date(2026, 11, 27)]


def test_naming_the_place_after_a_tick_drops_no_opening(journal: Journal) -> None:
    journal.today.tick("early-bird")
    journal.today.set_places(["office"])
    assert [task.item.id for task in journal.today.plan()] == ["early-bird", "crossroads"]


def test_strangers_of_the_board_stand_by_name(journal: Journal, clock: Clock) -> None:
    lea, umar = journal.people.add("Lea Roth"), journal.people.add("Umar Aziz")
    journal.today.set_places(["office-tomorrow"])
    (opening,) = journal.today.plan()
    assert opening.person in (lea, umar)
    assert opening.item.why == (
        f"you’re in the office tomorrow · you and {opening.person.name.split()[0]} haven’t spoken yet"
    )
    assert opening.person.name.split()[0] in opening.line
    clock.pass_days(1)
    journal.today.set_places(["remote"])
    (hello,) = journal.today.plan()
    assert hello.item.move == "first-hello"
    assert hello.person is not None
    journal.today.tick(hello.item.id)
    assert journal.people.get(hello.person.uid).stage == "acquaintance"
    assert [journal.entries.shown(entry) for entry in journal.entries.on(journal.day)] == ["Said hello."]
    (again,) = journal.today.plan()
    assert (again.item.id, again.item.state, again.person) == (
        hello.item.id, "done", journal.people.get(hello.person.uid)
    )  # fmt: skip


def test_an_opening_that_names_somebody_can_be_done_with_somebody_else(journal: Journal) -> None:
    umar = journal.people.add("Umar Aziz")
    journal.today.set_places(["remote"])
    _, logged = journal.today.tick("first-hello", "Sam Ortiz, just moved from Lyon")
    assert logged is not None
    assert [person.name for person in logged.people] == ["Sam Ortiz"]
    assert journal.people.get(umar.uid).stage == "stranger"
    _, logged = journal.today.tick("first-hello", "good talk, knows @sam well")
    assert logged is not None
    assert {person.name for person in logged.people} == {"Sam Ortiz", "Umar Aziz"}


def test_a_promise_to_a_named_stranger_comes_in_the_place_of_the_name(journal: Journal) -> None:
    umar = journal.people.add("Umar Aziz")
    journal.notes.add("owe", "the deck", people=[umar.uid], due=journal.day)
    assert [task.person for task in journal.today.plan() if task.item.is_opening] == [None, None, None]
    assert [task.person for task in journal.today.plan() if task.note] == [umar]


def test_the_first_seven_mornings_end_by_themselves_or_by_a_skip(journal: Journal, clock: Clock) -> None:
    journal.settings = journal.settings._replace(start=journal.day.isoformat())
    days = []
    for _ in range(9):
        journal.today.set_places(["office", "meeting"])
        days.append(journal.today.start_day)
        openings = [task for task in journal.today.plan() if task.item.is_opening]
        assert len(openings) == 1 or not days[-1]
        journal.today.tick(openings[0].item.id)
        clock.pass_days(1)
    assert days == [1, 2, 3, 4, 5, 6, 7, 0, 0]
    journal.settings = journal.settings._replace(start=journal.day.isoformat())
    journal.today.set_places(["office"])
    journal.today.skip("crossroads")
    clock.pass_days(1)
    assert journal.today.start_day == 0
    journal.settings = journal.settings._replace(start="soon")
    assert journal.today.start_day == 0


def test_an_import_alone_gives_a_day_away_from_the_office_something_to_do(journal: Journal, clock: Clock) -> None:
    journal.today.set_places(["remote"])
    assert journal.today.plan() == []
    clock.pass_days(1)
    journal.people.add("Sam Ortiz", inbox=True)
    journal.today.set_places(["remote"])
    (hello,) = journal.today.plan()
    assert (hello.item.move, hello.person) == ("first-hello", None)
    assert hello.item.why.startswith("somebody of your import")


def test_not_today_teaches_nothing_and_a_skip_does(journal: Journal, clock: Clock) -> None:
    journal.today.set_places(["meeting"])
    first = [task.item.id for task in journal.today.plan()]
    journal.today.postpone(first[0])
    assert next(task.item.state for task in journal.today.plan()) == "later"
    journal.today.reopen(first[0])
    journal.today.skip(first[0])
    clock.pass_days(2)
    journal.today.set_places(["meeting"])
    assert journal.today.plan()[-1].item.id == first[0]


def test_who_is_snoozed_is_left_for_another_day_until_taken_up(journal: Journal, clock: Clock) -> None:
    journal.entries.log(["2026-06-01: @tom", "2026-06-01: @dana"])
    item = next(task.item for task in journal.today.plan() if task.item.id.startswith("hi:"))
    journal.today.skip(next(t.item.id for t in journal.today.plan() if t.item.id not in (item.id,)))
    journal.today.snooze(item.id, journal.day + timedelta(7))
    assert {task.item.id: task.item.state for task in journal.today.plan()}[item.id] == "later"
    clock.pass_days(6)
    assert item.id not in [task.item.id for task in journal.today.plan()]
    clock.pass_days(1)
    assert item.id in [task.item.id for task in journal.today.plan()]


def test_the_pattern_of_the_week_is_learned(journal: Journal, clock: Clock) -> None:
    days: tuple[tuple[Place, ...], ...] = (("office", "meeting"), ("office",), ("office", "event"))
    offered: list[tuple[Place, ...]] = []
    for places in days:
        offered.append(journal.today.usual_places)
        journal.today.set_places(places)
        offered.append(journal.today.usual_places)
        clock.pass_days(7)
    assert offered == [(), (), (), (), ("office", "meeting"), ()]
    assert journal.today.usual_places == ("office",)
    assert all(task.item.why.startswith("if ") for task in journal.today.plan())
    clock.pass_days(1)
    assert list(journal.today.usual_places) == []


def test_nothing_is_claimed_of_a_weekend(journal: Journal, clock: Clock) -> None:
    clock.pass_days(5)
    assert journal.today.plan() == []


def test_a_streak_survives_weekends_and_holidays() -> None:
    monday = date(2026, 11, 23)
    steps = {monday, *(monday - timedelta(days) for days in (3, 4, 11))}
    off = {monday - timedelta(days) for days in range(5, 11)}
    assert streak(steps.__contains__, off.__contains__, monday) == 4
    assert streak(steps.__contains__, off.__contains__, monday + timedelta(1)) == 4
    assert streak(steps.__contains__, off.__contains__, monday + timedelta(2)) == 0
    assert streak(steps.__contains__, lambda _: False, monday) == 3
    assert streak(lambda _: False, lambda _: True, date(1, 1, 5)) == 0


def test_steps_make_a_streak_and_words_alone_do_not(journal: Journal, clock: Clock) -> None:
    journal.today.set_places(["meeting"])
    journal.today.tick("early-bird")
    clock.pass_days(1)
    journal.entries.log(["tea with @tom"])
    assert journal.today.streak == 2
    clock.pass_days(1)
    journal.entries.log(["nobody about"])
    assert journal.today.streak == 2


@pytest.mark.parametrize(
    ("now", "start", "day"),
    [
        (datetime(2026, 11, 23, 3, 59), 4, date(2026, 11, 22)),  # noqa: DTZ001
        (datetime(2026, 11, 23, 4, 0), 4, date(2026, 11, 23)),  # noqa: DTZ001
        (datetime(2026, 11, 23, 0, 0), 0, date(2026, 11, 23)),  # noqa: DTZ001
        (datetime(2028, 3, 1, 1, 0), 2, date(2028, 2, 29)),  # noqa: DTZ001
        # The nights in which Lisbon's clock is changed, at one and at two.
        (datetime(2026, 3, 29, 3, 59, tzinfo=LISBON), 4, date(2026, 3, 28)),
        (datetime(2026, 3, 29, 4, 0, tzinfo=LISBON), 4, date(2026, 3, 29)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=LISBON, fold=1), 1, date(2026, 10, 25)),
        (datetime(2026, 10, 25, 3, 59, tzinfo=LISBON), 4, date(2026, 10, 24)),
    ],
)
def test_when_a_day_starts(now: datetime, start: int, day: date) -> None:
    assert day_of(now, start) == day


def test_who_is_up_late_writes_into_the_day_before(folder: Path) -> None:
    clock = Clock(datetime(2026, 11, 24, 1, 30, tzinfo=LISBON))
    journal = Journal(folder, settings=Settings(day_start=4), clock=clock)
    journal.today.set_places(["event"])
    _, logged = journal.today.tick("early-bird", "@odile at the party ! a photo by today")
    assert logged is not None
    assert (logged.entry.day, logged.entry.time) == (date(2026, 11, 23), clock.now.time())
    assert logged.notes[0].due == date(2026, 11, 23)
    assert journal.day == date(2026, 11, 23)
    clock.now += timedelta(hours=3)
    assert journal.day == date(2026, 11, 24)
    assert [task.item.note for task in journal.today.plan() if task.note] == [logged.notes[0].uid]
    journal.close()


def test_a_birthday_on_the_29th_is_there_in_common_years(journal: Journal, clock: Clock) -> None:
    journal.people.add("Tom Becker", stage="ally", birthday="1992-02-29")
    for year, day, said in ((2027, 28, "today"), (2027, 27, "tomorrow"), (2028, 29, "today"), (2028, 28, "tomorrow")):
        clock.now = datetime(year, 2, day, 9, 0, tzinfo=LISBON)
        whys = [task.item.why for task in journal.today.plan() if task.item.id.startswith("birthday:")]
        assert whys == [f"their birthday is {said}"]
