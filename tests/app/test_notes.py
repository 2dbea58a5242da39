"""Notes mended one by one, in the brief, in People, beside the board and in the list of threads."""

from __future__ import annotations

from datetime import date

import pytest

from rapport_tui.app.dialogs.note_actions import NoteList
from rapport_tui.app.dialogs.person_dialog import PersonDialog
from rapport_tui.journal import Journal
from rapport_tui.model.records import Note
from tests.app.app_driver import AppDriver, open_app

LISTS = {"before": "#brief", "people": "#brief", "board": "#aside-brief", "threads": "#threads"}
PLACES = tuple(LISTS)


@pytest.fixture
def note(journal: Journal) -> Note:
    """Give a promise to Ann; there is a fact about her too, and Ben is known."""
    journal.people.add("Ben")
    (logged,) = journal.entries.log(["tea with @ann ! the list by friday +likes trains"])
    return logged.notes[0]


async def go_to_note(driver: AppDriver, place: str, text: str) -> None:
    """Put the cursor on the note that says `text`."""
    await driver.press("escape")
    if place == "threads":
        await driver.press("t")
    else:
        await driver.press(*("2", "B") if place == "board" else "5")
        await driver.click("Ann")
        if place == "before":
            await driver.press("i")
    listing = driver.widget(NoteList, LISTS[place])
    await driver.sees("You promised" if place == "board" else text)
    listing.focus()
    notes = driver.journal.notes
    assert listing.go_to(next(row.key for row in listing.rows if row.note and text in notes.get(row.note).text))
    await driver.pilot.pause()


@pytest.mark.parametrize("place", PLACES)
async def test_a_note_is_changed_by_itself(journal: Journal, note: Note, place: str) -> None:
    async with open_app(journal) as driver:
        await go_to_note(driver, place, "the list")
        await driver.press("e")
        await driver.sees("Change the note")
        await driver.type(" of books")
        await driver.press("enter")
        await driver.sees("Changed. u takes it back.", "the list of books")
        assert journal.notes.get(note.uid).text == "the list of books"


@pytest.mark.parametrize("place", PLACES)
async def test_a_note_is_put_on_a_day(journal: Journal, note: Note, place: str) -> None:
    async with open_app(journal) as driver:
        await go_to_note(driver, place, "the list")
        await driver.press("S")
        await driver.type("1 dec")
        await driver.press("enter")
        await driver.sees("Put “the list” on Tue 1 Dec 2026. u takes it back.")
        assert journal.notes.get(note.uid).due == date(2026, 12, 1)


@pytest.mark.parametrize("place", PLACES)
async def test_a_note_is_moved_to_somebody_else(journal: Journal, note: Note, place: str) -> None:
    async with open_app(journal) as driver:
        await go_to_note(driver, place, "the list")
        await driver.press("m")
        await driver.sees("Who is it about?")
        await driver.type("ben")
        await driver.press("enter")
        await driver.sees("Moved “the list” to Ben. u takes it back.")
        assert journal.notes.get(note.uid).people == (journal.people.find("ben").uid,)


@pytest.mark.parametrize("place", PLACES)
async def test_a_note_is_deleted_and_comes_back(journal: Journal, note: Note, place: str) -> None:
    async with open_app(journal) as driver:
        await go_to_note(driver, place, "the list")
        await driver.press("d")
        await driver.sees("Deleted: the list. u brings it back.")
        assert note not in journal.notes.all()
        assert journal.people.find("ann")
        await driver.press("escape", "u")
        await driver.sees("Taken back")
        assert journal.notes.get(note.uid) == note


@pytest.mark.parametrize("place", PLACES)
async def test_a_promise_is_closed_with_a_line(journal: Journal, note: Note, place: str) -> None:
    async with open_app(journal) as driver:
        await go_to_note(driver, place, "the list")
        await driver.press("space")
        await driver.sees("A word about it?")
        await driver.press("enter")
        await driver.sees("Closed: the list")
        assert journal.notes.get(note.uid).done == journal.day


@pytest.mark.parametrize("place", PLACES[:3])
async def test_a_fact_is_closed_at_once_and_has_no_day(journal: Journal, note: Note, place: str) -> None:
    async with open_app(journal) as driver:
        await go_to_note(driver, place, "trains")
        await driver.press("S")
        await driver.sees("Only a question or a promise has a day.")
        await driver.press("space")
        await driver.sees("Closed “trains”. u takes it back.")
        assert "trains" not in [kept.text for kept in journal.notes.all() if kept.done is None]


async def test_the_keys_of_a_note_are_told_where_they_work(journal: Journal, note: Note) -> None:
    async with open_app(journal) as driver:
        await go_to_note(driver, "people", "the list")
        assert "e edit note" in driver.part("KeyFooter")
        await driver.press("home")
        assert "edit note" not in driver.part("KeyFooter")
        await driver.press("e")
        assert isinstance(driver.app.screen, PersonDialog)
        await driver.press("escape")
        await go_to_note(driver, "before", "the list")
        await driver.sees("e edits", "space closes", "S day", "m about", "d deletes")
        await driver.press("home")
        await driver.sees("c copies the line")


async def test_a_note_that_another_window_deleted_is_told(journal: Journal, note: Note) -> None:
    async with open_app(journal) as driver:
        await go_to_note(driver, "before", "the list")
        await driver.press("e")
        journal.notes.delete(note.uid)
        await driver.press("x", "enter")
        await driver.sees("That note is no longer in the journal")


@pytest.mark.parametrize("typed", ["b.lee@x", "bee", "studio", "lee ben"])
async def test_people_are_found_by_any_part_in_a_picker(journal: Journal, note: Note, typed: str) -> None:
    ben = journal.people.find("ben").uid
    journal.people.edit(ben, name="Ben Lee", emails=["b.lee@x.org"], aliases=["Bee"], org="Studio")
    async with open_app(journal) as driver:
        await driver.press("escape", "i")
        await driver.sees("Who do you meet?")
        await driver.type(typed)
        await driver.press("enter")
        await driver.sees("Ben Lee · stranger")


async def test_what_came_of_a_door_is_told_in_the_brief(journal: Journal) -> None:
    (logged,) = journal.entries.log(["tea with @ann +door a talk to the board"])
    async with open_app(journal) as driver:
        await go_to_note(driver, "before", "a talk to the board")
        await driver.press("space")
        await driver.sees("What came of it?")
        await driver.type("they said yes")
        await driver.press("enter")
        await driver.sees("a talk to the board (today): they said yes")
        assert [door.came for door in journal.doors.of()] == ["they said yes"]
        closed = journal.notes.get(logged.notes[0].uid)
        await driver.press("space")
        await driver.sees("It is closed already")
        assert journal.notes.get(closed.uid) == closed
