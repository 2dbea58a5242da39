"""A copy of a store in memory, for dry runs and for reading in another thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rapport_tui.store.changes import Transaction
from rapport_tui.store.lazy_docs import copy_docs
from rapport_tui.store.store import Store


class MemoryStore(Store):
    """The documents of a store at one moment. Transactions change this copy only; no file is read or written."""

    def __init__(self, store: Store) -> None:
        self.folder = store.folder
        self.place = store.place
        self.place = store.place
        self.docs = {table: copy_docs(docs) for table, docs in store.docs.items()}
        self.observers, self.listeners = [], []
        self.recorder = None
        self.has_saved = False
        self._changes = {}

    @contextmanager
    def transaction(self, *, record: bool = True) -> Iterator[Transaction]:  # noqa: ARG002  # there is no other machine
        """Yield a transaction. Leaving the block applies its changes; an exception in it applies none."""
        transaction = Transaction(self.docs)
        yield transaction
        for table, changes in transaction.changes.items():
            for uid, change in changes.items():
                if change.after is None:
                    self.docs[table].pop(uid, None)
                else:
                    self.docs[table][uid] = change.after
        self._changes = transaction.changes
        self._notify()

    def refresh(self) -> bool:
        """Return False: the copy does not follow its store."""
        return False
