"""Parsing of a capture line before it is written, with the people and notes it would give."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, time

import msgspec
from msgspec.structs import replace

from rapport_tui.capture.capture_line import CaptureLine, DayQuestion, parse_line, write_line
from rapport_tui.capture.tokens import Mention, find_mentions_and_topics
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.entry_notes import notes_of_line
from rapport_tui.journal.name_resolver import LinePeople, NameResolver
from rapport_tui.journal.people import PeopleService
from rapport_tui.journal.plain_names import PlainName, mention_full_names, mention_plain_name, unlinked_names
from rapport_tui.model.errors import AmbiguousPersonError, NearNameError, UnsureDayError
from rapport_tui.model.person_summary import note_text
from rapport_tui.model.records import Entry, Note, Person
from rapport_tui.model.text import clean


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """The meaning of a line before it is written.

    `day` is None for today; `asks` are the days to ask the user about. `uids` are those of `people`, who are known;
    `new` are the people who would be added, `unsure` the names that several people have, `near` the new names that are
    close to known ones. `unlinked` is the full name of somebody who is not mentioned, "" for none.
    """

    day: date | None
    time: time | None
    people: tuple[str, ...]
    uids: tuple[str, ...]
    new: tuple[str, ...]
    unsure: tuple[str, ...]
    near: tuple[NearNameError, ...]
    asks: tuple[DayQuestion, ...]
    unlinked: str
    notes: tuple[str, ...]
    topics: tuple[str, ...]
    move: str
    doubts: tuple[str, ...]


class LineReader:
    """The parser of capture lines with the settings, the moves and the people of the journal."""

    def __init__(self, context: JournalContext, people: PeopleService) -> None:
        self._context = context
        self._people = people

    def read(
        self, text: str, *, about_someone: bool = False, day: date | None = None, kept: Collection[str] = ()
    ) -> CaptureLine:
        """Parse the capture line `text`, relative to `day` (default: today).

        Mentions in the body have the full names that were typed, except for those with a name in `kept`.
        """
        return self.read_saved(self._with_full_names(clean(text).strip(), kept), about_someone=about_someone, day=day)

    def read_saved(self, text: str, *, about_someone: bool = False, day: date | None = None) -> CaptureLine:
        """Parse a line with the mentions that it was saved with, relative to `day` (default: today)."""
        return parse_line(
            text,
            today=day or self._context.today,
            order=self._context.settings.date_order,
            language=self._context.settings.language,
            moves=self._context.playbook.move_ids if "/" in text else (),
            about_someone=about_someone,
        )

    def _with_full_names(self, text: str, kept: Collection[str] = ()) -> str:
        def is_whole(name: str) -> bool:
            return name in kept or self._context.cache.group_called(name) is not None

        return mention_full_names(text, self._context.directory, self._context.settings.language, is_whole)

    def naming(self, text: str, chosen: Mapping[str, str]) -> str:
        """Return `text` with the plain name that it begins with, if any, as a mention.

        Raises `AmbiguousPersonError` if several people's names begin like that and none of them is `chosen`.
        """
        line = self.read(text)
        return write_line(replace(line, body=mention_plain_name(line, self._context.directory, chosen)))

    def with_mention(self, text: str, name: str, mention: str) -> str:
        """Return `text` with `mention` for the name that it mentions, or begins with as a plain name."""
        text = self._with_full_names(text)
        if not _mentions_of(name, text):
            text = self.naming(text, {})
        for found in reversed(_mentions_of(name, text)):
            text = f"{text[: found.start]}{mention}{text[found.end :]}"
        return text

    def dated(self, text: str, question: UnsureDayError, day: date | None) -> str:
        """Return `text` with `day` in place of the uncertain words, or with those escaped for None."""
        written = re.escape(question.written)
        if question.by:
            said = f"{question.written.split()[0]} {day}"
            return re.sub(rf"(?<!\S){written}(?!\w)", lambda _: said, text, count=1)
        said = str(day) if day else f"\\{question.written}"
        return re.sub(rf"^(\s*){written}(?=[^:\n]*:)", lambda match: match[1] + said, text, count=1, flags=re.MULTILINE)

    def written_on(self, text: str, day: date) -> str:
        """Return a line that was written on `day` with its day before it, which its own words are relative to."""
        if day >= self._context.today:
            return text
        read = self.read(text, day=day)
        return f"{read.day or day}{f' {read.time:%H:%M}' if read.time else ''}: {read.body}"

    def unlinked(self, text: str) -> PlainName | None:
        """Return the first full name of a known person that `text` has as plain words."""
        return next(unlinked_names(text, self._context.directory), None)

    def addressed(
        self, text: str, about: Sequence[Person], chosen: Mapping[str, str], *, name_first: bool
    ) -> tuple[CaptureLine, Sequence[Person]]:
        """Return the parsed `text`, and the people it is about without naming them.

        These are `about`, unless `name_first` is true and `text` begins with a name. `chosen` maps a name to
        the uid that is meant.
        """
        if name_first:
            text = self.naming(text, chosen)
            if any(mention.start == 0 for mention in self.read(text).mentions):
                about = ()
        return self.read(text, about_someone=bool(about)), about

    def preview(
        self, texts: Sequence[str], place: int = 0, *, about: Sequence[Person] = (), name_first: bool = False
    ) -> Preview:
        """Return the meaning of the line at index `place` of `texts`, as if those before it were written.

        Nothing is written. With `name_first`, the lines may begin with a plain name.
        """
        names = NameResolver(self._context, about, {}, self._people.new_person)
        for text in texts[:place]:
            self._understood(text, names, about, name_first=name_first)
        return self._understood(texts[place] if texts else "", names, about, name_first=name_first)

    def _understood(self, text: str, names: NameResolver, about: Sequence[Person], *, name_first: bool) -> Preview:
        unsure: list[str] = []
        try:
            line, about = self.addressed(text, about, {}, name_first=name_first)
        except AmbiguousPersonError as error:
            line, unsure = self.read(text, about_someone=bool(about)), [error.name]
        given = [person.uid for person in about]

        def notes(found: LinePeople) -> list[Note]:
            people = tuple(person.uid for person in found.people)
            return notes_of_line(
                line, Entry(uid="", day=line.day or self._context.today, text="", people=people), found.named, given
            )

        return self.understood(line, names, about, notes, unsure)

    def understood(
        self,
        line: CaptureLine,
        names: NameResolver,
        about: Sequence[Person],
        notes: Callable[[LinePeople], Sequence[Note]],
        unsure: Sequence[str] = (),
    ) -> Preview:
        """Return the meaning of a line with the people that `names` finds and the notes from `notes`."""
        unsure = list(unsure)
        near: dict[str, NearNameError] = {}

        def stand_in(mention: Mention, error: AmbiguousPersonError | NearNameError) -> Person:
            if isinstance(error, NearNameError):
                near[mention.name] = error
                if len(error.people) == 1:
                    return error.people[0]
            else:
                unsure.append(mention.name)
            return Person(
                uid=f"?{mention.name}", name=mention.name, added=self._context.today, since=self._context.today
            )

        found = names.people_on(line, about, ask=stand_in)
        new = {person.uid for person in found.new}
        known = [one for one in found.people if one.uid not in new and not one.uid.startswith("?")]
        said = {person.name for person in found.people}
        unlinked = (one.name for one in unlinked_names(line.body, self._context.directory))
        return Preview(
            day=line.day,
            time=line.time,
            people=tuple(person.name for person in known),
            uids=tuple(person.uid for person in known),
            new=tuple(person.name for person in found.new),
            unsure=tuple(dict.fromkeys(unsure)),
            near=tuple(near.values()),
            asks=line.asks,
            unlinked=next((name for name in unlinked if name not in said), ""),
            notes=tuple(note_text(note, found.people) for note in notes(found)),
            topics=line.topics,
            move=self._context.playbook.move(line.move).title if line.move else "",
            doubts=line.doubts,
        )


def _mentions_of(name: str, text: str) -> list[Mention]:
    mentions, _ = find_mentions_and_topics(text)
    return [mention for mention in mentions if mention.name == name]
