"""Tests of typed and pasted text in fields: spaces of all kinds, joiners, several lines."""

from __future__ import annotations

import asyncio
from time import monotonic

from textual import events

from rapport_tui.app.compose.sentence_field import SentenceField
from rapport_tui.app.dialogs.line_field import LineField
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.journal import Journal
from tests.app.app_driver import PATIENCE, AppDriver, open_app
from tests.app.test_compose import write_to

SPACES = ["\u00a0", "\u3000", "\u2009", "\u202f", "\u1680"]


async def type_keys(driver: AppDriver, text: str) -> None:
    """Send each character as a key of its own, as a terminal does."""
    for char in text:
        driver.app.post_message(events.Key("a", char))
    await driver.pilot.pause()


async def comes_to_read(driver: AppDriver, text: str) -> None:
    """Wait until the field that has the focus holds exactly `text`."""
    field = driver.app.focused
    assert isinstance(field, LineField | TextField)
    end = monotonic() + PATIENCE
    while (found := field.text if isinstance(field, LineField) else field.value) != text:
        assert monotonic() < end, f"{found!r} is not {text!r}"
        await driver.pilot.pause()


async def test_a_space_of_any_kind_is_a_space(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "n")
        for space in SPACES:
            await type_keys(driver, f"@ana{space}about")
            await comes_to_read(driver, "@ana about")
            await driver.press("ctrl+u")
            await driver.type(f"@ana{space}about")
            await comes_to_read(driver, "@ana about")
            await driver.press("ctrl+u")
        await driver.type(f"tea with @ana{SPACES[0]}about the move")
        await driver.press("enter")
        await driver.sees("Written about Ana")
        await driver.press("5", "slash")
        for space in SPACES:
            await type_keys(driver, f"an{space}a")
            await comes_to_read(driver, "an a")
            await driver.press("ctrl+u")


async def test_joiners_stay_whether_typed_or_pasted(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape")
        for opening in (("n",), ("escape", "5", "slash")):
            await driver.press(*opening)
            for text in ("می\u200cخواهم", "👩\u200d💻", "क्\u200dष"):
                await type_keys(driver, text)
                await comes_to_read(driver, text)
                await driver.press("ctrl+u")
                await driver.type(text)
                await comes_to_read(driver, text)
                await driver.press("ctrl+u")


async def test_two_lines_pasted_in_one_line_keep_both_words(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "5", "slash")
        await driver.type("anna\r\nberg")
        await comes_to_read(driver, "anna berg")


async def test_no_letter_is_lost_while_a_dialog_opens_slowly(journal: Journal) -> None:
    async def be_busy() -> None:  # as on a machine that has other things to do
        await asyncio.sleep(1)

    async with open_app(journal) as driver:
        await driver.press("escape", "2")
        assert driver.app.focused is not None
        driver.app.focused.call_later(be_busy)
        for char in "na talk":
            driver.app.post_message(events.Key(char, char))
        await driver.sees("Write a line")
        await comes_to_read(driver, "a talk")


async def test_no_letter_of_a_message_is_lost_however_fast_one_types(demo: Journal) -> None:
    words = "rain, wind and 王小明’s tea"
    async with open_app(demo) as driver:
        await write_to(driver, "priya", "Ask how it went")
        await driver.press("tab")
        field = driver.widget(SentenceField)
        for letter in words:
            field.post_message(events.Key("space" if letter == " " else letter, letter))
        await driver.press("!", "!")
        assert f": {words}!!? Tell me!" in driver.prose("#line")
        await driver.press("tab", "shift+tab", *"new")
        assert ": new? Tell me!" in driver.prose("#line")
