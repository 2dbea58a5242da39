"""The journal as a room: find, edit, delete, and days by the calendar."""

from __future__ import annotations

from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal import Journal
from tests.app.app_driver import open_app


async def test_lines_are_found_marked_and_all_shown_again(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("3", "slash")
        await desk.type("bus")
        await desk.sees("the bus was early")
        assert "Zoë sent back" not in desk.text
        await desk.press("enter")
        assert desk.widget(RowList, "#entries").has_focus
        await desk.press("slash", "escape")
        await desk.sees("70 lines on 40 days")


async def test_nothing_found_and_a_wrong_query_are_told(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("3", "slash")
        await desk.type("xylophone")
        await desk.sees("No line matches. Escape in the query line shows all of them.", "0 lines")
        await desk.type(" since:sometime")
        assert "sometime" in desk.quiet
        await desk.press("escape")
        await desk.sees("the bus was early")
        assert desk.quiet == ""


async def test_a_line_is_edited_deleted_and_brought_back(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("3", "e")
        await desk.sees("Edit the line")
        await desk.press("end")
        await desk.type(" #mornings")
        await desk.press("enter")
        await desk.sees("Changed. u takes it back.", "#mornings")
        await desk.press("d")
        await desk.sees("Deleted. u brings it back.")
        assert "#mornings" not in desk.part("#entries")
        await desk.press("u")
        assert "#mornings" in desk.part("#entries")
        await desk.press("u")
        assert "#mornings" not in desk.part("#entries")


async def test_enter_and_a_double_click_edit(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("3", "enter")
        await desk.sees("Edit the line")
        await desk.press("escape")
        await desk.click("Callum came through", times=2)
        await desk.sees("Edit the line")
        assert "auditors" in desk.part("#line")


async def test_an_edit_that_cannot_be_read_stays(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("3", "e", "ctrl+u", "enter")
        await desk.sees("Write a word or two about the talk")
        await desk.press("escape")
        await desk.sees("the bus was early")


async def test_a_click_in_the_calendar_goes_to_the_day(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("3")
        await desk.click("17:", by=1)
        assert "Tue 17 Nov 2026" in desk.part("#entries")
        await desk.click("24 ", by=1)
        assert desk.quiet == "Nothing was written on Tue 24 Nov 2026."
        await desk.click("‹")
        await desk.sees("October 2026")


async def test_i_leads_to_whom_the_line_names(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("3", "i")
        await desk.sees("Last talks")
        assert desk.part("#sheet-name").startswith("Viktor Halász")


async def test_one_line_stands_on_one_day(journal: Journal) -> None:
    journal.entries.log(["tea on the roof"])
    async with open_app(journal) as desk:
        await desk.press("3")
        await desk.sees("1 line on 1 day")
        assert "1 days" not in desk.text
