from __future__ import annotations

import errno
import json
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB

from rapport_tui.model.errors import RapportError
from rapport_tui.store import (
    Changes,
    Doc,
    NewerSchemaError,
    Store,
    UnreadableError,
    checksum,
    read_backup,
    replace_ruined,
    write_atomically,
)


def put(store: Store, *docs: Doc, table: str = "people") -> None:
    with store.transaction() as draft:
        for doc in docs:
            draft.put(table, doc)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_put_is_there_for_the_next_process(folder: Path) -> None:
    put(Store(folder), {"uid": "a", "name": "王小明"}, {"uid": "b", "name": "[bold]x[/"})
    assert Store(folder).docs["people"] == {"a": {"uid": "a", "name": "王小明"}, "b": {"uid": "b", "name": "[bold]x[/"}}


def test_replaced_and_removed(folder: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a", "name": "Ann", "role": "cook"}, {"uid": "b"}, {"uid": "c"})
    with store.transaction() as draft:
        draft.put("people", {"uid": "a", "name": "Anna"})
        draft.remove("people", "b")
        draft.remove("people", "nobody")
    expected = {"a": {"uid": "a", "name": "Anna"}, "c": {"uid": "c"}}
    assert store.docs["people"] == expected
    reopened = Store(folder).docs["people"]
    assert reopened == expected
    assert list(reopened) == ["a", "c"]


def test_a_draft_sees_its_own_changes_and_keeps_only_real_ones(folder: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a", "name": "Ann"})
    with store.transaction() as draft:
        draft.put("people", {"uid": "a", "name": "Anna"})
        draft.put("people", {"uid": "new"})
        assert draft.get("people", "a") == {"uid": "a", "name": "Anna"}
        assert draft.stored("people") == {"a": {"uid": "a", "name": "Ann"}}
        draft.put("people", {"uid": "a", "name": "Ann"})
        draft.remove("people", "new")
        assert draft.changes == {}


def test_nothing_is_written_where_nothing_changes(folder: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a", "name": "Ann"})
    before = store.path.stat()
    put(store, {"uid": "a", "name": "Ann"})
    assert store.path.stat() == before


def test_opening_alone_makes_a_private_folder_and_no_file(tmp_path: Path) -> None:
    store = Store(tmp_path / "deep" / "journal")
    assert mode(store.folder) == 0o700
    assert not store.path.exists()


def test_files_are_private(folder: Path, tmp_path: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a"})
    store.backup(tmp_path / "copy.json")
    assert {mode(path) for path in (store.path, store.folder / "rapport.lock", tmp_path / "copy.json")} == {0o600}


def test_stock_tinydb_reads_and_changes_the_file(folder: Path) -> None:
    put(Store(folder), {"uid": "a", "name": "Zoë"}, {"uid": "b"})
    with TinyDB(folder / "rapport.json", encoding="utf-8") as db:
        assert db.table("people").get(doc_id=1) == {"uid": "a", "name": "Zoë"}
        db.table("people").insert({"uid": "c"})
    store = Store(folder)
    assert list(store.docs["people"]) == ["a", "b", "c"]
    put(store, {"uid": "d"})
    assert list(Store(folder).docs["people"]) == ["a", "b", "c", "d"]


def test_one_document_a_line(folder: Path) -> None:
    put(Store(folder), {"uid": "a", "text": "two\nlines"}, {"uid": "b"})
    lines = (folder / "rapport.json").read_text().splitlines()
    assert '"1": {"uid": "a", "text": "two\\nlines"},' in lines
    assert '"2": {"uid": "b"}' in lines


def test_an_error_in_the_block_saves_nothing(folder: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a"})

    def stumble() -> None:
        with store.transaction() as draft:
            draft.put("people", {"uid": "b"})
            raise ValueError

    with pytest.raises(ValueError):
        stumble()
    assert list(store.docs["people"]) == ["a"]
    assert list(Store(folder).docs["people"]) == ["a"]


def test_a_symlinked_folder_and_file_stay_links(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    link = tmp_path / "link"
    link.symlink_to(real)
    put(Store(link), {"uid": "a"})
    assert link.is_symlink()
    assert list(Store(real).docs["people"]) == ["a"]
    moved = tmp_path / "elsewhere.json"
    (real / "rapport.json").rename(moved)
    (real / "rapport.json").symlink_to(moved)
    put(Store(link), {"uid": "b"})
    assert (real / "rapport.json").is_symlink()
    assert list(Store(link).docs["people"]) == ["a", "b"]


def test_what_another_process_saved_is_taken_in_before_a_change(folder: Path) -> None:
    mine, theirs = Store(folder), Store(folder)
    put(mine, {"uid": "a"})
    put(theirs, {"uid": "b"}, {"uid": "c"})
    with mine.transaction() as draft:
        assert draft.get("people", "b") == {"uid": "b"}
        draft.put("people", {"uid": "d"})
    assert list(Store(folder).docs["people"]) == ["a", "b", "c", "d"]


def test_taking_turns_overwrites_nobody(folder: Path) -> None:
    stores = [Store(folder), Store(folder), Store(folder)]
    for i in range(12):
        put(stores[i % 3], {"uid": f"p{i}"}, {"uid": f"q{i}"})
        with stores[(i + 1) % 3].transaction() as draft:
            draft.remove("people", f"q{i}")
    assert list(Store(folder).docs["people"]) == [f"p{i}" for i in range(12)]


def test_refresh_tells_what_changed(folder: Path) -> None:
    mine, theirs = Store(folder), Store(folder)
    put(mine, {"uid": "a"}, {"uid": "b"}, {"uid": "c"})
    theirs.refresh()
    heard: list[Changes] = []
    mine.on_change = heard.append
    assert not mine.refresh()
    with theirs.transaction() as draft:
        draft.put("people", {"uid": "a", "name": "Ann"})
        draft.remove("people", "b")
        draft.put("notes", {"uid": "n"})
    assert mine.refresh()
    assert heard == [{"people": {"a": {"uid": "a", "name": "Ann"}, "b": None}, "notes": {"n": {"uid": "n"}}}]
    assert not mine.refresh()


DAMAGED = {
    "empty": b"",
    "null": b"null",
    "a list": b"[]",
    "cut off": b'{"_meta": {"1": {"schema": 1}}, "people": {"1": {"uid": ',
    "zeros": b"\0" * 64,
    "something else": b"PK\x03\x04",
    "other json": b'{"people": {}}',
    "ids that are none": b'{"_meta": {"1": {"schema": 1}}, "people": {"x": {"uid": "a"}}}',
    "documents that are none": b'{"_meta": {"1": {"schema": 1}}, "people": {"1": 7}}',
    "too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_ruined_file_is_refused_and_left_as_it_is(folder: Path, name: str) -> None:
    folder.mkdir()
    path = folder / "rapport.json"
    path.write_bytes(DAMAGED[name])
    with pytest.raises(UnreadableError, match="rapport restore"):
        Store(folder)
    assert path.read_bytes() == DAMAGED[name]


@pytest.mark.parametrize("name", DAMAGED)
def test_a_file_ruined_while_it_is_open_is_refused_and_memory_stays(folder: Path, name: str) -> None:
    store = Store(folder)
    put(store, {"uid": "a"})
    store.path.write_bytes(DAMAGED[name])
    for _ in range(2):
        with pytest.raises(UnreadableError):
            put(store, {"uid": "b"})
    assert list(store.docs["people"]) == ["a"]
    assert store.path.read_bytes() == DAMAGED[name]


def test_a_newer_schema_is_refused_on_opening_and_when_it_comes_later(folder: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a"})
    newer = json.dumps({"_meta": {"1": {"schema": 99}}, "people": {"1": {"uid": "a", "shape": "new"}}})
    store.path.write_text(newer)
    with pytest.raises(NewerSchemaError, match="Update rapport"):
        Store(folder)
    for _ in range(2):
        with pytest.raises(NewerSchemaError):
            put(store, {"uid": "b"})
    with pytest.raises(NewerSchemaError):
        read_backup(store.path)
    assert store.path.read_text() == newer


def test_a_file_that_is_deleted_comes_back_with_the_next_change(folder: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a"})
    store.path.unlink()
    assert not store.refresh()
    put(store, {"uid": "b"})
    assert list(Store(folder).docs["people"]) == ["a", "b"]


def test_an_older_copy_put_back_is_what_counts(folder: Path, tmp_path: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a"})
    store.backup(tmp_path / "old.json")
    put(store, {"uid": "b"})
    write_atomically(store.path, (tmp_path / "old.json").read_bytes())
    assert store.refresh()
    put(store, {"uid": "c"})
    assert list(Store(folder).docs["people"]) == ["a", "c"]


def test_odd_values_of_a_hand_that_changed_the_file_can_be_saved_again(folder: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a"})
    store.path.write_text('{"_meta": {"1": {"schema": 1}}, "people": {"1": {"uid": "a", "n": NaN, "s": "\\ud800"}}}')
    put(store, {"uid": "b"})
    assert Store(folder).docs["people"]["a"] == {"uid": "a", "n": None, "s": "\ud800"}


def test_strays_are_kept_and_counted(folder: Path) -> None:
    folder.mkdir()
    people = {"1": {"name": "no uid"}, "2": {"uid": "a", "n": 1}, "3": {"uid": "a", "n": 2}, "4": {"uid": 5}}
    (folder / "rapport.json").write_text(json.dumps({"_meta": {"1": {"schema": 1}}, "people": people, "other": {}}))
    store = Store(folder)
    assert store.strays == {"people": 3}
    put(store, {"uid": "a", "n": 3}, {"uid": "b"})
    kept = json.loads(store.path.read_text())
    assert kept["people"] == {**people, "3": {"uid": "a", "n": 3}, "5": {"uid": "b"}}
    assert kept["other"] == {}


def fail_at(monkeypatch: pytest.MonkeyPatch, target: object, name: str, number: int, code: int) -> None:
    """Let the `number`-th call of `target.name` fail with an error of the system."""
    real: Callable[..., object] = getattr(target, name)
    calls = 0

    def call(*args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if calls == number:
            raise OSError(code, os.strerror(code))
        return real(*args, **kwargs)

    monkeypatch.setattr(target, name, call)


def change_all(store: Store) -> None:
    with store.transaction() as draft:
        draft.put("people", {"uid": "a", "name": "Anna"})
        draft.remove("people", "b")
        draft.put("people", {"uid": "c"})
        draft.put("notes", {"uid": "n"})


FAULTS = [
    pytest.param(os, "fsync", 1, errno.ENOSPC, id="no room"),
    pytest.param(os, "fsync", 1, errno.EIO, id="the disk fails"),
    pytest.param(Path, "replace", 1, errno.EIO, id="the new file can't be put in place"),
    pytest.param(os, "fsync", 2, errno.EIO, id="the folder can't be synced"),
    pytest.param(tempfile, "mkstemp", 1, errno.EROFS, id="nothing can be written"),
]


@pytest.mark.parametrize(("target", "name", "number", "code"), FAULTS)
@pytest.mark.parametrize("is_new", [False, True], ids=["old journal", "new journal"])
def test_a_failed_save_leaves_memory_and_disk_as_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch, target: object, name: str, number: int, code: int, is_new: bool
) -> None:
    store = Store(folder)
    if not is_new:
        put(store, {"uid": "a", "name": "Ann"}, {"uid": "b"})
    docs = {table: dict(some) for table, some in store.docs.items()}
    file = store.path.read_bytes() if store.path.exists() else None
    heard: list[Changes] = []
    store.on_change = heard.append
    with monkeypatch.context() as patch:
        fail_at(patch, target, name, number, code)
        with pytest.raises(RapportError, match="nothing was changed"):
            change_all(store)
    assert (store.docs, heard) == (docs, [])
    assert (store.path.read_bytes() if store.path.exists() else None) == file
    assert [path.name for path in folder.iterdir() if path.suffix == ".tmp"] == []
    put(store, {"uid": "d"})
    assert list(Store(folder).docs["people"]) == [*docs["people"], "d"]
    assert Store(folder).docs == store.docs


def test_a_folder_that_cannot_be_written_to_is_read_and_backed_up(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(Store(folder), {"uid": "a"})
    real = os.open

    def read_only(path: str | Path, flags: int, *args: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and Path(path).parent == folder:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, flags, *args)

    monkeypatch.setattr(os, "open", read_only)
    store = Store(folder)
    assert list(store.docs["people"]) == ["a"]
    with pytest.raises(RapportError, match="permission denied"):
        put(store, {"uid": "b"})
    store.backup(tmp_path / "copy.json")
    assert [doc["uid"] for doc in read_backup(tmp_path / "copy.json")["people"]] == ["a"]


def test_a_folder_that_is_a_file_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RapportError, match="can’t be opened"):
        Store(tmp_path / "file" / "journal")


def test_a_backup_of_an_empty_journal_opens(folder: Path, tmp_path: Path) -> None:
    Store(folder).backup(tmp_path / "copy.json")
    assert set(map(len, read_backup(tmp_path / "copy.json").values())) == {0}


def test_read_backup_refuses_what_is_none(tmp_path: Path) -> None:
    with pytest.raises(RapportError, match="can’t be read"):
        read_backup(tmp_path / "nothing.json")
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(UnreadableError):
        read_backup(tmp_path / "other.json")


def test_a_ruined_journal_is_replaced_and_kept(folder: Path, tmp_path: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a"})
    store.backup(tmp_path / "copy.json")
    for number in (1, 2):
        store.path.write_bytes(b"ruined")
        kept = replace_ruined(folder, tmp_path / "copy.json")
        assert kept.name == f"rapport.ruined-{number}.json"
        assert kept.read_bytes() == b"ruined"
        assert list(Store(folder).docs["people"]) == ["a"]
    store.path.write_bytes(b"ruined")
    with pytest.raises(RapportError):
        replace_ruined(folder, tmp_path / "nothing.json")
    assert store.path.read_bytes() == b"ruined"


def test_checksums_tell_documents_apart() -> None:
    assert checksum(None) == 0
    assert checksum({"a": 1, "b": "ö\ud800"}) == checksum({"b": "ö\ud800", "a": 1})
    assert checksum({"a": 1}) != checksum({"a": 2})


def test_what_a_killed_writer_left_is_swept_up(folder: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a"})
    (folder / ".rapport.json.abc.tmp").write_bytes(b"half")
    put(store, {"uid": "b"})
    assert {path.name for path in folder.iterdir()} == {"rapport.json", "rapport.lock"}


def test_links_in_a_circle_and_strange_homes_are_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for folder in (tmp_path / "a", Path("~nobody-of-that-name/journal")):
        with pytest.raises(RapportError):
            Store(folder)
