"""Entries and their notes: write, find, edit and delete lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Final, TypedDict, Unpack

import msgspec
from msgspec.structs import replace

from rapport_tui.capture.capture_line import CaptureLine, DayQuestion, shown
from rapport_tui.capture.directory import Directory, name_of
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.entry_notes import notes_of_line
from rapport_tui.journal.entry_reader import EntryReader, entry_line
from rapport_tui.journal.entry_search import EntrySearch, SearchResult
from rapport_tui.journal.history import ActionWriter
from rapport_tui.journal.line_reader import LineReader, Preview
from rapport_tui.journal.name_resolver import LinePeople, NameResolver
from rapport_tui.journal.people import PeopleService
from rapport_tui.model.cadence import days_to_recall
from rapport_tui.model.entry_order import time_order
from rapport_tui.model.errors import ChangedMeanwhileError, LineError, RapportError, UnsureDayError
from rapport_tui.model.names import first_name, name_key
from rapport_tui.model.records import Channel, Entry, Note, Person, Stage
from rapport_tui.model.text import word_places
from rapport_tui.model.uids import new_uid
from rapport_tui.model.wording import named
from rapport_tui.playbook.suggestions import suggest_rung

_YEARS_BACK: Final = 30


class Logged(msgspec.Struct, frozen=True, kw_only=True):
    """The result of writing one line. `doubts` are sentences about text that looked like a mark but was kept."""

    entry: Entry
    people: tuple[Person, ...]
    new_people: tuple[Person, ...]
    notes: tuple[Note, ...]
    doubts: tuple[str, ...] = ()


class LogOptions(TypedDict, total=False):
    """Options for writing lines.

    `about` are uids of people that each line is about without naming them. With `name_first`, a line may begin with the
    plain name of somebody else instead. `chosen` maps a mention to the uid that is meant; `adds_near` adds a new name
    although it is close to a known one. `uid` is the uid of the entry, for a single line.
    """

    about: Sequence[str]
    name_first: bool
    chosen: Mapping[str, str] | None
    adds_near: bool
    move: str
    channel: Channel
    uid: str


class EntriesService:
    """The service for the lines of the journal and the notes made from them."""

    def __init__(self, context: JournalContext, people: PeopleService, lines: LineReader) -> None:
        self._context = context
        self._people = people
        self._lines = lines
        self._reader = EntryReader(context, people, lines)
        self._finder = EntrySearch(context)

    def log(self, texts: Sequence[str], *, steps: Sequence[str] = (), **options: Unpack[LogOptions]) -> list[Logged]:
        """Write lines as entries in one action, and return the result for each.

        `steps` are stage changes that the lines describe: each is linked to the line about its person. Raises
        `RapportError` for an empty line, a future day, a name that several people have, a new name that is close to a
        known one, or a day that is not certain, and `LineError` if this is one of several lines; then nothing is
        written.
        """
        with self._context.history.action("") as writer:
            logged = self.log_with(writer, texts, **options)
            for step in self._context.cache.stage_changes.get_many(steps):
                telling = [one.entry for one in logged if step.person in one.entry.people]
                writer.put(*(replace(step, entry=entry.uid) for entry in telling[:1]))
            who = list({person.uid: person for one in logged for person in one.people}.values())
            count = "a line" if len(logged) == 1 else f"{len(logged)} lines"
            writer.label = f"Wrote {count}" + (f" about {named(who)}" if who else "")
        return logged

    def log_with(self, writer: ActionWriter, texts: Sequence[str], **options: Unpack[LogOptions]) -> list[Logged]:
        """Write lines as `log` does, within an action that does more."""
        given = [self._people.get(uid) for uid in options.get("about", ())]
        names = NameResolver(
            self._context,
            given,
            options.get("chosen") or {},
            self._people.new_person,
            adds_near=options.get("adds_near", False),
        )
        written: list[Logged] = []
        for index, text in enumerate(texts):
            try:
                written.append(self._write(writer, text, given, names, options))
            except RapportError as error:
                if len(texts) == 1:
                    raise
                raise LineError(index, error) from error
        return written

    def rungs_after(self, logged: Logged) -> list[tuple[Person, Stage, str]]:
        """Return the stage changes that a new line suggests, as person, stage and reason. Each is suggested once."""
        cache, found = self._context.cache, []
        for person in cache.people.get_many(logged.entry.people):
            entries, notes = cache.entries_of(person.uid), cache.notes_of(person.uid)
            stage, why = suggest_rung(person, logged.entry, entries, notes)
            if why:
                found.append((person, stage, why))
        return found

    def edit(
        self,
        uid: str,
        text: str,
        *,
        chosen: Mapping[str, str] | None = None,
        link: Sequence[str] = (),
        unlink: Sequence[str] = (),
        shown: Entry | None = None,
    ) -> Entry:
        """Replace the entry by its edited line. Its notes follow the marks; those that stay keep their state.

        `link` are uids of people to add without naming them in the line, `unlink` those to remove. Raises the errors of
        `log`, and `RapportError` if the entry no longer exists or its line is no longer that of `shown`.
        """
        with self._context.history.action("Edited a line") as writer:
            before = self.get(uid)
            if shown and (line_now := self.line(before)) not in (self.line(shown), text):
                raise ChangedMeanwhileError({"the line": line_now})
            reading = self._reader.reading(before, text, chosen or {}, link, unlink)
            line, unnamed = reading.line, reading.unnamed
            if not line.body.strip():
                raise RapportError("That line is empty. Delete it if it should go.")
            _refuse_unsure(line.asks)
            day, at = self._when(line, before)
            found = reading.names.people_on(line, unnamed)
            people = found.people
            people.sort(key=lambda person: person.uid in link or person.uid in _trailing(before.people, unnamed))
            entry = replace(
                before,
                day=day,
                time=at,
                text=line.body,
                people=tuple(person.uid for person in people),
                topics=line.topics,
                move=line.move or ("" if reading.written.move else before.move),
            )
            linked = [person for person in people if person.uid not in before.people]
            writer.put(entry, *(self._people.steps_with(writer, person, entry) for person in linked))
            kept, stale = self._reader.notes_after(before, entry, reading, found)
            writer.put(*kept)
            writer.remove(*stale)
        return entry

    def preview_edit(self, uid: str, text: str) -> Preview:
        """Return the meaning of another line for an entry. Raises `RapportError` if the entry no longer exists."""
        before = self.get(uid)
        reading = self._reader.reading(before, text, {})

        def notes(found: LinePeople) -> list[Note]:
            after = replace(before, people=tuple(person.uid for person in found.people))
            return self._reader.notes_after(before, after, reading, found)[0]

        return self._lines.understood(reading.line, reading.names, reading.unnamed, notes)

    def link(self, uid: str, person: str) -> Entry:
        """Link the entry to one more person, not named in its text. Raises `RapportError` if either is missing."""
        return self.edit(uid, self.line(self.get(uid)), link=[person])

    def unlink(self, uid: str, person: str) -> Entry:
        """Unlink the entry from a person. A mention in its text becomes the plain name."""
        entry = self.get(uid)
        written = self.read_again(entry)
        own = Directory(self._context.cache.people.get_many(entry.people))
        body = written.body
        for mention in reversed(written.mentions):
            try:
                meant = own.resolve(mention.name).uid == person
            except RapportError:
                continue
            if meant:
                body = body[: mention.start] + self._shown_name(mention.name, own) + body[mention.end :]
        return self.edit(uid, self.line(replace(entry, text=body)), unlink=[person])

    def delete(self, uids: Sequence[str]) -> None:
        """Delete entries and the notes made from them."""
        with self._context.history.action("") as writer:
            entries = [self.get(uid) for uid in uids]
            writer.label = "Deleted a line" if len(entries) == 1 else f"Deleted {len(entries)} lines"
            for entry in entries:
                writer.remove(entry, *self._context.cache.notes_from(entry.uid))
                closed = self._context.cache.notes_closed_by(entry.uid)
                writer.put(*(replace(note, closed_by="") for note in closed if note.entry not in uids))

    def get(self, uid: str) -> Entry:
        """Return the entry called `uid`. Raises `RapportError` if it no longer exists."""
        entry = self._context.cache.entries.get(uid)
        if entry is None:
            raise RapportError("That line is no longer in the journal; it may have been deleted in another window.")
        return entry

    def line(self, entry: Entry) -> str:
        """Return the entry as the line that would be typed for it, with its date."""
        return entry_line(entry)

    def read_again(self, entry: Entry) -> CaptureLine:
        """Parse the entry's text again, relative to its day. A date at the beginning of the text stays text."""
        return self._reader.read_again(entry)

    def shown(self, entry: Entry) -> str:
        """Return the entry's prose as it is shown: names for mentions, without its notes and the tag of its move."""
        line = self.read_again(entry)
        own = Directory(self._context.cache.people.get_many(entry.people))
        return shown(line, [self._shown_name(mention.name, own) for mention in line.mentions])

    def names(self, entry: Entry) -> list[str]:
        """Return the full names of the people that the entry names."""
        return [person.name for person in self._context.cache.people.get_many(entry.people)]

    def unsaid(self, entry: Entry, prose: str) -> list[str]:
        """Return the full names of the entry's people that its `prose` does not call by any of their names."""
        people = self._context.cache.people.get_many(entry.people)
        said = {one.uid for one in people for name in _names_said(one) for _ in word_places(prose, name)}
        return [one.name for one in people if one.uid not in said]

    def names_said(self, entry: Entry) -> list[str]:
        """Return all names by which the prose may call the entry's people."""
        return [name for one in self._context.cache.people.get_many(entry.people) for name in _names_said(one)]

    def notes(self, entry: Entry) -> list[Note]:
        """Return the notes made from the entry."""
        return self._context.cache.notes_from(entry.uid)

    def on(self, day: date) -> list[Entry]:
        """Return the entries of a day, earliest first."""
        return self._context.cache.entries_on(day.isoformat())

    def on_this_day(self, limit: int = 3) -> list[Entry]:
        """Return the entries of this day in earlier years, the latest year first. 28 February includes the 29th."""
        today, found = self._context.today, list[Entry]()
        for years in range(1, _YEARS_BACK):
            for day in days_to_recall(today, today.year - years):
                found += self.on(day)
        return found[:limit]

    def days(self) -> dict[date, int]:
        """Return the number of entries of each day that has any."""
        return {date.fromisoformat(day): count for day, count in self._context.cache.days_with_entries().items()}

    def search(self, text: str = "") -> list[Entry]:
        """Return the entries that match the query line, oldest first. Raises `RapportError` on an unknown key."""
        return list(self.find(text))

    def find(self, text: str = "") -> SearchResult:
        """Return the same entries as `search` as a lazy result. Raises `RapportError` on an unknown key."""
        return self._finder.matching(self._people.query(text))

    def prepare_to_find(self, most: int) -> bool:
        """Read up to `most` more entries for the next `find`, and return whether all are read."""
        return self._finder.prepare(most)

    def _write(
        self, writer: ActionWriter, text: str, given: Sequence[Person], names: NameResolver, options: LogOptions
    ) -> Logged:
        name_first = options.get("name_first", False)
        line, given = self._lines.addressed(text, given, options.get("chosen") or {}, name_first=name_first)
        if not line.body.strip():
            raise RapportError("That line is empty. Write a word or two about the talk.")
        _refuse_unsure(line.asks)
        day, at = self._when(line)
        found = names.people_on(line, given)
        entry = Entry(
            uid=options.get("uid") or new_uid(),
            day=day,
            time=at,
            text=line.body,
            people=tuple(person.uid for person in found.people),
            topics=line.topics,
            move=line.move or options.get("move", ""),
            channel=options.get("channel", ""),
        )
        people = [self._people.steps_with(writer, person, entry) for person in found.people]
        names.know(people)
        notes = notes_of_line(line, entry, found.named, [person.uid for person in given])
        writer.put(entry, *people, *notes)
        new_uids = {person.uid for person in found.new}
        return Logged(
            entry=entry,
            people=tuple(people),
            new_people=tuple(person for person in people if person.uid in new_uids),
            notes=tuple(notes),
            doubts=line.doubts,
        )

    def _when(self, line: CaptureLine, before: Entry | None = None) -> tuple[date, time | None]:
        now = self._context.clock()
        if line.day is None and before is not None:
            return before.day, before.time
        today = self._context.today
        day = line.day or today
        if day > today:
            raise RapportError(
                f"{day.isoformat()} is still to come. Write the talk once you have had it, "
                "or keep a promise for that day with: ! what you promised by DATE"
            )
        if line.time is None and before is None and day == today:
            return day, _minute(now)
        start = self._context.settings.day_start
        is_kept = before is not None and (day, line.time) == (before.day, before.time)
        if day == today and line.time and not is_kept and _order(line.time, start) > _order(_minute(now), start):
            raise RapportError(
                f"{line.time:%H:%M} today is still to come. Write the talk once you have had it, "
                f"or, if it was yesterday, begin with: yesterday {line.time:%H:%M}:"
            )
        return day, line.time

    def _shown_name(self, mention: str, own: Directory) -> str:
        try:
            person = own.resolve(mention)
        except RapportError:
            return name_of(mention)
        return next((name for name in _names_said(person)[1:] if name_key(name) == name_key(mention)), person.name)


def _names_said(person: Person) -> tuple[str, str, str]:
    """Return the names of a person that prose may use: the full name, the given name, and its first word."""
    return person.name, person.first_name, first_name(person.name)


def _refuse_unsure(questions: Sequence[DayQuestion]) -> None:
    """Raise `UnsureDayError` for the first day that is not certain."""
    for one in questions:
        raise UnsureDayError(one.written, one.days, by=one.by)


def _trailing(uids: Sequence[str], unnamed: Sequence[Person]) -> set[str]:
    """Return those of `unnamed` listed after somebody that the text names, as they were linked later."""
    by_hand = {person.uid for person in unnamed}
    first = next((place for place, uid in enumerate(uids) if uid not in by_hand), len(uids))
    return {uid for uid in uids[first:] if uid in by_hand}


def _order(at: time, start: int) -> str:
    return time_order(at.isoformat(), start)


def _minute(now: datetime) -> time:
    return now.time().replace(second=0, microsecond=0, tzinfo=None)
