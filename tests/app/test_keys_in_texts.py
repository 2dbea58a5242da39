"""Test that texts name the user's keys: put every command on another key and read every screen and dialog."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final

import pytest
from textual.screen import ModalScreen

import rapport_tui.app
from rapport_tui.app.people.import_dialog import report_text
from rapport_tui.app.tab_screen import SCREENS
from rapport_tui.journal import Journal
from rapport_tui.journal.import_plan import ImportReport, SkippedRecord
from rapport_tui.keys import screen_commands as screens
from rapport_tui.keys import widget_commands as widgets
from rapport_tui.keys.catalogue import COMMANDS
from rapport_tui.keys.keymap import read_keymap, written
from tests.app.app_driver import AppDriver, open_app
from tests.pictures import at_home

_WALKING: Final = (screens.CARDS, screens.CALENDAR, widgets.LISTS, widgets.COLUMNS, widgets.TOGGLES, widgets.PAGE)
_LEFT_ALONE: Final = {
    *("quit", "compose.mail", "compose.editor", "line.editor", "sync", "board.density"),
    *(command.id for group in _WALKING for command in group.commands if command.id != "rows.choose"),
}
"""Commands that end the app, start another program, or only walk about; cards of one line have letters as marks."""
_EVERYWHERE: Final = {command.id for command in screens.EVERYWHERE.commands}
_FIXED: Final = {"enter", "space", "tab", "escape", "home", "end"}
"""Keys that fields of text have of their own, and words."""
_WORDS: Final = {"a", "A", "I", "?", "!", "+", "=", "<", ">", "*", "/", ":", ";", ",", "[", "]", "→", "↑"}
"""Keys that are words and marks too."""


def _other_keys() -> dict[str, str]:
    """Return another key for each command: a foreign letter where it is on a character, else a function key."""
    alphabets = (range(0x3B1, 0x3CA), range(0x430, 0x450), range(0x561, 0x587), range(0x10D0, 0x10F1))
    letters = iter([chr(code) for alphabet in alphabets for code in alphabet])
    more = iter([f"{modifier}f{number}" for modifier in ("", "alt+", "meta+", "super+") for number in range(10, 25)])
    return {
        command.id: next(letters if len(written(command.keys.split(",")[0])) == 1 and not command.early else more)
        for command in COMMANDS.values()
    }


OTHER_KEYS: Final = _other_keys()
OLD_KEYS: Final = {written(key) for command in COMMANDS.values() for key in command.keys.split(",")} - _FIXED - _WORDS

APP: Final = Path(rapport_tui.app.__file__).parent
TAB_KEYS: Final = set("123456")
_TELLS_KEY: Final = re.compile(r"\b(ctrl|shift|alt)\+\S|\b[Pp]ress \w\b|(?<![\w’{])(?![aAI] )[A-Za-z] [a-z]+s\b")


def _told(driver: AppDriver) -> Iterator[str]:
    """Yield the lines in sight, of a dialog and what is notified alone, that have an old key among their words."""
    screen, strips = driver.app.screen, driver.strips
    parts = (
        [*screen.query("#dialog, CommandPalette > Vertical, Toast")] if isinstance(screen, ModalScreen) else [screen]
    )
    for region in (part.region for part in parts):
        for y in range(region.y, region.bottom):
            line = strips[y].crop(region.x, region.right).text
            words = {word.strip(".,;:()“”│") for word in line.split()}
            if words & (OLD_KEYS - TAB_KEYS if y else OLD_KEYS):
                yield line.strip()


def test_there_is_another_key_for_every_command() -> None:
    assert read_keymap(OTHER_KEYS) == (OTHER_KEYS, ())
    assert len({*OTHER_KEYS.values()}) == len(COMMANDS)


@pytest.mark.parametrize("screen", SCREENS)
async def test_no_screen_or_dialog_tells_a_key_that_was_changed(demo: Journal, screen: str) -> None:
    demo.settings = demo.settings._replace(keys=OTHER_KEYS)
    found: dict[str, str] = {}
    with at_home():
        async with open_app(demo, (160, 50)) as driver:
            async for way in _walk(driver, screen):
                for line in _told(driver):
                    found.setdefault(line, way)
    assert found == {}


async def _walk(driver: AppDriver, screen: str) -> AsyncIterator[str]:
    """Run each command of a screen, and each of the dialogs that it opens; yield what was run last."""
    done = {command for command in _EVERYWHERE if screen != "today"}
    while True:
        if driver.app.current_mode != screen:
            await driver.press(OTHER_KEYS[f"screen.{screen}"])
            yield screen
        if (command := _next(driver, done)) is None:
            return
        await driver.press(OTHER_KEYS[command])
        yield command
        while isinstance(dialog := driver.app.screen, ModalScreen):
            kind = type(dialog).__name__
            if (inside := _next(driver, done, f"{kind}:")) is None:
                dialog.dismiss(None)
                await driver.pilot.pause()
                continue
            await driver.press(OTHER_KEYS[inside])
            yield f"{kind}:{inside}"
            if driver.app.screen is not dialog:
                done.discard(command)  # perhaps more is to be seen there


def _next(driver: AppDriver, done: set[str], within: str = "") -> str | None:
    """Return a command that can be run now and was not yet, and have it as done."""
    for active in driver.app.screen.active_bindings.values():
        command = active.binding.id or ""
        known = command in done if command in _EVERYWHERE else within + command in done
        if active.enabled and command in COMMANDS and command not in _LEFT_ALONE and not known:
            done.add(command if command in _EVERYWHERE else within + command)
            return command
    return None


def test_no_text_of_the_app_has_a_key_in_it() -> None:
    nodes = [
        node for path in sorted(APP.rglob("*.py")) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
    docs = {node.value for node in nodes if isinstance(node, ast.Expr)}
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and node not in docs]
    assert [text for text in texts if isinstance(text, str) and " " in text and _TELLS_KEY.search(text)] == []


def test_the_report_of_an_import_tells_the_key_it_is_given() -> None:
    skipped = (SkippedRecord(file="a.csv", record=3, why="has no name"),)
    report = ImportReport(
        kinds=("CSV",), read=1, added=0, merged=0, unchanged=0, skipped=skipped, left_out=(), people=()
    )
    assert "ж saves what could not be read" in report_text(report, "", "ж")
