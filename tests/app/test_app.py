"""Test what works on every screen: tabs, undo, help, the palette, changes by others, and a new day."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.command import CommandInput, CommandList, CommandPalette

import rapport_tui.app
from rapport_tui.app.dialogs.capture_dialog import CaptureDialog
from rapport_tui.app.dialogs.line_field import LineField
from rapport_tui.app.tab_screen import SCREENS
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal import Journal
from tests.app.app_driver import PATIENCE, AppDriver, open_app
from tests.conftest import Clock

SIGNS = {
    "today": "Break the silence",
    "board": "stranger 3",
    "journal": "Fri 20 Nov 2026",
    "compose": "fills it in",
    "people": "name▲",
    "insights": "Seen, heard, known",
}
"""A text that each screen shows and no other does."""


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_screens_open_by_number_and_by_tab(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        await driver.sees(SIGNS["today"])
        for number, screen in reversed(list(enumerate(SCREENS, 1))):
            await driver.press(str(number))
            assert driver.app.current_mode == screen
        for number, (screen, label) in enumerate(SCREENS.items(), 1):
            tabs = driver.lines[0]
            await driver.click(label if label in tabs else f" {number} ", by=1)
            assert driver.app.current_mode == screen
            await driver.sees(SIGNS[screen])
            assert {strip.cell_length for strip in driver.strips} == {size[0]}


async def test_back_leads_to_the_screen_before_and_in_the_end_to_today(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("2", "5", "5", "q")
        await driver.sees(SIGNS["board"])
        await driver.press("q")
        await driver.sees(SIGNS["today"])
        await driver.press("q")
        await driver.sees("ctrl+q leaves rapport.")
        assert driver.app.current_mode == "today"


async def test_ctrl_c_asks_once_and_leaves(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rapport_tui.app.app._ASK_SECONDS", 3600)
    async with open_app(demo) as driver:
        await driver.press("ctrl+c")
        await driver.sees("Press the same key once more to leave rapport.")
        assert driver.app.is_running
        await driver.press("n", "ctrl+c")
        async with asyncio.timeout(PATIENCE):
            while driver.app.is_running:
                await driver.pilot.pause()


async def test_letters_and_arrows_go_from_column_to_column(demo: Journal) -> None:
    async with open_app(demo) as driver:
        focused = []
        for key in ("l", "h", "right", "left", "left"):
            await driver.press(key)
            focused.append(driver.app.focused and driver.app.focused.id)
        assert focused == ["again", "openings", "again", "openings", "openings"]
        await driver.press("5", "l")
        assert driver.app.focused
        assert driver.app.focused.id == "brief"
        await driver.press("h")
        assert driver.app.focused
        assert driver.app.focused.id == "list"
        await driver.press("3", "h")
        assert driver.app.focused
        assert driver.app.focused.id == "calendar"


async def test_undo_and_redo_say_what_they_did(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("u")
        await driver.sees("There is nothing to undo.")
        await driver.write("lunch with @priya #soup")
        await driver.sees("Written about Priya Nair", "#soup")
        await driver.press("u")
        await driver.sees("Taken back: ")
        assert "#soup" not in driver.part("#entries")
        await driver.press("5", "U")
        await driver.sees("Done again: ")
        await driver.press("1")
        assert "#soup" in driver.part("#entries")


async def test_help_lists_the_keys_of_each_screen_and_the_marks(demo: Journal) -> None:
    async with open_app(demo, (120, 120)) as driver:
        for number, _ in enumerate(SCREENS, 1):
            await driver.press(str(number), "question_mark")
            await driver.sees("Keys and words", "Everywhere", "? …")
            text = driver.text
            for active in driver.app.screen_stack[0].active_bindings.values():
                binding = active.binding
                if binding.id and binding.show and active.enabled:
                    assert binding.tooltip in text, (number, binding)
            await driver.press("escape")
            await driver.sees_no("Keys and words")


async def test_no_key_of_a_screen_is_taken_by_the_list_in_it(demo: Journal) -> None:
    async with open_app(demo) as driver:
        for number, name in enumerate(SCREENS, 1):
            await driver.press(str(number))
            screen = driver.app.screen
            assert driver.app.current_mode == name
            for binding in type(screen).BINDINGS:
                if isinstance(binding, Binding) and binding.key != "escape":
                    active = screen.active_bindings.get(binding.key)
                    assert active is None or active.node is screen, binding


async def test_help_reaches_its_end_in_a_small_terminal(demo: Journal) -> None:
    async with open_app(demo, (60, 20)) as driver:
        await driver.press("question_mark", "end")
        await driver.sees("Gorick Ng", "The words here are ours.")


async def test_the_palette_is_a_menu_at_once_and_runs_what_is_chosen(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("ctrl+p")
        await driver.sees("space    Tick this item off, with a line about the talk")
        assert isinstance(driver.app.screen, CommandPalette)
        first, last = (str(driver.widget(CommandList).get_option_at_index(at).prompt).split() for at in (0, -1))
        assert first[:4] == ["enter", "Go", "to", "the"]
        assert last[:3] == ["Encrypt", "the", "journal"]
        driver.widget(CommandInput).value = "go to people"
        await driver.sees("Go to People")
        await driver.press("down", "enter")
        await driver.sees(SIGNS["people"])


async def test_what_another_process_writes_appears_and_a_half_typed_line_stays(demo: Journal, clock: Clock) -> None:
    other = Journal(demo.folder, settings=demo.settings, clock=clock)
    async with open_app(demo) as driver:
        await driver.press("n")
        await driver.type("half a line about @pri")
        other.entries.log(["said hello to @Odile #sails"])
        await driver.sees("#sails")
        assert isinstance(driver.app.screen, CaptureDialog)
        assert driver.widget(LineField).text == "half a line about @pri"
        assert driver.app.screen.focused is driver.widget(LineField)
        await driver.press("y", "a", "enter")
        await driver.sees("Written")
        assert len(demo.entries.on(demo.day)) == 3
    other.close()


async def test_what_another_process_writes_moves_neither_focus_nor_scroll(demo: Journal, clock: Clock) -> None:
    other = Journal(demo.folder, settings=demo.settings, clock=clock)
    async with open_app(demo, (80, 24)) as driver:
        await driver.press("3", *["pagedown"] * 3)
        entries = driver.widget(RowList, "#entries")
        before, shown = driver.at, _rows(driver)
        other.entries.log(["said hello to @Odile #sails"])
        await driver.sees("71 lines")
        assert (driver.at, _rows(driver)) == (before, shown)
        assert driver.app.screen.focused is entries
    other.close()


async def test_a_new_day_is_planned_anew(demo: Journal, clock: Clock) -> None:
    async with open_app(demo) as driver:
        await driver.press("space", "enter")
        await driver.sees("Mon 23 Nov", "● Be there a minute early", "so was Viktor")
        clock.pass_days(1)
        await driver.sees("Tue 24 Nov", "Nothing yet. Press n and write a line")
        assert "● " not in driver.part("#openings") + driver.part("#places")
        await driver.press("3")
        await driver.sees("Mon 23 Nov 2026  yesterday")


async def test_colours_are_chosen_in_the_palette_and_kept(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("ctrl+p")
        driver.widget(CommandInput).value = "colours"
        await driver.sees("Choose the colours")
        await driver.press("down", "enter")
        await driver.type("light")
        await driver.press("enter")
        assert driver.app.theme == "rapport-light"
    async with open_app(demo) as driver:
        assert driver.app.theme == "rapport-light"


def test_no_handler_calls_that_of_its_base_which_textual_calls_too() -> None:
    handler = re.compile(r"def (on_\w+)\(.*?\).*?:\n(?:.*\n)*?.*super\(\)\.\1\(")
    for path in Path(rapport_tui.app.__file__).parent.rglob("*.py"):
        for body in re.split(r"^(?=    (?:async )?def )", path.read_text("utf-8"), flags=re.MULTILINE):
            found = handler.search(body)
            assert found is None or found[1] == "on_event", f"{path}: {found[1]}"


def _rows(driver: AppDriver) -> list[str]:
    """Return the rows of the journal as they are painted, without the scrollbar, which tells how many there are."""
    return [line.rstrip(" ▁▂▃▄▅▆▇█") for line in driver.part("#entries").splitlines()]
