"""A cache of typed records, decoded from documents on first use, with indexes over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import methodcaller
from typing import Any, Final, Generic, TypeVar

import msgspec

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
from rapport_tui.store import ChangeSet, Doc

R = TypeVar("R", bound=Record)

_SEARCHED_FIELDS: Final = frozenset({"name", "stage", "tags", "org"})
"""The fields of a person by which their entries can be found."""


class TableCache(Generic[R]):
    """One table as typed records by uid, in the order in which they were written.

    A document that is not a record of its kind is left out, and `problems` says why, by uid.
    """

    def __init__(self, kind: type[R], docs: Mapping[str, Doc]) -> None:
        self._kind = kind
        self._docs = dict(docs)
        self._decoded: dict[str, R] = {}
        self.problems: dict[str, str] = {}

    def put(self, uid: str, doc: Doc | None) -> None:
        """Replace the document, or remove it if `doc` is None."""
        self._decoded.pop(uid, None)
        self.problems.pop(uid, None)
        if doc is None:
            self._docs.pop(uid, None)
        else:
            self._docs[uid] = doc

    def get(self, uid: str) -> R | None:
        """Return the record, or None if it is missing or invalid."""
        record = self._decoded.get(uid)
        if record is None and uid not in self.problems and (doc := self._docs.get(uid)) is not None:
            try:
                record = msgspec.convert(doc, self._kind)
            except ValueError as error:
                self.problems[uid] = str(error)
                return None
            self._decoded[uid] = record
        return record

    def doc(self, uid: str) -> Doc | None:
        """Return the document as it is stored."""
        return self._docs.get(uid)

    def docs(self) -> Iterable[tuple[str, Doc]]:
        """Return all documents with their uids, also the invalid ones."""
        return self._docs.items()

    def days(self, uids: Iterable[str]) -> list[str]:
        """Return the days of the documents among `uids`, as they are stored."""
        days = [self._docs[uid].get("day") for uid in uids]
        return [day for day in days if isinstance(day, str)]

    def __contains__(self, uid: object) -> bool:
        return isinstance(uid, str) and self.get(uid) is not None

    def __iter__(self) -> Iterator[R]:
        for uid in list(self._docs):
            record = self.get(uid)
            if record is not None:
                yield record

    def each(self) -> Iterator[R]:
        """Yield every record without caching those decoded for it, for a single pass over all."""
        for uid in list(self._docs):
            was_kept = uid in self._decoded
            record = self.get(uid)
            if not was_kept:
                self._decoded.pop(uid, None)
            if record is not None:
                yield record

    def get_many(self, uids: Iterable[str]) -> list[R]:
        """Return the valid records among `uids`, in that order."""
        return [record for uid in uids if (record := self.get(uid)) is not None]

    def where(self, holds: Callable[[Doc], object]) -> list[R]:
        """Return the valid records whose documents `holds` is true of; others are not decoded."""
        return self.get_many([uid for uid, doc in self._docs.items() if holds(doc)])

    def dated(self, field: str, first: str, last: str = "~") -> list[R]:
        """Return the valid records whose `field` is an ISO day from `first` to `last`, both included."""
        return self.where(lambda doc: isinstance(day := doc.get(field), str) and first <= day <= last)

    def uids(self) -> list[str]:
        """Return the uids of all documents, also of invalid ones."""
        return list(self._docs)

    def __len__(self) -> int:
        return len(self._docs)


class Index:
    """The uids of a table's documents by the keys they contain, in the order in which they were first written.

    It is built on first use: most commands need few indexes, and a journal of many years has 50,000 entries.
    """

    def __init__(self, records: TableCache[R], keys: Callable[[Doc], object]) -> None:
        """Index `records` by what `keys` returns for a document: a string or a list of them; others are ignored."""
        self._docs = records.docs
        self._keys = keys
        self._uids: dict[str, list[str]] | None = None

    def __getitem__(self, key: str) -> Sequence[str]:
        return self._made.get(key, ())

    def items(self) -> Iterable[tuple[str, Sequence[str]]]:
        """Return each key with the uids of the documents that contain it."""
        return self._made.items()

    def change(self, uid: str, old: Doc | None, new: Doc | None) -> None:
        """Update the index for a changed document; None stands for no document."""
        if self._uids is None:
            return
        before, after = (dict.fromkeys(_strings(self._keys(doc)) if doc is not None else ()) for doc in (old, new))
        for key in before.keys() - after.keys():
            self._uids[key].remove(uid)
        for key in after.keys() - before.keys():
            uids = self._uids.setdefault(key, [])
            uids.append(uid)
            if old is not None:  # an existing document keeps its position
                places = {one: place for place, (one, _) in enumerate(self._docs())}
                uids.sort(key=places.__getitem__)

    def take(self, uids: dict[str, list[str]]) -> None:
        """Use `uids` as the index; the caller computed it in a pass over the documents."""
        self._uids = uids

    @property
    def _made(self) -> dict[str, list[str]]:
        if self._uids is None:
            made: dict[str, list[str]] = defaultdict(list)
            keys: Callable[[Doc], Any] = self._keys
            for uid, doc in self._docs():
                named = keys(doc)
                if named.__class__ is str:
                    made[named].append(uid)
                elif named.__class__ is list:
                    for key in named if len(named) == 1 else _strings(named):  # may contain duplicates
                        if key.__class__ is str:
                            made[key].append(uid)
            self._uids = dict(made)
        return self._uids


def _strings(named: object) -> list[str]:
    """Return the strings in a document's field without duplicates."""
    if named.__class__ is not list:
        return [named] if isinstance(named, str) else []
    return list(dict.fromkeys([key for key in named if key.__class__ is str]))


def _people_or_me(doc: Doc) -> object:
    return doc.get("people") or ("" if doc.get("kind") in ABOUT_ME else None)


def is_open_note(doc: Doc) -> bool:
    """Return what `Note.is_open` is of the record of a document, without decoding it."""
    return doc.get("kind") in OPEN_KINDS and not doc.get("done")


def _people_while_open(doc: Doc) -> object:
    return doc.get("people") if is_open_note(doc) else None


def _field(name: str) -> Callable[[Doc], object]:
    return methodcaller("get", name)


def people_in(changes: ChangeSet) -> set[str]:
    """Return the uids of the people whose own records or linked records changed."""
    people = set(changes.get("people", ()))
    for table in changes.values():
        for change in table.values():
            for doc in (change.before, change.after):
                if doc is not None:
                    people.update(_strings(doc.get("people")), _strings(doc.get("person")))
    return people


class RecordCache:
    """All tables, with indexes for the most frequent queries.

    The indexes are built from the documents without decoding them. `version` increases with each change. `day_start`
    returns the hour at which a day starts.
    """

    def __init__(self, docs: Mapping[str, Mapping[str, Doc]], day_start: Callable[[], int]) -> None:
        self._day_start = day_start
        self.people = TableCache(Person, docs["people"])
        self.entries = TableCache(Entry, docs["entries"])
        self.notes = TableCache(Note, docs["notes"])
        self.stage_changes = TableCache(StageChange, docs["stage_changes"])
        self.days = TableCache(Day, docs["days"])
        self.messages = TableCache(Message, docs["messages"])
        self.templates = TableCache(Template, docs["templates"])
        self.sources = TableCache(Source, docs["sources"])
        self.groups = TableCache(Group, docs["groups"])
        self.history = TableCache(Action, docs["history"])
        self.version = 0
        self._entries_of = Index(self.entries, _field("people"))
        self._entries_on = Index(self.entries, _field("day"))
        self._entries_about = Index(self.entries, _field("topics"))
        self._notes_of = Index(self.notes, _people_or_me)
        self._open_notes_of = Index(self.notes, _people_while_open)
        self._notes_from = Index(self.notes, _field("entry"))
        self._notes_closed_by = Index(self.notes, _field("closed_by"))
        self._changes_of = Index(self.stage_changes, _field("person"))
        self._messages_of = Index(self.messages, _field("person"))
        self._introduced_by = Index(self.people, _field("met_through"))
        self._indexes: dict[str, tuple[Index, ...]] = {
            "people": (self._introduced_by,),
            "entries": (self._entries_of, self._entries_on, self._entries_about),
            "notes": (self._notes_of, self._open_notes_of, self._notes_from, self._notes_closed_by),
            "stage_changes": (self._changes_of,),
            "messages": (self._messages_of,),
        }

    def table(self, name: str) -> TableCache[Record]:
        """Return the records of the table called `name`."""
        records: TableCache[Record] = getattr(self, name)
        return records

    def apply(self, changes: ChangeSet) -> None:
        """Bring the tables and indexes up to date."""
        self.version += 1
        for name, table in changes.items():
            if name in INTERNAL_TABLES:
                continue
            records = self.table(name)
            for uid, change in table.items():
                for index in self._indexes.get(name, ()):
                    index.change(uid, change.before, change.after)
                records.put(uid, change.after)

    def entries_in(self, changes: ChangeSet) -> list[str]:
        """Return the uids of the entries that changed, or that searches find through a changed record."""
        entries = dict.fromkeys(changes.get("entries", ()))
        for change in changes.get("notes", {}).values():
            for doc in (change.before, change.after):
                entries.update(dict.fromkeys(_strings(doc.get("entry")) if doc else ()))
        for uid, change in changes.get("people", {}).items():
            if change.fields & _SEARCHED_FIELDS:
                entries.update(dict.fromkeys(self._entries_of[uid]))
        return list(entries)

    def entries_of(self, person: str) -> list[Entry]:
        """Return the entries that name `person`, oldest first."""
        return in_order(self.entries.get_many(self._entries_of[person]), self._day_start())

    def days_of(self, person: str) -> list[str]:
        """Return the days of the entries that name `person` and of the messages sent to them, as they are stored."""
        sent = [uid for uid in self._messages_of[person] if (self.messages.doc(uid) or {}).get("sent")]
        return [*self.entries.days(self._entries_of[person]), *self.messages.days(sent)]

    def last_days(self, before: str) -> dict[str, str]:
        """Return the last day before `before` of a talk with or a message to each person, as it is stored.

        The same pass builds the indexes of the entries by person and by day, which Today needs next.
        """
        last: dict[str, str] = {}
        by_person: dict[str, list[str]] = defaultdict(list)
        by_day: dict[str, list[str]] = defaultdict(list)
        for uid, doc in self.entries.docs():
            day: Any = doc.get("day")
            people: Any = doc.get("people")
            if day.__class__ is str:
                by_day[day].append(uid)
            else:
                day = ""
            if people.__class__ is list:
                for person in people if len(people) == 1 else _strings(people):
                    if person.__class__ is str:
                        by_person[person].append(uid)
                        if last.get(person, "") < day < before:
                            last[person] = day
        self._entries_of.take(dict(by_person))
        self._entries_on.take(dict(by_day))
        for _, doc in self.messages.docs():
            day, person = doc.get("day"), doc.get("person")
            if doc.get("sent") and isinstance(day, str) and isinstance(person, str) and day < before:
                last[person] = max(last.get(person, ""), day)
        return last

    def moves_with(self, person: str) -> list[Entry]:
        """Return the entries that name `person` and have a move, without decoding others."""
        entries = self.entries
        return entries.get_many([uid for uid in self._entries_of[person] if (entries.doc(uid) or {}).get("move")])

    def entries_on(self, day: str) -> list[Entry]:
        """Return the entries of the ISO day `day`, earliest first."""
        return in_order(self.entries.get_many(self._entries_on[day]), self._day_start())

    def entries_between(self, first: date, last: date) -> list[Entry]:
        """Return the entries of the days from `first` to `last`, by day, and within a day in the order of writing."""
        days = sorted(day for day, _ in self._entries_on.items() if first.isoformat() <= day <= last.isoformat())
        return self.entries.get_many(uid for day in days for uid in self._entries_on[day])

    def first_talk_with(self, person: str) -> date | None:
        """Return the day of the first entry that names `person`, None if there is none."""
        days = self.entries.days(self._entries_of[person])
        return iso_day(min(days, default="")) or min((day for text in days if (day := iso_day(text))), default=None)

    def days_with_entries(self) -> dict[str, int]:
        """Return the number of entries of each ISO day that has entries."""
        return {day: len(uids) for day, uids in self._entries_on.items() if uids}

    def entry_uids_of(self, people: Iterable[str]) -> set[str]:
        """Return the uids of the entries that name one of `people`."""
        return set().union(*(self._entries_of[person] for person in people))

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

    def notes_from(self, entry: str) -> list[Note]:
        """Return the notes made from `entry`."""
        return self.notes.get_many(self._notes_from[entry])

    def notes_closed_by(self, entry: str) -> list[Note]:
        """Return the notes that were closed with `entry`."""
        return self.notes.get_many(self._notes_closed_by[entry])

    def stage_changes_of(self, person: str) -> list[StageChange]:
        """Return the steps of `person` on the ladder, oldest first."""
        return sorted(self.stage_changes.get_many(self._changes_of[person]), key=lambda change: change.day)

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
