"""Files that were ruined, deleted or replaced from outside."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pytest

from rapport_tui.model.errors import RapportError
from rapport_tui.store import Doc, Store, UnreadableError
from rapport_tui.store.restore import read_backup, replace_ruined
from tests.store.damage import DAMAGES, SEAL, build
from tests.store.script import Docs, Unsynced, docs_of, opened, read
from tests.store.test_faults import Faulty


def older_copies(folder: Path) -> list[Docs]:
    """Return what the older copy of the journal’s files has, the snapshot alone and with its log."""
    [snapshot] = (folder / "copy").glob("rapport.json*")
    copies = [read_backup(path, SEAL) for path in (folder / "copy" / "backup.json", snapshot)]
    (folder / "copy" / "rapport.log").rename(folder / "copy" / "elsewhere")
    copies.append(read_backup(snapshot, SEAL))
    (folder / "copy" / "elsewhere").rename(folder / "copy" / "rapport.log")
    return [{name: {doc["uid"]: doc for doc in docs} for name, docs in copy.items() if docs} for copy in copies]


def fits(found: Docs, whole: Docs, older: list[Docs], left: str) -> bool:
    """Return whether `found` is what is to be left."""
    if left == "all":
        return found == whole
    if left == "lines":
        return found != whole and found["people"].keys() <= {f"p{number}" for number in range(12)}
    return found in older


def all_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}


@pytest.mark.parametrize("name", DAMAGES)
def test_opening_what_was_damaged(folder: Path, name: str, encrypted: bool) -> None:
    whole, damage = build(folder, encrypted=encrypted), DAMAGES[name]
    older = older_copies(folder)
    damage.strike(folder)
    before = all_files(folder)
    if damage.left == "refused":
        with pytest.raises(RapportError, match=damage.says):
            opened(folder)
        assert all_files(folder) == before
        return
    store = opened(folder)
    assert damage.says in " ".join(store.notices())
    found = docs_of(store)
    assert fits(found, whole, older, damage.left), found
    assert opened(folder).notices() == []
    assert read(folder) == found
    put(store, {"uid": "later"})
    assert "later" in read(folder)["people"]


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_while_a_window_is_open(folder: Path, name: str, encrypted: bool) -> None:
    whole, damage = build(folder, encrypted=encrypted), DAMAGES[name]
    older = older_copies(folder)
    store = opened(folder)
    damage.strike(folder)
    before = all_files(folder)
    if damage.open_left == "refused":
        for _ in range(2):
            with pytest.raises(RapportError, match=damage.says):
                put(store, {"uid": "later"})
        assert docs_of(store) == whole
        assert all_files(folder) == before
        return
    put(store, {"uid": "later"})
    found = docs_of(store)
    assert read(folder) == found
    assert found["people"].pop("later")
    assert fits(found, whole, older, damage.open_left), found
    if damage.open_left == "older":
        [note] = store.notices()
        kept = Path(note.rpartition("rapport restore ")[2])
        assert {doc["uid"]: doc for doc in read_backup(kept, SEAL)["people"]} == whole["people"]


def put(store: Store, *docs: Doc, table: str = "people") -> None:
    with store.transaction() as draft:
        for doc in docs:
            draft.put(table, doc)


@pytest.mark.parametrize("name", [name for name, damage in DAMAGES.items() if damage.left != "refused"])
@pytest.mark.parametrize("code", [0, errno.ENOSPC, errno.EIO])
def test_mending_that_is_cut_short_can_be_done_again(
    tmp_path: Path, name: str, code: int, encrypted: bool, stride: int
) -> None:
    if encrypted and code and stride > 1:
        pytest.skip("only with --faults")

    class Death(BaseException):
        pass

    def fail(call: str) -> None:
        raise OSError(code, os.strerror(code)) if code else Death

    built, folder = tmp_path / "built", tmp_path / "journal"
    build(built, encrypted=encrypted)
    DAMAGES[name].strike(built)
    shutil.copytree(built, folder)
    expected = read(folder)
    calls = 1
    number = 1 - stride
    while number + stride <= calls:
        number += stride
        shutil.rmtree(folder)
        shutil.copytree(built, folder)
        files = Faulty(number, fail, half=number % 2 == 0)
        try:
            store = opened(folder, files)
            assert docs_of(store) == expected
            put(store, {"uid": "later"})
        except (Death, RapportError):
            pass
        calls = max(calls, files.calls)
        found = read(folder)
        found["people"].pop("later", None)
        assert found == expected, f"call {number}, {files.name}"


def test_the_newest_backup_that_can_be_read_is_named_and_restored(folder: Path) -> None:
    build(folder)
    archives = sorted((folder / "backups").glob("rapport-00000?.json"))
    archives[-1].write_bytes(b"ruined")
    for name in ("rapport.json", "rapport.log"):
        (folder / name).write_bytes(b"ruined")
    with pytest.raises(UnreadableError, match=str(archives[-2])):
        Store(folder, files=Unsynced())
    replace_ruined(folder, archives[-2])
    assert len(Store(folder, files=Unsynced()).docs["people"]) == 4


def test_two_programs_that_used_the_same_id_are_both_kept(folder: Path) -> None:
    store = Store(folder, files=Unsynced())
    put(store, {"uid": "a"})
    store.tidy(at_once=True)
    put(store, {"uid": "b", "text": "ours"}, {"uid": "c"})
    put(store, {"uid": "b", "text": "ours, later"})
    tables = json.loads(store.path.read_text())
    tables["people"]["2"] = {"uid": "x", "text": "theirs"}
    store.path.write_text(json.dumps(tables))
    for people in (Store(folder, files=Unsynced()).docs["people"], Store(folder, files=Unsynced()).docs["people"]):
        assert {uid: doc.get("text") for uid, doc in people.items()} == {
            "a": None, "x": "theirs", "b": "ours, later", "c": None
        }  # fmt: skip
    assert store.refresh()
    assert sorted(store.docs["people"]) == ["a", "b", "c", "x"]


def test_check_reads_the_backups(folder: Path) -> None:
    build(folder)
    store = Store(folder, files=Unsynced())
    assert store.verify() == []
    newest = max((folder / "backups").glob("rapport-00000?.log"))
    newest.write_bytes(newest.read_bytes()[:-9])
    oldest = min((folder / "backups").glob("rapport-00000?.json"))
    oldest.write_bytes(b"ruined")
    problems = store.verify()
    assert any(str(oldest) in problem for problem in problems)
    assert store.docs == Store(folder, files=Unsynced()).docs


@pytest.mark.parametrize("with_log", [False, True], ids=["snapshot", "both"])
def test_an_older_version_that_comes_back_does_not_empty_the_journal(folder: Path, with_log: bool) -> None:
    store = Store(folder, files=Unsynced())
    put(store, {"uid": "a"})
    first = {name: (folder / name).read_bytes() for name in ("rapport.json", "rapport.log")}
    for uid in ("b", "c"):
        store.tidy(at_once=True)
        put(store, {"uid": uid})
    store.close()
    (folder / "rapport.json").write_bytes(first["rapport.json"])
    if with_log:
        (folder / "rapport.log").write_bytes(first["rapport.log"])
    store = Store(folder, files=Unsynced())
    assert set(store.docs["people"]) == ({"a", "b"} if with_log else {"a", "b", "c"})
    [note] = store.notices()
    assert ("may be missing" in note) is with_log
    older = Path(note.rpartition("rapport restore ")[2])
    assert older.read_bytes() == first["rapport.json"]
    assert store.verify() == []


def test_what_was_set_aside_is_told_until_it_is_gone(folder: Path) -> None:
    store = Store(folder, files=Unsynced())
    put(store, {"uid": "a"})
    store.close()
    (folder / "rapport.log").write_bytes(b"ruined")
    store = Store(folder, files=Unsynced())
    for _ in range(2):
        [problem] = store.verify()
        assert "aside-1" in problem
    for path in (folder / "backups").glob("*aside*"):
        path.unlink()
    assert store.verify() == []


def test_conflict_copies_are_told(folder: Path) -> None:
    build(folder)
    for name in ("rapport.sync-conflict-20261123-090000-ABC.json", "rapport (conflicted copy).json", "other.json"):
        (folder / name).write_text("{}")
    warnings = Store(folder, files=Unsynced()).warnings()
    assert len(warnings) == 2
    assert "sync-conflict" in " ".join(warnings)
