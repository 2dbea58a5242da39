"""Documents of a snapshot that are decoded when they are read.

A journal of many years has some hundred thousand documents, and most commands read a few of them. `derived/index.bin`
says where each document is in the snapshot, its uid, and which documents have which keys. It is used only with the
file that it was made from, by size and CRC-32, and only for one that rapport wrote. It is encrypted if that is; the
snapshot and the parts of the index are then decrypted when they are first read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from functools import cached_property
from itertools import chain
from typing import Any

import msgspec

from rapport_tui.store.index_file import StoredPart, decode_index
from rapport_tui.store.sealing import Seal
from rapport_tui.store.snapshot_format import Doc, Meta, Stored, Tables
from rapport_tui.store.snapshot_index import LazyPlaces, SnapshotTable
from rapport_tui.store.stored_docs import StoredDocs, decoded


class LazyDocs(StoredDocs):
    """The documents of a table by id, or by uid: those of the snapshot, with the changes made since.

    `changed` has the keys that were set or deleted since, in that order.
    """

    def __init__(self, table: SnapshotTable, first: Callable[[SnapshotTable], LazyPlaces]) -> None:
        super().__init__({})
        self.table = table
        self.changed: dict[str, None] = {}
        self._moved: set[str] = set()
        """The keys of documents of the snapshot that were deleted; some may have come back, after all others."""
        self._first = first

    @cached_property
    def _places(self) -> LazyPlaces:
        return self._first(self.table)

    def stored(self, key: str) -> Stored | None:
        """Return a document as it is kept, or None."""
        found = self._own.get(key)
        if found is not None or key in self._moved:
            return found
        place = self._places.get(key)
        return None if place is None else msgspec.Raw(self.table.encoded(place))

    def stored_items(self) -> Iterator[tuple[str, Stored]]:
        """Yield the documents as they are kept, with their keys."""
        for key, place in self._places.items():
            if key not in self._moved:
                yield key, self._own[key] if key in self._own else msgspec.Raw(self.table.encoded(place))
        for key, doc in self._own.items():
            if key in self._moved or key not in self._places:
                yield key, doc

    def store(self, key: str, doc: Stored) -> None:
        """Add or replace a document, kept as it is given."""
        self._own[key] = doc
        self.changed[key] = None

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._own.pop(key, None)
        if key in self._places:
            self._moved.add(key)
        self.changed[key] = None

    def __iter__(self) -> Iterator[str]:
        places, moved = self._places, self._moved
        if not self.changed:
            return iter(places)
        return chain(
            (key for key in places if key not in moved),
            (key for key in self._own if key in moved or key not in places),
        )

    def __contains__(self, key: object) -> bool:
        return key in self._own or (key not in self._moved and key in self._places)

    def __len__(self) -> int:
        new = sum(key in self._moved or key not in self._places for key in self._own)
        return self.table.count - len(self._moved) + new

    def copy(self) -> LazyDocs:
        """Return a copy; the documents are shared."""
        copy = LazyDocs(self.table, self._first)
        copy._own, copy.changed, copy._moved = {**self._own}, {**self.changed}, {*self._moved}
        return copy

    def before(self, key: str) -> Doc | None:
        """Return the document as it is in the snapshot."""
        place = self._places.get(key)
        return None if place is None else self.table[place]

    def by_uid(self) -> LazyDocs | None:
        """Return the documents of this table, which is by id, by uid; None if a change gave one another uid."""
        docs = LazyDocs(self.table, _by_uid)
        for key in self.changed:
            place, after = self.table.by_id.get(key), self.stored(key)
            uids: set[Any] = {*self.table.uids_at([place])} if place is not None else set()
            uids |= {decoded(after).get("uid")} if after is not None else set()
            uid = uids.pop() if len(uids) == 1 else None
            if not isinstance(uid, str) or (place is None and after is not None and uid in docs):
                return None
            if after is None:
                docs.pop(uid, None)
            else:
                docs.store(uid, after)
        return docs

    @property
    def last_id(self) -> int:
        """The highest id of this table, which is by id."""
        ids = self.table.ids
        return max([ids[-1] if ids else 0, *map(int, self.changed)])


class LazyIds(MutableMapping[str, int]):
    """The ids of the documents of a table by uid, looked up in the snapshot unless they were set since."""

    def __init__(self, docs: LazyDocs) -> None:
        """Take a table by id."""
        self._own = {doc["uid"]: int(key) for key in docs.changed if (doc := docs.get(key))}
        self._table = docs.table
        places = (docs.table.by_id.get(key) for key in docs.changed)
        self._gone = set(docs.table.uids_at(place for place in places if place is not None))

    def __getitem__(self, uid: str) -> int:
        if uid in self._own:
            return self._own[uid]
        if uid in self._gone:
            raise KeyError(uid)
        return self._table.ids[self._table.by_uid[uid]]

    def __setitem__(self, uid: str, doc_id: int) -> None:
        self._own[uid] = doc_id

    def __delitem__(self, uid: str) -> None:
        self._own.pop(uid, None)
        self._gone.add(uid)

    def __iter__(self) -> Iterator[str]:
        return (uid for uid in dict.fromkeys(chain(self._table.uids, self._own)) if uid in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _by_id(table: SnapshotTable) -> LazyPlaces:
    return table.by_id


def _by_uid(table: SnapshotTable) -> LazyPlaces:
    return table.by_uid


def decode_lazily(stored: bytes, seal: Seal, index: bytes) -> tuple[Tables, Meta, int] | None:
    """Return the tables, the metadata and the CRC-32 of a snapshot by its index; None if that is one of another."""
    found = decode_index(stored, index, seal)
    if found is None:
        return None
    content = StoredPart(stored, seal)
    tables: Tables = {name: LazyDocs(SnapshotTable(name, content, found), _by_id) for name in found.head.counts}
    return tables, found.head.meta, found.head.crc


def crc_of_index(tables: Tables) -> int | None:
    """Return the CRC-32 of the snapshot by whose index `tables` were read, None for those read in full."""
    return next((docs.table.crc for docs in tables.values() if isinstance(docs, LazyDocs)), None)
