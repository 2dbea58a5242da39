"""Changes of documents, each before and after, by table and uid; and the transaction that collects them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any, Final

import msgspec

from rapport_tui.store.snapshot_format import Doc, Stored
from rapport_tui.store.stored_docs import decoded, packed, stored_in


class DocumentChange:
    """One document before and after a change; None where there is no document. Each is decoded when first read."""

    def __init__(self, old: Stored | None, new: Stored | None) -> None:
        self.old, self.new = old, new

    @cached_property
    def before(self) -> Doc | None:
        """The document before the change."""
        return None if self.old is None else decoded(self.old)

    @cached_property
    def after(self) -> Doc | None:
        """The document after the change."""
        return None if self.new is None else decoded(self.new)

    @property
    def fields(self) -> set[str]:
        """The names of the fields that differ."""
        before, after = self.before or {}, self.after or {}
        return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


ChangeSet = dict[str, dict[str, DocumentChange]]
"""Changes by table and uid."""


class StoredChange(msgspec.Struct, frozen=True, gc=False):
    """One document before and after a change, as it is kept, so that thousands of changes take little memory."""

    old: Any
    new: Any

    @property
    def before(self) -> Doc | None:
        """The document before the change, decoded."""
        return None if self.old is None else decoded(self.old)

    @property
    def after(self) -> Doc | None:
        """The document after the change, decoded."""
        return None if self.new is None else decoded(self.new)


StoredChanges = dict[str, dict[str, StoredChange]]
"""Changes by table, and by uid or TinyDB's id."""


_PART: Final = 50
_MANY: Final = 1_000
"""The number of changed documents above which a transaction keeps them as JSON."""


def parts(changes: StoredChanges | None) -> Iterator[StoredChanges | None]:
    """Return `changes` in parts of a few documents, each of which takes less than a frame, a few as a whole.

    None, for all documents, is one part.
    """
    if changes is None or sum(map(len, changes.values())) <= _PART:
        return iter((changes,))
    return _divided(changes)


def _divided(changes: StoredChanges) -> Iterator[StoredChanges]:
    for table, docs in changes.items():
        keys = iter(docs)
        while some := list(islice(keys, _PART)):
            yield {table: {key: docs[key] for key in some}}


class Transaction:
    """The `changes` of a transaction, and the documents with them applied. A change without effect is not kept."""

    def __init__(self, docs: Mapping[str, Mapping[str, Doc]]) -> None:
        self._docs = docs
        self.changes: StoredChanges = {}
        self.became: dict[tuple[str, str], str] = {}
        """The uid of the document that a removed one was merged into, by table and uid of the removed one."""

    def get(self, table: str, uid: str) -> Doc | None:
        """Return the document with this transaction's changes; None if there is none."""
        change = self.changes.get(table, {}).get(uid)
        return change.after if change else self._docs[table].get(uid)

    def stored(self, table: str) -> Mapping[str, Doc]:
        """Return the documents of a table as they were before this transaction."""
        return self._docs[table]

    def put(self, table: str, doc: Doc) -> None:
        """Add `doc`, or replace the document with its uid."""
        self._set(table, doc["uid"], doc)

    def put_encoded(self, table: str, uid: str, doc: msgspec.Raw) -> None:
        """Add a long document, which `msgspec` encoded, or replace the one with its uid, without decoding either."""
        self.changes.setdefault(table, {})[uid] = StoredChange(stored_in(self._docs[table], uid), doc)

    def remove(self, table: str, uid: str) -> None:
        """Remove the document, if it exists."""
        self._set(table, uid, None)

    def _set(self, table: str, uid: str, new: Stored | None) -> None:
        old = stored_in(self._docs[table], uid)
        if old is not new if old is None or new is None else decoded(old) != decoded(new):
            docs = self.changes.setdefault(table, {})
            docs[uid] = StoredChange(old, packed(new) if new is not None and len(docs) > _MANY else new)
        elif table in self.changes:
            self.changes[table].pop(uid, None)
            if not self.changes[table]:
                del self.changes[table]
