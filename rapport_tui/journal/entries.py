"""Entries and notes: lines written, found again, changed and closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from typing import Final

import msgspec
from msgspec.structs import replace

from rapport_tui.capture.capture_line import CaptureLine, parse_line, shown, write_line
from rapport_tui.capture.directory import Directory, name_of
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.entry_notes import followed, notes_of_line
from rapport_tui.journal.entry_search import EntrySearch, SearchResult
from rapport_tui.journal.history import ActionWriter
from rapport_tui.journal.name_resolver import NameResolver
from rapport_tui.journal.people import PeopleService, named
from rapport_tui.journal.plain_names import mention_plain_name
from rapport_tui.model.cadence import same_day
from rapport_tui.model.errors import RapportError, UnknownPersonError
from rapport_tui.model.names import first_name, name_key
from rapport_tui.model.person_summary import note_line
from rapport_tui.model.records import OPEN_KINDS, Channel, Entry, Note, Person, Stage
from rapport_tui.model.text import clean
from rapport_tui.model.uids import new_uid
from rapport_tui.playbook.suggestions import suggest_rung

_YEARS_BACK: Final = 30


class Logged(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one written line. `doubts` are sentences about what looked like a mark and was kept as text."""

    entry: Entry
    people: tuple[Person, ...]
    new_people: tuple[Person, ...]
    notes: tuple[Note, ...]
    doubts: tuple[str, ...] = ()


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What a line would be understood as, before it is written.

    `day` is None for today. `uids` are those of `people`, who are known; `new` are those who would be added, `unsure`
    the names that several people have.
    """

    day: date | None
    people: tuple[str, ...]
    uids: tuple[str, ...]
    new: tuple[str, ...]
    unsure: tuple[str, ...]
    notes: tuple[str, ...]
    topics: tuple[str, ...]
    move: str
    doubts: tuple[str, ...]


class LineError(RapportError):
    """One of several lines can't be written; `index` says which, from 0. Its text is the reason."""

    def __init__(self, index: int, reason: RapportError) -> None:
        self.index = index
        super().__init__(str(reason))


class EntriesService:
    """The lines of the journal and the notes they gave."""

    def __init__(self, context: JournalContext, people: PeopleService) -> None:
        self._context = context
        self._people = people
        self._finder = EntrySearch(context)

    def read(self, text: str, *, about_someone: bool = False, day: date | None = None) -> CaptureLine:
        """Return what the capture line `text` says, seen from `day` (today)."""
        return parse_line(
            clean(text).strip(),
            today=day or self._context.today,
            order=self._context.settings.date_order,
            moves=self._context.playbook.move_ids,
            about_someone=about_someone,
        )

    def naming(self, text: str) -> str:
        """Return `text` with the plain name that it begins with as a mention, where it was asked whom it is about.

        Raises `AmbiguousPersonError` where several people's names begin like that.
        """
        line = self.read(text)
        return write_line(replace(line, body=mention_plain_name(line, self._context.directory)))

    def begins_with_name(self, text: str) -> bool:
        """Whether the first thing that `text` says, after its day, is a mention."""
        return any(mention.start == 0 for mention in self.read(text).mentions)

    def preview(self, text: str, *, about: Sequence[Person] = (), asks_whom: bool = False) -> Preview:
        """Return what `text` would be understood as; nothing is written.

        `asks_whom`: it may begin with a name, of somebody else than `about`.
        """
        if asks_whom:
            with suppress(RapportError):
                text = self.naming(text)
            about = () if self.begins_with_name(text) else about
        line = self.read(text, about_someone=bool(about))
        known, new, unsure = {person.uid: person.name for person in about}, [], []
        for mention in line.mentions:
            try:
                person = self._context.directory.resolve(mention.name)
                known.setdefault(person.uid, person.name)
            except UnknownPersonError:
                new.append(name_of(mention.name))
            except RapportError:
                unsure.append(mention.name)
        marks = notes_of_line(line, Entry(uid="", day=self._context.today, text=""))
        return Preview(
            day=line.day,
            people=tuple(known.values()),
            uids=tuple(known),
            new=tuple(dict.fromkeys(new)),
            unsure=tuple(dict.fromkeys(unsure)),
            notes=tuple(self.note_line(note) for note in marks),
            topics=line.topics,
            move=self._context.playbook.move(line.move).title if line.move else "",
            doubts=line.doubts,
        )

    def note_line(self, note: Note) -> str:
        """Return a note as it is shown: its sign, or its kind, then its text and due day."""
        if note.kind in OPEN_KINDS or note.kind == "share":
            return note_line(note, self._context.today)
        return f"{note.kind}: {note.text}"

    def log(
        self,
        texts: Sequence[str],
        *,
        about: Sequence[str] = (),
        chosen: Mapping[str, str] | None = None,
        move: str = "",
        channel: Channel = "",
        steps: Sequence[str] = (),
        careful: bool = False,
    ) -> list[Logged]:
        """Write lines as entries, in one action, and return what was noticed in each.

        `about` are uids of people whom each line is about without naming them. `chosen` says for a mention which uid
        is meant. `careful`: a new name near a known one raises `NearNameError`.
        `steps` are stage changes that the lines tell of: each is linked to the line about its person.
        Raises `RapportError` for an empty line, a day to come, or a name that several people have, and `LineError`
        where it is one of several lines; then nothing is written.
        """
        with self._context.history.action("") as writer:
            logged = self.log_with(
                writer, texts, about=about, chosen=chosen, move=move, channel=channel, careful=careful
            )
            for step in self._context.cache.stage_changes.pick(steps):
                telling = [one.entry for one in logged if step.person in one.entry.people]
                writer.put(*(replace(step, entry=entry.uid) for entry in telling[:1]))
            who = list({person.uid: person for one in logged for person in one.people}.values())
            count = "a line" if len(logged) == 1 else f"{len(logged)} lines"
            writer.label = f"Wrote {count}" + (f" about {named(who)}" if who else "")
        return logged

    def log_with(
        self,
        writer: ActionWriter,
        texts: Sequence[str],
        *,
        about: Sequence[str] = (),
        chosen: Mapping[str, str] | None = None,
        move: str = "",
        channel: Channel = "",
        careful: bool = False,
    ) -> list[Logged]:
        """Write lines within an action that does more; otherwise as `log`."""
        given = [self._people.get(uid) for uid in about]
        names = NameResolver(self._context, given, chosen or {}, careful=careful)
        written: list[Logged] = []
        for index, text in enumerate(texts):
            try:
                written.append(self._write(writer, text, given, names, move, channel))
            except RapportError as error:
                if len(texts) == 1:
                    raise
                raise LineError(index, error) from error
        return written

    def rungs_after(self, logged: Logged) -> list[tuple[Person, Stage, str]]:
        """Return who may have come to another rung with a line just written, to which and why. Each is told once."""
        cache, found = self._context.cache, []
        for person in cache.people.pick(logged.entry.people):
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
    ) -> Entry:
        """Write the entry anew from its whole line. Its notes follow the marks; those that stay keep their state.

        `link` are uids of people that it is about from now on without naming them, `unlink` of those it is no longer
        about. Raises as `log` does, and where the entry is gone.
        """
        with self._context.history.action("Edited a line") as writer:
            before = self.get(uid)
            own = self._context.cache.people.pick(before.people)
            written = self.read_again(before)
            unnamed = [person for person in self._unnamed(written, own) if person.uid not in unlink]
            unnamed += [self._people.get(person) for person in link if person not in before.people]
            line = self.read(text, about_someone=bool(unnamed))
            if not line.body.strip():
                raise RapportError("That line is empty. Delete it with d if it should go.")
            day, at = self._when(line, before)
            people, _ = self._people_on(line, unnamed, NameResolver(self._context, own, chosen or {}))
            people.sort(key=lambda person: person.uid in link or person.uid in _trailing(before.people, unnamed))
            entry = replace(
                before,
                day=day,
                time=at,
                text=line.body,
                people=tuple(person.uid for person in people),
                topics=line.topics,
                move=line.move or ("" if written.move else before.move),
            )
            linked = [person for person in people if person.uid not in before.people]
            writer.put(entry, *(self._people.steps_with(writer, person, entry) for person in linked))
            fresh, stale = followed(entry, line, written, self._context.cache.notes_from(uid))
            writer.put(*fresh)
            writer.remove(*stale)
        return entry

    def link(self, uid: str, person: str) -> Entry:
        """Have the entry be about one more person, whom its text does not name. Raises where either is gone."""
        return self.edit(uid, self.line(self.get(uid)), link=[person])

    def unlink(self, uid: str, person: str) -> Entry:
        """Have the entry no longer be about a person; where its text names them, the plain name stays."""
        entry = self.get(uid)
        written = self.read_again(entry)
        own = Directory(self._context.cache.people.pick(entry.people))
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
        """Delete entries and the notes that they gave."""
        with self._context.history.action("") as writer:
            entries = [self.get(uid) for uid in uids]
            writer.label = "Deleted a line" if len(entries) == 1 else f"Deleted {len(entries)} lines"
            for entry in entries:
                writer.remove(entry, *self._context.cache.notes_from(entry.uid))
                closed = self._context.cache.notes_closed_by(entry.uid)
                writer.put(*(replace(note, closed_by="") for note in closed if note.entry not in uids))

    def get(self, uid: str) -> Entry:
        """Return the entry called `uid`. Raises `RapportError` where it is gone."""
        entry = self._context.cache.entries.get(uid)
        if entry is None:
            raise RapportError("That line is no longer in the journal; it may have been deleted in another window.")
        return entry

    def line(self, entry: Entry) -> str:
        """Return the entry as the line that would be typed for it, with its date."""
        stamp = entry.day.isoformat() + (f" {entry.time:%H:%M}" if entry.time else "")
        return f"{stamp}: {entry.text}"

    def read_again(self, entry: Entry) -> CaptureLine:
        """Return what the entry's text says, seen from its day; a date that the text begins with stays text."""
        return self.read(self.line(entry), about_someone=bool(entry.people), day=entry.day)

    def shown(self, entry: Entry) -> str:
        """Return the entry's prose as it is read: names for mentions, without its notes and its move's tag."""
        line = self.read_again(entry)
        own = Directory(self._context.cache.people.pick(entry.people))
        return shown(line, [self._shown_name(mention.name, own) for mention in line.mentions])

    def names(self, entry: Entry) -> list[str]:
        """Return the full names of whom the entry names."""
        return [person.name for person in self._context.cache.people.pick(entry.people)]

    def notes(self, entry: Entry) -> list[Note]:
        """Return the notes that the entry gave."""
        return self._context.cache.notes_from(entry.uid)

    def on(self, day: date) -> list[Entry]:
        """Return the entries of a day, earliest first."""
        return self._context.cache.entries_on(day.isoformat())

    def on_this_day(self, limit: int = 3) -> list[Entry]:
        """Return entries of this day in years before, the last year first; 28 February remembers the 29th too."""
        today, found = self._context.today, list[Entry]()
        for years in range(1, _YEARS_BACK):
            for day in same_day(today, today.year - years):
                found += self.on(day)
        return found[:limit]

    def days(self) -> dict[date, int]:
        """Return how many entries each day has that has any."""
        return {date.fromisoformat(day): count for day, count in self._context.cache.days_with_entries().items()}

    def search(self, text: str = "") -> list[Entry]:
        """Return the entries that match the query line, oldest first. Raises `RapportError` on an unknown key."""
        return list(self.find(text))

    def find(self, text: str = "") -> SearchResult:
        """Return what `search` does, looked up only where it is asked for. Raises `RapportError` likewise."""
        return self._finder.matching(self._people.query(text))

    def prepare_to_find(self) -> None:
        """Make what `find` looks in. It takes a moment once, in a journal of years."""
        self._finder.prepare()

    def _write(
        self, writer: ActionWriter, text: str, given: Sequence[Person], names: NameResolver, move: str, channel: Channel
    ) -> Logged:
        line = self.read(text, about_someone=bool(given))
        if not line.body.strip():
            raise RapportError("That line is empty. Write a word or two about the talk.")
        day, at = self._when(line)
        people, new = self._people_on(line, given, names)
        entry = Entry(
            uid=new_uid(),
            day=day,
            time=at,
            text=line.body,
            people=tuple(person.uid for person in people),
            topics=line.topics,
            move=line.move or move,
            channel=channel,
        )
        people = [self._people.steps_with(writer, person, entry) for person in people]
        names.know(people)
        notes = notes_of_line(line, entry)
        writer.put(entry, *people, *notes)
        new_uids = {person.uid for person in new}
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
        return day, line.time

    def _people_on(
        self, line: CaptureLine, given: Sequence[Person], names: NameResolver
    ) -> tuple[list[Person], list[Person]]:
        """Return whom a line is about, `given` and named, and who of them is new."""
        found = {person.uid: names.latest(person) for person in given}
        new = []
        for mention in line.mentions:
            person = names.resolve(mention.name)
            if person is None:
                names.refuse_near(mention)
                person = self._people.new_person(name_of(mention.name))
                new.append(person)
                names.know([person])
            found.setdefault(person.uid, person)
        return list(found.values()), new

    def _unnamed(self, written: CaptureLine, own: Sequence[Person]) -> list[Person]:
        """Return those of the entry's people whom its text does not name: they were chosen, not typed."""
        directory = Directory(own)
        typed = set()
        for mention in written.mentions:
            try:
                typed.add(directory.resolve(mention.name).uid)
            except RapportError:
                continue
        return [person for person in own if person.uid not in typed]

    def _shown_name(self, mention: str, own: Directory) -> str:
        try:
            person = own.resolve(mention)
        except RapportError:
            return name_of(mention)
        short = (person.first_name, first_name(person.name))
        return next((name for name in short if name_key(name) == name_key(mention)), person.name)


def _trailing(uids: Sequence[str], unnamed: Sequence[Person]) -> set[str]:
    """Return those of `unnamed` who came after somebody whom the text names: they were linked to it later."""
    by_hand = {person.uid for person in unnamed}
    first = next((place for place, uid in enumerate(uids) if uid not in by_hand), len(uids))
    return {uid for uid in uids[first:] if uid in by_hand}


def _minute(now: datetime) -> time:
    return now.time().replace(second=0, microsecond=0, tzinfo=None)
