"""TinyDB's tables and database on the log: an update reads and saves only the documents that it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any, cast

from tinydb import TinyDB
from tinydb.table import Table

from rapport_tui.store.changes import StoredChange
from rapport_tui.store.lazy_docs import LazyDocs
from rapport_tui.store.snapshot_format import Doc, Stored
from rapport_tui.store.storage import LogStorage
from rapport_tui.store.stored_docs import decoded, differ, stored_in


class TableDraft(MutableMapping[int, Doc]):
    """A table with the changes of the open transaction.

    `changed` has, by id, a copy of each document that was read, and None for each that was removed.
    """

    def __init__(self, stored: Mapping[str, Doc], changed: dict[str, Stored | None]) -> None:
        self._stored = stored
        self._changed = changed

    def peek(self, doc_id: int) -> Doc:
        """Return a document without copying it; do not change it."""
        doc = self._find(str(doc_id))
        if doc is None:
            raise KeyError(doc_id)
        return doc

    def __getitem__(self, doc_id: int) -> Doc:
        doc = self.peek(doc_id)
        if not isinstance(self._changed.get(str(doc_id)), dict):
            self._changed[str(doc_id)] = doc = deepcopy(doc)
        return doc

    def __setitem__(self, doc_id: int, doc: Stored) -> None:
        self._changed[str(doc_id)] = doc

    def __delitem__(self, doc_id: int) -> None:
        self.peek(doc_id)
        self._changed[str(doc_id)] = None

    def __iter__(self) -> Iterator[int]:
        keys = {**dict.fromkeys(self._stored), **dict.fromkeys(self._changed)}
        return (int(key) for key in keys if self._find(key) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, doc_id: object) -> bool:
        return self._find(str(doc_id)) is not None

    def _find(self, key: str) -> Doc | None:
        if key not in self._changed:
            return self._stored.get(key)
        changed = self._changed[key]
        return None if changed is None else decoded(changed)


class LogTable(Table):
    """A table that saves the documents an update touches in its transaction's line of the log.

    It caches no queries: TinyDB would return the cached documents even after they were changed.
    """

    def __init__(self, storage: LogStorage, name: str, **_: object) -> None:
        self._log = storage
        self._name = name
        super().__init__(storage, name, cache_size=0, persist_empty=False)  # type: ignore[arg-type]

    @property  # type: ignore[override]  # in TinyDB an attribute without a type
    def _next_id(self) -> int | None:
        """The id of the next new document; None to compute it from the documents."""
        return self._log.next_ids.get(self._name)

    @_next_id.setter
    def _next_id(self, next_id: int | None) -> None:
        if next_id is None:
            self._log.next_ids.pop(self._name, None)
        else:
            self._log.next_ids[self._name] = next_id

    def _get_next_id(self) -> int:
        """Return the id for a new document."""
        next_ids, name = self._log.next_ids, self._name
        if (next_id := next_ids.get(name)) is None:
            stored = self._log.tables.get(name)
            if isinstance(stored, LazyDocs):
                next_id = max([stored.last_id, *map(int, (self._log.pending or {}).get(name, ()))]) + 1
            else:
                next_id = max(map(int, self._read_table()), default=0) + 1
        next_ids[name] = next_id + 1
        return next_id

    def change(self, changes: Mapping[str, StoredChange], doc_ids: Mapping[str, int]) -> None:
        """Add, replace or remove documents by uid; `doc_ids` has the ids of those that are stored."""
        changed = self._changed()
        for uid, change in changes.items():
            changed[str(self._get_next_id() if change.old is None else doc_ids[uid])] = change.new

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        stored = self._log.tables.get(self.name, {})
        pending = (self._log.pending or {}).get(self.name)
        if not pending:
            return cast("dict[str, Mapping[str, Any]]", stored)
        draft = TableDraft(stored, pending)
        return {str(doc_id): draft.peek(doc_id) for doc_id in draft}

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        stored, changed = self._log.tables.get(self.name, {}), self._changed()
        updater(TableDraft(stored, changed))
        for key in [key for key, doc in changed.items() if not differ(stored_in(stored, key), doc)]:
            del changed[key]

    def _changed(self) -> dict[str, Stored | None]:
        """Return the documents that the open transaction changes in this table, by id."""
        if self._log.pending is None:
            raise RuntimeError("no transaction is open")
        return self._log.pending.setdefault(self._name, {})


class LogDB(TinyDB):
    """TinyDB on a `LogStorage`. Tables are changed between its `begin` and `commit` or `roll_back`."""

    table_class = LogTable  # type: ignore[assignment]  # a subclass, which TinyDB's annotation excludes

    def __init__(self, storage: LogStorage) -> None:
        super().__init__(storage=lambda: storage)

    if TYPE_CHECKING:

        def table(self, name: str, **_: object) -> LogTable:
            """Return the table of this name, which need not exist yet."""

    def __len__(self) -> int:
        return len(self.table(self.default_table_name))
