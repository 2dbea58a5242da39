"""Older generations: how many are kept, and that each leads to the next one exactly."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.files import Files
from rapport_tui.store import Store, backups
from rapport_tui.store.backups import KEPT_ASIDE, KEPT_BYTES, KEPT_LATEST, BackupGeneration, JournalPaths, to_keep
from rapport_tui.store.restore import read_backup
from rapport_tui.store.snapshot_format import decode_snapshot
from tests.store.script import Unsynced

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ages = st.lists(st.tuples(st.integers(0, 60 * 24 * 40), st.integers(1, 120_000_000)), max_size=12)


@given(ages)
def test_few_small_and_spread_in_time(some: list[tuple[int, int]]) -> None:
    some.sort()
    archives = [
        BackupGeneration(len(some) - number, Path("a"), size, NOW - timedelta(minutes=age))
        for number, (age, size) in enumerate(some)
    ]
    kept = to_keep(archives, NOW)
    assert kept == sorted(kept, reverse=True)
    assert len(kept) <= 5
    assert sum(archive.size for archive in kept) <= KEPT_BYTES or len(kept) == 1
    assert kept[:1] == archives[:1]
    if sum(archive.size for archive in archives) <= KEPT_BYTES:
        assert kept[:KEPT_LATEST] == archives[:KEPT_LATEST]
        if any(NOW - archive.made >= timedelta(days=7) for archive in archives):
            assert any(NOW - archive.made >= timedelta(days=7) for archive in kept)


def test_a_snapshot_and_its_log_are_the_next_snapshot(folder: Path) -> None:
    store, files, place = Store(folder, files=Unsynced()), Unsynced(), JournalPaths(folder / "rapport.json")
    for number in range(40):
        with store.transaction() as draft:
            draft.put("people", {"uid": f"p{number % 7}", "name": "王小明", "rank": 0.1 * number, "text": "\u2028"})
            draft.put("entries", {"uid": f"e{number}", "text": "\ud800" if number == 5 else "x"})
            draft.remove("entries", f"e{number - 3}")
        if number % 5 == 4:
            store.tidy(at_once=True)
            data = store.path.read_bytes()
            tables, meta = decode_snapshot(data, store.path)
            assert backups.rebuild(files, place, meta.gen, crc32(data)) == tables
            assert backups.rebuild(files, place, meta.gen, crc32(data) ^ 1) is None
            assert backups.verify(files, place) == []
    assert len(place.archives()) == KEPT_LATEST


def test_no_links_no_matter(folder: Path) -> None:
    class Unlinked(Unsynced):
        def link(self, old: Path, new: Path) -> None:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    store = Store(folder, files=Unlinked())
    for number in range(3):
        with store.transaction() as draft:
            draft.put("people", {"uid": f"p{number}"})
        store.tidy(at_once=True)
    assert store.verify() == []
    assert len(list((folder / "backups").iterdir())) == 6


def test_a_backup_is_a_whole_journal(folder: Path, tmp_path: Path) -> None:
    store, other = Store(folder), Store(folder)
    for number in range(3):
        with (store, other)[number % 2].transaction() as draft:
            draft.put("people", {"uid": f"p{number}"})
    other.backup(tmp_path / "copy.json")
    assert [doc["uid"] for doc in read_backup(tmp_path / "copy.json")["people"]] == ["p0", "p1", "p2"]
    second = tmp_path / "second"
    second.mkdir()
    (tmp_path / "copy.json").rename(second / "rapport.json")
    with Store(second).transaction() as draft:
        draft.put("people", {"uid": "p3"})
    assert list(Store(second).docs["people"]) == ["p0", "p1", "p2", "p3"]


def test_what_is_set_aside_is_bounded(folder: Path) -> None:
    store = Store(folder, files=Unsynced())
    with store.transaction() as draft:
        draft.put("people", {"uid": "a"})
    for _ in range(KEPT_ASIDE + 4):
        store.path.write_bytes(b"ruined")
        assert store.refresh() is False
        assert store.notices()
    assert len({path.with_suffix("") for path in (folder / "backups").glob("*.aside-*")}) == KEPT_ASIDE
    assert list(Store(folder).docs["people"]) == ["a"]


@pytest.mark.parametrize("size", [10, 300_000])
def test_a_long_log_is_merged_on_closing(folder: Path, size: int) -> None:
    store = Store(folder)
    with store.transaction() as draft:
        draft.put("entries", {"uid": "a", "text": "x" * size})
    before = store.path.stat().st_size
    store.close()
    assert (store.path.stat().st_size > before) is (size > 64 * 1024)
    assert Store(folder, files=Files()).docs == store.docs


def test_a_backup_from_beyond_the_calendar_is_an_old_one(folder: Path) -> None:
    for seconds in (1e13, -1e13, 1e300):
        assert backups.time_of_file(seconds) == datetime(1970, 1, 1, tzinfo=UTC)
    assert backups.time_of_file(NOW.timestamp()) == NOW
