"""The directory of a large journal, from the names that were kept with its snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import suppress
from itertools import islice

import msgspec

from rapport_tui.capture.directory import Directory
from rapport_tui.journal.record_table import TableCache
from rapport_tui.model.records import Person
from rapport_tui.store import Places

PREFIX = "names."
"""The prefix of the names of the directory's indexes."""


class _PeopleByUid(MutableMapping[str, Person]):
    """People by uid, each decoded when it is first read."""

    def __init__(self, people: TableCache[Person]) -> None:
        self._people = people
        self._all: dict[str, Person | None] = dict.fromkeys(people.uids())

    def __getitem__(self, uid: str) -> Person:
        person = self._all[uid]
        if person is None:
            person = self._all[uid] = self._people.get(uid)
        if person is None:
            raise KeyError(uid)
        return person

    def __setitem__(self, uid: str, person: Person) -> None:
        self._all[uid] = person

    def __delitem__(self, uid: str) -> None:
        del self._all[uid]

    def __iter__(self) -> Iterator[str]:
        return (uid for uid in self._all if uid in self)

    def __len__(self) -> int:
        return len(self._all)

    def sort(self, uids: Iterable[str]) -> None:
        """Put the people in this order."""
        self._all = {uid: self._all.get(uid) for uid in uids}


def _in_order(uids: list[str]) -> dict[str, None]:
    return dict.fromkeys(uids)


class DirectoryReader:
    """The directory of all people, read some at a time, from the kept names if there are any.

    Call `hold` with a person who is about to change, and `update` afterwards.
    """

    def __init__(self, people: TableCache[Person]) -> None:
        self._people = people
        kept = {name: index for name in Directory.INDEXES if (index := people.kept_index(PREFIX + name, _in_order))}
        self._kept = _PeopleByUid(people) if len(kept) == len(Directory.INDEXES) else None
        if self._kept is None:
            self._directory = Directory()
            self._unread = dict.fromkeys(people.uids())
            return
        self._directory = Directory.of_indexes(self._kept, {name: uids for name, (uids, _) in kept.items()})
        self._docs = kept[Directory.INDEXES[0]][1]
        self._unread = dict.fromkeys(self._docs.changed)

    def read(self, most: int) -> bool:
        """Read the names of up to `most` more people, and return whether all are read."""
        for uid in list(islice(self._unread, most)):
            self._read(uid)
        if self._unread:
            return False
        if self._kept is not None:
            self._kept.sort(self._people.uids())
            self._kept = None
        return True

    def all(self) -> Directory:
        """Return the directory, with what is not read yet."""
        if self._unread or self._kept is not None:
            self.read(len(self._unread))
        return self._directory

    def hold(self, uid: str) -> None:
        """Read a person who is about to change, so that the names until now can be removed."""
        if uid in self._unread:
            self._read(uid)
        self._directory.hold(uid)

    def update(self, uid: str) -> None:
        """Replace the names of a person who changed, or remove them."""
        if (person := self._people.get(uid)) is None:
            self._directory.discard(uid)
        else:
            self._directory.add(person)

    def _read(self, uid: str) -> None:
        del self._unread[uid]
        if self._kept is not None:
            if (before := self._docs.before(uid)) is not None:
                with suppress(ValueError):  # it was no person, and had no names
                    self._kept[uid] = msgspec.convert(before, Person)
            self._directory.discard(uid)
        self.update(uid)


def kept_names(people: TableCache[Person]) -> dict[str, Places | dict[str, list[str]]]:
    """Return the places of the people in their table by their names."""
    places = {uid: place for place, uid in enumerate(people.uids())}
    return {
        PREFIX + name: {key: [places[uid] for uid in uids] for key, uids in index.items()}
        for name, index in Directory(people).indexes().items()
    }
