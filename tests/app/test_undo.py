"""Tests of `u`: the last action of this window at once, any other after a confirmation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rapport_tui.app.dialogs.undo_dialog import UndoDialog
from rapport_tui.journal import Journal
from rapport_tui.model.origins import COMMAND_LINE
from tests.app.app_driver import open_app
from tests.conftest import Clock


@pytest.fixture
def commands(demo: Journal, folder: Path, clock: Clock) -> Iterator[Journal]:
    """Give the same journal as the command line has it open."""
    journal = Journal(folder, clock=clock, origin=COMMAND_LINE)
    yield journal
    journal.close()


async def test_what_another_process_just_wrote_is_left_alone(demo: Journal, commands: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.write("a zebra")
        commands.entries.log(["another zebra"])
        await driver.press("u")
        await driver.sees("Taken back: Wrote a line")
        demo.refresh()
        assert [entry.text for entry in demo.entries.search("zebra")] == ["another zebra"]


async def test_what_another_process_wrote_is_named_and_one_key_confirms(demo: Journal, commands: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.write("a zebra")
        commands.people.add("Zuri")
        demo.refresh()
        await driver.press("u")
        await driver.sees("Take this back?", "Added Zuri", "today 09:00, on the command line", "Wrote a line")
        await driver.press("escape")
        assert demo.people.find("zuri")
        await driver.press("u", "u")
        await driver.sees("Taken back: Added Zuri")
        assert not isinstance(driver.app.screen, UndoDialog)
        await driver.press("u")
        await driver.sees("Taken back: Wrote a line")
        assert not demo.entries.search("zebra")


async def test_the_line_below_can_be_taken_back_instead(demo: Journal, commands: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.write("a zebra")
        commands.people.add("Zuri")
        demo.refresh()
        await driver.press("u", "down", "enter")
        await driver.sees("Taken back: Wrote a line")
        assert demo.people.find("zuri")


async def test_what_was_done_an_hour_ago_is_named(demo: Journal, clock: Clock) -> None:
    async with open_app(demo) as driver:
        await driver.write("a zebra")
        clock.now = clock.now.replace(hour=10, minute=1)
        await driver.press("u")
        await driver.sees("Take this back?", "today 09:00")
        assert "another window" not in driver.text
        await driver.press("enter")
        await driver.sees("Taken back: Wrote a line")


async def test_the_question_follows_what_happens_meanwhile(demo: Journal, commands: Journal) -> None:
    async with open_app(demo) as driver:
        commands.people.add("Zuri")
        demo.refresh()
        await driver.press("u")
        await driver.sees("Added Zuri")
        commands.history.undo()
        demo.refresh()
        await driver.sees_no("Take this back?")
        await driver.press("u")
        await driver.sees("There is nothing to undo.")
