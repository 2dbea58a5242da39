"""A table as typed records, and indexes over it."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

import msgspec

from rapport_tui.model.records import Record
from rapport_tui.store import Doc, LazyDict, LazyDocs, Stored, StoredDocs, copy_docs, stored_in, stored_items

R = TypeVar("R", bound=Record)
V = TypeVar("V")
_READ_FIRST: Final = 100
"""The number of documents that are read for their key before the keys of all are looked up."""


class TableCache(Generic[R]):
    """One table as typed records by uid, in the order in which they were written.

    A document that is not a record of its kind is left out, and `problems` says why, by uid. With `keeps`, a record is
    decoded once.
    """

    def __init__(self, kind: type[R], docs: Mapping[str, Doc], *, keeps: bool = True) -> None:
        self._kind = kind
        self._decoder = msgspec.json.Decoder(kind)
        self._docs = copy_docs(docs)
        self._decoded: dict[str, R] = {}
        self._keeps = keeps
        self.problems: dict[str, str] = {}

    def put(self, uid: str, doc: Stored | None) -> None:
        """Replace the document, or remove it if `doc` is None."""
        self._decoded.pop(uid, None)
        self.problems.pop(uid, None)
        if doc is None:
            self._docs.pop(uid, None)
        elif isinstance(doc, dict):
            self._docs[uid] = doc
        else:
            if not isinstance(self._docs, StoredDocs):
                self._docs = StoredDocs(self._docs)
            self._docs.store(uid, doc)

    def get(self, uid: str) -> R | None:
        """Return the record, or None if it is missing or invalid."""
        record = self._decoded.get(uid)
        if record is None and uid not in self.problems:
            try:
                record = self._read(uid)
            except ValueError as error:
                self.problems[uid] = str(error)
                return None
            if record is not None and self._keeps:
                self._decoded[uid] = record
        return record

    def _read(self, uid: str) -> R | None:
        stored = stored_in(self._docs, uid)
        if isinstance(stored, msgspec.Raw):
            return self._decoder.decode(stored)
        return None if stored is None else msgspec.convert(stored, self._kind)

    def doc(self, uid: str) -> Doc | None:
        """Return the document as it is stored."""
        return self._docs.get(uid)

    def stored(self, uid: str) -> Stored | None:
        """Return the document as it is kept, or None."""
        return stored_in(self._docs, uid)

    def stored_items(self) -> Iterable[tuple[str, Stored]]:
        """Return all documents as they are kept, with their uids."""
        return stored_items(self._docs)

    def docs(self) -> Iterable[tuple[str, Doc]]:
        """Return all documents with their uids, also the invalid ones."""
        return self._docs.items()

    def kept_index(self, name: str, made: Callable[[list[str]], V]) -> tuple[LazyDict[V], LazyDocs] | None:
        """Return what is `made` of the uids by the keys of the kept index called `name`, and the changed documents.

        None if there is no such index.
        """
        docs = self._docs
        uids = docs.table.uids_by(name, made) if isinstance(docs, LazyDocs) else None
        return (uids, docs) if isinstance(docs, LazyDocs) and uids is not None else None

    def kept_list(self, name: str) -> memoryview | None:
        """Return the list that was kept under `name`, as MessagePack; None if there is none."""
        return self._docs.table.list_of(name) if isinstance(self._docs, LazyDocs) else None

    def kept_texts(self, name: str) -> dict[str, list[str]] | None:
        """Return the texts that were kept by key under `name`; None if there are none."""
        return self._docs.table.texts_by(name) if isinstance(self._docs, LazyDocs) else None

    def changed_docs(self) -> Iterator[Doc]:
        """Yield each document that was changed since the snapshot, as it was and as it is.

        These are all documents of a table that is not read by the index of the snapshot.
        """
        if not isinstance(docs := self._docs, LazyDocs):
            yield from docs.values()
            return
        for uid in docs.changed:
            yield from filter(None, (docs.before(uid), docs.get(uid)))

    def __contains__(self, uid: object) -> bool:
        return isinstance(uid, str) and self.get(uid) is not None

    def __iter__(self) -> Iterator[R]:
        for uid in list(self._docs):
            record = self.get(uid)
            if record is not None:
                yield record

    def each(self) -> Iterator[R]:
        """Yield every record without caching those decoded for it, for a single pass over all."""
        for uid in list(self._docs):
            was_kept = uid in self._decoded
            record = self.get(uid)
            if not was_kept:
                self._decoded.pop(uid, None)
            if record is not None:
                yield record

    def get_many(self, uids: Iterable[str]) -> list[R]:
        """Return the valid records among `uids`, in that order."""
        return [record for uid in uids if (record := self.get(uid)) is not None]

    def written_among(self, uids: Iterable[str]) -> list[R]:
        """Return the valid records among `uids`, in the order in which they were written."""
        return self.get_many(filter(set(uids).__contains__, self.uids()))

    def uids(self) -> list[str]:
        """Return the uids of all documents, also of invalid ones."""
        return list(self._docs)

    def __len__(self) -> int:
        return len(self._docs)


class Index:
    """The uids of a table's documents by the keys they contain, in the order in which they were first written.

    It is built on first use: most commands need few indexes, and a journal of many years has 50,000 entries.
    """

    def __init__(self, name: str, records: TableCache[R], keys: Callable[[Doc], object]) -> None:
        """Index `records` by what `keys` returns for a document: a string or a list of them; others are ignored.

        It is kept with a snapshot by its `name`.
        """
        self.name = name
        self._kept = records.kept_index
        self._doc = records.doc
        self._docs = records.docs
        self._in_order = records.uids
        self._keys = keys
        self._uids: MutableMapping[str, list[str]] | None = None
        self._key_of: dict[str, str] | None = None
        self._asked = 0

    def __getitem__(self, key: str) -> Sequence[str]:
        return self._made.get(key, ())

    def items(self) -> Iterable[tuple[str, Sequence[str]]]:
        """Return each key with the uids of the documents that contain it."""
        return self._made.items()

    def between(self, first: str, last: str = "~") -> list[str]:
        """Return the uids of the documents with a key from `first` to `last`, both included, in the order of keys."""
        found = sorted((key, uids) for key, uids in self.items() if first <= key <= last)
        return [uid for _, uids in found for uid in uids]

    def count(self, key: str) -> int:
        """Return the number of documents that contain `key`."""
        made = self._made
        places = made.unmade(key) if isinstance(made, LazyDict) else None
        return len(made.get(key, ())) if places is None else len(array("I", places))

    def key_of(self, uid: str) -> str:
        """Return the key of a document, for keys of which each has at most one; "" if there is none.

        The first few documents are read: to look up the keys of all takes as long as to read hundreds.
        """
        self._asked += self._key_of is None
        if self._asked <= _READ_FIRST:
            doc = self._doc(uid)
            return next(iter(strings_in(self._keys(doc))), "") if doc is not None else ""
        if self._key_of is None:
            self._key_of = {uid: key for key, uids in self.items() for uid in uids}
        return self._key_of.get(uid, "")

    def change(self, uid: str, old: Doc | None, new: Doc | None) -> None:
        """Update the index for a changed document; None stands for no document."""
        if self._uids is None:
            return
        before, after = (dict.fromkeys(strings_in(self._keys(doc)) if doc is not None else ()) for doc in (old, new))
        for key in before.keys() - after.keys():
            self._uids[key].remove(uid)
        if self._key_of is not None:
            self._key_of.pop(uid, None)
            self._key_of.update((uid, key) for key in after)
        for key in after.keys() - before.keys():
            uids = self._uids.setdefault(key, [])
            uids.append(uid)
            if old is not None and len(uids) > 1:  # an existing document keeps its position
                places = {one: place for place, one in enumerate(self._in_order())}
                uids.sort(key=places.__getitem__)

    @property
    def _made(self) -> MutableMapping[str, list[str]]:
        if self._uids is None and (kept := self._kept(self.name, list)):
            self._uids = self._with_changes(*kept)
        if self._uids is None:
            self.build([self], self._docs())
        assert self._uids is not None
        return self._uids

    @staticmethod
    def build(indexes: Sequence[Index], docs: Iterable[tuple[str, Doc]]) -> None:
        """Build indexes of one table in a single pass over its documents."""
        made = [(index._keys, defaultdict[str, list[str]](list)) for index in indexes]
        for uid, doc in docs:
            for keys, uids in made:
                named: Any = keys(doc)
                if named.__class__ is str:
                    uids[named].append(uid)
                elif named.__class__ is list:
                    for key in named if len(named) == 1 else strings_in(named):  # may contain duplicates
                        if key.__class__ is str:
                            uids[key].append(uid)
        for index, (_, uids) in zip(indexes, made, strict=True):
            index._uids = dict(uids)

    def _with_changes(self, uids: LazyDict[list[str]], docs: LazyDocs) -> LazyDict[list[str]]:
        """Return the index of a snapshot, brought up to date."""
        moved: set[str] = set()
        for uid in docs.changed:
            old, new = docs.before(uid), docs.get(uid)
            for key in strings_in(self._keys(old)) if old is not None else ():
                uids[key].remove(uid)
                moved.add(key)
            for key in strings_in(self._keys(new)) if new is not None else ():
                uids.setdefault(key, []).append(uid)
                if old is not None:
                    moved.add(key)
        if moved:
            places = {uid: place for place, uid in enumerate(docs)}
            for key in moved:
                uids[key].sort(key=places.__getitem__)
        return uids


class KeptTexts:
    """Texts by key that were kept with a snapshot, without those of keys that a document changed since."""

    def __init__(self, name: str, keys: Callable[[Doc], object], *tables: TableCache[Any]) -> None:
        """Take what returns the keys that a document counts for, and the tables that the texts were made from."""
        self._name = name
        self._keys = keys
        self._tables = tables
        self.changed: set[str] = set()
        """The keys whose texts no longer hold."""

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        """The texts of a snapshot by key; empty if there are none. Those of `changed` are among them."""
        kept = self._tables[0].kept_texts(self._name)
        for records in self._tables if kept else ():
            for doc in records.changed_docs():
                self.changed.update(strings_in(self._keys(doc)))
        return kept or {}

    def get(self, key: str) -> list[str]:
        """Return the texts of a key; none if they were not kept or no longer hold."""
        texts = self.texts.get(key, [])
        return texts if key not in self.changed else []

    def change(self, _uid: str, old: Doc | None, new: Doc | None) -> None:
        """Take note of a changed document."""
        for doc in filter(None, (old, new)):
            self.changed.update(strings_in(self._keys(doc)))


def strings_in(named: object) -> list[str]:
    """Return the strings in a document's field without duplicates."""
    if named.__class__ is not list:
        return [named] if isinstance(named, str) else []
    return list(dict.fromkeys([key for key in named if key.__class__ is str]))
