"""Test the playbook: wordings of one's own, hidden lines, and files to share."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.widgets import TextArea

from rapport_tui.journal import Journal
from tests.app.app_driver import open_app
from tests.app.test_compose import write_to


async def test_a_wording_of_ones_own_is_checked_and_used(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "priya", "Ask how it went")
        await driver.press("P")
        await driver.sees("Playbook")
        await driver.press("a")
        await driver.sees("a wording of your own")
        words = driver.widget(TextArea)
        words.text = "Dear {them.first}, and {them.shoe}"
        await driver.sees("There is no blank {them.shoe}. Known ones: them.first, them.name")
        await driver.press("ctrl+s")
        words.text = "Dear {them.first}, and "
        words.move_cursor(words.document.end)
        await driver.press("ctrl+o")
        await driver.sees("Which blank?")
        await driver.type("them.ask")
        await driver.press("enter")
        await driver.sees("Dear Priya, and how is Lisbon")
        await driver.press("ctrl+s")
        await driver.sees("mine")
        await driver.press("escape")
        assert driver.prose("#line") == "Dear Priya, and how is Lisbon"
        await driver.press("P", "x", "escape")
        assert "Dear Priya" not in driver.prose("#line")


async def test_shipped_lines_are_hidden_and_put_back(demo: Journal) -> None:
    move = demo.composer.move("early-bird")
    async with open_app(demo) as driver:
        await write_to(driver, "priya", "Be there a minute early")
        await driver.press("escape", "P")
        await driver.sees("Playbook")
        for _ in range(len(move.lines)):
            await driver.press("x")
        await driver.sees("That is the only line of this move.", f"{len(move.lines) - 1} hidden")
        await driver.press("R")
        await driver.sees_no("hidden")
        assert demo.composer.move("early-bird") == move


async def test_playbooks_are_shared_as_files(demo: Journal, tmp_path: Path) -> None:
    demo.wordings.save(demo.composer.move("hi-again"), "So, {them.first}?", "chat")
    mine = tmp_path / "mine.toml"
    async with open_app(demo) as driver:
        await driver.press("4", "P", "W")
        await driver.sees("Write your wordings to which file?")
        await driver.press("ctrl+a", "ctrl+k")
        await driver.type(str(mine))
        await driver.press("enter")
        await driver.sees("Wrote")
        assert sys.platform == "win32" or mine.stat().st_mode & 0o777 == 0o600
        await driver.press("W", "ctrl+a", "ctrl+k")
        await driver.type(str(mine))
        await driver.press("enter")
        await driver.sees("press enter again to write over it")
        mine.write_text("precious", encoding="utf-8")
        await driver.press("enter")
        await driver.sees("Wrote")
        demo.wordings.reset(demo.composer.move("hi-again"))
        await driver.press("A")
        await driver.type(str(tmp_path / "none.toml"))
        await driver.press("enter")
        await driver.sees("no such file")
        await driver.press("ctrl+a", "ctrl+k")
        await driver.type(str(mine))
        await driver.press("enter")
        await driver.sees("Added 1 wording.")
    assert demo.composer.move("hi-again").lines[0].text == "So, {them.first}?"
