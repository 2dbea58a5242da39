"""The board as a screen: moves are kept, told in one quiet line and taken back."""

from __future__ import annotations

import pytest
from rich.console import RenderableType
from textual.screen import Screen

from rapport_tui.app.board.screen import BoardScreen
from rapport_tui.app.board.widget import Board
from rapport_tui.journal import Journal
from rapport_tui.model.records import Stage
from tests.app.app_driver import AppDriver, open_app


def names(journal: Journal, stage: Stage) -> list[str]:
    """Return who is on a rung, from the top."""
    return [summary.person.name for summary in journal.people.board()[stage]]


def at_cursor(driver: AppDriver) -> str:
    """Return the name on the card at the cursor."""
    card = driver.widget(Board).cursor_card
    return card.name if card else ""


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_drag_over_two_columns(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        await driver.press("2")
        await driver.drag("Sam Ortiz", driver.place("Tom Becker"))
        await driver.sees("Sam Ortiz → ally. What happened? enter writes it · u takes it back")
        assert "Sam Ortiz" in names(demo, "ally")[:2]
        assert driver.place("Sam Ortiz")[0] == driver.place("Tom Becker")[0]
        await driver.press("u")
        await driver.sees("Taken back: ")
        assert demo.people.find("Sam Ortiz").stage == "stranger"
        assert driver.place("Sam Ortiz")[0] == driver.place("Hugo Lefort")[0]
        await driver.press("U")
        await driver.sees("Done again: ")
        assert demo.people.find("Sam Ortiz").stage == "ally"


async def test_enter_after_a_move_writes_what_happened(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("2", "L")
        await driver.sees("Anneke Visser → acquaintance.")
        await driver.press("enter")
        await driver.sees("Write a line")
        await driver.type("she laughed at the timetable")
        await driver.press("enter")
        await driver.sees("Written about Anneke Visser")
        assert driver.quiet == ""
        await driver.press("enter")
        await driver.sees("Last talks", "she laughed")


async def test_that_a_move_is_saved_is_painted_before_the_columns_are_built_anew(
    demo: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(demo, every_frame=True) as driver:
        await driver.press("2")
        painted, shown, show, display = [False], list[bool](), BoardScreen.show, driver.app._display

        def note_show(screen: BoardScreen) -> None:
            shown.append(painted[-1])
            show(screen)

        def note_painted(screen: Screen[object], renderable: RenderableType | None) -> None:
            painted.append("takes it back" in driver.text)
            display(screen, renderable)

        monkeypatch.setattr(BoardScreen, "show", note_show)
        monkeypatch.setattr(driver.app, "_display", note_painted)
        await driver.press("L")
        await driver.sees("Anneke Visser → acquaintance.")
        while not shown:
            await driver.pilot.pause()
        assert shown == [True]


async def test_the_quiet_line_goes_with_the_cursor(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("2", "shift+right")
        await driver.sees("u takes it back")
        await driver.press("left")
        assert driver.quiet == ""
        await driver.press("H")
        assert at_cursor(driver) == "Hugo Lefort"
        assert driver.quiet == ""


async def test_moving_by_keyboard_is_kept_and_taken_back(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("2", "right", "down", "L", "L")
        await driver.sees("Jonas Ebeling → mentor.")
        assert demo.people.find("Jonas Ebeling").stage == "mentor"
        await driver.press("J")
        await driver.sees("Put in their new place. u takes it back")
        await driver.press("u", "u", "u")
        assert demo.people.find("Jonas Ebeling").stage == "acquaintance"
        assert names(demo, "acquaintance")[:2] == ["Mei Tanaka", "Jonas Ebeling"]


async def test_several_are_sent_by_number(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("2", "space", "down", "space", "m")
        await driver.sees("send to  1 stranger")
        await driver.press("4")
        await driver.sees("2 people → mentor. What happened?")
        assert {"Anneke Visser", "Hugo Lefort"} <= set(names(demo, "mentor"))
        await driver.press("u")
        assert names(demo, "stranger") == ["Anneke Visser", "Hugo Lefort", "Sam Ortiz"]


async def test_somebody_is_added_edited_and_set_aside(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("2", "right", "right", "a")
        await driver.sees("Somebody new · ally")
        await driver.press("enter")
        await driver.sees_no("Odile")
        assert driver.part("#dialog-error")
        await driver.type("Odile Marchand")
        await driver.press("tab")
        await driver.type("Sail maker")
        await driver.press("enter")
        await driver.sees_no("Somebody new")
        assert at_cursor(driver) == "Odile Marchand"
        await driver.press("e", "tab", "end")
        await driver.type(" and rigger")
        await driver.press("ctrl+s")
        await driver.sees_no("Also called")
        assert demo.people.find("Odile").role == "Sail maker and rigger"
        await driver.press("x")
        await driver.sees("Set aside.")
        assert "Odile" not in driver.part("Board")
        await driver.press("u")
        await driver.sees("Odile Marchand")


async def test_the_query_narrows_and_escape_clears(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("2", "slash")
        await driver.type("stage:ally becker")
        await driver.sees("1 match")
        assert "Anneke" not in driver.part("Board")
        await driver.press("enter")
        assert driver.widget(Board).has_focus
        assert at_cursor(driver) == "Tom Becker"
        await driver.press("slash", "escape")
        await driver.sees("Anneke Visser", "6 of 12")
        assert driver.widget(Board).has_focus


async def test_a_wrong_query_is_told_and_goes_with_it(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("2", "slash")
        await driver.type("colour:red")
        await driver.sees("colour", "stage")
        assert "colour" in driver.quiet
        await driver.press("escape")
        assert driver.quiet == ""


async def test_keys_lead_to_the_brief_and_the_composer(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("2", "right", "enter")
        await driver.sees("Last talks")
        assert driver.part("#person-name").startswith("Mei Tanaka")
        await driver.press("2", "o")
        await driver.sees("Suggested because")
        await driver.sees("To Mei Tanaka")
        await driver.press("2")
        await driver.click("Dana Li", times=2)
        await driver.sees("Last talks")
        assert driver.part("#person-name").startswith("Dana Li")


async def test_keys_do_nothing_where_nobody_is(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "2", *"eBmxcsoLHJ", "enter", "space")
        assert at_cursor(driver) == ""
        assert driver.app.current_mode == "board"
