"""The resolution of mentions to people, and the mentions of people."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import ClassVar, Final

from rapport_tui.capture.tokens import find_mentions_and_topics
from rapport_tui.model.errors import AmbiguousPersonError, UnknownPersonError
from rapport_tui.model.names import PARTICLES, first_name, is_one_slip, name_key, plain_name
from rapport_tui.model.records import Person

_TIERS: Final = 3
_SHORTEST_SLIP: Final = 4
_SHORTEST_FAMILY_NAME: Final = 3


_NameIndex = MutableMapping[str, dict[str, None]]
"""The uids of people by a name, in a dictionary for the order."""


class Directory:
    """An index of people by name, updated with each change."""

    INDEXES: ClassVar = ("full", "alias", "leading", "first", "given", "alias_first")
    """The kinds of names in `indexes`."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._people: MutableMapping[str, Person] = {}
        self._full: _NameIndex = {}
        self._alias: _NameIndex = {}
        self._leading: _NameIndex = {}
        self._first: _NameIndex = {}
        self._given: _NameIndex = {}
        self._alias_first: _NameIndex = {}
        self._near: dict[str, list[Person]] = {}
        """The results of `near`, until a person changes: a name stays on the line while the user continues typing."""
        for person in people:
            self.add(person)

    @classmethod
    def of_indexes(cls, people: MutableMapping[str, Person], indexes: Mapping[str, _NameIndex]) -> Directory:
        """Return a directory of `people` by uid, with the names that `indexes` returned for it, as its own."""
        directory = cls()
        directory._people = people
        for name in cls.INDEXES:
            setattr(directory, f"_{name}", indexes[name])
        return directory

    def indexes(self) -> dict[str, dict[str, list[str]]]:
        """Return the uids of people by name, for each of `INDEXES`."""
        indexes = zip(self.INDEXES, self._indexes(), strict=True)
        return {name: {key: list(uids) for key, uids in index.items()} for name, index in indexes}

    def hold(self, uid: str) -> None:
        """Have the person at hand who is about to change, so that the names until now can be removed."""
        self._people.get(uid)

    def add(self, person: Person) -> None:
        """Add a person, replacing the one with the same uid."""
        self.discard(person.uid)
        self._people[person.uid] = person
        for index, key in self._places(person):
            index.setdefault(key, {})[person.uid] = None

    def discard(self, uid: str) -> None:
        """Remove a person, if there is one with that uid."""
        self._near.clear()
        person = self._people.pop(uid, None)
        if person is None:
            return
        for index, key in self._places(person):
            uids = index.get(key, {})
            uids.pop(uid, None)
            if not uids:
                index.pop(key, None)

    def resolve(self, name: str, newer: Directory | None = None) -> Person:
        """Return the person with this name: a uid, a full name, an alias, or first names that only one person has.

        The first name of an alias comes last. Names are compared by `name_key`; `Silva, Dr. Hiro (Lyon)` is looked up
        as Hiro Silva if nobody has the whole name. People on the board come first, then the inbox, then the archived: a
        later group only if the one before has nobody with that name. `newer` has people that are not in this directory
        yet, or were changed. Raises `UnknownPersonError`, or `AmbiguousPersonError` with all candidates.
        """
        if person := (newer and newer._people.get(name)) or self._people.get(name):
            return person
        for form in dict.fromkeys((name, plain_name(name))):
            if person := self._called(form, newer or _NOBODY):
                return person
        raise UnknownPersonError(name)

    def _called(self, name: str, newer: Directory) -> Person | None:
        key = name_key(name)
        matches = []
        for index, fresh in zip(self._indexes(), newer._indexes(), strict=True):
            here = [self._people[uid] for uid in index.get(key, ()) if uid not in newer._people]
            matches.append(here + [newer._people[uid] for uid in fresh.get(key, ())])
        for tier in range(_TIERS):
            for found in matches:
                same_tier = [person for person in found if _tier(person) == tier]
                # "Zoe" and "Zoë" are one name to a searcher, but two to somebody who writes them out.
                exact = [person for person in same_tier if person.name == name]
                if len(same_tier) == 1 or len(exact) == 1:
                    return (exact or same_tier)[0]
                if same_tier:
                    raise AmbiguousPersonError(name, same_tier)
        return None

    def mention_of(self, person: Person) -> str:
        """Return the shortest unambiguous mention of a person: the first name, the full name, or else the uid."""
        for name in _writings(person):
            mention = write_mention(name)
            if mention and self._means(name, person):
                return mention
        return write_mention(person.uid) or f'@"{person.uid}"'

    def complete(self, prefix: str, limit: int) -> list[Person]:
        """Return at most `limit` people whose name matches `prefix`, the best match first.

        Best is the start of the full name, then the start of any word of it, then an alias, then anywhere; within
        that the board, the inbox, the archived, each by name.
        """
        found = heapq.nsmallest(limit, self._ranked(name_key(prefix)))
        return [self._people[uid] for *_, uid in found]

    def near(self, name: str) -> list[Person]:
        """Return the people that half of a name, or a name with one missing, added or wrong letter, may mean.

        For people on the board, a family name counts as half of a name. They come first, in the order in which they
        were added.
        """
        key = name_key(name)
        if key in self._near:
            return self._near[key]
        people = [person for person in self._people.values() if not person.archived]
        begins_family_name = len(key) >= _SHORTEST_FAMILY_NAME
        near = []
        for person in people:
            full = name_key(person.name)
            if (begins_family_name and not person.inbox and f" {key}" in full) or any(
                _is_near(key, word) for word in _names_of(person)
            ):
                near.append(person)
        self._near[key] = sorted(near, key=_tier)
        return self._near[key]

    def called_fully(self, name: str) -> Person | None:
        """Return the one person, not archived, with the full name `name`; None if there is none or several."""
        found = [person for uid in self._full.get(name_key(name), ()) if not (person := self._people[uid]).archived]
        return found[0] if len(found) == 1 else None

    def has_name(self, name: str) -> bool:
        """Return whether `name` is the full name, an alias or the first words of the name of somebody."""
        key = name_key(name)
        return key in self._full or key in self._alias or key in self._leading

    def called(self, name: str) -> list[Person]:
        """Return everybody whom `name` may mean: the person that it resolves to, or all candidates."""
        try:
            return [self.resolve(name)]
        except UnknownPersonError:
            return []
        except AmbiguousPersonError as error:
            return list(error.people)

    def begun_by(self, prefix: str) -> list[Person]:
        """Return the people on the board or in the inbox whose full name begins with `prefix`."""
        key = name_key(prefix)
        return [
            person for person in self._people.values() if name_key(person.name).startswith(key) and not person.archived
        ]

    def _ranked(self, key: str) -> Iterator[tuple[int, int, str, str]]:
        for uid, person in self._people.items():
            full = name_key(person.name)
            if (key in full or person.aliases or person.given) and (rank := _rank(person, key)) is not None:
                yield rank, _tier(person), full, uid

    def _means(self, name: str, person: Person) -> bool:
        try:
            return self.resolve(name).uid == person.uid
        except (UnknownPersonError, AmbiguousPersonError):
            return False

    def _indexes(self) -> tuple[_NameIndex, ...]:
        return self._full, self._alias, self._leading, self._first, self._given, self._alias_first

    def _places(self, person: Person) -> Iterator[tuple[_NameIndex, str]]:
        yield self._full, name_key(person.name)
        if (plain := plain_name(person.name)) != person.name:
            yield self._full, name_key(plain)
        if person.suffix:
            yield self._full, name_key(f"{person.name} {person.suffix}")
        for alias in person.aliases:
            yield self._alias, name_key(alias)
            yield self._alias_first, name_key(first_name(alias))
        words = person.name.split()
        for count in range(2, len(words)):
            yield self._leading, name_key(" ".join(words[:count]))
        yield self._first, name_key(first_name(person.name))
        if person.given:
            yield self._first, name_key(person.given)
            for name in person.given.split():
                yield self._given, name_key(name)


_NOBODY: Final = Directory()


def name_of(mention: str) -> str:
    """Return the name of a new person from the name in a mention.

    A name with spaces was quoted and is unchanged; otherwise "tom.becker" becomes Tom Becker. Existing capitals and
    scripts without case are unchanged.
    """
    if any(char.isspace() for char in mention.strip()):
        return mention.strip()
    words = re.sub(r"[._]", " ", mention).split()
    if mention != mention.lower():
        return " ".join(words) or mention
    said = (word if place and word in PARTICLES else _capital(word) for place, word in enumerate(words))
    return " ".join(said) or mention


def _capital(word: str) -> str:
    parts = (f"{part[:1].title()}{part[1:]}" for part in word.split("-"))
    return "-".join(re.sub(r"^(\w['’])(\w)", lambda match: match[1] + match[2].title(), part) for part in parts)


def _rank(person: Person, key: str) -> int | None:
    """Return the rank of the match of `key` with the person's names, 0 the best; None if no name contains it."""
    full = name_key(person.name)
    if full.startswith(key):
        return 0
    if f" {key}" in full:
        return 1
    aliases = [name_key(alias) for alias in (*person.aliases, person.given)]
    if any(f" {key}" in f" {alias}" for alias in aliases):
        return 2
    return 3 if key in full or any(key in alias for alias in aliases) else None


def _names_of(person: Person) -> Iterator[str]:
    names = (person.name, first_name(person.name), person.first_name, *person.aliases)
    yield from map(name_key, names)


def _is_near(key: str, name: str) -> bool:
    """Return whether `key` begins `name`, or differs from it by one missing, added, wrong or swapped letter.

    Names with digits are assumed to differ on purpose.
    """
    if name.startswith(key):
        return not any(char.isdigit() for char in key)
    # A slip leaves the first letter or the last as it is, which is looked at first: there may be many names.
    if min(len(key), len(name)) < _SHORTEST_SLIP or (key[0] != name[0] and key[-1] != name[-1]):
        return False
    return is_one_slip(key, name) and not any(char.isdigit() for char in key)


def _tier(person: Person) -> int:
    return 2 if person.archived else 1 if person.inbox else 0


def _writings(person: Person) -> Iterator[str]:
    """Yield the forms of a person's name in a mention, the shortest first."""
    name = person.name
    lower = name.lower()
    words = lower.split()
    if person.given:
        yield ".".join(person.given.lower().split())
    # In scripts without case the first word is as often the family's, so the name stays whole.
    if len(words) < 2 or lower != name.upper():
        yield first_name(lower)
        yield ".".join(words)
    yield name


def write_mention(name: str) -> str:
    """Return the mention that parses to exactly `name`, without quotes if possible; "" if there is none."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    for mention in (f"@{name}", f'@"{quoted}"'):
        found, _ = find_mentions_and_topics(mention)
        if found and (found[0].name, found[0].end) == (name, len(mention)):
            return mention
    return ""
