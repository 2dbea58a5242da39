"""Resolve the names on a line to people, including those whom the same lines add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rapport_tui.capture.directory import Directory, name_of, write_mention
from rapport_tui.capture.tokens import Mention
from rapport_tui.journal.context import JournalContext
from rapport_tui.model.errors import NearNameError, UnknownPersonError
from rapport_tui.model.records import Person

_MOST_NEAR: Final = 5


class NameResolver:
    """The people that some lines may name: those nearest to hand first, then everybody, with who was met on the way.

    `chosen` says for a name which uid is meant. `careful`: a new name that is near a known one is an error.
    """

    def __init__(
        self, context: JournalContext, nearest: Sequence[Person], chosen: Mapping[str, str], *, careful: bool = False
    ) -> None:
        self._careful = careful
        self._context = context
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
            if self._all is None and person.uid not in self._context.cache.people:
                self._all = Directory([*self._context.cache.people, *self._latest.values()])
            elif self._all is not None:
                self._all.add(person)

    def resolve(self, name: str) -> Person | None:
        """Return whom `name` means, None for somebody new. Raises `AmbiguousPersonError`."""
        if name in self._chosen:
            uid = self._chosen[name]
            if (person := self._context.cache.people.get(uid)) is None:
                raise UnknownPersonError(uid)
            return self.latest(person)
        for directory in (self._nearest, self._all or self._context.directory):
            try:
                return self.latest(directory.resolve(name))
            except UnknownPersonError:
                continue
        return None

    def refuse_near(self, mention: Mention) -> None:
        """Raise `NearNameError` where a new name is near a known one and `@+name` does not say that it is meant."""
        if not self._careful or mention.new:
            return
        if near := (self._all or self._context.directory).near(mention.name):
            written = write_mention(name_of(mention.name))
            raise NearNameError(mention.name, near[:_MOST_NEAR], f"@+{written.removeprefix('@')}")
