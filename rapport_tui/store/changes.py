"""Changes of documents: each document before and after, by table and uid."""

from __future__ import annotations

import msgspec

from rapport_tui.store.snapshot_format import Doc


class DocumentChange(msgspec.Struct, frozen=True):
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


def add_change(changes: ChangeSet, table: str, key: str, before: Doc | None, after: Doc | None) -> None:
    """Add a change to `changes`. A second change of the same document extends the first."""
    docs = changes.setdefault(table, {})
    first = docs.get(key)
    docs[key] = DocumentChange(first.before if first else before, after)
