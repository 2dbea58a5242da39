"""Search of entries: all in order, and those that match a query, fast enough to run at every key press."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import compress
from typing import Final, cast, overload

from rapport_tui.capture.query_line import Query, Term, narrows
from rapport_tui.journal.context import JournalContext
from rapport_tui.model.entry_order import time_order
from rapport_tui.model.records import Entry, Person
from rapport_tui.model.relative_days import iso_day
from rapport_tui.model.text import fold
from rapport_tui.store import ChangeSet, Doc

_Key = tuple[str, str, int, str]
"""The sort key of an entry: its ISO day, its time as it sorts within a day, when it was written, its uid."""

_BISECTED: Final = 16
"""The ratio of the costs of looking up the place of one entry and of testing one entry for membership."""


class SearchResult(Sequence[Entry]):
    """The entries found, oldest first. They are decoded on access."""

    def __init__(
        self, context: JournalContext, order: Sequence[_Key], places: Sequence[int], words: tuple[str, ...] = ()
    ) -> None:
        self._context = context
        self._order = order
        self._places = places
        self.words = words
        """The folded words of the query, for highlighting."""

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        if isinstance(index, slice):
            return self._context.cache.entries.get_many(self._order[place][-1] for place in self._places[index])
        entry = self._context.cache.entries.get(self._order[self._places[index]][-1])
        if entry is None:
            raise IndexError(index)
        return entry

    def __iter__(self) -> Iterator[Entry]:
        return iter(self[:])

    @property
    def days(self) -> Mapping[date, int]:
        """Return the number of entries of each day that has any, counted on demand."""
        return _Days(self._order, self._places)

    def place_of(self, day: date, uid: str = "") -> int:
        """Return the index of the entry called `uid`, or -1; without `uid`, of the first from `day` on."""
        if uid:
            return next((nth for nth, place in enumerate(self._places) if self._order[place][-1] == uid), -1)
        return _first(self._order, self._places, day.isoformat())


class _Days(Mapping[date, int]):
    """The number of entries by day, computed from sorted entries."""

    def __init__(self, order: Sequence[_Key], places: Sequence[int]) -> None:
        self._order = order
        self._places = places

    def __getitem__(self, day: date) -> int:
        text = day.isoformat()
        first = _first(self._order, self._places, text)
        count = _first(self._order, self._places, f"{text}~", first) - first
        if not count:
            raise KeyError(day)
        return count

    def __iter__(self) -> Iterator[date]:
        days = dict.fromkeys(self._order[place][0] for place in self._places)
        return (day for text in days if (day := iso_day(text)))

    def __len__(self) -> int:
        return len({self._order[place][0] for place in self._places})


def _first(order: Sequence[_Key], places: Sequence[int], day: str, low: int = 0) -> int:
    """Return the first index in `places` whose entry is not before `day`."""
    return bisect_left(places, day, lo=low, key=lambda place: order[place][0])


class EntrySearch:
    """The order of the entries and their searchable words.

    A change costs only the entries it touches, and a query that extends the last one searches only its hits.
    """

    def __init__(self, context: JournalContext) -> None:
        self._context = context
        self._order: list[_Key] | None = None
        self._uids: list[str] = []
        self._texts: list[str | None] = []
        """The text of each entry in which words are searched, None if it was not read yet."""
        self._keys: dict[str, _Key] = {}
        self._written = 0
        self._keyed = self._unread = 0
        self._start = context.settings.day_start
        self._last: tuple[date, Query, Sequence[int]] | None = None
        context.observe(self._forget)

    def prepare(self, most: int) -> bool:
        """Read up to `most` more entries for the next query, and return whether all are read."""
        if self._order is None:
            self._read_keys(most)
            return False
        if self._read_texts(most):
            return False
        if not self._context.prepare_directory(most):
            return False
        self._context.cache.entry_uids_of([""])
        self._context.cache.entry_uids_about([""])
        return True

    def matching(self, query: Query) -> SearchResult:
        """Return the entries that the query finds."""
        order, today = self._ordered(), self._context.today
        if query.is_empty:
            return SearchResult(self._context, order, range(len(order)))
        places: Sequence[int] = range(len(order))
        fresh = True
        if self._last and self._last[0] == today and narrows(query, self._last[1]):
            places, fresh = self._last[2], False
        for term in query.terms if fresh else ():
            places = self._held(term, places, order)
        for word in query.words:
            texts = self._all_texts()
            places = [place for place in places if word in texts[place]]
        self._last = today, query, places
        return SearchResult(self._context, order, places, query.words)

    def _held(self, term: Term, places: Sequence[int], order: Sequence[_Key]) -> list[int]:
        """Return those of `places` for which the term holds, or does not hold if it is excluded."""
        no = term.excluded
        if term.key == "word":
            texts, word = self._all_texts(), term.value
            return [place for place in places if (word in texts[place]) is not no]
        if term.day is not None:
            day = term.day.isoformat()
            match term.key:
                case "since":
                    return [place for place in places if (order[place][0] >= day) is not no]
                case "until":
                    return [place for place in places if (order[place][0] <= day) is not no]
                case _:
                    return [place for place in places if (order[place][0] == day) is not no]
        wanted, uids = self._entries_with(term), self._uids
        if no or not isinstance(places, range):
            return [place for place in places if (uids[place] in wanted) is not no]
        if len(wanted) * _BISECTED < len(order):
            return sorted(bisect_left(order, self._keys[uid]) for uid in wanted if uid in self._keys)
        return list(compress(places, map(wanted.__contains__, uids)))  # for all entries, without a Python loop

    def _entries_with(self, term: Term) -> set[str]:
        """Return the uids of the entries for which a term about people, topics, notes or moves holds."""
        cache, value = self._context.cache, term.value
        match term.key:
            case "with" | "group":
                return cache.entry_uids_of(term.uids)
            case "stage" | "tag" | "org":
                return cache.entry_uids_of(person.uid for person in cache.people if _is_so(person, term))
            case "topic":
                return cache.entry_uids_about(topic for topic in cache.topics() if fold(topic) == value)
            case "kind":
                return {note.entry for note in cache.notes_of_kind(value)}
            case "move":
                return {entry.uid for entry in cache.entries_with([value])}
            case "is" if value in ("open", "due"):
                notes = cache.open_notes()
                today = self._context.today
                return {note.entry for note in notes if value == "open" or (note.due and note.due <= today)}
            case _:
                return set()

    def _ordered(self) -> list[_Key]:
        if self._start != self._context.settings.day_start:
            self._start = self._context.settings.day_start
            self._begin_again()
        if self._order is None:
            self._read_keys(len(self._context.cache.entries))
        assert self._order is not None
        return self._order

    def _begin_again(self) -> None:
        self._order, self._last, self._keyed = None, None, 0
        self._keys.clear()

    def _read_keys(self, most: int) -> None:
        """Read the sort keys of up to `most` more entries, and sort all after the last one."""
        entries = self._context.cache.entries
        uids = entries.uids()
        for uid in uids[self._keyed : self._keyed + most]:
            if (key := self._key(uid, entries.doc(uid))) is not None:
                self._keys[uid] = key
        self._keyed += most
        if self._keyed >= len(uids):
            self._order = sorted(self._keys.values())
            self._uids = [key[-1] for key in self._order]
            self._texts = [None] * len(self._uids)
            self._unread = len(self._uids)

    def _read_texts(self, most: int) -> int:
        """Read the texts of up to `most` more entries, and return how many were read."""
        names: dict[str, str] = {}
        unread = [place for place, text in enumerate(self._texts) if text is None][:most] if self._unread else []
        for place in unread:
            self._texts[place] = self._text(self._uids[place], names)
        self._unread = self._unread - len(unread) if len(unread) == most else 0
        return len(unread)

    def _all_texts(self) -> list[str]:
        self._read_texts(len(self._texts))
        return cast("list[str]", self._texts)

    def _key(self, uid: str, doc: Doc | None) -> _Key | None:
        if doc is None or uid in self._context.cache.entries.problems:
            return None
        day, at = doc.get("day"), doc.get("time") or ""
        if not isinstance(day, str) or not isinstance(at, str) or iso_day(day) is None:
            return None
        known = self._keys.get(uid)
        self._written += 1
        return day, time_order(at, self._start), known[2] if known else self._written, uid

    def _text(self, uid: str, names: dict[str, str]) -> str:
        """Return the text in which a query's words are searched. `names` caches the folded names."""
        doc = self._context.cache.entries.doc(uid) or {}
        text, people = doc.get("text"), doc.get("people")
        parts = [fold(text) if isinstance(text, str) else ""]
        for person in people if isinstance(people, list) else ():
            if not isinstance(person, str):
                continue
            if person not in names:
                known = self._context.cache.people.get(person)
                names[person] = fold(known.name) if known else ""
            parts.append(names[person])
        return "\n".join(parts)

    def _forget(self, changes: ChangeSet) -> None:
        self._last = None
        entries = self._context.cache.entries_in(changes)
        if self._order is None and entries:
            self._begin_again()
        if self._order is None or not entries:
            return
        names: dict[str, str] = {}
        self._order = self._order.copy()  # earlier results keep their list
        for uid in entries:
            old, new = self._keys.get(uid), self._key(uid, self._context.cache.entries.doc(uid))
            if old is not None:
                place = bisect_left(self._order, old)
                if old == new:
                    self._texts[place] = self._text(uid, names)
                    continue
                del self._order[place], self._uids[place], self._texts[place], self._keys[uid]
            if new is not None:
                place = bisect_left(self._order, new)
                self._order.insert(place, new)
                self._uids.insert(place, uid)
                self._texts.insert(place, self._text(uid, names))
                self._keys[uid] = new


def _is_so(person: Person, term: Term) -> bool:
    match term.key:
        case "stage":
            return person.stage == term.value
        case "tag":
            return any(fold(tag) == term.value for tag in person.tags)
        case _:
            return term.value in fold(person.org)
