"""The journal in memory: typed records read from documents when first asked for, and the indexes over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import msgspec

from rapport_tui.model.records import (
    ABOUT_ME,
    Action,
    Day,
    Entry,
    Message,
    Note,
    Person,
    Record,
    Source,
    StageChange,
    Template,
)
from rapport_tui.store import Changes, Doc

R = TypeVar("R", bound=Record)


class Records(Generic[R]):
    """One table as typed records by uid, in the order in which they were written.

    A document that is not a record of its kind is left out, and `problems` says why, by uid.
    """

    def __init__(self, kind: type[R]) -> None:
        self._kind = kind
        self._docs: dict[str, Doc] = {}
        self._decoded: dict[str, R] = {}
        self.problems: dict[str, str] = {}

    def put(self, uid: str, doc: Doc | None) -> None:
        """Take in that a document is now `doc`, or gone."""
        self._decoded.pop(uid, None)
        self.problems.pop(uid, None)
        if doc is None:
            self._docs.pop(uid, None)
        else:
            self._docs[uid] = doc

    def get(self, uid: str) -> R | None:
        """Return the record, or None where there is none that can be read."""
        record = self._decoded.get(uid)
        if record is None and uid not in self.problems and (doc := self._docs.get(uid)) is not None:
            try:
                record = msgspec.convert(doc, self._kind)
            except msgspec.ValidationError as error:
                self.problems[uid] = str(error)
                return None
            self._decoded[uid] = record
        return record

    def doc(self, uid: str) -> Doc | None:
        """Return the document as it is stored."""
        return self._docs.get(uid)

    def __contains__(self, uid: object) -> bool:
        return isinstance(uid, str) and self.get(uid) is not None

    def __iter__(self) -> Iterator[R]:
        for uid in list(self._docs):
            record = self.get(uid)
            if record is not None:
                yield record

    def pick(self, uids: Iterable[str]) -> list[R]:
        """Return the records among `uids` that are there, in that order."""
        return [record for uid in uids if (record := self.get(uid)) is not None]

    def uids(self) -> list[str]:
        """Return the uids of all documents, also of those that can't be read."""
        return list(self._docs)

    def __len__(self) -> int:
        return len(self._docs)


class Touched(msgspec.Struct, frozen=True):
    """The uids of people and of entries of whom something else is to be told after a change."""

    people: set[str]
    entries: set[str]


class Shelf:
    """All tables, with what is asked for most kept at hand.

    The indexes are filled from the documents, so that nothing has to be decoded to build them. `version` goes up
    with each change.
    """

    def __init__(self, docs: Mapping[str, Mapping[str, Doc]]) -> None:
        self.people = Records(Person)
        self.entries = Records(Entry)
        self.notes = Records(Note)
        self.stage_changes = Records(StageChange)
        self.days = Records(Day)
        self.messages = Records(Message)
        self.templates = Records(Template)
        self.sources = Records(Source)
        self.history = Records(Action)
        self.version = 0
        self._entries_of: dict[str, dict[str, None]] = defaultdict(dict)
        self._entries_on: dict[str, dict[str, None]] = defaultdict(dict)
        self._notes_of: dict[str, dict[str, None]] = defaultdict(dict)
        self._notes_from: dict[str, dict[str, None]] = defaultdict(dict)
        self._changes_of: dict[str, dict[str, None]] = defaultdict(dict)
        self._messages_of: dict[str, dict[str, None]] = defaultdict(dict)
        self._introduced_by: dict[str, dict[str, None]] = defaultdict(dict)
        for name, table in docs.items():
            self.apply({name: dict(table)})

    def table(self, name: str) -> Records[Record]:
        """Return the records of the table called `name`."""
        records: Records[Record] = getattr(self, name)
        return records

    def apply(self, changes: Changes) -> Touched:
        """Take in what changed, and return whom and what that touches."""
        self.version += 1
        touched = Touched(set(), set())
        for name, table in changes.items():
            records = self.table(name)
            for uid, doc in table.items():
                if (old := records.doc(uid)) is not None:
                    self._index(name, uid, old, present=False)
                    self._touch(touched, name, uid, old)
                records.put(uid, doc)
                if doc is not None:
                    self._index(name, uid, doc, present=True)
                    self._touch(touched, name, uid, doc)
        return touched

    def entries_of(self, person: str) -> list[Entry]:
        """Return the entries that name `person`, oldest first."""
        return in_order(self.entries.pick(self._entries_of.get(person, ())))

    def entries_on(self, day: str) -> list[Entry]:
        """Return the entries of the ISO day `day`, earliest first."""
        return in_order(self.entries.pick(self._entries_on.get(day, ())))

    def days_with_entries(self) -> dict[str, int]:
        """Return how many entries each ISO day has that has any."""
        return {day: len(uids) for day, uids in self._entries_on.items() if uids}

    def notes_of(self, person: str) -> list[Note]:
        """Return the notes about `person`, in the order in which they were written; about me for an empty uid."""
        return self.notes.pick(self._notes_of.get(person, ()))

    def notes_from(self, entry: str) -> list[Note]:
        """Return the notes that `entry` gave."""
        return self.notes.pick(self._notes_from.get(entry, ()))

    def stage_changes_of(self, person: str) -> list[StageChange]:
        """Return the steps of `person` on the ladder, oldest first."""
        return sorted(self.stage_changes.pick(self._changes_of.get(person, ())), key=lambda change: change.day)

    def introduced_by(self, person: str) -> list[Person]:
        """Return whom the user met through `person`, in the order in which they came to the journal."""
        return self.people.pick(self._introduced_by.get(person, ()))

    def messages_of(self, person: str) -> list[Message]:
        """Return the messages to `person`, oldest first."""
        return sorted(self.messages.pick(self._messages_of.get(person, ())), key=lambda message: message.day)

    def _touch(self, touched: Touched, table: str, uid: str, doc: Doc) -> None:
        people = doc.get("people")
        touched.people.update(some for some in people or () if isinstance(people, list) and isinstance(some, str))
        match table:
            case "people":
                touched.people.add(uid)
                touched.entries.update(self._entries_of.get(uid, ()))
            case "entries":
                touched.entries.add(uid)
            case "notes" if isinstance(doc.get("entry"), str):
                touched.entries.add(doc["entry"])
            case "messages" | "stage_changes" if isinstance(doc.get("person"), str):
                touched.people.add(doc["person"])

    def _index(self, table: str, uid: str, doc: Doc, *, present: bool) -> None:
        for index, keys in self._places(table, doc):
            for key in keys:
                if not isinstance(key, str):
                    continue
                if present:
                    index[key][uid] = None
                else:
                    index[key].pop(uid, None)

    def _places(self, table: str, doc: Doc) -> list[tuple[dict[str, dict[str, None]], Iterable[object]]]:
        people = doc.get("people")
        people = people if isinstance(people, list) else []
        match table:
            case "people":
                return [(self._introduced_by, (doc.get("met_through") or None,))]
            case "entries":
                return [(self._entries_of, people), (self._entries_on, (doc.get("day"),))]
            case "notes":
                about_me = ("",) if doc.get("kind") in ABOUT_ME else ()
                return [(self._notes_of, people or about_me), (self._notes_from, (doc.get("entry"),))]
            case "stage_changes":
                return [(self._changes_of, (doc.get("person"),))]
            case "messages":
                return [(self._messages_of, (doc.get("person"),))]
            case _:
                return []


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return `entries` by day and time; those without a time come first in their day, in the order given."""
    return sorted(entries, key=lambda entry: (entry.day, entry.time is not None, entry.time))
