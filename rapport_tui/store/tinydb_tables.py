"""TinyDB's tables and database on the log: an update sees and saves only the documents that it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager
from copy import deepcopy
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Table

from rapport_tui.store.log_format import DocumentChange
from rapport_tui.store.snapshot_format import Doc, LogLine
from rapport_tui.store.storage import LogStorage

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class TableDraft(MutableMapping[int, Doc]):
    """A table as an update would leave it.

    `touched` has a copy of each document that was asked for, and None for each that was taken out; `pending` is what
    earlier updates of the same transaction left.
    """

    def __init__(self, stored: Mapping[str, Doc], pending: Mapping[str, Doc | None]) -> None:
        self._stored = stored
        self._pending = pending
        self.touched: dict[str, Doc | None] = {}

    def peek(self, doc_id: int) -> Doc:
        """Return a document to read only, without taking a copy of it."""
        doc = self._find(str(doc_id))
        if doc is None:
            raise KeyError(doc_id)
        return doc

    def __getitem__(self, doc_id: int) -> Doc:
        doc = self.peek(doc_id)
        if str(doc_id) not in self.touched:
            doc = self.touched[str(doc_id)] = deepcopy(doc)
        return doc

    def __setitem__(self, doc_id: int, doc: Doc) -> None:
        self.touched[str(doc_id)] = doc

    def __delitem__(self, doc_id: int) -> None:
        self.peek(doc_id)
        self.touched[str(doc_id)] = None

    def __iter__(self) -> Iterator[int]:
        keys = {**dict.fromkeys(self._stored), **dict.fromkeys(self._pending), **dict.fromkeys(self.touched)}
        return (int(key) for key in keys if self._find(key) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, doc_id: object) -> bool:
        return self._find(str(doc_id)) is not None

    def _find(self, key: str) -> Doc | None:
        for some in (self.touched, self._pending):
            if key in some:
                return some[key]
        return self._stored.get(key)

    def clear(self) -> None:
        """Take everything out."""
        self.touched.update(dict.fromkeys([str(doc_id) for doc_id in self]))


class LogTable(Table):
    """A table that saves what an update touches as one line of the log, or as a part of its transaction's line.

    It keeps no answers to queries: TinyDB would hand out the same documents again after they were changed.
    """

    _next_id: int | None  # type: ignore[assignment]  # TinyDB gives it no type

    def __init__(self, storage: LogStorage, name: str, **_: object) -> None:
        self._log = storage
        super().__init__(storage, name, cache_size=0, persist_empty=False)

    def update(self, fields: Fields, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Update the documents of the given ids, those that fit the condition, or all."""
        if doc_ids is None and cond is not None:
            return self.update_multiple([(fields, cond)])
        return super().update(fields, cond, doc_ids)

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        """Make each update in the documents that fit its condition."""
        pairs = list(updates)
        updated: list[int] = []

        def updater(draft: TableDraft) -> None:
            for doc_id in list(draft):
                for fields, cond in pairs:
                    if cond(draft.peek(doc_id)):
                        updated.append(doc_id)
                        if callable(fields):
                            fields(draft[doc_id])
                        else:
                            draft[doc_id].update(fields)

        self._update_table(updater)
        return updated

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove the documents of the given ids, or those that fit the condition."""
        if doc_ids is not None or cond is None:
            return super().remove(cond, doc_ids)
        removed: list[int] = []

        def updater(draft: TableDraft) -> None:
            removed.extend(doc_id for doc_id in draft if cond(draft.peek(doc_id)))
            for doc_id in removed:
                del draft[doc_id]

        self._update_table(updater)
        return removed

    def change(self, docs: Mapping[str, Doc | None], doc_ids: Mapping[str, int]) -> None:
        """Put in, replace or take out documents by uid, as `docs` has them; `doc_ids` are those of the ones there."""
        gone: list[int] = []
        replaced: dict[str, Doc] = {}
        added: list[Doc] = []
        for uid, doc in docs.items():
            if uid not in doc_ids:
                if doc is not None:
                    added.append(doc)
            elif doc is None:
                gone.append(doc_ids[uid])
            else:
                replaced[uid] = doc
        if gone:
            self.remove(doc_ids=gone)
        if replaced:
            self.update(partial(_replace, replaced), doc_ids=[doc_ids[uid] for uid in replaced])
        if added:
            self.insert_multiple(added)

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        stored = self._log.tables.get(self.name, {})
        pending = (self._log.pending or {}).get(self.name)
        if not pending:
            return cast("dict[str, Mapping[str, Any]]", stored)
        draft = TableDraft(stored, pending)
        return {str(doc_id): draft.peek(doc_id) for doc_id in draft}

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        name = self.name
        if (pending := self._log.pending) is None:
            with self._log.transaction():
                self._update_table(updater)
            return
        draft = TableDraft(self._log.tables.get(name, {}), pending.get(name, {}))
        updater(draft)
        pending.setdefault(name, {}).update(draft.touched)


def _replace(replaced: Mapping[str, Doc], doc: MutableMapping[str, Any]) -> None:
    """Make of a document what has its uid in `replaced`."""
    new = replaced[doc["uid"]]
    doc.clear()
    doc.update(new)


class LogDB(TinyDB):
    """TinyDB on a `LogStorage`.

    `listener` is called with what happened to documents, by this process or another; with None where everything was
    read anew.
    """

    table_class = LogTable  # type: ignore[assignment]  # TinyDB means “a subclass” and doesn’t say so

    def __init__(self, storage: LogStorage) -> None:
        self.listener: Callable[[list[DocumentChange] | None], None] = _nobody_listens
        self._log = storage
        super().__init__(storage=lambda: storage)
        storage.listener = self._take_in
        storage.on_begin = self._note_ids
        storage.on_failure = self._take_back_ids
        self._noted: list[int | None] = []

    if TYPE_CHECKING:

        def table(self, name: str, **_: object) -> LogTable:
            """Return the table of this name, which need not be there yet."""

    def __len__(self) -> int:
        return len(self.table(self.default_table_name))

    def transaction(self) -> AbstractContextManager[LogLine]:
        """Save all that is done in the block as one line of the log, or nothing of it where it raises."""
        return self._log.transaction()

    def drop_table(self, name: str) -> None:
        """Take all documents out of a table."""
        self.table(name).truncate()

    def drop_tables(self) -> None:
        """Take all documents out of all tables."""
        with self.transaction():
            for name in self.tables():
                self.drop_table(name)

    def _take_in(self, happened: list[DocumentChange] | None) -> None:
        if happened is None:
            for own in self._own():
                own._next_id = None
        for applied in happened or ():
            table = cast("LogTable | None", self._tables.get(applied.table))
            if table is not None and table._next_id is not None and applied.new is not None:
                table._next_id = max(table._next_id, int(applied.key) + 1)
        self.listener(happened)

    def _note_ids(self) -> None:
        self._noted.clear()
        for table in self._tables.values():
            self._noted.append(table._next_id)

    def _take_back_ids(self) -> None:
        for table, next_id in zip_longest(self._own(), self._noted):
            table._next_id = next_id

    def _own(self) -> Iterable[LogTable]:
        return cast("Iterable[LogTable]", self._tables.values())


def _nobody_listens(happened: list[DocumentChange] | None) -> None:
    """Stand in until somebody sets `LogDB.listener`."""
