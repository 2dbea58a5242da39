"""The inbox: imported people who are not on the board yet."""

from __future__ import annotations

from collections import Counter
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
        self._imported: set[str] = set()
        self._counted: dict[str, str] | None = None
        """The number that each person counts for, of those who count for one."""
        self._changed: set[str] = set()
        context.observe(self._take_note)

    @property
    def progress(self) -> InboxProgress:
        """The progress of the user with the imported people."""
        people = self._context.cache.digests.all()
        if self._counted is None:
            self._imported, self._counted = set(self._context.cache.sources.uids()), {}
            self._changed = set(people)
        for uid in self._changed:
            self._counted.pop(uid, None)
            if (person := people.get(uid)) and (person.inbox or uid in self._imported):
                self._counted[uid] = "placed" if not person.inbox else "never" if person.archived else "waiting"
        self._changed = set()
        counts = Counter(self._counted.values())
        return InboxProgress(counts["waiting"], counts["placed"], counts["never"])

    def _take_note(self, changes: ChangeSet) -> None:
        if "sources" in changes:
            self._counted = None
        self._changed.update(changes.get("people", ()))
