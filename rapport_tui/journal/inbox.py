"""The inbox: imported people who are not on the board yet."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from rapport_tui.journal.context import JournalContext
from rapport_tui.store import ChangeSet, Doc


class InboxProgress(NamedTuple):
    """The numbers of imported people who wait, are on the board, and were set aside from the inbox."""

    waiting: int
    placed: int
    never: int


class InboxService:
    """The service that counts the imported people."""

    def __init__(self, context: JournalContext) -> None:
        self._context = context
        self._counts: Counter[str] | None = None
        self._imported: set[str] = set()
        context.observe(self._count_changes)

    @property
    def progress(self) -> InboxProgress:
        """The progress of the user with the imported people, counted on documents without decoding them."""
        if self._counts is None:
            self._imported = set(self._context.cache.sources.uids())
            self._counts = Counter(self._standing(uid, doc) for uid, doc in self._context.cache.people.docs())
        return InboxProgress(self._counts["waiting"], self._counts["placed"], self._counts["never"])

    def _standing(self, uid: str, doc: Doc | None) -> str:
        """Return which number a document of a person counts for; empty for none."""
        if doc is not None and doc.get("inbox"):
            return "never" if doc.get("archived") else "waiting"
        return "placed" if doc is not None and uid in self._imported else ""

    def _count_changes(self, changes: ChangeSet) -> None:
        if "sources" in changes:
            self._counts = None
        if self._counts is not None:
            for uid, change in changes.get("people", {}).items():
                self._counts[self._standing(uid, change.before)] -= 1
                self._counts[self._standing(uid, change.after)] += 1
