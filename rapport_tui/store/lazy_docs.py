"""Documents of a snapshot that are decoded when they are first read.

A journal of many years has some hundred thousand documents, and most commands read a few of them. `derived/index.bin`
says where each document is in the snapshot, its uid, and which documents have which keys. It is used only with the
file that it was made from, by size and CRC-32, and only for one that rapport wrote. It is encrypted if that is; the
snapshot is then decrypted when its first document is read.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cached_property
from threading import Lock
from typing import Any, Final
from zlib import crc32

import msgspec

from rapport_tui import __version__
from rapport_tui.store.sealing import Seal
from rapport_tui.store.snapshot_format import META, SCHEMA, Doc, Meta, Tables

SMALLEST: Final = 1 << 18
"""The bytes of a snapshot below which it has no index: decoding it takes no longer."""
_DOC: Final = msgspec.json.Decoder(dict[str, Any])
_RAW: Final = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])

Places = dict[str, list[int]]
"""The places of documents in their table, by the keys that they have."""
Kept = Mapping[str, Places | dict[str, list[str]]]
"""The contents of the index of a snapshot, by name: places, or texts by key."""


class TableIndex(msgspec.Struct, frozen=True):
    """The documents of a table in their order: ids, uids, and in `spans` the first byte of each and its end."""

    ids: list[str]
    uids: list[str]
    spans: bytes


class SnapshotIndex(msgspec.Struct, frozen=True):
    """The index of a snapshot: by table, and by the name of an index over a table; each is decoded when needed.

    `size` and `file_crc` are those of the file, `crc` is the CRC-32 of its content, which differs if it is encrypted.
    """

    version: str
    size: int
    file_crc: int
    crc: int
    meta: Meta
    tables: dict[str, msgspec.Raw]
    places: dict[str, msgspec.Raw]


_INDEX: Final = msgspec.msgpack.Decoder(SnapshotIndex)
_TABLE_INDEX: Final = msgspec.msgpack.Decoder(TableIndex)
_PLACES: Final = msgspec.msgpack.Decoder(Places)
_TEXTS: Final = msgspec.msgpack.Decoder(dict[str, list[str]])


class SnapshotContent:
    """The content of a snapshot, decrypted when it is first read."""

    def __init__(self, stored: bytes, seal: Seal) -> None:
        self._stored, self._seal = stored, seal
        self._lock = Lock()  # two threads may read a first document at once
        self._content: memoryview | None = None

    def read(self) -> memoryview:
        """Return the content."""
        with self._lock:
            if self._content is None:
                self._content = memoryview(self._seal.open(self._stored))
                self._stored = b""
            return self._content


class SnapshotTable:
    """One table as it is in the snapshot."""

    def __init__(self, content: SnapshotContent, index: msgspec.Raw, places: Mapping[str, msgspec.Raw]) -> None:
        self._content = content
        self._encoded = index
        self._encoded_places = places
        self._decoded: dict[int, Doc] = {}

    def __getitem__(self, place: int) -> Doc:
        doc = self._decoded.get(place)
        if doc is None:
            doc = self._decoded[place] = _DOC.decode(self.encoded(place))
        return doc

    def encoded(self, place: int) -> memoryview:
        """Return a document as JSON."""
        return self._data[self._spans[2 * place] : self._spans[2 * place + 1]]

    @cached_property
    def index(self) -> TableIndex:
        """The ids and uids."""
        return _TABLE_INDEX.decode(self._encoded)

    @cached_property
    def by_id(self) -> dict[str, int]:
        """The places by id."""
        return dict(zip(self.index.ids, range(len(self.index.ids)), strict=True))

    @cached_property
    def by_uid(self) -> dict[str, int]:
        """The places by uid."""
        return dict(zip(self.index.uids, range(len(self.index.uids)), strict=True))

    @cached_property
    def _data(self) -> memoryview:
        return self._content.read()

    @cached_property
    def _spans(self) -> array[int]:
        return array("I", self.index.spans)

    def uids_by(self, name: str) -> UidsByKey | None:
        """Return the uids by the keys of the index called `name`; None if the snapshot's index does not have it."""
        encoded = self._encoded_places.get(name)
        return None if encoded is None else UidsByKey(_PLACES.decode(encoded), self.index.uids)

    def texts_by(self, name: str) -> dict[str, list[str]] | None:
        """Return the texts that were kept by key under `name`; None if there are none."""
        encoded = self._encoded_places.get(name)
        return None if encoded is None else _TEXTS.decode(encoded)


class UidsByKey(dict[str, list[str]]):
    """Lists of uids by key, made from places when they are first read."""

    def __init__(self, places: Places, uids: list[str]) -> None:
        super().__init__()
        self._places, self._uids = places, uids

    def __missing__(self, key: str) -> list[str]:
        made = self[key] = [self._uids[place] for place in self._places[key]]
        return made

    def get(self, key: str, default: Any = None) -> Any:
        """Return the uids, or `default`."""
        return self[key] if key in self or key in self._places else default

    def setdefault(self, key: str, default: Any = None) -> Any:
        """Return the uids, or store `default`."""
        return self[key] if key in self._places else super().setdefault(key, default)

    def items(self) -> Any:
        """Return all keys with their uids."""
        return {key: self[key] for key in {**self._places, **self}}.items()


class LazyDocs(MutableMapping[str, Doc]):
    """The documents of a table by id, or by uid: those of the snapshot, with the changes made since.

    `changed` has the keys that were set or deleted since, in that order.
    """

    def __init__(self, table: SnapshotTable, first: Callable[[SnapshotTable], dict[str, int]]) -> None:
        self.table = table
        self.changed: dict[str, None] = {}
        self._first = first

    @cached_property
    def _all(self) -> dict[str, Doc | int]:
        return {**self._first(self.table)}

    def __getitem__(self, key: str) -> Doc:
        found = self._all[key]
        return self.table[found] if isinstance(found, int) else found

    def get(self, key: str, default: Any = None) -> Any:
        """Return the document, or `default`."""
        found = self._all.get(key, default)
        return self.table[found] if found.__class__ is int else found

    def __setitem__(self, key: str, doc: Doc) -> None:
        self._all[key] = doc
        self.changed[key] = None

    def __delitem__(self, key: str) -> None:
        del self._all[key]
        self.changed[key] = None

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __contains__(self, key: object) -> bool:
        return key in self._all

    def __len__(self) -> int:
        return len(self._all) if self.changed else len(self.table.index.ids)

    def encoded(self, key: str) -> memoryview | None:
        """Return the document as JSON; None if it was changed since the snapshot."""
        found = self._all.get(key)
        return self.table.encoded(found) if isinstance(found, int) else None

    def copy(self) -> LazyDocs:
        """Return a copy; the documents are shared."""
        copy = LazyDocs(self.table, self._first)
        if self.changed:
            copy._all, copy.changed = {**self._all}, {**self.changed}
        return copy

    def before(self, key: str) -> Doc | None:
        """Return the document as it is in the snapshot."""
        place = self._first(self.table).get(key)
        return None if place is None else self.table[place]

    def by_uid(self) -> LazyDocs | None:
        """Return the documents of this table, which is by id, by uid; None if a change gave one another uid."""
        docs = LazyDocs(self.table, _by_uid)
        for key in self.changed:
            place, after = self.table.by_id.get(key), self.get(key)
            uids = {self.table.index.uids[place]} if place is not None else set[Any]()
            uids |= {after.get("uid")} if after is not None else set()
            uid = uids.pop() if len(uids) == 1 else None
            if not isinstance(uid, str) or (place is None and after is not None and uid in docs):
                return None
            if after is None:
                docs.pop(uid, None)
            else:
                docs[uid] = after
        return docs

    @property
    def last_id(self) -> int:
        """The highest id of this table, which is by id."""
        ids = self.table.index.ids
        return max([int(ids[-1]) if ids else 0, *map(int, self.changed)])


def copy_docs(docs: Mapping[str, Doc]) -> MutableMapping[str, Doc]:
    """Return a copy of a table; the documents are shared."""
    return docs.copy() if isinstance(docs, LazyDocs) else dict(docs)


class LazyIds(dict[str, int]):
    """The ids of the documents of a table by uid, looked up in the snapshot where they are not in the dictionary."""

    def __init__(self, docs: LazyDocs) -> None:
        """Take a table by id."""
        super().__init__({doc["uid"]: int(key) for key in docs.changed if (doc := docs.get(key))})
        self._table = docs.table
        self._gone = {docs.table.index.uids[docs.table.by_id[key]] for key in docs.changed if key in docs.table.by_id}

    def get(self, uid: str, default: Any = None) -> Any:
        """Return the id, or `default`."""
        found = super().get(uid)
        if found is None and uid not in self._gone and (place := self._table.by_uid.get(uid)) is not None:
            found = int(self._table.index.ids[place])
        return default if found is None else found

    def __delitem__(self, uid: str) -> None:
        self.pop(uid, None)
        self._gone.add(uid)


def _by_id(table: SnapshotTable) -> dict[str, int]:
    return table.by_id


def _by_uid(table: SnapshotTable) -> dict[str, int]:
    return table.by_uid


def decode_lazily(stored: bytes, seal: Seal, encoded: bytes) -> tuple[Tables, Meta, int] | None:
    """Return the tables, the metadata and the CRC-32 of a snapshot by its index; None if that is one of another."""
    try:
        index = _INDEX.decode(encoded)
    except (ValueError, RecursionError):
        return None
    found = index.version, index.size, index.file_crc, index.meta.schema
    if found != (__version__, len(stored), crc32(stored), SCHEMA):
        return None
    content = SnapshotContent(stored, seal)
    tables: Tables = {
        name: LazyDocs(SnapshotTable(content, table, index.places), _by_id) for name, table in index.tables.items()
    }
    return tables, index.meta, index.crc


def index_crc(encoded: bytes) -> int | None:
    """Return the CRC-32 of the snapshot that an index of this version is for, else None."""
    try:
        index = _INDEX.decode(encoded)
    except (ValueError, RecursionError):
        return None
    return index.crc if index.version == __version__ else None


def encode_index(stored: bytes, data: bytes, meta: Meta, kept: Kept) -> bytes | None:
    """Return the index of a snapshot that rapport wrote, `data`, in the file `stored`; None if it can't have one."""
    tables: dict[str, msgspec.Raw] = {}
    end = 0
    for name, docs in _RAW.decode(data).items():
        spans, uids = array("I"), list[Any]()
        for raw in docs.values():
            doc = bytes(raw)
            start = data.index(doc, end)
            end = start + len(doc)
            spans.extend((start, end))
            uids.append(_DOC.decode(doc).get("uid"))
        if name == META:
            continue
        if not all(isinstance(uid, str) for uid in uids) or len(set(uids)) < len(uids):
            return None
        tables[name] = _packed(TableIndex(list(docs), uids, spans.tobytes()))
    encoded = {name: _packed(by_key) for name, by_key in kept.items()}
    index = SnapshotIndex(__version__, len(stored), crc32(stored), crc32(data), meta, tables, encoded)
    return msgspec.msgpack.encode(index)


def _packed(value: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.msgpack.encode(value))
