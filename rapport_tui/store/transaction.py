"""What one transaction changes, by table and uid."""

from __future__ import annotations

from collections.abc import Mapping

from rapport_tui.store.snapshot_format import Doc

Changes = dict[str, dict[str, Doc | None]]
"""By table and uid: the document as it is now, None where it is gone."""


class Transaction:
    """The changes of one transaction, seen on top of what is stored. What changes nothing is not kept."""

    def __init__(self, docs: Mapping[str, Mapping[str, Doc]]) -> None:
        self._docs = docs
        self.changes: Changes = {}

    def get(self, table: str, uid: str) -> Doc | None:
        """Return the document as this transaction would leave it."""
        changed = self.changes.get(table, {})
        return changed[uid] if uid in changed else self._docs[table].get(uid)

    def stored(self, table: str) -> Mapping[str, Doc]:
        """Return the documents of a table as they were before this transaction."""
        return self._docs[table]

    def put(self, table: str, doc: Doc) -> None:
        """Add `doc`, or put it in the place of the one with its uid."""
        self._set(table, doc["uid"], doc)

    def remove(self, table: str, uid: str) -> None:
        """Take the document away."""
        self._set(table, uid, None)

    def _set(self, table: str, uid: str, doc: Doc | None) -> None:
        if self._docs[table].get(uid) != doc:
            self.changes.setdefault(table, {})[uid] = doc
        elif table in self.changes:
            self.changes[table].pop(uid, None)
            if not self.changes[table]:
                del self.changes[table]
