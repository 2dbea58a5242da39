"""Our TinyDB against TinyDB’s own on its memory storage: the same calls, the same answers, whatever happens between."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tinydb import TinyDB, where
from tinydb.operations import increment
from tinydb.storages import MemoryStorage, Storage
from tinydb.table import Document

from rapport_tui.files import Files
from rapport_tui.store.storage import LogStorage
from rapport_tui.store.tinydb_tables import LogDB
from tests.store.script import Unsynced

names = st.sampled_from(["people", "entries"])
values = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.text(max_size=3), st.lists(st.integers(0, 3), max_size=2),
)  # fmt: skip
documents = st.dictionaries(st.sampled_from(["n", "text", "list"]), values, max_size=3)
ids = st.integers(1, 9)
numbers = st.integers(-2, 3)
Call = Callable[[TinyDB], object]


@contextmanager
def transaction(db: LogDB) -> Iterator[None]:
    """Save what the block does, or nothing of it where it raises."""
    storage = db.storage
    assert isinstance(storage, LogStorage)
    storage.begin()
    try:
        yield
    except BaseException:
        storage.roll_back()
        raise
    storage.commit()


class Twin(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="rapport-twin-"))
        self.memory: Storage = MemoryStorage()  # type: ignore[no-untyped-call]
        self.stock = TinyDB(storage=lambda: self.memory)
        self.open()

    def open(self) -> None:
        self.storage = LogStorage(self.folder / "rapport.json", Unsynced())
        self.storage.open()
        self.ours = LogDB(self.storage)
        self.stock = TinyDB(storage=lambda: self.memory)

    def both(self, call: Call) -> None:
        answers = []
        for db in (self.stock, self.ours):
            try:
                with transaction(db) if isinstance(db, LogDB) else nullcontext():
                    answer = call(db)
                # A snapshot is in the order of the ids, so after tidying ours goes through a table in that order.
                answers.append(repr(sorted(answer) if isinstance(answer, list) else answer))
            except (ValueError, KeyError, TypeError) as error:
                answers.append(type(error).__name__)
        assert answers[0] == answers[1]

    @rule(name=names, doc=documents)
    def insert(self, name: str, doc: dict[str, Any]) -> None:
        self.both(lambda db: db.table(name).insert(doc))

    @rule(name=names, doc=documents, doc_id=ids)
    def insert_with_an_id(self, name: str, doc: dict[str, Any], doc_id: int) -> None:
        if not self.stock.table(name).contains(doc_id=doc_id):
            self.both(lambda db: db.table(name).insert(Document(doc, doc_id)))

    @rule(name=names, docs=st.lists(documents, max_size=4))
    def insert_many(self, name: str, docs: list[dict[str, Any]]) -> None:
        self.both(lambda db: db.table(name).insert_multiple(docs))

    @rule(name=names, fields=documents, number=numbers)
    def update(self, name: str, fields: dict[str, Any], number: int) -> None:
        self.both(lambda db: db.table(name).update(fields, where("n") == number))

    @rule(name=names, fields=documents)
    def update_all(self, name: str, fields: dict[str, Any]) -> None:
        self.both(lambda db: db.table(name).update(fields))

    @rule(name=names, fields=documents, some=st.sets(ids, max_size=3))
    def update_ids(self, name: str, fields: dict[str, Any], some: set[int]) -> None:
        self.both(lambda db: db.table(name).update(fields, doc_ids=sorted(some)))

    @rule(name=names)
    def update_by_a_function(self, name: str) -> None:
        self.both(lambda db: db.table(name).update(increment("n"), where("n").test(lambda n: isinstance(n, int))))

    @rule(name=names, doc=documents, number=numbers)
    def upsert(self, name: str, doc: dict[str, Any], number: int) -> None:
        self.both(lambda db: db.table(name).upsert(doc, where("n") == number))

    @rule(name=names, number=numbers)
    def remove(self, name: str, number: int) -> None:
        self.both(lambda db: db.table(name).remove(where("n") == number))

    @rule(name=names, some=st.sets(ids, max_size=3))
    def remove_ids(self, name: str, some: set[int]) -> None:
        self.both(lambda db: db.table(name).remove(doc_ids=sorted(some)))

    @rule(name=names)
    def truncate(self, name: str) -> None:
        self.both(lambda db: db.table(name).truncate())

    @rule(name=names, doc=documents, number=numbers)
    def change_what_was_handed_out(self, name: str, doc: dict[str, Any], number: int) -> None:
        for found in self.ours.table(name).search(where("n") == number):
            found.clear()
            found.update(doc)

    @rule(name=names, docs=st.lists(documents, min_size=1, max_size=3), keep=st.booleans())
    def transaction(self, name: str, docs: list[dict[str, Any]], keep: bool) -> None:
        def change(db: TinyDB) -> None:
            for doc in docs:
                db.table(name).upsert(doc, where("n") == doc.get("n", 0))
            db.table(name).remove(where("text") == "")

        try:
            with transaction(self.ours):
                change(self.ours)
                if not keep:
                    raise InterruptedError
        except InterruptedError:
            pass
        else:
            change(self.stock)

    @rule(name=names, docs=st.lists(documents, max_size=2))
    def another_window_writes(self, name: str, docs: list[dict[str, Any]]) -> None:
        storage = LogStorage(self.folder / "rapport.json", Unsynced())
        storage.open()
        other = LogDB(storage)
        with transaction(other):
            other.table(name).insert_multiple(docs)
        TinyDB(storage=lambda: self.memory).table(name).insert_multiple(docs)
        with self.storage.locked():
            self.storage.catch_up()
        self.stock, self.ours = TinyDB(storage=lambda: self.memory), LogDB(self.storage)

    @rule()
    def compact(self) -> None:
        with self.storage.locked():
            self.storage.catch_up()
            self.storage.compact()

    @rule()
    def reopen(self) -> None:
        self.open()

    @rule(garbage=st.binary(min_size=1, max_size=30))
    def crash(self, garbage: bytes) -> None:
        if self.storage.place.log.exists():
            with self.storage.place.log.open("ab") as log:
                log.write(garbage.replace(b"\n", b""))
        self.open()

    @invariant()
    def the_same_is_there(self) -> None:
        for name in ("people", "entries"):
            stock = {doc.doc_id: dict(doc) for doc in self.stock.table(name)}
            ours = {doc.doc_id: dict(doc) for doc in self.ours.table(name)}
            assert repr(sorted(ours.items())) == repr(sorted(stock.items()))
            assert len(self.ours.table(name)) == len(stock)
        storage = LogStorage(self.folder / "rapport.json", Files())
        contents = storage._find(storage._read())[0].state.tables
        assert {name: docs for name, docs in contents.items() if docs} == {
            name: docs for name, docs in self.storage.tables.items() if docs
        }

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


def test_ours_and_tinydb_agree(effort: int) -> None:
    run_state_machine_as_test(
        Twin,
        settings=settings(
            max_examples=60 * effort,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_stock_tinydb_reads_what_ours_wrote(folder: Path) -> None:
    folder.mkdir()
    storage = LogStorage(folder / "rapport.json", Files())
    storage.open()
    ours = LogDB(storage)
    with transaction(ours):
        ours.insert({"text": "王小明"})
        ours.table("people").insert_multiple({"n": number} for number in range(12))
        ours.table("people").remove(where("n") == 5)
    with storage.locked():
        storage.compact()
    with TinyDB(folder / "rapport.json", encoding="utf-8") as stock:
        assert stock.all() == ours.all()
        assert stock.table("people").all() == ours.table("people").all()


@pytest.mark.parametrize("bad", [float("nan"), {1, 2}, os])
def test_what_is_no_json_changes_nothing(folder: Path, bad: object) -> None:
    folder.mkdir()
    storage = LogStorage(folder / "rapport.json", Files())
    storage.open()
    ours = LogDB(storage)
    with transaction(ours):
        ours.insert({"n": 1})
    with pytest.raises((ValueError, TypeError)), transaction(ours):
        ours.insert({"n": bad})
    assert ours.all() == [{"n": 1}]
    with transaction(ours):
        assert ours.insert({"n": 2}) == 2


def test_nothing_is_changed_outside_of_a_transaction(folder: Path) -> None:
    folder.mkdir()
    storage = LogStorage(folder / "rapport.json", Files())
    storage.open()
    with pytest.raises(RuntimeError, match="no transaction"):
        LogDB(storage).insert({"n": 1})
    assert storage.tables == {}


def test_a_transaction_that_fails_gives_no_ids_away(folder: Path) -> None:
    folder.mkdir()
    storage = LogStorage(folder / "rapport.json", Files())
    storage.open()
    ours = LogDB(storage)
    people, entries = ours.table("people"), ours.table("entries")
    with transaction(ours):
        people.insert({})
        people.remove(doc_ids=[1])

    def fail() -> None:
        with transaction(ours):
            people.insert_multiple([{}, {}])
            entries.insert({"n": float("nan")})

    with pytest.raises(ValueError):
        fail()
    with transaction(ours):
        assert people.insert({}) == 2, "as in TinyDB, where an id is not given twice while a file is open"
        assert entries.insert({}) == 1


def test_an_update_writes_only_what_it_touches(folder: Path) -> None:
    folder.mkdir()
    storage = LogStorage(folder / "rapport.json", Files())
    storage.open()
    ours = LogDB(storage)
    table = ours.table("people")
    with transaction(ours):
        table.insert_multiple({"n": number, "text": "x" * 100} for number in range(1000))
    before = storage.place.log.stat().st_size
    with transaction(ours):
        table.update({"text": "y"}, where("n") == 700)
    assert storage.place.log.stat().st_size - before < 100
    size = storage.place.log.stat().st_size
    with transaction(ours):
        table.update({"text": "y"}, where("n") == 700)
    assert storage.place.log.stat().st_size == size
