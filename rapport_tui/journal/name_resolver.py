"""Resolution of the names on lines to people, including people that the same lines add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from rapport_tui.capture.capture_line import CaptureLine
from rapport_tui.capture.directory import Directory, name_of, write_mention
from rapport_tui.capture.tokens import Mention
from rapport_tui.journal.context import JournalContext
from rapport_tui.model.errors import AmbiguousPersonError, NearNameError, UnknownPersonError
from rapport_tui.model.records import Person

_MOST_NEAR: Final = 5


class LinePeople(msgspec.Struct, frozen=True):
    """The people of a line, those of them who are new, and the uids for each of its mentions."""

    people: list[Person]
    new: list[Person]
    named: list[tuple[str, ...]]


class NameResolver:
    """The people that some lines may name: given people first, then all others and those added by earlier lines.

    `chosen` maps a name to the uid that is meant, `new_person` makes a new person. A new name that is close to a known
    one is an error, unless `adds_near`. `kept` returns the person that a name meant, if any, in a line that is edited.
    """

    def __init__(
        self,
        context: JournalContext,
        nearest: Sequence[Person],
        chosen: Mapping[str, str],
        new_person: Callable[[str], Person],
        *,
        adds_near: bool = False,
        kept: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._context = context
        self._nearest = Directory(nearest)
        self._chosen = chosen
        self._new_person = new_person
        self._adds_near = adds_near
        self._kept = kept or {}
        self._latest: dict[str, Person] = {}
        self._met = Directory()

    def latest(self, person: Person) -> Person:
        """Return the person with the changes of the earlier lines."""
        return self._latest.get(person.uid, person)

    def know(self, people: Iterable[Person]) -> None:
        """Add new people, and the changed versions of known ones."""
        for person in people:
            self._latest[person.uid] = person
            self._met.add(person)

    def people_on(
        self,
        line: CaptureLine,
        given: Sequence[Person],
        ask: Callable[[Mention, AmbiguousPersonError | NearNameError], Person] | None = None,
    ) -> LinePeople:
        """Return the people of a line, both `given` and named.

        `ask` returns the person to use if it is not clear who is meant. Without it `AmbiguousPersonError` is raised for
        a name that several people have, and `NearNameError` for a new one that is close to a known one.
        """
        found = {person.uid: self.latest(person) for person in given}
        new: list[Person] = []
        named: list[tuple[str, ...]] = []
        for mention in line.mentions:
            try:
                people = self._resolve(mention.name)
                if people is None or (mention.new and not people):
                    people = [self._added(mention)]
                    new += people
            except (AmbiguousPersonError, NearNameError) as error:
                if ask is None:
                    raise
                people = [ask(mention, error)]
            for person in people:
                found.setdefault(person.uid, person)
            named.append(tuple(person.uid for person in people))
        return LinePeople(list(found.values()), new, named)

    def _resolve(self, name: str) -> list[Person] | None:
        """Return the people that `name` means: one person or those of a group; None for a new name.

        Raises `AmbiguousPersonError`.
        """
        if name in self._chosen:
            uid = self._chosen[name]
            if (person := self._context.cache.people.get(uid)) is None:
                raise UnknownPersonError(uid)
            return [self.latest(person)]
        if name in self._kept:
            return [self.latest(person) for person in self._context.cache.people.get_many(self._kept[name])]
        if group := self._context.cache.group_called(name):
            return [self.latest(person) for person in self._context.cache.people.get_many(group.people)]
        for directory, met in ((self._nearest, None), (self._context.directory, self._met)):
            try:
                return [self.latest(directory.resolve(name, met))]
            except UnknownPersonError:
                continue
        return None

    def _added(self, mention: Mention) -> Person:
        """Return a new person. Raises `NearNameError` if a known name is close and nothing confirms the new one."""
        if not self._adds_near and not mention.new:
            near = [*self._context.directory.near(mention.name), *self._met.near(mention.name)]
            if people := list({person.uid: person for person in near}.values()):
                written = write_mention(name_of(mention.name))
                raise NearNameError(mention.name, people[:_MOST_NEAR], f"@+{written.removeprefix('@')}")
        person = self._new_person(name_of(mention.name))
        self.know([person])
        return person
