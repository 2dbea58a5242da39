"""Test that a notification is seen for its time, however busy the machine is, and that keys come before changes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from textual.widgets._toast import ToastHolder

from rapport_tui.app.background import Background
from rapport_tui.journal import Journal
from tests.app.app_driver import PATIENCE, AppDriver, open_app
from tests.app.test_switching import frames
from tests.conftest import Clock

__all__ = ["frames"]

TEXT = "Written about Tom"
SECONDS = 0.05


async def painted(driver: AppDriver, frames: list[str]) -> None:
    """Wait until a frame has shown the notification."""
    end = time.monotonic() + PATIENCE
    while not any(TEXT in frame for frame in frames):
        assert time.monotonic() < end
        await driver.pilot.pause()


@pytest.mark.parametrize("dialog", [False, True])
async def test_one_that_could_not_be_painted_in_its_time_is_painted(
    demo: Journal, frames: list[str], dialog: bool
) -> None:
    async with open_app(demo, every_frame=True) as driver:
        if dialog:
            await driver.press("n")
        frames.clear()
        driver.app.notify(TEXT, timeout=SECONDS)
        if dialog:
            driver.app.screen.dismiss()
        time.sleep(2 * SECONDS)
        await painted(driver, frames)
        await driver.sees_no(TEXT)
        assert not driver.app._notifications


async def test_one_that_was_seen_is_on_no_other_screen_after_its_time(demo: Journal, frames: list[str]) -> None:
    async with open_app(demo, every_frame=True) as driver:
        driver.app.notify(TEXT, timeout=SECONDS)
        await painted(driver, frames)
        for key in ("n", "escape", "2", "?", "escape", "1"):
            await driver.press(key)
        await driver.sees_no(TEXT)
        frames.clear()
        for key in ("n", "escape", "2", "?", "escape", "1"):
            await driver.press(key)
        assert not any(TEXT in frame for frame in frames)


async def test_the_place_of_one_that_is_coming_is_kept(demo: Journal) -> None:
    async with open_app(demo) as driver:
        rack = driver.app.screen.query_one("ToastRack")
        coming = ToastHolder()
        rack.mount(coming)
        references = driver.app.background.references
        references.release()
        references.release()
        assert coming in rack.children
        await driver.pilot.pause()
        references.release()
        await driver.pilot.pause()
        assert coming not in rack.children


async def test_changes_of_another_window_wait_for_keys(demo: Journal, folder: Path, clock: Clock) -> None:
    other = Journal(folder, clock=clock)
    async with open_app(demo) as driver:
        await driver.press("5")
        waiting = [True]
        driver.app.context.is_answering = lambda: waiting[0]
        other.people.add("Aaron Aardvark")
        background: Background = driver.app.background
        background.run()
        await driver.pilot.pause()
        assert "Aaron Aardvark" not in driver.text
        waiting.clear()
        waiting.append(False)
        background.run()
        await driver.sees("Aaron Aardvark")
    other.close()


async def test_one_stays_where_it_is_under_a_dialog_and_on_the_next_screen(demo: Journal, frames: list[str]) -> None:
    async with open_app(demo, every_frame=True) as driver:
        driver.app.notify(TEXT, timeout=60)
        await painted(driver, frames)
        places = set()
        for key in ("escape", "n", "escape", "2", "?"):
            await driver.press(key)
            await driver.sees(TEXT)
            places.add(tuple(number for number, line in enumerate(driver.lines) if TEXT in line))
        assert len(places) == 1
        assert len(places.pop()) == 1
