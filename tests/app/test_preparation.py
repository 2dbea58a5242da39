"""Test that screens are prepared while the user rests, and that typing comes first."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.css.stylesheet import Stylesheet

from rapport_tui.app.app import RapportApp
from rapport_tui.app.preparation import Preparation
from rapport_tui.app.query_screen import QueryScreen
from rapport_tui.app.tab_screen import TabScreen
from rapport_tui.capture.directory import Directory
from rapport_tui.journal import Journal
from tests.app.app_driver import open_app
from tests.app.preparing import AT_ONCE, prepared, until
from tests.app.test_switching import counted as calls_of
from tests.bench import journals
from tests.conftest import Clock
from tests.journal.test_reading import counted

__all__ = ["prepared"]

PEOPLE, ENTRIES = 300, 3_000


async def test_the_first_visits_decode_little_and_read_no_css(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, prepared: list[bool]
) -> None:
    monkeypatch.setattr(QueryScreen, "read_ahead", lambda screen: None)  # for queries, once the screen is painted
    journals.write(folder, journals.Size(PEOPLE, ENTRIES)).close()
    journal = Journal(folder, clock=clock)
    async with open_app(journal, rest_seconds=AT_ONCE) as driver:
        await until(driver, prepared)
        assert "history" in vars(journal._context)
        read, decoded = calls_of(monkeypatch, Stylesheet, "read"), counted(monkeypatch)
        on_screen = 200  # entries and notes of the lines and the briefs on the screens
        for key in "23456":
            await driver.press(key)
            await driver.pilot.pause()
        await driver.press("n")
        await driver.pilot.pause()
        assert not read
        assert decoded["Person"] == 0
        assert decoded["Entry"] + decoded["Note"] < on_screen
    journal.close()


async def test_nothing_is_prepared_while_the_user_types(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = calls_of(monkeypatch, RapportApp, "create_screen")
    async with open_app(demo, rest_seconds=0.3) as driver:
        before = len(opened)
        for _ in range(30):
            driver.app.background.touch()
            await driver.pilot.pause(0.02)
        assert len(opened) == before


async def test_nothing_is_prepared_while_a_dialog_works_or_a_change_is_applied(demo: Journal) -> None:
    opened: list[str] = []
    store = demo._context.store

    def create_screen(name: str) -> TabScreen:
        opened.append(name)
        return driver.app.create_screen(name)

    async with open_app(demo) as driver:
        preparation = Preparation(driver.app.context, create_screen, driver.app.mount_screen, lambda: 0.0)
        await driver.press("5", "A")
        await driver.sees("Import an address book")
        preparation._go_on()
        assert not opened
        await driver.press("escape")
        store.background.unapplied.append(iter([{}]))
        preparation._go_on()
        assert not opened
        list(store.apply())
        preparation._go_on()
        assert opened


async def test_nothing_is_prepared_while_a_thread_works_on_the_journal(
    demo: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def create_screen(name: str) -> TabScreen:
        opened.append(name)
        return driver.app.create_screen(name)

    async with open_app(demo) as driver:
        preparation = Preparation(driver.app.context, create_screen, driver.app.mount_screen, lambda: 0.0)
        with demo._context.store.background.working():
            monkeypatch.setattr(demo._context.store.background, "_ident", -1)  # that of another thread
            preparation._go_on()
            assert not opened
        preparation._go_on()
        assert opened


def test_names_are_read_some_at_a_time(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.entries.log([f"2026-11-{day:02}: tea with @ann{day}" for day in range(1, 20)])
    fresh = Journal(journal.folder, clock=journal.clock)
    added = calls_of(monkeypatch, Directory, "add")
    at_once = []
    while not fresh.entries.prepare_to_find(4):
        at_once.append(len(added))
        added.clear()
    assert max(at_once) == 4
    assert sum(at_once) + len(added) == 19
    assert fresh.people.look_up("ann7")[0].person.name == "Ann7"
    fresh.close()


@pytest.mark.parametrize("most", [1, 7, 10_000])
def test_a_search_finds_the_same_however_far_it_was_prepared(
    journal: Journal, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.entries.log([f"2026-11-{day:02}: tea with @ann {'cake' if day % 3 else 'pie'}" for day in range(1, 20)])
    found = [entry.uid for entry in journal.entries.find("cake")]
    fresh = Journal(journal.folder, clock=journal.clock)
    fresh.entries.prepare_to_find(most)
    fresh.entries.log(["2026-11-21: more cake", "2026-10-30: pie"])
    fresh.entries.prepare_to_find(most)
    fresh.entries.delete([found[0]])
    fresh.entries.prepare_to_find(most)
    assert [entry.uid for entry in fresh.entries.find("cake")][:-1] == found[1:]
    assert len(fresh.entries.find("")) == 20
    while not fresh.entries.prepare_to_find(most):
        pass
    assert [entry.uid for entry in fresh.entries.find("pie")] == [entry.uid for entry in fresh.entries.find("-cake")]
    fresh.close()
