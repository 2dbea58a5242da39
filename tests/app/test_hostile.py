"""Names that break careless programs, through every screen, dialog and message, at every size."""

from __future__ import annotations

import unicodedata
from itertools import cycle

import pytest

from rapport_tui.app.tab_screen import SCREENS
from rapport_tui.journal import Journal
from rapport_tui.model.text import clean_line
from rapport_tui.settings import Settings
from tests.app.app_driver import AppDriver, open_app

NAMES = {
    "markup": "[bold]x[/",
    "formula": "=1+1",
    "escape": "Ev\x1b[31mil\x07\x9b2J",
    "long": "Long" + "g" * 296,
    "cjk": "王小明",
    "emoji": "👩‍💻 Ana",
    "arabic": "سلمى حداد",
}
SIZES = [(120, 40), (80, 24), (60, 20)]


def assert_whole(driver: AppDriver, columns: int = 80) -> None:
    """See that each line has exactly the terminal's width, and nothing in it that a terminal would obey."""
    for strip in driver.strips:
        assert sum(segment.cell_length for segment in strip) == columns, strip.text
        assert not [char for char in strip.text if unicodedata.category(char) in {"Cc", "Cs"}], strip.text


def fill(journal: Journal, name: str) -> None:
    """Write `name` wherever the journal keeps a text, with one person who is called so."""
    journal.settings = Settings(name=name)
    person = journal.people.add(name, stage="ally", role=name, org=name, tags=[name], met=name, aliases=[f"{name} II"])
    mention = journal.people.mention(person)
    for _ in range(2):
        journal.entries.log(
            [f"lunch with {mention} and {name} ? how is {name} ! the list for {name} by today + {name}"]
        )
    journal.today.set_places(["office", "meeting"])
    journal.people.move([person.uid], "stranger", why=name)


@pytest.mark.parametrize(("name", "first"), [*zip(NAMES.values(), cycle(SIZES))], ids=NAMES)
async def test_a_name_goes_through_every_screen(journal: Journal, name: str, first: tuple[int, int]) -> None:
    fill(journal, name)
    shown = clean_line(name)[:8]
    async with open_app(journal, first) as driver:
        for columns, lines in (first, (200, 50), *SIZES):
            await driver.resize(columns, lines)
            assert_whole(driver, columns)
            for number in range(1, len(SCREENS) + 1):
                await driver.press(str(number))
                assert_whole(driver, columns)
                assert shown in driver.text or number == 6, number


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_a_name_goes_through_every_dialog_and_message(journal: Journal, name: str) -> None:
    fill(journal, name)
    shown = clean_line(name)
    async with open_app(journal, (80, 24)) as driver:
        for keys in (
            ("1", "space", "escape", "enter"),
            ("2", "e"),
            ("2", "B", "enter", "down", "enter"),
            ("2", "L", "enter"),
            ("3", "e"),
            ("4", "p"),
            ("4", "d", "D"),
            ("5", "e"),
            ("5", "m"),
            ("question_mark",),
            ("ctrl+p",),
        ):
            await driver.press(*keys)
            assert_whole(driver)
            await driver.press("escape")
        await driver.press("n")
        await driver.type(f"tea with @{shown.split()[0][:9]}")
        assert_whole(driver)
        await driver.press("tab")
        await driver.type(f" ? {name}")
        await driver.press("enter")
        assert driver.app._notifications
        assert_whole(driver)
        for key in ("u", "U", "5", "D", "u"):
            await driver.press(key)
            assert_whole(driver)
        await driver.press("5", "slash")
        await driver.type(f"is:{name}")
        assert_whole(driver)
