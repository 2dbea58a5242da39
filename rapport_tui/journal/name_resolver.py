"""Whom the names on a line mean, while the lines that are written bring in new people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rapport_tui.capture.directory import Directory
from rapport_tui.journal.context import JournalContext
from rapport_tui.model.errors import UnknownPersonError
from rapport_tui.model.records import Person


class NameResolver:
    """The people that some lines may name: those nearest to hand first, then everybody, with who was met on the way.

    `chosen` says for a name which uid is meant.
    """

    def __init__(self, core: JournalContext, nearest: Sequence[Person], chosen: Mapping[str, str]) -> None:
        self._core = core
        self._nearest = Directory(nearest)
        self._chosen = chosen
        self._latest: dict[str, Person] = {}
        self._all: Directory | None = None

    def latest(self, person: Person) -> Person:
        """Return the person as the lines before left them."""
        return self._latest.get(person.uid, person)

    def know(self, people: Iterable[Person]) -> None:
        """Take in who is new, and what became of those that were known."""
        for person in people:
            self._latest[person.uid] = person
            if self._all is None and person.uid not in self._core.shelf.people:
                self._all = Directory([*self._core.shelf.people, *self._latest.values()])
            elif self._all is not None:
                self._all.add(person)

    def resolve(self, name: str) -> Person | None:
        """Return whom `name` means, None for somebody new. Raises `AmbiguousPersonError`."""
        if name in self._chosen:
            uid = self._chosen[name]
            if (person := self._core.shelf.people.get(uid)) is None:
                raise UnknownPersonError(uid)
            return self.latest(person)
        for directory in (self._nearest, self._all or self._core.directory):
            try:
                return self.latest(directory.resolve(name))
            except UnknownPersonError:
                continue
        return None
