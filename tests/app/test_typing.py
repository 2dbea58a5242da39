"""Tests of typed and pasted text in fields: spaces of all kinds, joiners, several lines."""

from __future__ import annotations

import pytest
from textual import events

from rapport_tui.app.dialogs.line_field import LineField
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.journal import Journal
from tests.app.app_driver import AppDriver, open_app

SPACES = ["\u00a0", "\u3000", "\u2009", "\u202f", "\u1680"]


async def type_keys(driver: AppDriver, text: str) -> None:
    """Send each character as a key of its own, as a terminal does."""
    for char in text:
        driver.app.post_message(events.Key("a", char))
    await driver.pilot.pause()


@pytest.mark.parametrize("space", SPACES)
async def test_a_typed_space_of_any_kind_is_a_space(journal: Journal, space: str) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "n")
        await type_keys(driver, f"@ana{space}about")
        assert driver.widget(LineField).text == "@ana about"
        await driver.press("enter")
        await driver.sees("Written about Ana")
        await driver.press("5", "slash")
        await type_keys(driver, f"an{space}a")
        assert driver.widget(TextField, "#query").value == "an a"


@pytest.mark.parametrize("space", SPACES)
async def test_a_pasted_space_of_any_kind_is_a_space(journal: Journal, space: str) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "n")
        await driver.type(f"@ana{space}about")
        assert driver.widget(LineField).text == "@ana about"


@pytest.mark.parametrize("text", ["می\u200cخواهم", "👩\u200d💻", "क्\u200dष"])
async def test_joiners_stay_whether_typed_or_pasted(journal: Journal, text: str) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "n")
        await type_keys(driver, text)
        typed = driver.widget(LineField).text
        await driver.press("ctrl+u")
        await driver.type(text)
        assert typed == driver.widget(LineField).text == text
        await driver.press("escape", "5", "slash")
        await type_keys(driver, text)
        assert driver.widget(TextField, "#query").value == text


async def test_two_lines_pasted_in_one_line_keep_both_words(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "5", "slash")
        await driver.type("anna\r\nberg")
        assert driver.widget(TextField, "#query").value == "anna berg"
