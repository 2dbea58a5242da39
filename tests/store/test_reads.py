"""Test how often the store reads, writes and syncs its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rapport_tui.files import Files
from rapport_tui.store import Store
from tests.store.test_store import put


class Counted(Files):
    """Files that note what is asked of the system."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getattribute__(self, name: str) -> Any:
        if name in ("write", "sync", "open_new", "open_old", "read", "signature", "replace", "sync_folder"):
            self.asked.append(name)
        return super().__getattribute__(name)


def test_a_save_is_one_write_and_one_sync_however_much_there_is(folder: Path) -> None:
    files = Counted()
    store = Store(folder, files=files)
    put(store, *({"uid": f"p{number}"} for number in range(5000)))
    for number in range(3):
        files.asked.clear()
        put(store, {"uid": f"p{number}", "name": "Ann"})
        assert [name for name in files.asked if name in ("write", "sync", "read")] == ["write", "sync"]
        assert files.asked.count("signature") <= 4


def test_a_look_at_a_journal_that_is_as_it_was_reads_nothing(folder: Path) -> None:
    files = Counted()
    store = Store(folder, files=files)
    put(store, {"uid": "a"})
    files.asked.clear()
    assert not store.refresh()
    assert files.asked == ["signature", "signature"]


def test_what_others_wrote_is_read_from_where_it_begins(folder: Path) -> None:
    files = Counted()
    store, other = Store(folder, files=files), Store(folder)
    put(store, {"uid": "a"})
    put(other, {"uid": "b"})
    files.asked.clear()
    assert store.refresh()
    assert files.asked.count("read") == 1
    assert list(store.docs["people"]) == ["a", "b"]
