"""Sync in the app: at the start, after a rest, when asked; conflicts with both versions; and never in the way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rapport_tui.app import background_sync
from rapport_tui.journal import Journal
from rapport_tui.sync.folder import FolderTransport
from tests.app.app_driver import AppDriver, open_app
from tests.conftest import Clock


@pytest.fixture
def home(journal: Journal, tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    """Share the journal, and give that of another machine that takes part."""
    journal.people.add("Priya Nair")
    journal.entries.log(["coffee with @priya"])
    journal.sync.share(str(tmp_path / "share"), name="laptop")
    home = Journal(tmp_path / "home", clock=clock)
    home.sync.join(str(tmp_path / "share"), name="home")
    journal.sync.sync()
    yield home
    home.close()


def conflict(journal: Journal, home: Journal, clock: Clock) -> str:
    """Have both machines change one field, and return whose it is."""
    uid = journal.people.find("priya").uid
    journal.people.edit(uid, role="Lead")
    clock.pass_days(1)
    home.people.edit(uid, role="Chief")
    home.sync.sync()
    return uid


async def test_what_another_machine_wrote_is_there_after_the_start(journal: Journal, home: Journal) -> None:
    home.entries.log(["lunch with @priya at the canteen"])
    home.sync.sync()
    async with open_app(journal) as driver:
        await driver.press("3")
        await driver.sees("at the canteen", "synced")


async def test_what_is_written_goes_after_a_rest(
    journal: Journal, home: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(journal) as driver:
        await driver.sees("synced")
        await driver.write("tea with @priya")
        driver.app.background.run()
        await driver.sees("to sync")
        assert home.sync.sync().received == 0
        monkeypatch.setattr(background_sync, "REST_SECONDS", -1.0)
        driver.app.background.run()
        await driver.sees_no("to sync")
        assert home.sync.sync().received > 0


async def test_a_key_syncs_and_shows_what_was_changed_on_two_machines(
    journal: Journal, home: Journal, clock: Clock
) -> None:
    async with open_app(journal) as driver:
        await driver.sees("synced")
        uid = conflict(journal, home, clock)
        await driver.press("ctrl+s")
        await driver.sees("Changed on two machines at once", "Priya Nair, role", "here: Chief", "laptop, ", ": Lead")
        await driver.press("enter")
        await driver.sees("Nothing is left to decide")
        assert journal.people.get(uid).role == "Lead"
        await driver.press("escape", "u")
        assert journal.people.get(uid).role == "Chief"


async def test_what_is_here_is_kept_with_a_key(journal: Journal, home: Journal, clock: Clock) -> None:
    uid = conflict(journal, home, clock)
    async with open_app(journal) as driver:
        await driver.sees("changed on two machines at once")
        await driver.press("ctrl+s", "space")
        await driver.sees("Nothing is left to decide")
        assert journal.people.get(uid).role == "Chief"
        assert journal.sync.conflicts() == []


async def test_a_share_that_is_away_is_told_once_and_quietly_after_that(
    journal: Journal, home: Journal, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "share")
    journal.entries.log(["one more"])
    async with open_app(journal) as driver:
        await driver.sees("is empty", "offline, 1 waiting")


async def test_a_journal_that_is_not_shared_says_how_it_could_be(journal: Journal) -> None:
    journal.entries.log(["coffee"])
    async with open_app(journal) as driver:
        await driver.press("ctrl+s")
        await driver.sees("This journal is not shared")
        assert not (journal.folder / "sync").exists()


async def test_no_key_waits_for_the_network(journal: Journal, home: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    goes_on = threading.Event()
    look = FolderTransport.look

    def slow(transport: FolderTransport) -> object:
        goes_on.wait(10)
        return look(transport)

    monkeypatch.setattr(FolderTransport, "look", slow)
    async with open_app(journal) as driver:
        await driver.sees("syncing…")
        await driver.press("3")
        await driver.sees("coffee with Priya")
        goes_on.set()
        await _sees_synced(driver)


async def _sees_synced(driver: AppDriver) -> None:
    await driver.sees_no("syncing…")
    await driver.sees("synced")
