"""The inbox: imported people who are not on the board yet."""

from __future__ import annotations

from typing import NamedTuple

from rapport_tui.journal.context import JournalContext
from rapport_tui.store import ChangeSet


class InboxProgress(NamedTuple):
    """The numbers of imported people who wait, are on the board, and were set aside from the inbox."""

    waiting: int
    placed: int
    never: int


class InboxService:
    """The service that counts the imported people."""

    def __init__(self, context: JournalContext) -> None:
        self._context = context
        self._progress: InboxProgress | None = None
        context.observe(self._forget)

    @property
    def progress(self) -> InboxProgress:
        """The progress of the user with the imported people, counted on documents without decoding them."""
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
