from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path

import pytest
from tinydb import TinyDB

from rapport_tui.model.errors import RapportError
from rapport_tui.store import ChangeSet, Doc, DocumentChange, NewerSchemaError, Store, UnreadableError, checksum
from rapport_tui.store.restore import read_backup, replace_ruined


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


def test_one_transaction_at_a_time_and_the_first_is_saved_whole(folder: Path) -> None:
    store = Store(folder)
    with store.transaction() as draft:
        draft.put("people", {"uid": "a"})
        with pytest.raises(RuntimeError, match="already"), store.transaction():
            pytest.fail("a transaction in a transaction would be saved on its own")
        draft.put("people", {"uid": "b"})
    assert Store(folder).docs["people"].keys() == {"a", "b"}


def test_what_hears_of_anothers_change_and_fails_keeps_nobody_waiting(folder: Path) -> None:
    store, other = Store(folder), Store(folder)
    put(other, {"uid": "a"})

    def fail(changes: ChangeSet) -> None:
        raise ValueError(changes)

    store.observers.append(fail)
    with pytest.raises(ValueError, match="people"):
        put(store, {"uid": "b"})
    put(other, {"uid": "c"})
    assert Store(folder).docs["people"].keys() == {"a", "c"}


def test_nothing_is_written_where_nothing_changes(folder: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a", "name": "Ann"})
    before = store.path.stat()
    put(store, {"uid": "a", "name": "Ann"})
    assert store.path.stat() == before


def test_the_first_change_makes_private_folders_and_opening_makes_none(tmp_path: Path) -> None:
    store = Store(tmp_path / "deep" / "journal")
    assert not (tmp_path / "deep").exists()
    put(store, {"uid": "a"})
    assert {mode(store.folder), mode(tmp_path / "deep")} == {0o700}


def test_files_are_private(folder: Path, tmp_path: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a"})
    store.backup(tmp_path / "copy.json")
    store.tidy(at_once=True)
    written = [*folder.rglob("rapport*"), tmp_path / "copy.json"]
    assert len(written) == 6
    assert {mode(path) for path in written} == {0o600}
    assert mode(folder / "backups") == 0o700


def test_stock_tinydb_reads_and_changes_the_file(folder: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a", "name": "Zoë"}, {"uid": "b"})
    store.tidy(at_once=True)
    with TinyDB(folder / "rapport.json", encoding="utf-8") as db:
        assert db.table("people").get(doc_id=1) == {"uid": "a", "name": "Zoë"}
        db.table("people").insert({"uid": "c"})
    assert store.refresh()
    assert list(store.docs["people"]) == ["a", "b", "c"]
    put(store, {"uid": "d"})
    assert list(Store(folder).docs["people"]) == ["a", "b", "c", "d"]


def test_one_document_a_line(folder: Path) -> None:
    store = Store(folder)
    put(store, {"uid": "a", "text": "two\nlines"}, {"uid": "b"})
    store.tidy(at_once=True)
    lines = (folder / "rapport.json").read_text().splitlines()
    assert '"1": {"uid":"a","text":"two\\nlines"},' in lines
    assert '"2": {"uid":"b"}' in lines


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
    Store(link).tidy(at_once=True)
    (tmp_path / "elsewhere").mkdir()
    for suffix in ("json", "log"):
        (real / f"rapport.{suffix}").rename(tmp_path / "elsewhere" / f"mine.{suffix}")
    (real / "rapport.json").symlink_to(tmp_path / "elsewhere" / "mine.json")
    put(Store(link), {"uid": "b"})
    assert (real / "rapport.json").is_symlink()
    assert list(Store(link).docs["people"]) == ["a", "b"]
    assert not (real / "rapport.log").exists()


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
    heard: list[ChangeSet] = []
    mine.observers.append(heard.append)
    assert not mine.refresh()
    with theirs.transaction() as draft:
        draft.put("people", {"uid": "a", "name": "Ann"})
        draft.remove("people", "b")
        draft.put("notes", {"uid": "n"})
    assert mine.refresh()
    [changes] = heard
    told = {
        (table, uid): (change.before, change.after) for table, docs in changes.items() for uid, change in docs.items()
    }
    assert told == {
        ("people", "a"): ({"uid": "a"}, {"uid": "a", "name": "Ann"}),
        ("people", "b"): ({"uid": "b"}, None),
        ("notes", "n"): (None, {"uid": "n"}),
    }
    assert not mine.refresh()


@pytest.mark.parametrize("reload", [False, True])
def test_several_saves_of_another_process_are_one_change(folder: Path, reload: bool) -> None:
    mine, theirs = Store(folder), Store(folder)
    put(mine, {"uid": "a", "name": "Ann", "role": "cook"})
    heard: list[ChangeSet] = []
    mine.observers.append(heard.append)
    put(theirs, {"uid": "a", "name": "Anna"})
    put(theirs, {"uid": "a", "name": "Anne"})
    if reload:
        theirs.tidy(at_once=True)
    assert mine.refresh()
    change = heard[0]["people"]["a"]
    assert (change.before, change.after) == ({"uid": "a", "name": "Ann", "role": "cook"}, {"uid": "a", "name": "Anne"})
    assert change.fields == {"name", "role"}
    assert DocumentChange(None, {"uid": "b"}).fields == {"uid"}


def test_an_observer_added_during_a_change_hears_from_the_next_one_on(folder: Path) -> None:
    store = Store(folder)
    heard: list[str] = []

    def first(_: ChangeSet) -> None:
        heard.append("first")
        if len(store.observers) == 1:
            store.observers.insert(0, lambda _: heard.append("second"))

    store.observers.append(first)
    put(store, {"uid": "a"})
    assert heard == ["first"]
    put(store, {"uid": "b"})
    assert heard == ["first", "second", "first"]


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


def test_odd_values_of_a_hand_that_changed_the_file_can_be_saved_again(folder: Path) -> None:
    folder.mkdir()
    path = folder / "rapport.json"
    odd = f'"n": NaN, "i": -1e400, "d": {"9" * 5000}, "s": "\\ud800", "\\udfff": 1, "ok": "\\ud83d\\ude00"'
    path.write_text(f'{{"_meta": {{"1": {{"schema": 1}}}}, "people": {{"1": {{"uid": "a", {odd}}}}}}}')
    kept = {"uid": "a", "n": None, "i": None, "d": None, "s": "?", "?": 1, "ok": "😀"}
    assert Store(folder).docs["people"]["a"] == kept
    put(Store(folder), {"uid": "b"})
    Store(folder).tidy(at_once=True)
    assert Store(folder).docs["people"]["a"] == kept


def test_odd_ids_become_new_ones(folder: Path) -> None:
    folder.mkdir()
    keys = ("1", "01", "001", "7", "9" * 5000)
    people = {key: {"uid": f"p{number}"} for number, key in enumerate(keys)}
    (folder / "rapport.json").write_text(json.dumps({"_meta": {"1": {"schema": 1}}, "people": people}))
    everybody = {f"p{number}" for number in range(len(keys))}
    assert set(Store(folder).docs["people"]) == everybody
    put(Store(folder), {"uid": "p1", "name": "Ann"})
    Store(folder).tidy(at_once=True)
    store = Store(folder)
    assert (set(store.docs["people"]), store.docs["people"]["p1"]["name"]) == (everybody, "Ann")
    assert set(json.loads(store.path.read_text())["people"]) == {"1", "7", *map(str, range(8, 11))}


def test_strays_are_kept_and_counted(folder: Path) -> None:
    folder.mkdir()
    people = {"1": {"name": "no uid"}, "2": {"uid": "a", "n": 1}, "3": {"uid": "a", "n": 2}, "4": {"uid": 5}}
    (folder / "rapport.json").write_text(json.dumps({"_meta": {"1": {"schema": 1}}, "people": people, "other": {}}))
    store = Store(folder)
    assert store.strays == {"people": 3}
    put(store, {"uid": "a", "n": 3}, {"uid": "b"})
    store.tidy(at_once=True)
    kept = json.loads(store.path.read_text())
    assert kept["people"] == {**people, "3": {"uid": "a", "n": 3}, "5": {"uid": "b"}}
    assert kept["other"] == {}


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
    monkeypatch.setattr(os, "access", lambda path, how: False)
    store = Store(folder)
    assert list(store.docs["people"]) == ["a"]
    assert "can only be read" in store.warnings()[0]
    with pytest.raises(RapportError, match="permission denied"):
        put(store, {"uid": "b"})
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(os, "open", real)
        elsewhere.setattr(os, "access", lambda path, how: True)
        put(Store(folder), {"uid": "c"})
    assert store.refresh()
    assert list(store.docs["people"]) == ["a", "c"]
    store.backup(tmp_path / "copy.json")
    assert [doc["uid"] for doc in read_backup(tmp_path / "copy.json")["people"]] == ["a", "c"]


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
    kept = set()
    for _ in range(2):
        for name in ("rapport.json", "rapport.log"):
            (folder / name).write_bytes(b"ruined")
        kept.add(replace_ruined(folder, tmp_path / "copy.json"))
        assert {path.read_bytes() for path in kept} == {b"ruined"}
        assert list(Store(folder).docs["people"]) == ["a"]
    assert len(kept) == 2
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
    put(Store(folder), {"uid": "b"})
    assert {path.name for path in folder.iterdir()} == {"rapport.json", "rapport.log", "rapport.lock"}


def test_links_in_a_circle_and_strange_homes_are_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for folder in (tmp_path / "a", Path("~nobody-of-that-name/journal")):
        with pytest.raises(RapportError):
            Store(folder)
