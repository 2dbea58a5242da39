"""The directory of a large journal, from the names that were kept with its snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import suppress

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


def directory_of(people: TableCache[Person]) -> Directory:
    """Return the directory of all people, from the kept names if there are any."""
    kept = {name: index for name in Directory.INDEXES if (index := people.kept_index(PREFIX + name, _in_order))}
    if len(kept) < len(Directory.INDEXES):
        return Directory(people)
    by_uid = _PeopleByUid(people)
    directory = Directory.of_indexes(by_uid, {name: uids for name, (uids, _) in kept.items()})
    docs = kept[Directory.INDEXES[0]][1]
    for uid in docs.changed:
        if (before := docs.before(uid)) is not None:
            with suppress(ValueError):  # it was no person, and had no names
                by_uid[uid] = msgspec.convert(before, Person)
        directory.discard(uid)
        if (person := people.get(uid)) is not None:
            directory.add(person)
    by_uid.sort(people.uids())
    return directory


def kept_names(people: TableCache[Person]) -> dict[str, Places | dict[str, list[str]]]:
    """Return the places of the people in their table by their names."""
    places = {uid: place for place, uid in enumerate(people.uids())}
    return {
        PREFIX + name: {key: [places[uid] for uid in uids] for key, uids in index.items()}
        for name, index in Directory(people).indexes().items()
    }
