"""Keys and conversions through the journal, where something is missing or the disk fails."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from rapport_tui.journal import Journal
from rapport_tui.model.errors import LockedError, MissingKeyError, RapportError
from rapport_tui.store.sealing import new_key
from tests.encrypted import KEY, PASSPHRASE, PUBLIC, WRAPPED
from tests.store.test_faults import Faulty


@pytest.fixture
def encrypted(journal: Journal) -> Journal:
    """Return an encrypted journal of one line, unlocked."""
    journal.entries.log(["coffee with @priya"])
    journal.encryption.encrypt(KEY, WRAPPED)
    return journal


def lines(journal: Journal) -> int:
    return len(journal.entries.search(""))


def test_a_disk_that_fails_leaves_a_journal_that_is_one_or_the_other(journal: Journal) -> None:
    def fail(call: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    journal.entries.log(["coffee with @priya"])
    told = set()
    for number in range(1, 60):
        encryption = journal.encryption
        encryption._files = files = Faulty(number, fail)
        try:
            encryption.encrypt(KEY, WRAPPED)
        except RapportError as error:
            told.add(str(error).rpartition(". ")[2])
        assert lines(journal) == 1
        assert not journal.is_locked
        if journal.is_encrypted:
            journal.encryption.decrypt()
        if files.calls < number:
            break
    assert told == {"It opens as before.", "It is, but old files are left beside it."}


def test_a_public_key_that_is_gone_keeps_nobody_out(encrypted: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    encrypted.lock()
    (encrypted.encryption.key_file.with_name("key.pub")).unlink()
    with pytest.raises(MissingKeyError, match="rapport people"):
        encrypted.encryption.capture(["tea with @sam"])
    assert encrypted.encryption.stored_key() == ""
    encrypted.unlock(KEY)
    assert lines(encrypted) == 1
    assert encrypted.encryption.public == PUBLIC
    monkeypatch.setattr("rapport_tui.journal.encryption.key_in_keyring", lambda public: new_key())
    encrypted.lock()
    assert encrypted.encryption.stored_key() == "", "a key that does not fit is passed over"


def test_locking_forgets_what_was_read(encrypted: Journal) -> None:
    told: list[int] = []
    encrypted.listen(lambda: told.append(1))
    people = encrypted.people
    assert lines(encrypted) == 1
    encrypted.lock()
    assert encrypted.is_locked
    assert encrypted.people is not people
    with pytest.raises(LockedError):
        lines(encrypted)
    encrypted.unlock(KEY)
    encrypted.entries.log(["tea with @sam"])
    assert told, "who listened before is told afterwards"


def test_drafts_of_a_window_are_there_after_locking_and_converting(journal: Journal) -> None:
    def draft() -> tuple[str, str] | None:
        return journal.drafts.latest(lambda _: True)

    journal.entries.log(["coffee with @priya"])
    journal.drafts.keep("line", "tea with")
    journal.encryption.encrypt(KEY, WRAPPED)
    assert draft() == ("line", "tea with")
    journal.lock()
    journal.unlock(KEY)
    assert draft() == ("line", "tea with")
    journal.encryption.decrypt()
    assert draft() == ("line", "tea with")


def test_a_passphrase_is_worked_on_wherever_the_command_is_called(
    encrypted: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No module of the working directory is imported into the process that gets the passphrase."""
    (tmp_path / "rapport_tui").mkdir()
    (tmp_path / "rapport_tui" / "__init__.py").write_text("raise SystemExit(1)", encoding="utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit(1)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    encrypted.lock()
    encrypted.unlock(PASSPHRASE)
    assert lines(encrypted) == 1
