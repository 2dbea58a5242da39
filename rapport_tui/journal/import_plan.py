"""The plan of an import: the records that some files would write, computed before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from msgspec.structs import replace

from rapport_tui.capture.capture_line import escape, parse_line
from rapport_tui.capture.directory import Directory
from rapport_tui.exchange.matching import arrivals
from rapport_tui.exchange.parsed_file import WATCHED, ContactCard
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.people import PeopleService
from rapport_tui.model.errors import RapportError, UnknownPersonError
from rapport_tui.model.packed import Packed
from rapport_tui.model.records import Entry, Person, Record, Stage, Table
from rapport_tui.model.uids import new_uids

if TYPE_CHECKING:
    from rapport_tui.exchange.journal_export import JournalExport
    from rapport_tui.exchange.parsed_file import JournalLine, ParsedFile

ARCHIVED: Final[tuple[Table, ...]] = (
    "people", "entries", "notes", "stage_changes", "days", "messages", "templates", "sources", "groups",
)  # fmt: skip
"""The tables in an archive: all but the history."""
ImportStatus = Literal["added", "merged", "unchanged"]


class SkippedRecord(msgspec.Struct, frozen=True):
    """A record that was skipped, or imported only in part if `partial`, and the reason."""

    file: str
    record: int
    why: str
    partial: bool = False


class UnsupportedField(msgspec.Struct, frozen=True):
    """A property or a column that the journal has no field for, and the number of records in the file with it."""

    file: str
    what: str
    records: int


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of the records read, by result.

    `read` = `added` + `merged` + `unchanged` + `companies` + those of `skipped` that are not partial; the first three
    count people, `companies` records that name a company and no person. `people` are those added, then those merged,
    each once. Lines of a journal are counted in `lines_read`, and in `lines_added` if they were new. `kinds` are the
    formats of the files.
    """

    kinds: tuple[str, ...]
    read: int
    added: int
    merged: int
    unchanged: int
    skipped: tuple[SkippedRecord, ...]
    left_out: tuple[UnsupportedField, ...]
    people: Sequence[Person]
    companies: int = 0
    lines_read: int = 0
    lines_added: int = 0

    @property
    def has_news(self) -> bool:
        """Return whether the import makes a visible change."""
        return bool(self.added or self.merged or self.lines_added)

    def why_nothing(self) -> str:
        """Return a sentence that explains why the import changes nothing, or "" if it changes something."""
        if self.has_news:
            return ""
        if not self.read and not self.lines_read:
            return f"There is nobody in it: the {' and '.join(self.kinds)} has no records."
        whole = sum(not one.partial for one in self.skipped)
        if self.unchanged or self.lines_read:
            rest = ", or could not be read" if whole else ""
            return f"Nothing in it is new: all of it is in your journal already{rest}."
        if self.companies and not whole:
            return "There is nobody in it, only companies without a person."
        return "None of its records could be read; the reasons are above."


class PlannedRecords:
    """The records that an import writes, a table after the other; most of a large import is kept encoded."""

    def __init__(self) -> None:
        self._tables: dict[type[Record], Packed[Any]] = {}

    def add(self, records: Iterable[Record]) -> None:
        """Add records, each at the end of its table."""
        for record in records:
            kind = type(record)
            if kind not in self._tables:
                self._tables[kind] = Packed(kind)
            self._tables[kind].append(record)

    def __iter__(self) -> Iterator[Record]:
        return chain.from_iterable(self._tables.values())

    def __len__(self) -> int:
        return sum(map(len, self._tables.values()))


class ImportPlanner:
    """The planner that computes file by file what an import writes. `records` are all records to write."""

    def __init__(
        self, context: JournalContext, people: PeopleService, *, to: Stage | None, watch: Callable[[float], None]
    ) -> None:
        self._context = context
        self._newcomer = people.new_person
        self._to = to
        self._watch = watch
        self._fates: dict[ImportStatus, int] = {"added": 0, "merged": 0, "unchanged": 0}
        self._added = Packed(Person)
        self._merged = Packed(Person)
        self._problems: list[SkippedRecord] = []
        self._lines_read = self._lines_added = 0
        self._new_uid = new_uids().__next__
        self.records = PlannedRecords()

    def take(self, readings: Sequence[ParsedFile]) -> ImportReport:
        """Add the contents of one file to the plan, and return the report for it."""
        for reading in readings:
            self._problems += [SkippedRecord(one.file, one.record, one.why, one.partial) for one in reading.problems]
            if reading.archive is not None:
                self._take_archive(reading.archive, reading.file)
        self._take_cards(readings)
        if any(reading.lines for reading in readings):
            self._take_lines(readings)
        companies = sum(reading.companies for reading in readings)
        return ImportReport(
            kinds=tuple(dict.fromkeys(reading.kind for reading in readings)),
            read=sum(self._fates.values()) + sum(not problem.partial for problem in self._problems) + companies,
            added=self._fates["added"],
            merged=self._fates["merged"],
            unchanged=self._fates["unchanged"],
            skipped=tuple(self._problems),
            left_out=tuple(
                UnsupportedField(reading.file, what, count)
                for reading in readings
                for what, count in reading.left_out.items()
            ),
            people=Packed(Person, chain(self._added, self._merged)),
            companies=companies,
            lines_read=self._lines_read,
            lines_added=self._lines_added,
        )

    def _take_archive(self, archive: JournalExport, file: str) -> None:
        known = {(type(record), record.uid) for record in self.records}
        others = 0
        for table in ARCHIVED:
            there = self._context.cache.table(table)
            records: tuple[Record, ...] = getattr(archive, table)
            fresh = [
                record
                for record in records
                if there.doc(record.uid) is None and (type(record), record.uid) not in known
            ]
            others += sum((mine := there.get(record.uid)) is not None and mine != record for record in records)
            self.records.add(fresh)
            if table == "people":
                self._fates["added"] += len(fresh)
                self._fates["unchanged"] += len(records) - len(fresh)
                self._added.extend(record for record in fresh if isinstance(record, Person))
            elif table == "entries":
                self._lines_read += len(records)
                self._lines_added += len(fresh)
        if others:
            what = "1 record is" if others == 1 else f"{others:,} records are"
            why = f"{what} in your journal already in another form, and stayed as here"
            self._problems.append(SkippedRecord(file, 0, why, partial=True))

    def _take_cards(self, readings: Sequence[ParsedFile]) -> None:
        cache = self._context.cache
        arrived = arrivals(
            Packed(ContactCard, chain.from_iterable(reading.cards for reading in readings)),
            chain(cache.people.each(), self._added),
            cache.notes.each(),
            cache.sources.each(),
            today=self._context.today,
            new_uid=self._new_uid,
            stage=self._to,
            inbox=self._to is None,
            watch=self._watch,
        )
        for match in arrived.matches:
            fate: ImportStatus = "added" if match.verdict == "new" else "merged" if match.changed else "unchanged"
            self._fates[fate] += 1
        self._added.extend(arrived.added)
        seen = {person.uid for person in self._added}
        self._merged.extend(person for person in arrived.updated if person.uid not in seen)
        seen.update(person.uid for person in arrived.updated)
        noted = dict.fromkeys(uid for note in arrived.notes for uid in note.people if uid not in seen)
        self._merged.extend(cache.people.get_many(noted))
        for records in (arrived.added, arrived.updated, arrived.notes, arrived.sources):
            self.records.add(records)

    def _take_lines(self, readings: Sequence[ParsedFile]) -> None:
        there = {(entry.day, entry.time, entry.text) for entry in self._context.cache.entries}
        directory = Directory(chain(self._context.cache.people, self._added))
        count = sum(len(reading.lines) for reading in readings)
        for nth, line in enumerate(chain.from_iterable(reading.lines for reading in readings)):
            if not nth % WATCHED:
                self._watch(nth / count)
            self._lines_read += 1
            text = _text(line)
            at = line.time and line.time.replace(second=0, microsecond=0)
            if (line.day, at, text) in there:
                continue
            there.add((line.day, at, text))
            self._lines_added += 1
            people = tuple(self._named(line, directory))
            topics = parse_line(text, today=line.day).topics
            entry = Entry(
                uid=self._new_uid(),
                day=line.day,
                time=at,
                text=text,
                people=people,
                topics=topics,
                channel=line.channel,
            )
            self.records.add([entry])

    def _named(self, line: JournalLine, directory: Directory) -> dict[str, None]:
        """Return the uids of the people named on a line of another journal. Unknown people are added."""
        people: dict[str, None] = {}
        for name in line.people:
            try:
                people[directory.resolve(name).uid] = None
            except UnknownPersonError:
                person = replace(self._newcomer(name, stage=self._to or "stranger"), inbox=self._to is None)
                directory.add(person)
                self.records.add([person])
                self._added.append(person)
                self._fates["added"] += 1
                people[person.uid] = None
            except RapportError as error:
                self._problems.append(SkippedRecord(line.source, line.record, str(error), partial=True))
        for name in line.mentions:
            with suppress(RapportError):
                people[directory.resolve(name).uid] = None
        return people


def _text(line: JournalLine) -> str:
    """Return a line of another journal as one of ours: its text is escaped, and its topics are appended."""
    text = escape(line.text)
    for topic in line.topics:
        tagged = f"{text} #{topic}"
        if topic in parse_line(tagged, today=line.day).topics:
            text = tagged
    return text
