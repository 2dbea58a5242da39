"""Test what the app says about the journal's files: repairs, changes by others, and errors."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rapport_tui.journal import Journal
from tests.app.app_driver import open_app
from tests.conftest import Clock


async def test_what_was_mended_is_said_once(folder: Path, clock: Clock) -> None:
    Journal(folder, clock=clock).people.add("Ann")
    with (folder / "rapport.log").open("ab") as log:
        log.write(b'01234567 {"people": {"9"')
    async with open_app(Journal(folder, clock=clock)) as driver:
        await driver.sees("cut short")
    async with open_app(Journal(folder, clock=clock)) as driver:
        await driver.sees("Today")
        assert "cut short" not in driver.text


async def test_a_journal_replaced_while_it_is_open_is_shown_and_said(
    folder: Path, clock: Clock, tmp_path: Path
) -> None:
    journal = Journal(folder, clock=clock)
    journal.people.add("Ann Older")
    copy = journal.maintenance.backup(tmp_path / "copy.json")
    journal.people.add("Ben Newer")
    async with open_app(journal) as driver:
        await driver.press("2")
        await driver.sees("Ben Newer")
        copy.replace(folder / "rapport.json")
        await driver.sees("replaced from outside")
        await driver.press("2")
        assert "Ben Newer" not in driver.text
        assert "Ann Older" in driver.text


async def test_a_conflict_copy_and_a_folder_that_can_only_be_read_are_said(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journal(folder, clock=clock).people.add("Ann")
    (folder / "rapport.sync-conflict-20261123-091200-ABC.json").write_text("{}")
    monkeypatch.setattr(os, "access", lambda path, how: False)
    async with open_app(Journal(folder, clock=clock)) as driver:
        await driver.sees("sync-conflict", "can only be read")


async def test_a_long_log_is_merged_when_nobody_is_there(
    journal: Journal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.entries.log(["x" * 70_000])
    monkeypatch.setattr("rapport_tui.app.background.IDLE_SECONDS", -1.0)
    size = (folder / "rapport.json").stat().st_size
    async with open_app(journal) as driver:
        await driver.sees("Today")
        await driver.press("?")
        driver.app.background.run()
        await driver.app.workers.wait_for_complete()
        assert (folder / "rapport.json").stat().st_size == size  # what a dialog works on comes first
        await driver.press("escape")
        driver.app.background.run()
        await driver.app.workers.wait_for_complete()
    assert (folder / "rapport.json").stat().st_size > size + 70_000


async def test_a_file_that_can_no_longer_be_read_is_said_once(journal: Journal, folder: Path) -> None:
    journal.people.add("Ann")
    async with open_app(journal) as driver:
        (folder / "rapport.json").write_text('{"_meta": {"1": {"schema": 99}}}')
        await driver.sees("Update rapport")
        for _ in range(3):
            driver.app.background.run()
        await driver.pilot.pause()
        assert driver.text.count("Update rapport") == 1
        assert len(journal.people.search()) == 1
