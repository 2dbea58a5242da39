"""The journal as a screen: find, edit, delete, and days by the calendar."""

from __future__ import annotations

import pytest

from rapport_tui.app.dialogs.note_actions import NoteList
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal import Journal
from rapport_tui.model.records import Day, Entry, Item, Message
from tests.app.app_driver import open_app


async def test_lines_are_found_marked_and_all_shown_again(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("3", "slash")
        await driver.type("bus")
        await driver.sees("the bus was early")
        assert "Zoë sent back" not in driver.text
        await driver.press("enter")
        assert driver.widget(RowList, "#entries").has_focus
        await driver.press("slash", "escape")
        await driver.sees("70 lines on 40 days")


async def test_nothing_found_and_a_wrong_query_are_told(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("3", "slash")
        await driver.type("xylophone")
        await driver.sees("No line matches. Escape in the query line shows all of them.", "0 lines")
        await driver.type(" since:sometime")
        assert "sometime" in driver.quiet
        await driver.press("escape")
        await driver.sees("the bus was early")
        assert driver.quiet == ""


async def test_a_line_is_edited_deleted_and_brought_back(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("3", "e")
        await driver.sees("Edit the line")
        await driver.press("end")
        await driver.type(" #mornings")
        await driver.press("enter")
        await driver.sees("Changed. u takes it back.", "#mornings")
        await driver.press("d")
        await driver.sees("Deleted. u brings it back.")
        assert "#mornings" not in driver.part("#entries")
        await driver.press("u")
        assert "#mornings" in driver.part("#entries")
        await driver.press("u")
        assert "#mornings" not in driver.part("#entries")


async def test_enter_and_a_double_click_edit(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("3", "enter")
        await driver.sees("Edit the line")
        await driver.press("escape")
        await driver.click("Callum came through", times=2)
        await driver.sees("Edit the line")
        assert "auditors" in driver.part("#line")


async def test_an_edit_that_cannot_be_read_stays(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("3", "e", "ctrl+u", "enter")
        await driver.sees("Write a word or two about the talk")
        await driver.press("escape")
        await driver.sees("the bus was early")


async def test_a_click_in_the_calendar_goes_to_the_day(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("3")
        await driver.click("17:", by=1)
        assert "Tue 17 Nov 2026" in driver.part("#entries")
        await driver.click("24 ", by=1)
        assert driver.quiet == "Nothing was written on Tue 24 Nov 2026."
        await driver.click("‹")
        await driver.sees("October 2026")


async def test_i_leads_to_whom_the_line_names(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("3", "i")
        await driver.sees("Last talks")
        assert driver.part("#person-name").startswith("Viktor Halász")


async def test_one_line_stands_on_one_day(journal: Journal) -> None:
    journal.entries.log(["tea on the roof"])
    async with open_app(journal) as driver:
        await driver.press("3")
        await driver.sees("1 line on 1 day")
        assert "1 days" not in driver.text


async def test_moves_of_another_playbook_stop_no_screen(journal: Journal) -> None:
    ann = journal.people.add("Ann", stage="ally")
    with journal.history.action("As another playbook has it") as writer:
        writer.put(Entry(uid="e", day=journal.day, text="tea with @ann", people=(ann.uid,), move="juggling"))
        writer.put(Message(uid="m", person=ann.uid, move="juggling", text="Catch!", day=journal.day))
        items = (Item(id="juggling", move="juggling"), Item(id=f"hi:{ann.uid}", person=ann.uid, move="juggling"))
        writer.put(Day(uid=journal.day.isoformat(), day=journal.day, places=("office",), items=items))
    async with open_app(journal) as driver:
        await driver.sees("Ann")
        await driver.press("3")
        await driver.sees("tea with")
        await driver.press("4", "M", "enter")
        await driver.sees("There is no move called “juggling”")


async def test_the_person_in_the_line_at_the_cursor_stands_beside_the_lines(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("3")
        await driver.sees("Viktor Halász", "birthday 20 Jun", "Last talks")
        await driver.press("j", "j")
        await driver.sees("Tom Becker", "Platform lead")
        await driver.press("shift+tab")
        assert driver.app.screen.focused is driver.widget(NoteList)
        await driver.press("enter")
        await driver.sees("To Tom Becker")
    async with open_app(demo, (80, 24)) as driver:
        await driver.press("3")
        await driver.sees("lines on", "t 25 threads open")
        assert driver.part("#about").startswith("Viktor Halász"), "below the calendar"
        await driver.resize(120, 40)
        await driver.sees("Viktor Halász", "Last talks")


@pytest.mark.parametrize(("size", "name"), [((80, 24), "Wilhelmina van…"), ((120, 40), "Wilhelmina van der Pl…")])
async def test_the_stage_is_seen_beside_a_name_that_is_too_long(
    journal: Journal, size: tuple[int, int], name: str
) -> None:
    journal.people.add("Wilhelmina van der Ploeg-Achterberg", stage="acquaintance")
    journal.entries.log(["tea with @wilhelmina"])
    async with open_app(journal, size) as driver:
        await driver.press("3")
        await driver.sees(f"{name}  acquaintance")
        await driver.resize(200, 60)
        await driver.sees("Wilhelmina van der Ploeg-Achterberg  acquaintance")


async def test_a_talk_beside_the_lines_leads_to_its_line(demo: Journal) -> None:
    async with open_app(demo, (200, 60)) as driver:
        await driver.press("3")
        await driver.click("security evening. took the chair beside Viktor", "#side", times=2)
        await driver.pilot.pause()
        assert driver.app.screen.focused is driver.widget(RowList, "#entries")
        await driver.comes_to("security evening. took the chair beside Viktor")
