"""Changes of documents, each before and after, by table and uid; and the transaction that collects them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from rapport_tui.store.snapshot_format import Doc


class DocumentChange(msgspec.Struct, frozen=True, gc=False):
    """One document before and after a change; None where there is no document."""

    before: Doc | None
    after: Doc | None

    @property
    def fields(self) -> set[str]:
        """The names of the fields that differ."""
        before, after = self.before or {}, self.after or {}
        return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


ChangeSet = dict[str, dict[str, DocumentChange]]
"""Changes by table and uid; in the modules below the store, by table and TinyDB's id."""


_PART: Final = 100


def parts(changes: ChangeSet) -> Iterator[ChangeSet]:
    """Yield `changes` in parts of a hundred documents, each of which is applied in less than a frame."""
    for table, docs in changes.items():
        keys = list(docs)
        for first in range(0, len(keys), _PART):
            yield {table: {key: docs[key] for key in keys[first : first + _PART]}}


def add_change(changes: ChangeSet, table: str, key: str, before: Doc | None, after: Doc | None) -> None:
    """Add a change to `changes`. A second change of the same document extends the first."""
    docs = changes.setdefault(table, {})
    first = docs.get(key)
    docs[key] = DocumentChange(first.before if first else before, after)


class Transaction:
    """The `changes` of a transaction, and the documents with them applied. A change without effect is not kept."""

    def __init__(self, docs: Mapping[str, Mapping[str, Doc]]) -> None:
        self._docs = docs
        self.changes: ChangeSet = {}
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

    def remove(self, table: str, uid: str) -> None:
        """Remove the document, if it exists."""
        self._set(table, uid, None)

    def _set(self, table: str, uid: str, doc: Doc | None) -> None:
        before = self._docs[table].get(uid)
        if before != doc:
            self.changes.setdefault(table, {})[uid] = DocumentChange(before, doc)
        elif table in self.changes:
            self.changes[table].pop(uid, None)
            if not self.changes[table]:
                del self.changes[table]
