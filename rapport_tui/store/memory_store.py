"""A copy of a store in memory, for dry runs and for reading in another thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rapport_tui.store.background import BackgroundThread
from rapport_tui.store.changes import StoredChanges, Transaction
from rapport_tui.store.store import Store
from rapport_tui.store.stored_docs import copy_docs, store_in


class MemoryStore(Store):
    """The documents of a store at one moment. Transactions change this copy only; no file is read or written."""

    def __init__(self, store: Store) -> None:
        self.folder = store.folder
        self.place = store.place
        self.background = BackgroundThread()
        self.docs = {table: copy_docs(docs) for table, docs in store.docs.items()}
        self.observers, self.listeners = [], []
        self.recorder = None
        self.has_saved = False
        self._changes = {}
        self._doc_ids = {}

    @contextmanager
    def transaction(self, *, record: bool = True) -> Iterator[Transaction]:  # noqa: ARG002  # there is no other machine
        """Yield a transaction. Leaving the block applies its changes; an exception in it applies none."""
        transaction = Transaction(self.docs)
        yield transaction
        self._keep(transaction.changes)

    def refresh(self) -> bool:
        """Return False: the copy does not follow its store."""
        return False

    def _take_in(self, changes: StoredChanges | None) -> None:
        """Update `docs` with `changes`, which are by uid here, and record them for the observers."""
        for table, changed in (changes or {}).items():
            for uid, change in changed.items():
                self._note(table, uid, change.old, change.new)
                if change.new is None:
                    self.docs[table].pop(uid, None)
                else:
                    store_in(self.docs, table, uid, change.new)
