"""Forms that are open while another window changes, deletes or merges what they show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rapport_tui.app.board.widget import Board
from rapport_tui.app.compose.playbook_dialog import WordingDialog
from rapport_tui.app.compose.screen import ComposeScreen
from rapport_tui.app.dialogs.capture_dialog import CaptureDialog
from rapport_tui.app.dialogs.entry_actions import edit_entry
from rapport_tui.app.dialogs.line_field import LineField
from rapport_tui.app.dialogs.person_dialog import PersonDialog
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.journal import Journal
from rapport_tui.model.records import Person
from rapport_tui.settings_io import change_setting, read_settings
from tests.app.app_driver import AppDriver, open_app
from tests.conftest import Clock


@pytest.fixture
def tom(journal: Journal) -> Person:
    return journal.people.add("Tom Becker", role="Editor", org="Acme", tags=["boats"])


@pytest.fixture
def other(journal: Journal, tom: Person, folder: Path, clock: Clock) -> Iterator[Journal]:
    """Give the journal as another window has it open."""
    other = Journal(folder, clock=clock)
    yield other
    other.close()


async def open_form(driver: AppDriver, person: Person) -> None:
    await driver.press("escape")
    driver.app.push_screen(PersonDialog(driver.journal.people.get(person.uid)))
    await driver.sees("enter or ctrl+s saves")


async def test_a_form_saves_only_what_was_changed_in_it(journal: Journal, other: Journal, tom: Person) -> None:
    async with open_app(journal) as driver:
        await open_form(driver, tom)
        other.people.edit(tom.uid, org="Globex", tags=["boats", "berlin"], glad=True)
        driver.widget(TextField, "#role").value = "Lead"
        await driver.press("enter")
        await driver.pilot.pause()
        saved = journal.people.get(tom.uid)
        assert (saved.role, saved.org, saved.tags, saved.glad) == ("Lead", "Globex", ("boats", "berlin"), True)


async def test_of_one_field_changed_twice_both_are_shown_and_asked_about(
    journal: Journal, other: Journal, tom: Person
) -> None:
    async with open_app(journal) as driver:
        await open_form(driver, tom)
        other.people.edit(tom.uid, org="Globex", role="Chief")
        driver.widget(TextField, "#role").value = "Lead"
        await driver.press("enter")
        await driver.sees("role is now “Chief”", "Lead", "Save again to have yours")
        assert journal.people.get(tom.uid).role == "Chief"
        await driver.press("enter")
        await driver.pilot.pause()
        saved = journal.people.get(tom.uid)
        assert (saved.role, saved.org) == ("Lead", "Globex")


async def test_leaving_keeps_what_the_other_window_wrote(journal: Journal, other: Journal, tom: Person) -> None:
    async with open_app(journal) as driver:
        await open_form(driver, tom)
        other.people.edit(tom.uid, role="Chief")
        driver.widget(TextField, "#role").value = "Lead"
        await driver.press("enter", "escape")
        assert journal.people.get(tom.uid).role == "Chief"


async def test_who_was_deleted_or_merged_meanwhile_is_named(journal: Journal, other: Journal, tom: Person) -> None:
    ann = journal.people.add("Ann Lee")
    async with open_app(journal) as driver:
        await open_form(driver, tom)
        other.people.delete(tom.uid)
        driver.widget(TextField, "#role").value = "Lead"
        await driver.press("enter")
        await driver.sees("Tom Becker is no longer in the journal: “Deleted Tom Becker” (today 09:00, in another")
        other.history.undo()
        journal.refresh()
        other.duplicates.merge(ann.uid, tom.uid)
        await driver.press("enter")
        await driver.sees("Tom Becker is no longer in the journal: “", "Ann Lee")


async def test_a_line_changed_meanwhile_is_shown_and_asked_about(journal: Journal, other: Journal) -> None:
    (logged,) = journal.entries.log(["tea with @tom"])
    async with open_app(journal) as driver:
        await driver.press("escape")
        edit_entry(driver.app.context, logged.entry.uid)
        await driver.sees("Edit the line")
        other.refresh()
        other.entries.edit(logged.entry.uid, "coffee with @tom")
        driver.widget(LineField).text += " and cake"
        await driver.press("enter")
        await driver.sees("Changed elsewhere meanwhile: the line is now “", "coffee with @tom", "and cake")
        assert journal.entries.get(logged.entry.uid).text == "coffee with @tom"
        await driver.press("enter")
        await driver.sees("Changed. u takes it back.")
        assert journal.entries.get(logged.entry.uid).text == "tea with @tom and cake"


async def test_a_line_that_was_not_touched_writes_nothing(journal: Journal, other: Journal) -> None:
    (logged,) = journal.entries.log(["tea with @tom"])
    async with open_app(journal) as driver:
        await driver.press("escape")
        edit_entry(driver.app.context, logged.entry.uid)
        await driver.sees("Edit the line")
        other.refresh()
        other.entries.edit(logged.entry.uid, "coffee with @tom")
        await driver.press("enter")
        await driver.pilot.pause()
        assert not isinstance(driver.app.screen, CaptureDialog)
        journal.refresh()
        assert journal.entries.get(logged.entry.uid).text == "coffee with @tom"


async def test_a_note_changed_meanwhile_is_shown_and_asked_about(journal: Journal, other: Journal, tom: Person) -> None:
    note = journal.notes.add("owe", "the list", people=[tom.uid])
    async with open_app(journal) as driver:
        await driver.press("escape", "t")
        await driver.sees("the list")
        await driver.press("e")
        await driver.sees("Change the note")
        other.refresh()
        other.notes.edit(note.uid, text="the deck")
        await driver.press("s", "enter")
        await driver.sees("the note is now “the deck”", "the lists")
        await driver.press("enter")
        await driver.pilot.pause()
        assert journal.notes.get(note.uid).text == "the lists"


async def test_a_draft_changed_or_sent_meanwhile_is_not_overwritten(demo: Journal, folder: Path, clock: Clock) -> None:
    priya, move = demo.people.find("priya"), demo.composer.move("hi-again")
    draft = demo.messages.save_draft(demo.messages.new(move, priya, "one"))
    other = Journal(folder, clock=clock)
    async with open_app(demo) as driver:
        await driver.press("4")
        screen = driver.app.screen
        assert isinstance(screen, ComposeScreen)
        screen._draft_picked(draft.uid)
        await driver.pilot.pause()
        state = screen._state
        assert state is not None
        state.edit("mine")
        other.messages.save_draft(other.messages.new(move, priya, "theirs", uid=draft.uid))
        await driver.press("F")
        await driver.sees("the draft is now “theirs”")
        await driver.press("F")
        await driver.sees("Kept as a draft")
        assert demo.messages.get(draft.uid).text == "mine"
        other.refresh()
        other.messages.mark_sent(other.messages.get(draft.uid))
        await driver.press("F")
        await driver.sees("was sent meanwhile")
        state.keep_beside()
        assert demo.messages.get(draft.uid).sent
        assert [kept.text for kept in demo.messages.drafts()] == ["mine"]
    other.close()


async def test_a_wording_changed_meanwhile_is_not_replaced(demo: Journal, folder: Path, clock: Clock) -> None:
    move = demo.composer.move("hi-again")
    mine = demo.wordings.save(move, "Hello there", "chat")
    other = Journal(folder, clock=clock)
    async with open_app(demo) as driver:
        await driver.press("4")
        line = next(line for line in demo.composer.move("hi-again").lines if line.text == mine.text)
        dialog = WordingDialog(demo.composer.move("hi-again"), line, None)
        driver.app.push_screen(dialog)
        await driver.sees("edit a wording")
        other.wordings.save(move, "Hello you", "chat", instead_of=line)
        await driver.press("x", "ctrl+s")
        await driver.sees("Changed elsewhere meanwhile", "Hello you")
        await driver.press("ctrl+s")
        await driver.pilot.pause()
        texts = [line.text for line in demo.composer.move("hi-again").lines]
        assert {"Hello you", "Hello therex"} <= set(texts)
    other.close()


async def test_a_setting_changed_meanwhile_is_shown_and_asked_about(journal: Journal) -> None:
    async with open_app(journal) as driver:
        path = driver.app.context.settings_path
        await driver.press("escape", "comma")
        await driver.sees("Your name")
        await driver.press("enter")
        await driver.sees("enter takes it")
        change_setting(path, "name", "Bea")
        await driver.press(*"Cem", "enter")
        await driver.sees("it is now “Bea”")
        assert read_settings(path)[0].name == "Bea"
        await driver.press("enter")
        await driver.pilot.pause()
        assert read_settings(path)[0].name == "Cem"


@pytest.mark.parametrize("change", ["rename", "delete", "merge"])
async def test_an_edited_line_links_nobody_else_and_brings_nobody_back(journal: Journal, change: str) -> None:
    (logged,) = journal.entries.log(["tea with @vera and @bo"])
    vera, karla = logged.people[0].uid, journal.people.add("Karla").uid
    if change == "delete":
        journal.people.delete(vera)
    elif change == "merge":
        journal.duplicates.merge(karla, vera)
    else:
        journal.people.edit(vera, name="Tara")
        journal.people.edit(vera, aliases=[])
    journal.people.add("Vera Other")
    before, people = journal.entries.names(journal.entries.get(logged.entry.uid)), journal.people.search()
    assert before == {"rename": ["Tara", "Bo"], "delete": ["Bo"], "merge": ["Karla", "Bo"]}[change]
    async with open_app(journal) as driver:
        await driver.press("escape")
        edit_entry(driver.app.context, logged.entry.uid)
        await driver.sees("Edit the line")
        assert driver.prose("#preview").startswith(" · ".join(before))
        driver.widget(LineField).text += " and cake"
        await driver.press("enter")
        await driver.sees("Changed. u takes it back.")
    entry = journal.entries.get(logged.entry.uid)
    assert entry.text.endswith("and cake")
    assert journal.entries.names(entry) == before
    assert journal.people.search() == people


async def test_the_cursor_comes_to_a_line_that_is_deleted_at_the_same_moment(journal: Journal) -> None:
    kept, gone = (logged.entry.uid for logged in journal.entries.log(["tea with @vera", "lunch with @vera"]))
    async with open_app(journal) as driver:
        await driver.press("escape", "3")
        await driver.sees("2 lines")
        rows = driver.widget(RowList, "#entries")
        rows.go_to(kept)
        await driver.pilot.pause()
        rows.go_to(gone)
        journal.entries.delete([gone])
        await driver.pilot.pause()
        assert rows.cursor_key == kept


async def test_who_is_deleted_while_a_list_of_people_is_open_is_not_taken(
    journal: Journal, other: Journal, tom: Person
) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "4", "p")
        await driver.sees("Who to?", "Tom Becker")
        other.people.delete(tom.uid)
        journal.refresh()
        await driver.press("enter")
        await driver.sees("Who to?", "Tom Becker is no longer in the journal")


async def test_a_line_about_a_move_leaves_out_who_is_deleted_meanwhile(
    journal: Journal, other: Journal, tom: Person
) -> None:
    vera = journal.people.add("Vera Wolf")
    async with open_app(journal) as driver:
        await driver.press("escape", "2")
        await driver.sees("Tom Becker", "Vera Wolf")
        driver.app.screen.query_one(Board).go_to(vera.uid)
        await driver.press("space", "j", "k", "space", "L")
        await driver.sees("What happened?")
        at_cursor = driver.app.screen.query_one(Board).cursor_card
        assert at_cursor is not None
        other.people.delete(tom.uid if at_cursor.uid == vera.uid else vera.uid)
        journal.refresh()
        await driver.press("enter")
        await driver.sees("Write a line")


async def test_a_thread_is_deleted_at_the_moment_it_is_chosen(journal: Journal) -> None:
    kept, gone = (journal.entries.log([f"tea with @vera ? {what}"])[0].notes[0].uid for what in ("a", "b"))
    async with open_app(journal) as driver:
        await driver.press("escape", "t")
        await driver.sees("Threads and promises")
        rows = driver.widget(RowList, "#threads")
        rows.go_to(gone)
        rows.action_choose()
        journal.notes.delete(gone)
        await driver.pilot.pause()
        assert rows.cursor_key == kept
