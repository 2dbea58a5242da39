"""A cache of typed records, decoded from documents on first use, with indexes over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from operator import methodcaller
from typing import Final

from rapport_tui.journal.person_digests import PersonDigests
from rapport_tui.journal.record_table import Index, KeptTexts, TableCache, strings_in
from rapport_tui.model.entry_order import in_order
from rapport_tui.model.errors import RapportError
from rapport_tui.model.names import name_key
from rapport_tui.model.records import (
    ABOUT_ME,
    INTERNAL_TABLES,
    OPEN_KINDS,
    Action,
    Day,
    Entry,
    Group,
    Message,
    Note,
    Person,
    Record,
    Source,
    StageChange,
    Template,
)
from rapport_tui.model.relative_days import iso_day
from rapport_tui.store import ChangeSet, Doc, Places

_SEARCHED_FIELDS: Final = frozenset({"name", "stage", "tags", "org"})
"""The fields of a person by which their entries can be found."""
SEARCHED: Final = "people.text"
"""The name under which the texts are kept in which words are looked up for each person."""
_WITHOUT_PEOPLE: Final = frozenset({"history", "sources", *INTERNAL_TABLES})
_LAST: Final = "entries.last"
_LAST_DAYS: Final = 3
"""The number of days of last talks that are kept for each person: some may be after the day that is asked about."""


def _people_or_me(doc: Doc) -> object:
    return doc.get("people") or ("" if doc.get("kind") in ABOUT_ME else None)


def _people_while_open(doc: Doc) -> object:
    """Return the people of an open note as `Note.is_open` has it, "" without any; of others None."""
    return (doc.get("people") or "") if doc.get("kind") in OPEN_KINDS and not doc.get("done") else None


def _whom(doc: Doc) -> object:
    """Return the people of an entry or a note, and the uid of a person."""
    return doc["people"] if "people" in doc else doc.get("uid")


def _field(name: str) -> Callable[[Doc], object]:
    return methodcaller("get", name)


def people_in(changes: ChangeSet) -> set[str]:
    """Return the uids of the people whose own records or linked records changed."""
    people = set(changes.get("people", ()))
    for name, table in changes.items():
        if name in _WITHOUT_PEOPLE:
            continue
        for change in table.values():
            for doc in (change.before, change.after):
                if doc is not None:
                    people.update(strings_in(doc.get("people")), strings_in(doc.get("person")))
    return people


class RecordCache:
    """All tables, with indexes for the most frequent queries.

    The indexes are built from the documents without decoding them, or kept with the snapshot. `version` increases with
    each change. `day_start` returns the hour at which a day starts. Without `keeps`, records are decoded each time.
    """

    def __init__(
        self, docs: Mapping[str, Mapping[str, Doc]], day_start: Callable[[], int], *, keeps: bool = True
    ) -> None:
        self._day_start = day_start
        self.people = TableCache(Person, docs["people"], keeps=keeps)
        self.entries = TableCache(Entry, docs["entries"], keeps=keeps)
        self.notes = TableCache(Note, docs["notes"], keeps=keeps)
        self.stage_changes = TableCache(StageChange, docs["stage_changes"], keeps=keeps)
        self.days = TableCache(Day, docs["days"], keeps=keeps)
        self.messages = TableCache(Message, docs["messages"], keeps=keeps)
        self.templates = TableCache(Template, docs["templates"], keeps=keeps)
        self.sources = TableCache(Source, docs["sources"], keeps=keeps)
        self.groups = TableCache(Group, docs["groups"], keeps=keeps)
        self.history = TableCache(Action, docs["history"], keeps=keeps)
        self.version = 0
        self._entries_of = Index("entries.people", self.entries, _field("people"))
        self._entries_on = Index("entries.day", self.entries, _field("day"))
        self._entries_about = Index("entries.topics", self.entries, _field("topics"))
        self._entries_with_move = Index("entries.move", self.entries, _field("move"))
        self._notes_of = Index("notes.people", self.notes, _people_or_me)
        self._open_notes_of = Index("notes.while_open", self.notes, _people_while_open)
        self._notes_of_kind = Index("notes.kind", self.notes, _field("kind"))
        self._notes_made = Index("notes.made", self.notes, _field("made"))
        self._notes_done = Index("notes.done", self.notes, _field("done"))
        self._notes_from = Index("notes.entry", self.notes, _field("entry"))
        self._notes_closed_by = Index("notes.closed_by", self.notes, _field("closed_by"))
        self._changes_of = Index("stage_changes.person", self.stage_changes, _field("person"))
        self._changes_on = Index("stage_changes.day", self.stage_changes, _field("day"))
        self._messages_of = Index("messages.person", self.messages, _field("person"))
        self.digests = PersonDigests(self.people, self.notes, self.open_notes_of)
        self._introduced_by = Index("people.met_through", self.people, _field("met_through"))
        self._last_talk_days = KeptTexts(_LAST, _whom, self.entries)
        self._searched = KeptTexts(SEARCHED, _whom, self.people, self.notes)
        self._indexes: dict[str, tuple[Index, ...]] = {
            "people": (self._introduced_by,),
            "entries": (self._entries_of, self._entries_on, self._entries_about, self._entries_with_move),
            "notes": (
                self._notes_of,
                self._open_notes_of,
                self._notes_from,
                self._notes_closed_by,
                self._notes_of_kind,
                self._notes_made,
                self._notes_done,
            ),
            "stage_changes": (self._changes_of, self._changes_on),
            "messages": (self._messages_of,),
        }

    def table(self, name: str) -> TableCache[Record]:
        """Return the records of the table called `name`."""
        records: TableCache[Record] = getattr(self, name)
        return records

    def apply(self, changes: ChangeSet) -> None:
        """Bring the tables and indexes up to date."""
        self.version += 1
        self.digests.change(people_in({name: changes[name] for name in ("people", "notes") if name in changes}))
        kept = {"people": (self._searched,), "entries": (self._last_talk_days,), "notes": (self._searched,)}
        for name, table in changes.items():
            if name in INTERNAL_TABLES:
                continue
            records = self.table(name)
            for uid, change in table.items():
                for index in (*self._indexes.get(name, ()), *kept.get(name, ())):
                    index.change(uid, change.before, change.after)
                records.put(uid, change.new)

    def entries_in(self, changes: ChangeSet) -> list[str]:
        """Return the uids of the entries that changed, or that searches find through a changed record."""
        entries = dict.fromkeys(changes.get("entries", ()))
        for change in changes.get("notes", {}).values():
            for doc in (change.before, change.after):
                entries.update(dict.fromkeys(strings_in(doc.get("entry")) if doc else ()))
        for uid, change in changes.get("people", {}).items():
            if change.fields & _SEARCHED_FIELDS:
                entries.update(dict.fromkeys(self._entries_of[uid]))
        return list(entries)

    def entries_of(self, person: str) -> list[Entry]:
        """Return the entries that name `person`, oldest first."""
        return in_order(self.entries.get_many(self._entries_of[person]), self._day_start())

    def days_of(self, person: str) -> list[str]:
        """Return the days of the entries that name `person` and of the messages sent to them, as they are stored."""
        return [*self._talk_days(person), *self._sent_days(person)]

    def last_day(self, person: str, before: str = "~") -> date | None:
        """Return the last day before `before` of a talk with `person` or of a message sent to them."""
        sent = [day for day in self._sent_days(person) if day < before]
        kept = [day for day in self._last_talk_days.get(person) if day < before]
        if kept and (latest := iso_day(max([*kept, *sent]))):
            return latest
        docs = filter(None, map(self.entries.doc, self._entries_of[person]))
        talks = [day for doc in docs if isinstance(day := doc.get("day"), str) and day < before]
        days = [*talks, *sent]
        return iso_day(max(days, default="")) or max(filter(None, map(iso_day, days)), default=None)

    def _sent_days(self, person: str) -> list[str]:
        messages = filter(None, map(self.messages.doc, self._messages_of[person]))
        return [day for doc in messages if doc.get("sent") and isinstance(day := doc.get("day"), str)]

    def searched_texts(self) -> dict[str, str]:
        """Return the texts in which words are looked up by person, as far as they were kept and still hold."""
        kept = self._searched
        return {person: texts[0] for person, texts in kept.texts.items() if person not in kept.changed}

    def _talk_days(self, person: str) -> list[str]:
        """Return the days of the entries that name `person`, as they are stored, without decoding them."""
        return [day for uid in self._entries_of[person] if (day := self._entries_on.key_of(uid))]

    def last_days(self, before: str) -> dict[str, str]:
        """Return the last day before `before` of a talk with or a message to each person, as it is stored."""
        last = self._last_talks(before)
        for _, doc in self.messages.docs():
            day, person = doc.get("day"), doc.get("person")
            if doc.get("sent") and isinstance(day, str) and isinstance(person, str) and day < before:
                last[person] = max(last.get(person, ""), day)
        return {person: day for person, day in last.items() if day}

    def _last_talks(self, before: str) -> dict[str, str]:
        """Return the last day before `before` of the entries with each person, "" if there is none."""
        kept = self._last_talk_days.texts
        if not kept:
            days = {uid: day for day, uids in self._entries_on.items() if day < before for uid in uids}
            return {
                person: max([days[uid] for uid in uids if uid in days], default="")
                for person, uids in self._entries_of.items()
            }
        last = {person: next((day for day in days if day < before), "") for person, days in kept.items()}
        for person in self._last_talk_days.changed | {person for person, day in last.items() if not day}:
            days_then = [day for day in self._talk_days(person) if day < before]
            last[person] = max(days_then, default="")
        return last

    def kept(self) -> dict[str, Places | dict[str, list[str]]]:
        """Return what is kept with a snapshot: the indexes, with places instead of uids, and the last talks."""
        kept: dict[str, Places | dict[str, list[str]]] = {}
        for name, indexes in self._indexes.items():
            places = {uid: place for place, uid in enumerate(self.table(name).uids())}
            Index.build(indexes, self.table(name).docs())
            for index in indexes:
                kept[index.name] = {key: [places[uid] for uid in uids] for key, uids in index.items()}
        talks = {person: set(self._talk_days(person)) for person, _ in self._entries_of.items()}
        kept[_LAST] = {person: sorted(days, reverse=True)[:_LAST_DAYS] for person, days in talks.items()}
        return kept

    def moves_with(self, person: str) -> list[Entry]:
        """Return the entries that name `person` and have a move, without decoding others."""
        return self.entries.get_many(uid for uid in self._entries_of[person] if self.move_of(uid))

    def move_of(self, entry: str) -> str:
        """Return the move of an entry, "" if it has none, without decoding it."""
        return self._entries_with_move.key_of(entry)

    def entries_with(self, moves: Iterable[str]) -> list[Entry]:
        """Return the entries with one of `moves`, oldest first."""
        uids = (uid for move in moves for uid in self._entries_with_move[move])
        return in_order(self.entries.written_among(uids), self._day_start())

    def has_later_talk(self, person: str, entry: Entry) -> bool:
        """Return whether an entry that names `person` follows `entry`, without decoding those of other days."""
        is_later = max(self._talk_days(person)) > entry.day.isoformat()
        return is_later or self.entries_of(person)[-1].uid != entry.uid

    def entries_on(self, day: str) -> list[Entry]:
        """Return the entries of the ISO day `day`, earliest first."""
        return in_order(self.entries.get_many(self._entries_on[day]), self._day_start())

    def entries_between(self, first: date, last: date) -> list[Entry]:
        """Return the entries of the days from `first` to `last`, by day, and within a day in the order of writing."""
        return self.entries.get_many(self._entries_on.between(first.isoformat(), last.isoformat()))

    def first_talk_with(self, person: str) -> date | None:
        """Return the day of the first entry that names `person`, None if there is none."""
        days = self._talk_days(person)
        return iso_day(min(days, default="")) or min((day for text in days if (day := iso_day(text))), default=None)

    def days_with_entries(self) -> dict[str, int]:
        """Return the number of entries of each ISO day that has entries."""
        return {day: len(uids) for day, uids in self._entries_on.items() if uids}

    def entry_uids_of(self, people: Iterable[str]) -> set[str]:
        """Return the uids of the entries that name one of `people`."""
        return set().union(*(self._entries_of[person] for person in people))

    def number_of_talks(self, person: str) -> int:
        """Return the number of entries that name `person`."""
        return self._entries_of.count(person)

    def entry_uids_about(self, topics: Iterable[str]) -> set[str]:
        """Return the uids of the entries about one of `topics`, in the spelling of the entries."""
        return set().union(*(self._entries_about[topic] for topic in topics))

    def topics(self) -> dict[str, int]:
        """Return the number of entries of each topic, in the spelling of the entries."""
        return {topic: len(uids) for topic, uids in self._entries_about.items() if uids}

    def notes_of(self, person: str) -> list[Note]:
        """Return the notes about `person`, in the order in which they were written; those about me for an empty uid."""
        return self.notes.get_many(self._notes_of[person])

    def open_notes_of(self, person: str) -> list[Note]:
        """Return the open threads and promises with `person`, in the order in which they were written."""
        return self.notes.get_many(self._open_notes_of[person])

    def open_notes(self) -> list[Note]:
        """Return all open threads and promises, in the order in which they were written."""
        return self.notes.written_among(uid for _, uids in self._open_notes_of.items() for uid in uids)

    def notes_of_kind(self, kind: str) -> list[Note]:
        """Return the notes of a kind, in the order in which they were written."""
        return self.notes.get_many(self._notes_of_kind[kind])

    def notes_made(self, first: str) -> list[Note]:
        """Return the notes made on the ISO day `first` or later, by day."""
        return self.notes.get_many(self._notes_made.between(first))

    def notes_done(self, first: str, last: str = "~") -> list[Note]:
        """Return the notes closed on the ISO days from `first` to `last`, both included, by day."""
        return self.notes.get_many(self._notes_done.between(first, last))

    def notes_from(self, entry: str) -> list[Note]:
        """Return the notes made from `entry`."""
        return self.notes.get_many(self._notes_from[entry])

    def notes_closed_by(self, entry: str) -> list[Note]:
        """Return the notes that were closed with `entry`."""
        return self.notes.get_many(self._notes_closed_by[entry])

    def stage_changes_of(self, person: str) -> list[StageChange]:
        """Return the steps of `person` on the ladder, oldest first."""
        return sorted(self.stage_changes.get_many(self._changes_of[person]), key=lambda change: change.day)

    def stage_changes_between(self, first: str, last: str) -> list[StageChange]:
        """Return the steps of the ISO days from `first` to `last`, both included, by day."""
        return self.stage_changes.get_many(self._changes_on.between(first, last))

    def group_called(self, name: str) -> Group | None:
        """Return the group called `name`, or None."""
        key = name_key(name)
        return next((group for group in self.groups if name_key(group.name) == key), None)

    def group_of(self, name: str) -> Group:
        """Return the group called `name`. Raises `RapportError` if there is none."""
        if (group := self.group_called(name)) is not None:
            return group
        known = ", ".join(sorted(one.name for one in self.groups))
        there = f"There are: {known}." if known else "Make one with: rapport group NAME PERSON…"
        raise RapportError(f"There is no group “{name}”. {there}")

    def introduced_by(self, person: str) -> list[Person]:
        """Return the people that the user met through `person`, in the order in which they were added."""
        return self.people.get_many(self._introduced_by[person])

    def messages_of(self, person: str) -> list[Message]:
        """Return the messages to `person`, oldest first."""
        return sorted(self.messages.get_many(self._messages_of[person]), key=lambda message: message.day)
