"""Test large changes, which the app makes in a thread: keys are answered, and what is stopped changes nothing."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest

from rapport_tui.app import background
from rapport_tui.app.progress import ProgressMonitor
from rapport_tui.journal import Journal, history
from rapport_tui.journal.people_finder import PeopleFinder
from rapport_tui.model.errors import RapportError
from tests.app.app_driver import AppDriver, open_app
from tests.bench.importing import contacts
from tests.conftest import Clock, import_files

PEOPLE = 700


@pytest.fixture
def address_book(tmp_path: Path) -> Path:
    path = tmp_path / "Connections.csv"
    rows = "".join(f'{one.given},{one.family},,,"{one.org}",Engineer,07 Jun 2022\n' for one in contacts(PEOPLE))
    path.write_text(f"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n{rows}", encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def little_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_LARGE", 100)
    monkeypatch.setattr(background, "_LONG", 1_000)
    monkeypatch.setattr(background, "WATCH_SECONDS", 0.05)


async def until(driver: AppDriver, holds: Callable[[], bool]) -> None:
    end = monotonic() + 20
    while not holds():
        assert monotonic() < end, driver.text
        await driver.pilot.pause(0.02)


async def choose(driver: AppDriver, path: Path) -> None:
    """Have a file read in the dialog for imports, up to the question whether to take it in."""
    await driver.press("5", "A")
    await driver.type(str(path))
    await driver.press("enter")
    await driver.sees("Enter takes them in")


async def test_an_import_and_its_undo_are_made_beside_the_app(journal: Journal, address_book: Path) -> None:
    journal.people.add("Ann")
    async with open_app(journal) as driver:
        await choose(driver, address_book)
        await driver.press("enter")
        await driver.sees(f"Taken in: {PEOPLE} new")
        await until(driver, lambda: len(driver.app.screen_stack) == 1)
        await driver.sees(f"{PEOPLE} wait")
        fresh = Journal(journal.folder, clock=journal.clock)
        assert len(fresh.people.search("is:inbox")) == PEOPLE
        fresh.close()
        await driver.press("u")
        await driver.sees("Taken back")
        assert not journal.people.search("is:inbox")
        await driver.press("U")
        await driver.sees("Done again")
        assert len(journal.people.search("is:inbox")) == PEOPLE
        await driver.press("1", "n")
        await driver.type("tea with @ann")
        await driver.press("enter", "escape")
        await driver.sees("tea with Ann")


async def test_no_collection_and_no_long_turn_delays_a_key_while_an_import_is_shown(
    journal: Journal, address_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.people.add("Ann")
    collects: list[bool] = []
    prepare = PeopleFinder.prepare

    def note(finder: PeopleFinder, most: int) -> bool:
        collects.append(gc.isenabled())
        return prepare(finder, most)

    async with open_app(journal) as driver:
        await choose(driver, address_book)
        monkeypatch.setattr(PeopleFinder, "prepare", note)
        await driver.press("enter")
        await driver.sees(f"Taken in: {PEOPLE} new")
        await until(driver, lambda: len(driver.app.screen_stack) == 1)
        assert len(collects) > 10
        assert not any(collects[:-1])  # the last one may be that of the screen
        assert sys.getswitchinterval() < 0.001


async def test_an_import_that_is_stopped_changes_nothing(
    journal: Journal, address_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.people.add("Ann")
    before = (journal.folder / "rapport.log").read_bytes()
    watch = ProgressMonitor.watch
    stopped: list[float] = []

    def stop_half_way(progress: ProgressMonitor, done: float) -> None:
        if done > 0.4:
            stopped.append(done)
            driver.app.call_from_thread(driver.app.simulate_key, "escape")
        watch(progress, done)

    async with open_app(journal) as driver:
        await choose(driver, address_book)
        monkeypatch.setattr(ProgressMonitor, "watch", stop_half_way)
        await driver.press("enter")
        await driver.sees("Stopped. Nothing was changed.")
        assert stopped
        assert len(journal._context.cache.people) == 1
        assert (journal.folder / "rapport.log").read_bytes() == before
        await driver.sees("Enter takes them in")
        stopped.clear()
        await driver.press("enter")
        await until(driver, lambda: bool(stopped))


async def test_what_another_window_imported_is_read_beside_the_app(
    journal: Journal, address_book: Path, clock: Clock
) -> None:
    journal.people.add("Ann")
    async with open_app(journal) as driver:
        await driver.press("5")
        theirs = Journal(journal.folder, clock=clock)
        import_files(theirs, [address_book])
        await until(driver, lambda: len(journal._context.cache.people) == PEOPLE + 1 and not journal.is_busy)
        await driver.press("u")  # asks, since another window did it
        await driver.sees("Take this back?", "in another window")
        await driver.press("u")
        await driver.sees("Taken back")
        theirs.refresh()
        assert [one.person.name for one in theirs.people.search()] == ["Ann"]
        assert not theirs.people.search("is:inbox")
        theirs.close()


async def test_an_error_of_large_work_is_shown_and_the_app_goes_on(
    journal: Journal, address_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.people.add("Ann")

    def fail(*_: object) -> None:
        raise RapportError("The disk is full.")

    async with open_app(journal) as driver:
        await choose(driver, address_book)
        monkeypatch.setattr(type(journal.transfer), "take_in", fail)
        await driver.press("enter")
        await driver.sees("The disk is full.", "Enter takes them in")
