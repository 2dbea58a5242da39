"""Test that the text written when the journal was locked is there again after unlocking."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport_tui.app.board.widget.board import Board
from rapport_tui.app.tab_screen import TabScreen
from rapport_tui.journal import Journal
from tests.app.test_lock import at_hand, lock_and_unlock, start, unlock
from tests.conftest import Clock
from tests.encrypted import KEY

pytestmark = pytest.mark.usefixtures("no_stored_key")


async def test_a_line_being_written_is_there_again(sealed: Path, clock: Clock) -> None:
    async with start(sealed, clock) as driver:
        await unlock(driver, KEY)
        await driver.press("n")
        await driver.type("lunch with @tom at the quay")
        await driver.press("ctrl+l")
        await driver.sees("This journal is locked.")
        assert "quay" not in driver.text
        assert all(b"quay" not in path.read_bytes() for path in sealed.rglob("*") if path.is_file())
        await driver.type(KEY)
        await driver.press("enter")
        await driver.sees("Write a line", "lunch with @tom at the quay")
        await driver.press("enter")
        await driver.sees("Written about Tom Becker")


async def test_a_line_being_edited_is_there_again(sealed: Path, clock: Clock) -> None:
    async with start(sealed, clock) as driver:
        await unlock(driver, KEY)
        await driver.press("3", "e")
        await driver.sees("Edit the line")
        await driver.type(" at the quay")
        await driver.press("ctrl+l")
        await driver.sees("This journal is locked.")
        await driver.type(KEY)
        await driver.press("enter")
        await driver.sees("Edit the line", "at the quay")
        await driver.press("enter")
        await driver.sees("Changed.")
        assert sum("at the quay" in entry.text for entry in driver.journal.entries.search("quay")) == 1
        assert driver.journal.drafts.latest(lambda _: True) is None


async def test_the_line_of_a_tick_is_there_again(sealed: Path, clock: Clock) -> None:
    async with start(sealed, clock) as driver:
        await unlock(driver, KEY)
        await driver.press("space")
        await driver.sees("Who with?")
        await driver.type("@tom at the quay")
        await lock_and_unlock(driver, KEY, sees="Who with?")
        await driver.sees("@tom at the quay")
        await driver.press("enter")
        await driver.sees("Written about Tom Becker", "1 of ")
        assert driver.journal.drafts.latest(lambda _: True) is None


async def test_a_message_being_written_is_there_again(sealed: Path, clock: Clock) -> None:
    async with start(sealed, clock) as driver:
        await unlock(driver, KEY)
        await driver.press("2")
        screen = driver.app.screen
        assert isinstance(screen, TabScreen)
        driver.widget(Board).go_to(driver.journal.people.find("tom").uid)
        await driver.press("o")
        await driver.sees("To Tom Becker")
        await driver.press("tab")
        await driver.type("the long [bench]")
        await driver.sees("the long [bench]")
        await driver.press("ctrl+l")
        await driver.sees("This journal is locked.")
        assert "bench" not in driver.text
        await driver.type(KEY)
        await driver.press("enter")
        await driver.sees("To Tom Becker", "the long [bench]")


async def test_a_form_is_there_again(sealed: Path, clock: Clock) -> None:
    async with start(sealed, clock) as driver:
        await unlock(driver, KEY)
        await driver.press("5", "a")
        await driver.type("Greta [Holm]")
        await driver.press("down")
        await driver.type("Lea")
        for _ in range(2):
            await lock_and_unlock(driver, KEY, sees="Somebody new")
            await driver.sees("Greta [Holm]", "Lea")
        await driver.type("d")
        await driver.press("enter")
        assert driver.journal.people.find("greta").role == "Lead"
        assert at_hand(driver) == "Greta [Holm]"
        assert driver.journal.drafts.latest(lambda _: True) is None


async def test_a_form_that_is_there_again_keeps_what_others_changed(sealed: Path, clock: Clock) -> None:
    async with start(sealed, clock) as driver:
        await unlock(driver, KEY)
        await driver.press("2")
        driver.widget(Board).go_to(driver.journal.people.find("tom").uid)
        await driver.press("e", "down")
        await driver.type("Chef")
        await driver.press(*("down",) * 13, "space")
        await driver.press("ctrl+l")
        await driver.sees("This journal is locked.")
        other = Journal(sealed, clock=clock)
        other.unlock(KEY)
        other.people.edit(other.people.find("tom").uid, org="Quay")
        other.close()
        await driver.type(KEY)
        await driver.press("enter")
        await driver.sees("Tom Becker", "Chef", "●")
        await driver.press("ctrl+s")
        await driver.sees_no("tab to the next field")
        tom = driver.journal.people.find("tom")
        assert (tom.role, tom.org, tom.ahead) == ("Chef", "Quay", True)
