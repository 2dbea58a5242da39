"""Encrypting, decrypting, and the key of the journal, in the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from rapport_tui.app.dialogs.recovery_dialogs import RehearsalDialog
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal import Journal
from rapport_tui.store.sealing import groups_of
from tests.app.app_driver import AppDriver, open_app
from tests.encrypted import KEY, PASSPHRASE, WRAPPED


@pytest.fixture(autouse=True)
def known_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rapport_tui.app.dialogs.encryption.new_key", lambda: KEY)
    monkeypatch.setattr("rapport_tui.app.dialogs.encryption.wrap", lambda *_: WRAPPED)


def files_of(journal: Journal) -> dict[str, bytes]:
    folder = journal.folder
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def run_command(driver: AppDriver, title: str) -> None:
    await driver.press("ctrl+p")
    await driver.type(title)
    await driver.sees(title)
    await driver.press("enter")


async def type_passphrase(driver: AppDriver) -> None:
    await driver.sees("The same once more")
    for _ in range(2):
        await driver.type(PASSPHRASE)
        await driver.press("enter")


def assert_plain(journal: Journal) -> None:
    assert not journal.is_encrypted


def assert_sealed(journal: Journal) -> None:
    assert journal.is_encrypted


def missing(driver: AppDriver) -> list[str]:
    dialog = driver.app.screen
    assert isinstance(dialog, RehearsalDialog)
    return [groups_of(KEY)[at] for at in dialog._missing]


async def test_encrypting_shows_the_key_once_and_asks_for_part_of_it(journal: Journal) -> None:
    journal.entries.log(["quartz with @tom"])
    async with open_app(journal) as driver:
        await run_command(driver, "Encrypt the journal")
        await type_passphrase(driver)
        await driver.sees("Your recovery key", *groups_of(KEY))
        await driver.press("enter")
        await driver.sees("Type what is missing")
        first, second = missing(driver)
        assert first not in driver.text
        assert second not in driver.text
        await driver.type("abcdef")
        await driver.press("enter")
        await driver.type(second)
        await driver.press("enter")
        await driver.sees("The first gap is something else")
        assert_plain(journal)
        await driver.type(f" {first.lower()}")
        await driver.press("enter", "enter")
        await driver.sees("The journal is encrypted. ctrl+l locks it.", "quartz with Tom")
        assert_sealed(journal)
        assert not any(b"quartz" in data for data in files_of(journal).values())
        await driver.press("n")
        await driver.type("@tom lent me a [book]")
        await driver.press("enter")
        await driver.sees("Tom lent me a [book]")
        await driver.press("escape", "ctrl+l")
        await driver.sees("This journal is locked.")
        await driver.type(KEY)
        await driver.press("enter")
        await driver.sees("Tom lent me a [book]")


async def test_nothing_is_encrypted_where_the_steps_are_left(journal: Journal) -> None:
    journal.entries.log(["quartz with @tom"])
    async with open_app(journal) as driver:
        before = files_of(journal)
        await run_command(driver, "Encrypt the journal")
        await driver.sees("The same once more")
        await driver.press("escape")
        await run_command(driver, "Encrypt the journal")
        await driver.type("one and two")
        await driver.press("enter")
        await driver.type("one and three")
        await driver.press("enter")
        await driver.sees("The two differ.")
        await driver.type("one and two")
        await driver.press("enter")
        await driver.sees("Your recovery key")
        await driver.press("enter")
        await driver.sees("Type what is missing")
        await driver.press("escape")
        await driver.sees("Your recovery key", groups_of(KEY)[-2])
        await driver.press("escape")
        await driver.sees("Nothing was encrypted.")
        assert not journal.is_encrypted
        assert files_of(journal) == before


async def test_the_settings_lead_to_it(journal: Journal) -> None:
    journal.people.add("Tom")
    async with open_app(journal) as driver:
        await driver.press("comma")
        driver.widget(RowList, "#settings").go_to("encryption")
        await driver.press("enter")
        await driver.sees("Encrypt this journal")
        await driver.press("escape", "escape")
    journal.encryption.encrypt(KEY, WRAPPED)
    async with open_app(journal) as driver:
        await driver.press("comma")
        driver.widget(RowList, "#settings").go_to("encryption")
        await driver.press("enter")
        await driver.sees("The key of this journal")


async def test_a_passphrase_that_is_too_short_is_refused(journal: Journal) -> None:
    journal.people.add("Tom")
    async with open_app(journal) as driver:
        await run_command(driver, "Encrypt the journal")
        await driver.sees("The same once more")
        await driver.press("enter", "enter")
        await driver.sees("A passphrase has")


async def test_a_conversion_that_fails_leaves_the_journal_open(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    journal.entries.log(["quartz with @tom"])
    monkeypatch.setattr("rapport_tui.store.conversion.encrypt", fails)
    async with open_app(journal) as driver:
        await run_command(driver, "Encrypt the journal")
        await type_passphrase(driver)
        await driver.sees("Your recovery key")
        await driver.press("enter")
        await driver.sees("Type what is missing")
        for part in missing(driver):
            await driver.type(part)
            await driver.press("enter")
        await driver.sees("converted", "quartz with Tom")
        await driver.write("lunch with @tom")
        await driver.sees("lunch with Tom")


async def test_decrypting_asks_once(journal: Journal) -> None:
    journal.entries.log(["quartz with @tom"])
    journal.encryption.encrypt(KEY, WRAPPED)
    async with open_app(journal) as driver:
        await driver.sees("quartz with Tom")
        await run_command(driver, "Decrypt the journal")
        await driver.sees("Leave it encrypted")
        await driver.press("enter")
        assert_sealed(journal)
        await run_command(driver, "Decrypt the journal")
        await driver.sees("Leave it encrypted")
        await driver.press("down", "enter")
        await driver.sees("The journal is plain again.", "quartz with Tom")
        assert_plain(journal)
        assert any(b"quartz" in data for data in files_of(journal).values())


async def test_the_key_is_told_and_exported(journal: Journal, tmp_path: Path) -> None:
    journal.people.add("Tom")
    journal.encryption.encrypt(KEY, WRAPPED)
    async with open_app(journal) as driver:
        await run_command(driver, "The key of the journal")
        await driver.sees("The key of this journal", "key.age", "age1")
        driver.widget(RowList, "#key").go_to("export")
        await driver.press("enter")
        await driver.sees("Where to?")
        driver.widget(Input, "#answer").value = str(tmp_path / "key.txt")
        await driver.press("enter")
        await driver.sees("Written:")
        assert KEY in (tmp_path / "key.txt").read_text(encoding="utf-8")
        assert (tmp_path / "key.txt").stat().st_mode & 0o77 == 0
        driver.widget(RowList, "#key").go_to("export")
        await driver.press("enter")
        driver.widget(Input, "#answer").value = str(tmp_path / "key.txt")
        await driver.press("enter")
        await driver.sees("already. Choose another name.")


async def test_another_passphrase_opens_it(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.people.add("Tom")
    journal.encryption.encrypt(KEY, b"not a passphrase at all")
    asked: list[tuple[str, str]] = []

    def wrap(key: str, passphrase: str) -> bytes:
        asked.append((key, passphrase))
        return WRAPPED

    monkeypatch.setattr("rapport_tui.app.dialogs.encryption.wrap", wrap)
    async with open_app(journal) as driver:
        await run_command(driver, "The key of the journal")
        await driver.sees("Another passphrase")
        driver.widget(RowList, "#key").go_to("passphrase")
        await driver.press("enter")
        await type_passphrase(driver)
        await driver.sees("The new passphrase opens the journal from now on.")
        assert asked == [(KEY, PASSPHRASE)]
        assert journal.encryption.key_file.read_bytes() == WRAPPED
