"""The inbox: imported people who wait to be put on the board, or to be set aside."""

from __future__ import annotations

from typing import NamedTuple

from rapport_tui.journal.context import JournalContext
from rapport_tui.store import ChangeSet


class InboxProgress(NamedTuple):
    """How many imported people wait, are on the board, and were set aside from the inbox."""

    waiting: int
    placed: int
    never: int


class InboxService:
    """Counts the imported people."""

    def __init__(self, context: JournalContext) -> None:
        self._context = context
        self._progress: InboxProgress | None = None
        context.observe(self._forget)

    @property
    def progress(self) -> InboxProgress:
        """How far the user is with the imported people. It is counted on documents, without decoding them."""
        if self._progress is None:
            waiting = placed = never = 0
            imported = set(self._context.cache.sources.uids())
            for uid, doc in self._context.cache.people.docs():
                if doc.get("inbox"):
                    never += bool(doc.get("archived"))
                    waiting += not doc.get("archived")
                elif uid in imported:
                    placed += 1
            self._progress = InboxProgress(waiting, placed, never)
        return self._progress

    def _forget(self, changes: ChangeSet) -> None:
        if changes.keys() & {"people", "sources"}:
            self._progress = None
