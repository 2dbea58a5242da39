"""The index of a snapshot, in `derived/index.bin`.

It says where each document is in the snapshot, its uid, and which documents have which keys. Little of it is decoded to
look up a few documents.
"""

from __future__ import annotations

from abc import abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, TypeVar
from zlib import crc32

import msgspec

from rapport_tui.store.index_file import IndexFile, IndexHead, StoredPart, encode_index
from rapport_tui.store.sealing import Seal
from rapport_tui.store.snapshot_format import META, Doc, Meta, is_id

SMALLEST: Final = 1 << 18
"""The bytes of a snapshot below which it has no index: decoding it takes no longer."""
_IDS, _UID_TEXTS, _SPANS, _HASHES, _HASHED = "ids", "uids", "spans", "hashes", "hashed"
"""The parts of the index of a table."""
_DOC: Final = msgspec.json.Decoder(dict[str, Any])
_RAW: Final = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_FEW: Final = 64
"""The least number of documents of a table that are looked up one by one."""
_PART: Final = 32
"""That number is at least this part of the table; for more lookups, the uids of all its documents are read."""
V = TypeVar("V")

Places = dict[str, list[int]]
"""The places of documents in their table, by the keys that they have."""
Kept = Mapping[str, Places | dict[str, list[str]] | list[Any]]
"""The contents of the index of a snapshot, by name: places, texts by key, or a list of anything."""


class _AnyNamed(msgspec.Struct):
    """The uid of any document."""

    uid: Any = None


class _Named(msgspec.Struct):
    """The uid of a document."""

    uid: str


_UID: Final = msgspec.json.Decoder(_Named)
_ANY_UID: Final = msgspec.json.Decoder(_AnyNamed)
_UIDS: Final = msgspec.msgpack.Decoder(list[str])
_PLACES: Final = msgspec.msgpack.Decoder(dict[str, bytes])
_TEXTS: Final = msgspec.msgpack.Decoder(dict[str, list[str]])


class SnapshotTable:
    """One table as it is in the snapshot, which is `content` and has the CRC-32 `crc`.

    Its index has, of the documents in their order, the ids, the uids, and as spans the first byte of each and its end;
    and the sorted CRC-32 of the uids, with the places of their documents.
    """

    def __init__(self, name: str, content: StoredPart, index: IndexFile) -> None:
        self.crc = index.head.crc
        self.count = index.head.counts[name]
        self._name = name
        self._content = content
        self._parts = index.parts
        self._asked = 0

    def __getitem__(self, place: int) -> Doc:
        return _DOC.decode(self.encoded(place))

    def encoded(self, place: int) -> memoryview:
        """Return a document as JSON."""
        return self._data[self._spans[2 * place] : self._spans[2 * place + 1]]

    @cached_property
    def few(self) -> int:
        """The number of documents looked up one by one."""
        return max(_FEW, self.count // _PART)

    @cached_property
    def ids(self) -> Sequence[int]:
        """The ids, in ascending order."""
        return self._part(_IDS).cast("q")

    @cached_property
    def uids(self) -> list[str]:
        """The uids."""
        return _UIDS.decode(self._part(_UID_TEXTS))

    def uids_at(self, places: Iterable[int]) -> list[str]:
        """Return the uids of the documents at `places`."""
        places = list(places)
        self._asked += len(places)
        if self._asked > self.few:
            return [self.uids[place] for place in places]
        return [_UID.decode(self.encoded(place)).uid for place in places]

    @cached_property
    def by_id(self) -> LazyPlaces:
        """The places by id."""
        return _PlacesById(self)

    @cached_property
    def by_uid(self) -> LazyPlaces:
        """The places by uid."""
        return _PlacesByUid(self, self._part(_HASHES).cast("I"), self._part(_HASHED).cast("I"))

    @cached_property
    def _data(self) -> memoryview:
        return self._content.read()

    @cached_property
    def _spans(self) -> memoryview:
        return self._part(_SPANS).cast("I")

    def _part(self, what: str) -> memoryview:
        return self._parts[_part_name(self._name, what)].read()

    def uids_by(self, name: str, made: Callable[[list[str]], V]) -> LazyDict[V] | None:
        """Return what is `made` of the uids by each key of the index called `name`; None if there is no such index."""
        encoded = self.list_of(name)
        if encoded is None:
            return None
        return LazyDict(_PLACES.decode(encoded), lambda places: made(self.uids_at(array("I", places))))

    def list_of(self, name: str) -> memoryview | None:
        """Return the list that was kept under `name`, as MessagePack; None if there is none."""
        part = self._parts.get(name)
        return part.read() if part else None

    def texts_by(self, name: str) -> dict[str, list[str]] | None:
        """Return the texts that were kept by key under `name`; None if there are none."""
        encoded = self.list_of(name)
        return None if encoded is None else _TEXTS.decode(encoded)


class LazyPlaces(Mapping[str, int]):
    """The places of the documents of a table by a key: a few are looked up, for many a dictionary is made."""

    def __init__(self, table: SnapshotTable) -> None:
        self._table = table
        self._asked = 0

    def __getitem__(self, key: str) -> int:
        if self._asked > self._table.few:
            return self._all[key]
        self._asked += 1
        place = self._find(key)
        if place is None:
            raise KeyError(key)
        return place

    def get(self, key: str, default: Any = None) -> Any:
        """Return the place, or `default`."""
        if self._asked > self._table.few:
            return self._all.get(key, default)
        self._asked += 1
        place = self._find(key)
        return default if place is None else place

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.get(key) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return self._table.count

    def items(self) -> Any:
        """Return all keys with their places."""
        return self._all.items()

    @cached_property
    def _all(self) -> dict[str, int]:
        self._asked = self._table.few + 1
        return {key: place for place, key in enumerate(self._keys())}

    @abstractmethod
    def _find(self, key: str) -> int | None: ...

    @abstractmethod
    def _keys(self) -> Iterable[str]: ...


class _PlacesById(LazyPlaces):
    def _find(self, key: str) -> int | None:
        if not is_id(key):
            return None
        ids, number = self._table.ids, int(key)
        place = bisect_left(ids, number)
        return place if place < len(ids) and ids[place] == number else None

    def _keys(self) -> Iterable[str]:
        return map(str, self._table.ids)


class _PlacesByUid(LazyPlaces):
    def __init__(self, table: SnapshotTable, hashes: Sequence[int], hashed: Sequence[int]) -> None:
        super().__init__(table)
        self._hashes, self._hashed = hashes, hashed

    def _find(self, key: str) -> int | None:
        wanted = _hash(key)
        at = bisect_left(self._hashes, wanted)
        while at < len(self._hashes) and self._hashes[at] == wanted:
            if self._table.uids_at([self._hashed[at]]) == [key]:
                return self._hashed[at]
            at += 1
        return None

    def _keys(self) -> Iterable[str]:
        return self._table.uids


class LazyDict(MutableMapping[str, V]):
    """A dictionary whose first values are made when they are read."""

    def __init__(self, first: dict[str, Any], make: Callable[[Any], V]) -> None:
        """Take what the first values are made from, by key."""
        self._keys, self._make = first, make
        self._made: dict[str, V] = {}

    def __getitem__(self, key: str) -> V:
        if key not in self._made:
            self._made[key] = self._make(self._keys[key])
        return self._made[key]

    def __setitem__(self, key: str, value: V) -> None:
        self._keys[key] = None
        self._made[key] = value

    def __delitem__(self, key: str) -> None:
        del self._keys[key]
        self._made.pop(key, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def unmade(self, key: str) -> Any:
        """Return what the first value of a key is to be made from; None if it was made, or there is none."""
        return None if key in self._made else self._keys.get(key)


def index_of(stored: bytes, data: bytes, meta: Meta, kept: Kept, seal: Seal) -> bytes | None:
    """Return the index of a snapshot that rapport wrote, `data`, in the file `stored`; None if it can't have one."""
    counts: dict[str, int] = {}
    parts: dict[str, bytes] = {}
    end = 0
    for name, docs in _RAW.decode(data).items():
        spans, uids = array("I"), list[Any]()
        for raw in docs.values():
            doc = bytes(raw)
            start = data.index(doc, end)
            end = start + len(doc)
            spans.extend((start, end))
            uids.append(_ANY_UID.decode(doc).uid)
        if name == META:
            continue
        if not all(isinstance(uid, str) for uid in uids) or len(set(uids)) < len(uids):
            return None
        ids = [int(key) for key in docs if is_id(key)]
        if len(ids) < len(docs) or any(a >= b for a, b in pairwise(ids)):  # somebody edited the file
            return None
        counts[name] = len(ids)
        parts |= {_part_name(name, what): part for what, part in _table_parts(ids, uids, spans).items()}
    parts |= {name: _packed(some if isinstance(some, list) else _packed_keys(some)) for name, some in kept.items()}
    return encode_index(IndexHead(len(stored), crc32(stored), crc32(data), meta, counts, {}), parts, seal)


def _part_name(table: str, what: str) -> str:
    return f"{table}/{what}"


def _table_parts(ids: list[int], uids: list[str], spans: array[int]) -> dict[str, bytes]:
    hashed = sorted((_hash(uid), place) for place, uid in enumerate(uids))
    return {
        _IDS: array("q", ids).tobytes(),
        _UID_TEXTS: _packed(uids),
        _SPANS: spans.tobytes(),
        _HASHES: array("I", [one for one, _ in hashed]).tobytes(),
        _HASHED: array("I", [place for _, place in hashed]).tobytes(),
    }


def _packed_keys(by_key: Places | dict[str, list[str]]) -> dict[str, Any]:
    """Return places as arrays, and texts unchanged."""
    return {
        key: array("I", found).tobytes() if isinstance(found[0], int) else found
        for key, found in by_key.items()
        if found
    }


def _hash(uid: str) -> int:
    return crc32(uid.encode("utf-8", "surrogatepass"))


def _packed(value: object) -> bytes:
    return msgspec.msgpack.encode(value)
