"""Tests of faults of a share and of its machines: old copies, emptied folders, wrong folders, crashes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from tests.conftest import Clock
from tests.journal.test_sync import Pair, records, texts


@pytest.fixture
def pair(tmp_path: Path, clock: Clock) -> Iterator[Pair]:
    pair = Pair(tmp_path, clock)
    pair.share()
    yield pair
    pair.laptop.close()
    pair.home.close()


def reopened(pair: Pair) -> Journal:
    """Open the laptop's journal as another process would."""
    pair.laptop.close()
    pair.laptop = Journal(pair.root / "laptop", clock=pair.clock)
    return pair.laptop


@pytest.mark.parametrize("whole", [True, False], ids=["with its folder", "the journal's file alone"])
def test_a_journal_put_back_from_an_older_copy_goes_on_as_another_machine(pair: Pair, whole: bool) -> None:
    pair.laptop.entries.log(["one"])
    pair.sync()
    folder, copy = pair.root / "laptop", pair.root / "copy"
    pair.laptop.close()
    shutil.copytree(folder, copy)
    reopened(pair).entries.log(["two"])
    pair.sync()
    pair.laptop.close()
    if whole:
        shutil.rmtree(folder)
    else:
        shutil.rmtree(copy / "sync")
        shutil.copytree(folder / "sync", copy / "sync")
        shutil.rmtree(folder)
    shutil.copytree(copy, folder)
    reopened(pair).entries.log(["three"])
    before = pair.laptop.sync.machines()[0].device
    report = pair.laptop.sync.sync()
    assert any("older copy" in notice for notice in report.notices)
    assert pair.laptop.sync.machines()[0].device != before
    pair.sync()
    assert texts(pair.home) == {"one", "two", "three"}
    assert pair.laptop.sync.status().conflicts == pair.home.sync.status().conflicts == 0


@pytest.mark.parametrize("whole", [True, False], ids=["with its folder", "without its copy of the share"])
def test_a_copy_of_a_journal_on_a_third_machine_becomes_one_of_its_own(pair: Pair, whole: bool) -> None:
    pair.laptop.entries.log(["one"])
    pair.sync()
    pair.laptop.close()
    shutil.copytree(pair.root / "laptop", pair.root / "third")
    if not whole:
        shutil.rmtree(pair.root / "third" / "sync")
    third = Journal(pair.root / "third", clock=pair.clock)
    reopened(pair).entries.log(["two"])
    third.entries.log(["three"])
    person = third.people.add("Priya")
    pair.sync()
    third.people.edit(person.uid, role="Lead")
    third.sync.sync()
    pair.sync()
    third.sync.sync()
    assert texts(pair.home) == texts(third) == {"one", "two", "three"}
    assert pair.home.people.get(person.uid).role == "Lead"
    assert records(third) == records(pair.home)
    assert third.sync.status().conflicts == pair.home.sync.status().conflicts == 0
    third.close()


def test_a_share_that_was_emptied_is_refused_and_can_be_filled_again(pair: Pair) -> None:
    pair.laptop.entries.log(["one"])
    pair.sync()
    for path in Path(pair.where).iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    pair.laptop.entries.log(["two"])
    with pytest.raises(RapportError, match="is empty"):
        pair.laptop.sync.sync()
    assert list(Path(pair.where).iterdir()) == []
    assert pair.laptop.sync.status().waiting == 1
    pair.laptop.sync.share(pair.where)
    pair.sync()
    assert texts(pair.home) == {"one", "two"}


def test_a_share_that_is_not_connected_is_told_and_nothing_is_lost(pair: Pair) -> None:
    away = pair.root / "away"
    Path(pair.where).rename(away)
    pair.laptop.entries.log(["one"])
    with pytest.raises(RapportError, match="connected"):
        pair.laptop.sync.sync()
    away.rename(pair.where)
    pair.sync()
    assert texts(pair.home) == {"one"}


def test_a_place_with_a_journal_is_joined_and_not_shared_over(pair: Pair, tmp_path: Path, clock: Clock) -> None:
    other = Journal(tmp_path / "other", clock=clock)
    other.entries.log(["mine"])
    with pytest.raises(RapportError, match="--join"):
        other.sync.share(pair.where)
    assert not other.is_shared
    other.sync.share(str(tmp_path / "second"))
    with pytest.raises(RapportError, match="--off"):
        other.sync.join(pair.where)
    with pytest.raises(RapportError, match="--off"):
        other.sync.share(pair.where)
    other.sync.stop()
    other.sync.join(pair.where)
    pair.sync()
    assert texts(pair.home) == {"mine"}
    other.close()


def test_two_shares_begun_at_once_in_one_place_are_told_apart(pair: Pair, tmp_path: Path, clock: Clock) -> None:
    other = Journal(tmp_path / "other", clock=clock)
    other.sync.share(str(tmp_path / "second"))
    (Path(pair.where) / "share.json").write_bytes((tmp_path / "second" / "share.json").read_bytes())
    with pytest.raises(RapportError, match="another journal"):
        pair.laptop.sync.sync()
    other.close()


def test_the_share_moves_to_another_place_with_all_that_is_in_it(pair: Pair, tmp_path: Path) -> None:
    pair.laptop.entries.log(["one"])
    pair.laptop.sync.sync()
    pair.where = str(tmp_path / "moved")
    pair.laptop.sync.share(pair.where)
    pair.home.sync.share(pair.where)
    pair.sync()
    assert texts(pair.home) == {"one"}


def test_nothing_shared_is_nothing_to_join(tmp_path: Path, journal: Journal) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(RapportError, match="Nothing is shared"):
        journal.sync.join(str(tmp_path / "empty"))
    with pytest.raises(RapportError, match="not there"):
        journal.sync.join(str(tmp_path / "nowhere"))
    assert not journal.is_shared


def test_a_share_that_cannot_be_written_leaves_the_journal_as_it_was(tmp_path: Path, journal: Journal) -> None:
    (tmp_path / "file").write_text("")
    journal.entries.log(["one"])
    with pytest.raises(RapportError):
        journal.sync.share(str(tmp_path / "file" / "share"))
    assert not journal.is_shared
    assert not (journal.folder / "sync" / "files").exists()


def test_who_stops_and_joins_again_has_all(pair: Pair) -> None:
    pair.laptop.entries.log(["one"])
    pair.sync()
    assert pair.laptop.sync.stop() == pair.where
    pair.laptop.entries.log(["two"])
    assert not pair.laptop.is_shared
    pair.laptop.sync.join(pair.where, name="laptop")
    pair.sync()
    assert texts(pair.home) == {"one", "two"}
    assert pair.laptop.sync.status().conflicts == 0


def test_what_was_deleted_meanwhile_does_not_come_back_with_who_joins_again(pair: Pair) -> None:
    pair.laptop.entries.log(["one", "two"])
    pair.sync()
    pair.laptop.sync.stop()
    [entry] = pair.home.entries.search("one")
    pair.home.entries.delete([entry.uid])
    pair.home.sync.sync()
    pair.laptop.sync.join(pair.where, name="laptop")
    pair.sync()
    assert texts(pair.laptop) == {"two"}


def test_a_newer_share_is_refused_and_nothing_is_half_taken(pair: Pair) -> None:
    pair.laptop.entries.log(["one"])
    pair.laptop.sync.sync()
    device = pair.laptop.sync.machines()[0].device
    [*_, newest] = sorted((Path(pair.where) / "devices" / device).glob("0*"))
    newest.write_bytes(newest.read_bytes().replace(b'"format":1', b'"format":2'))
    with pytest.raises(RapportError, match="Update rapport"):
        pair.home.sync.sync()
    assert texts(pair.home) == set()


def test_who_joins_a_share_that_is_newer_in_part_takes_in_nothing(pair: Pair, tmp_path: Path, clock: Clock) -> None:
    pair.laptop.entries.log(["one"])
    pair.laptop.sync.sync()
    pair.laptop.entries.log(["two"])
    pair.laptop.sync.sync()
    newest = max((Path(pair.where) / "devices" / pair.laptop.sync.machines()[0].device).glob("0*"))
    newest.write_bytes(newest.read_bytes().replace(b'"format":1', b'"format":2'))
    third = Journal(tmp_path / "third", clock=clock)
    with pytest.raises(RapportError, match="Update rapport"):
        third.sync.join(pair.where)
    assert texts(third) == set()
    assert not third.is_shared
    third.close()


def test_a_machine_without_a_name_has_that_of_its_host(journal: Journal, tmp_path: Path) -> None:
    journal.sync.share(str(tmp_path / "share"))
    assert journal.sync.status().device == journal.sync.machines()[0].name != ""


def test_restoring_a_backup_keeps_the_share_and_tells_the_others(pair: Pair, tmp_path: Path) -> None:
    pair.laptop.entries.log(["one"])
    pair.sync()
    pair.laptop.maintenance.backup(tmp_path / "backup.json")
    pair.laptop.entries.log(["two"])
    pair.sync()
    pair.laptop.maintenance.restore(tmp_path / "backup.json")
    pair.sync()
    assert texts(pair.home) == {"one"}
    pair.laptop.history.undo()
    pair.sync()
    assert texts(pair.home) == {"one", "two"}
