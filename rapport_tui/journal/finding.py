"""Finding entries: all of them in order, and those that match a query, quickly enough to ask at every key."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import overload

from rapport_tui.capture.query import Query, narrowed, narrows
from rapport_tui.capture.subject import Subject
from rapport_tui.journal.core import Core
from rapport_tui.journal.shelf import Touched
from rapport_tui.model.records import Entry
from rapport_tui.model.text import fold

_Key = tuple[date, bool, time, int, str]
"""Where an entry stands: its day, whether it has a time, the time, when it was written, its uid."""


class Found(Sequence[Entry]):
    """Entries that were found, oldest first. They are looked up when they are asked for."""

    def __init__(self, core: Core, keys: Sequence[_Key]) -> None:
        self._core = core
        self._keys = keys

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        if isinstance(index, slice):
            return self._core.shelf.entries.pick(key[-1] for key in self._keys[index])
        entry = self._core.shelf.entries.get(self._keys[index][-1])
        if entry is None:
            raise IndexError(index)
        return entry

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._core.shelf.entries.pick(key[-1] for key in self._keys))

    @property
    def days(self) -> Counter[date]:
        """How many of the entries each day has."""
        return Counter([key[0] for key in self._keys])

    def place_of(self, day: date, uid: str = "") -> int:
        """Return the place of the entry called `uid`; else that of the first entry of `day`, or after it."""
        if uid:
            return next((place for place, key in enumerate(self._keys) if key[-1] == uid), -1)
        return bisect_left(self._keys, (day,))  # a shorter tuple sorts before the longer ones that begin like it


class Finder:
    """Keeps what entries are found by.

    A change makes only the entries it touches be read again; a query that goes on looks only at the last hits.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._order: list[_Key] | None = None
        self._subjects: list[Subject | None] = []
        self._keys: dict[str, _Key] = {}
        self._written = 0
        self._last: tuple[Query, list[int]] | None = None
        self._due_on = core.today
        core.forgetters.append(self._forget)

    def all(self) -> Found:
        """Return every entry."""
        return Found(self._core, list(self._ordered()))

    def matching(self, query: Query) -> Found:
        """Return the entries that the query finds."""
        order = self._ordered()
        if query.is_empty:
            return self.all()
        self.prepare(len(order))
        wider = self._last if self._last and narrows(query, self._last[0]) else None
        places = narrowed(query, self._whole(), wider[1] if wider else range(len(order)))
        self._last = query, places
        return Found(self._core, [order[place] for place in places])

    def prepare(self, count: int) -> bool:
        """Read at most `count` entries that were not read yet; return whether there are more of them."""
        order = self._ordered()
        left = count
        for place, subject in enumerate(self._subjects):
            if subject is not None:
                continue
            if not left:
                return True
            entry = self._core.shelf.entries.get(order[place][-1])
            self._subjects[place] = self._subject(entry) if entry else Subject(text="")
            left -= 1
        return False

    def _whole(self) -> list[Subject]:
        return self._subjects  # type: ignore[return-value]  # `prepare` has filled the gaps

    def _ordered(self) -> list[_Key]:
        if self._due_on != self._core.today:  # what is due today was not yesterday
            self._due_on, self._last = self._core.today, None
            self._subjects = [None] * len(self._subjects)
        if self._order is None:
            self._keys = {entry.uid: self._key(entry) for entry in self._core.shelf.entries}
            self._order = sorted(self._keys.values())
            self._subjects = [None] * len(self._order)
        return self._order

    def _key(self, entry: Entry) -> _Key:
        known = self._keys.get(entry.uid)
        self._written += 1
        number = known[3] if known else self._written
        return entry.day, entry.time is not None, entry.time or time.min, number, entry.uid

    def _forget(self, touched: Touched) -> None:
        if self._order is None or not touched.entries:
            return
        self._last = None
        for uid in touched.entries:
            old = self._keys.get(uid)
            entry = self._core.shelf.entries.get(uid)
            new = self._key(entry) if entry else None
            if old is not None:
                place = bisect_left(self._order, old)
                if old == new:
                    self._subjects[place] = None
                    continue
                del self._order[place], self._subjects[place], self._keys[uid]
            if new is not None:
                place = bisect_left(self._order, new)
                self._order.insert(place, new)
                self._subjects.insert(place, None)
                self._keys[uid] = new

    def _subject(self, entry: Entry) -> Subject:
        people = self._core.shelf.people.pick(entry.people)
        notes = self._core.shelf.notes_from(entry.uid)
        today = self._core.today
        states = {
            "open": any(note.is_open for note in notes),
            "due": any(note.is_open and note.due and note.due <= today for note in notes),
        }
        return Subject(
            text=fold("\n".join((entry.text, *(person.name for person in people)))),
            stages=frozenset(person.stage for person in people),
            tags=frozenset(fold(tag) for person in people for tag in person.tags),
            topics=frozenset(map(fold, entry.topics)),
            people=frozenset(entry.people),
            kinds=frozenset(note.kind for note in notes),
            states=frozenset(state for state, holds in states.items() if holds),
            orgs=frozenset({fold(person.org) for person in people} - {""}),
            moves=frozenset({entry.move} - {""}),
            day=entry.day,
        )
