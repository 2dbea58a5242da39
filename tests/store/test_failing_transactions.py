"""Test that a transaction that fails on its way to the log says so, and saves nothing."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from rapport_tui.model.errors import RapportError
from rapport_tui.store import Store
from rapport_tui.store.tinydb_tables import LogTable
from tests.store.test_store import put


@pytest.mark.parametrize("error", [ValueError("cannot"), OSError(errno.EIO, "cannot")])
def test_a_change_that_cannot_be_recorded_for_other_machines_is_an_error_and_not_saved(
    folder: Path, error: Exception
) -> None:
    store = Store(folder)
    put(store, {"uid": "own"}, table="sync")

    def fail(_: object) -> None:
        raise error

    store.recorder = fail
    with pytest.raises(ValueError if isinstance(error, ValueError) else RapportError):
        put(store, {"uid": "a", "name": "Ann"})
    store.recorder = None
    assert store.docs["people"] == {} == Store(folder).docs["people"]
    put(store, {"uid": "b"})
    assert list(Store(folder).docs["people"]) == ["b"]


def test_an_error_of_the_disk_while_documents_are_read_is_told_as_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(folder)
    put(store, {"uid": "a"})

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "cannot")

    monkeypatch.setattr(LogTable, "change", fail)
    with pytest.raises(RapportError, match="nothing was changed"):
        put(store, {"uid": "b"})
    monkeypatch.undo()
    put(store, {"uid": "c"})
    assert list(Store(folder).docs["people"]) == ["a", "c"]
