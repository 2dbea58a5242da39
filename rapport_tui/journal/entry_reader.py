"""Parsing of an existing entry, and of the edited line that replaces it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from rapport_tui.capture.capture_line import CaptureLine
from rapport_tui.capture.directory import Directory
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.entry_notes import followed, notes_of_line
from rapport_tui.journal.line_reader import LineReader
from rapport_tui.journal.name_resolver import LinePeople, NameResolver
from rapport_tui.journal.people import PeopleService
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Entry, Note, Person


class EntryReading(NamedTuple):
    """An edited line that replaces `written`, and the resolution of its names.

    `own` are the people of the entry, `unnamed` those of them that the line does not name.
    """

    written: CaptureLine
    line: CaptureLine
    own: Sequence[Person]
    unnamed: Sequence[Person]
    names: NameResolver


class EntryReader:
    """The parser of entries relative to the day on which they were written and the people they are about."""

    def __init__(self, context: JournalContext, people: PeopleService, lines: LineReader) -> None:
        self._context = context
        self._people = people
        self._lines = lines

    def read_again(self, entry: Entry) -> CaptureLine:
        """Parse the entry's text again, relative to its day. A date at the beginning of the text stays text."""
        return self._lines.read_saved(entry_line(entry), about_someone=bool(entry.people), day=entry.day)

    def unnamed(self, written: CaptureLine, own: Sequence[Person]) -> list[Person]:
        """Return the entry's people that its text does not name, because they were chosen instead of typed."""
        typed = {uid for uids in self._named(written, own) for uid in uids}
        return [person for person in own if person.uid not in typed]

    def _named(self, written: CaptureLine, own: Sequence[Person]) -> list[tuple[str, ...]]:
        """Return the uids of the entry's people for each mention; for a group, its present members among them."""
        directory = Directory(own)
        named: list[tuple[str, ...]] = []
        for mention in written.mentions:
            group = self._context.cache.group_called(mention.name)
            try:
                named.append((directory.resolve(mention.name).uid,))
            except RapportError:
                named.append(tuple(person.uid for person in own if group and person.uid in group.people))
        return named

    def reading(
        self,
        before: Entry,
        text: str,
        chosen: Mapping[str, str],
        link: Sequence[str] = (),
        unlink: Sequence[str] = (),
    ) -> EntryReading:
        """Parse an edited line of an entry. An unchanged mention keeps its meaning."""
        own = self._context.cache.people.get_many(before.people)
        written = self.read_again(before)
        unnamed = [person for person in self.unnamed(written, own) if person.uid not in unlink]
        unnamed += [self._people.get(person) for person in link if person not in before.people]
        named = [mention.name for mention in written.mentions]
        line = self._lines.read(text, about_someone=bool(unnamed), kept=named)
        asked = {one.written for one in written.asks}
        meant = dict(zip(named, self._named(written, own), strict=True))
        names = NameResolver(self._context, own, chosen, self._people.new_person, kept=meant)
        line = replace(line, asks=tuple(one for one in line.asks if one.written not in asked))
        return EntryReading(written, line, own, unnamed, names)

    def notes_after(
        self, before: Entry, after: Entry, reading: EntryReading, found: LinePeople
    ) -> tuple[list[Note], list[Note]]:
        """Return the notes of an entry after an edit, and the notes to delete."""
        written, own = reading.written, reading.own
        fresh = notes_of_line(reading.line, after, found.named, [person.uid for person in reading.unnamed])
        given = [person.uid for person in self.unnamed(written, own)]
        then = notes_of_line(written, before, self._named(written, own), given)
        notes = self._context.cache.notes_from(before.uid)
        return followed((reading.line, fresh), (written, then), after, before, notes)


def entry_line(entry: Entry) -> str:
    """Return the entry as the line that would be typed for it, with its date."""
    stamp = entry.day.isoformat() + (f" {entry.time:%H:%M}" if entry.time else "")
    return f"{stamp}: {entry.text}"
