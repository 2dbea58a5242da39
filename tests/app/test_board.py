"""The board as a room: moves are kept, told in one quiet line and taken back."""

from __future__ import annotations

import pytest

from rapport_tui.app.board.widget import Board
from rapport_tui.journal import Journal
from rapport_tui.model.records import Stage
from tests.app.app_driver import AppDriver, open_app


def names(journal: Journal, stage: Stage) -> list[str]:
    """Return who is on a rung, from the top."""
    return [summary.person.name for summary in journal.people.board()[stage]]


def at_cursor(desk: AppDriver) -> str:
    """Return the name on the card at the cursor."""
    card = desk.widget(Board).cursor_card
    return card.name if card else ""


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_drag_over_two_columns(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as desk:
        await desk.press("2")
        await desk.drag("Sam Ortiz", desk.place("Tom Becker"))
        await desk.sees("Sam Ortiz → ally. What happened? enter to write · u to undo")
        assert "Sam Ortiz" in names(demo, "ally")[:2]
        assert desk.place("Sam Ortiz")[0] == desk.place("Tom Becker")[0]
        await desk.press("u")
        await desk.sees("Taken back: ")
        assert demo.people.find("Sam Ortiz").stage == "stranger"
        assert desk.place("Sam Ortiz")[0] == desk.place("Hugo Lefort")[0]
        await desk.press("U")
        await desk.sees("Done again: ")
        assert demo.people.find("Sam Ortiz").stage == "ally"


async def test_enter_after_a_move_writes_what_happened(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("2", "L")
        await desk.sees("Anneke Visser → acquaintance.")
        await desk.press("enter")
        await desk.sees("Write a line")
        await desk.type("she laughed at the timetable")
        await desk.press("enter")
        await desk.sees("Written about Anneke Visser")
        assert desk.quiet == ""
        await desk.press("enter")
        await desk.sees("Last talks", "she laughed at the timetable")


async def test_the_quiet_line_goes_with_the_cursor(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("2", "shift+right")
        await desk.sees("u to undo")
        await desk.press("left")
        assert desk.quiet == ""
        await desk.press("H")
        assert at_cursor(desk) == "Hugo Lefort"
        assert desk.quiet == ""


async def test_moving_by_keyboard_is_kept_and_taken_back(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("2", "right", "down", "L", "L")
        await desk.sees("Jonas Ebeling → mentor.")
        assert demo.people.find("Jonas Ebeling").stage == "mentor"
        await desk.press("J")
        await desk.sees("Put in their new place. u to undo")
        await desk.press("u", "u", "u")
        assert demo.people.find("Jonas Ebeling").stage == "acquaintance"
        assert names(demo, "acquaintance")[:2] == ["Mei Tanaka", "Jonas Ebeling"]


async def test_several_are_sent_by_number(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("2", "space", "down", "space", "m")
        await desk.sees("send to  1 stranger")
        await desk.press("4")
        await desk.sees("2 people → mentor. What happened?")
        assert {"Anneke Visser", "Hugo Lefort"} <= set(names(demo, "mentor"))
        await desk.press("u")
        assert names(demo, "stranger") == ["Anneke Visser", "Hugo Lefort", "Sam Ortiz"]


async def test_somebody_is_added_edited_and_set_aside(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("2", "right", "right", "a")
        await desk.sees("Somebody new · ally")
        await desk.press("enter")
        await desk.sees_no("Odile")
        assert desk.part("#dialog-error")
        await desk.type("Odile Marchand")
        await desk.press("tab")
        await desk.type("Sail maker")
        await desk.press("enter")
        await desk.sees_no("Somebody new")
        assert at_cursor(desk) == "Odile Marchand"
        await desk.press("e", "tab", "end")
        await desk.type(" and rigger")
        await desk.press("ctrl+s")
        await desk.sees_no("Also called")
        assert demo.people.find("Odile").role == "Sail maker and rigger"
        await desk.press("x")
        await desk.sees("Set aside, with no shame attached.")
        assert "Odile" not in desk.part("Board")
        await desk.press("u")
        await desk.sees("Odile Marchand")


async def test_the_query_narrows_and_escape_clears(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("2", "slash")
        await desk.type("stage:ally becker")
        await desk.sees("1 of 6")
        assert "Anneke" not in desk.part("Board")
        await desk.press("enter")
        assert desk.widget(Board).has_focus
        assert at_cursor(desk) == "Tom Becker"
        await desk.press("slash", "escape")
        await desk.sees("Anneke Visser", "6 of 12")
        assert desk.widget(Board).has_focus


async def test_a_wrong_query_is_told_and_goes_with_it(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("2", "slash")
        await desk.type("colour:red")
        await desk.sees("colour", "stage")
        assert "colour" in desk.quiet
        await desk.press("escape")
        assert desk.quiet == ""


async def test_keys_lead_to_the_brief_and_the_composer(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("2", "right", "enter")
        await desk.sees("Last talks")
        assert desk.part("#sheet-name").startswith("Mei Tanaka")
        await desk.press("2", "o")
        await desk.sees("Suggested:")
        await desk.sees("To Mei Tanaka")
        await desk.press("2")
        await desk.click("Dana Li", times=2)
        await desk.sees("Last talks")
        assert desk.part("#sheet-name").startswith("Dana Li")


async def test_keys_do_nothing_where_nobody_is(journal: Journal) -> None:
    async with open_app(journal) as desk:
        await desk.press("escape", "2", *"eimxcsoLHJ", "enter", "space")
        assert at_cursor(desk) == ""
        assert desk.app.current_mode == "board"
