from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from rapport_tui.journal import Journal
from rapport_tui.journal.today import Moment, place_named
from rapport_tui.model.errors import RapportError
from rapport_tui.settings import Settings
from tests.conftest import Clock


def shown(journal: Journal) -> list[tuple[str, str]]:
    """The checklist as (name, state): a move's id for an opening, else what it is and who it is about."""
    return [
        (f"{task.item.id.split(':')[0]}:{task.person.name}" if task.person else task.item.id, task.item.state)
        for task in journal.today.plan()
    ]


def item_of(journal: Journal, name: str) -> str:
    return next(task.item.id for task in journal.today.plan() if task.person and task.person.name == name)


@pytest.fixture
def peopled(journal: Journal, clock: Clock) -> Journal:
    """Two people who drift, one with a promise due today, one with a thread."""
    for name in ("Ann", "Ben", "Cem", "Dana"):
        journal.people.add(name, stage="ally")
    now = clock.now
    clock.pass_days(-40)
    journal.entries.log(["5 days ago: met @ann", "met @ben", "met @cem ! the list by 2026-11-23"])
    clock.now = now
    journal.entries.log(["2026-11-10: met @dana ? her exam"])
    return journal


def test_an_empty_journal_has_openings_that_say_something(journal: Journal) -> None:
    plan = journal.today.plan()
    assert 1 <= len(plan) <= 3
    for task in plan:
        assert task.move is not None
        assert task.line
        assert journal.today.title(task) == task.move.title
    assert journal.history.actions() == []


def test_the_list_of_the_day(peopled: Journal) -> None:
    assert [name for name, _ in shown(peopled) if ":" in name] == ["note:Cem", "hi:Dana", "hi:Ann", "hi:Ben"]
    peopled.settings = Settings(budget=1)
    assert [name for name, _ in shown(peopled) if ":" in name] == ["note:Cem", "hi:Dana"]


def test_the_list_stays_the_same_over_ticks(peopled: Journal) -> None:
    before = [name for name, _ in shown(peopled)]
    for task in peopled.today.plan():
        peopled.today.tick(task.item.id)
        assert [name for name, _ in shown(peopled)] == before
    assert {state for _, state in shown(peopled)} == {"done"}


def test_a_tick_without_a_word_still_journals_the_talk(peopled: Journal) -> None:
    item, logged = peopled.today.tick(item_of(peopled, "Ann"))
    assert logged is not None
    assert item.entry == logged.entry.uid
    assert peopled.entries.shown(logged.entry) == "Said hi again."
    assert logged.entry.move == item.move != ""
    assert peopled.people.summary(logged.people[0].uid).last_talked == peopled.day
    assert peopled.history.actions()[-1].label == "Ticked “Say hi again to Ann”"


def test_a_tick_with_a_line_is_one_action(peopled: Journal) -> None:
    before = shown(peopled)
    _, logged = peopled.today.tick(item_of(peopled, "Ann"), "coffee, with @zoe too ? her move")
    assert logged is not None
    assert [person.name for person in logged.people] == ["Ann", "Zoe"]
    assert [note.text for note in logged.notes] == ["her move"]
    peopled.history.undo()
    assert shown(peopled) == before
    assert len(peopled.people.search()) == 4


def test_an_opening_meets_somebody_or_is_just_ticked(journal: Journal) -> None:
    first, second, *_ = journal.today.plan()
    item, logged = journal.today.tick(first.item.id, "met @sam at the door")
    assert logged is not None
    assert (logged.entry.move, item.entry) == (first.item.move, logged.entry.uid)
    assert journal.people.find("sam").stage == "acquaintance"
    assert journal.today.tick(second.item.id) == (journal.today.plan()[1].item, None)
    assert len(journal.entries.search()) == 1


def test_a_promise_ticked_is_a_promise_kept(peopled: Journal) -> None:
    _, logged = peopled.today.tick(item_of(peopled, "Cem"))
    assert logged is not None
    assert peopled.entries.shown(logged.entry) == "Kept my word: the list"
    assert [note.text for note in peopled.notes.open()] == ["her exam"]
    assert ("note:Cem", "done") in shown(peopled)


def test_a_note_closed_elsewhere_is_done_here(peopled: Journal) -> None:
    peopled.today.skip(item_of(peopled, "Ben"))
    [note] = [note for note in peopled.notes.open() if note.text == "the list"]
    peopled.notes.close(note.uid)
    assert ("note:Cem", "done") in shown(peopled)
    peopled.notes.close(note.uid, closed=False)
    assert ("note:Cem", "open") in shown(peopled)
    peopled.notes.delete(note.uid)
    assert "note:Cem" not in dict(shown(peopled))


def test_a_talk_written_elsewhere_ticks_its_item(peopled: Journal) -> None:
    peopled.entries.log(["met @ann by the lift"])
    assert ("hi:Ann", "done") in shown(peopled)


def test_ticking_twice_writes_once(peopled: Journal) -> None:
    item = item_of(peopled, "Ann")
    first, _ = peopled.today.tick(item)
    count = len(peopled.entries.search())
    assert peopled.today.tick(item) == (first, None)
    assert len(peopled.entries.search()) == count


def test_skip_and_reopen(peopled: Journal) -> None:
    for name in ("Ann", "Cem"):
        item = item_of(peopled, name)
        assert peopled.today.skip(item).state == "skipped"
        assert peopled.today.reopen(item).state == "open"
    assert {state for _, state in shown(peopled)} == {"open"}


@pytest.mark.parametrize("name", ["Ann", "Cem"])
def test_a_tick_can_be_reopened_and_made_again(peopled: Journal, name: str) -> None:
    item = item_of(peopled, name)
    peopled.today.tick(item, "a few words")
    peopled.today.reopen(item)
    assert next(task.item.state for task in peopled.today.plan() if task.item.id == item) == "open"
    assert len(peopled.entries.search("words")) == 1
    assert [note.text for note in peopled.notes.open()] == ["the list", "her exam"]
    peopled.today.tick(item, "more words")
    assert next(task.item.state for task in peopled.today.plan() if task.item.id == item) == "done"


def test_what_a_line_ticked_can_be_reopened(peopled: Journal) -> None:
    item = item_of(peopled, "Ann")
    peopled.entries.log(["met @ann by the lift"])
    peopled.today.reopen(item)
    assert ("hi:Ann", "open") in shown(peopled)


def test_places_change_the_openings_and_nothing_else(peopled: Journal) -> None:
    peopled.today.tick(item_of(peopled, "Ann"))
    people = [pair for pair in shown(peopled) if ":" in pair[0]]
    day = peopled.today.set_places(["remote", "travelling"])
    assert day.places == ("travelling", "remote")
    assert shown(peopled) == [("shared-ride", "open"), *people]
    assert peopled.history.actions()[-1].label == "Said where you are today"


def test_an_opening_that_was_taken_up_stays_when_the_places_change(journal: Journal) -> None:
    opening = journal.today.plan()[0].item.id
    journal.today.tick(opening)
    journal.today.set_places(["remote"])
    assert (opening, "done") in shown(journal)


def test_what_becomes_urgent_later_joins(peopled: Journal) -> None:
    peopled.today.skip(item_of(peopled, "Ben"))
    peopled.entries.log(["met @eve < the numbers by today"])
    assert shown(peopled)[-1] == ("note:Eve", "open")


def test_somebody_deleted_leaves_the_list(peopled: Journal) -> None:
    peopled.today.skip(item_of(peopled, "Ben"))
    peopled.people.delete(peopled.people.find("ann").uid)
    assert "hi:Ann" not in dict(shown(peopled))
    peopled.today.tick(item_of(peopled, "Ben"), "met")


def test_who_is_snoozed_or_set_aside_is_left_out(peopled: Journal, clock: Clock) -> None:
    peopled.people.snooze(peopled.people.find("ann").uid, date(2026, 11, 25))
    peopled.people.archive([peopled.people.find("ben").uid])
    assert not {"hi:Ann", "hi:Ben"} & set(dict(shown(peopled)))
    clock.pass_days(2)
    assert "hi:Ann" in dict(shown(peopled))


def test_a_new_day_has_a_new_list(peopled: Journal, clock: Clock) -> None:
    peopled.today.tick(item_of(peopled, "Ann"))
    clock.pass_days(1)
    assert "hi:Ann" not in dict(shown(peopled))
    assert {state for _, state in shown(peopled)} == {"open"}
    assert peopled.today.day.items == ()


def test_the_year_ends(folder: Path, clock: Clock) -> None:
    clock.now = datetime(2026, 12, 31, 23, 59).astimezone()
    journal = Journal(folder, clock=clock)
    journal.people.add("Ann", stage="ally", birthday="1990-01-02")
    journal.entries.log(["met @ben ! the list by tomorrow"])
    journal.today.tick(item_of(journal, "Ann"))
    clock.now = datetime(2027, 1, 1, 0, 0).astimezone()
    assert journal.today.day.day == date(2027, 1, 1)
    assert [name for name, _ in shown(journal) if ":" in name] == ["note:Ben", "birthday:Ann"]


def test_an_unknown_item_is_an_error_that_names_the_known(journal: Journal) -> None:
    with pytest.raises(RapportError, match=journal.today.plan()[0].item.id):
        journal.today.tick("nonsense")


def test_a_line_that_is_refused_ticks_nothing(peopled: Journal) -> None:
    before = shown(peopled)
    with pytest.raises(RapportError, match="still to come"):
        peopled.today.tick(item_of(peopled, "Ann"), "tomorrow: lunch")
    assert shown(peopled) == before


@pytest.mark.parametrize("word", ["free seating", "Free-Seating", "free_seating"])
def test_places_by_name(word: str) -> None:
    assert place_named(word) == "free-seating"


def test_an_unknown_place_names_the_known() -> None:
    with pytest.raises(RapportError, match="office-tomorrow"):
        place_named("the moon")


def test_an_opening_keeps_what_was_feared_and_how_it_was(journal: Journal, clock: Clock) -> None:
    journal.today.rate("crossroads", feared=4)
    journal.today.tick("crossroads", "Sam Ortiz by the kettle", was=2)
    (pair,) = journal.today.fears
    assert (pair.day, pair.move, pair.feared, pair.was) == (journal.day, "crossroads", 4, 2)
    with pytest.raises(RapportError, match="from 1"):
        journal.today.rate("early-bird", was=9)
    journal.people.add("Ann", stage="ally")
    clock.pass_days(1)
    with pytest.raises(RapportError, match="Only openings"):
        journal.today.rate(item_of(journal, "Ann"), feared=1)


def test_a_plan_with_a_moment_is_told_and_asked_about_after_it(journal: Journal, clock: Clock) -> None:
    journal.today.set_places(["office", "meeting"])
    assert Moment("the meeting begins") in journal.today.moments()
    journal.today.bind("early-bird", Moment("the stand-up begins", time(10, 0)))
    task = next(task for task in journal.today.plan() if task.item.id == "early-bird")
    planned = "When the stand-up begins (10:00): be there a minute early."
    assert journal.today.plan_words(task) == planned
    assert [one.item.id for one in journal.today.plans_of(time(10, 0, 40))] == ["early-bird"]
    assert journal.today.plans_of(time(10, 1)) == []
    clock.now += timedelta(hours=2)
    assert journal.today.plan_words(task) == f"{planned} How did it go?"
    journal.today.tick("early-bird")
    assert journal.today.plans_of(time(10, 0)) == []
    journal.today.bind("crossroads", Moment("I get my first coffee"))
    journal.today.bind("crossroads", None)
    assert not any(journal.today.plan_words(task) for task in journal.today.plan())
