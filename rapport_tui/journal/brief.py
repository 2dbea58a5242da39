"""The brief before a meeting: the most useful facts about a person, short enough for one screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from rapport_tui.journal.composer import ComposerService
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.doors import DoorsService
from rapport_tui.journal.entries import EntriesService
from rapport_tui.journal.people import PeopleService
from rapport_tui.model.cadence import rhythm_words
from rapport_tui.model.person_summary import Brief
from rapport_tui.model.records import OPEN_KINDS, Kind, Note
from rapport_tui.model.relative_days import age, near_day

LAST_TALKS: Final = 3
MOST_NOTES: Final = 3
"""The maximum number of notes of a kind: the newest, or the most urgent open ones. Also limits introductions."""
_KINDS: Final[tuple[tuple[Kind, str], ...]] = (
    ("ask", "ask"),
    ("owe", "you owe"),
    ("await", "they owe"),
    ("share", "in common"),
    ("said", "they said"),
    ("advice", "advised"),
    ("door", "opened"),
    ("expert", "they know"),
    ("likes", "they like"),
)

Sort = Literal["fact", "open", "talk", "next", "line"]


class BriefLine(msgspec.Struct, frozen=True):
    """A line of a brief: a label of a word or two, and the text.

    `key` is the uid of the entry or the note that the line shows, or the id of the move. Of several notes of one kind,
    only the first has a label.
    """

    label: str
    text: str
    sort: Sort = "fact"
    key: str = ""


class BriefService:
    """The service that makes briefs of about a dozen lines."""

    def __init__(
        self,
        context: JournalContext,
        people: PeopleService,
        entries: EntriesService,
        composer: ComposerService,
        doors: DoorsService,
    ) -> None:
        self._context = context
        self._people = people
        self._entries = entries
        self._composer = composer
        self._doors = doors

    def lines(self, uid: str) -> list[BriefLine]:
        """Return the brief of a person. Raises `UnknownPersonError`."""
        brief = self._people.brief(uid)
        return [*self._known(brief), *self._notes(brief), *self._talks(brief), *self._next(brief)]

    def _known(self, brief: Brief) -> Iterator[BriefLine]:
        person, summary, today = brief.summary.person, brief.summary, self._context.today
        work = " · ".join(part for part in (person.role, person.team, person.org, person.location) if part)
        through = f"through {brief.met_through.name}" if brief.met_through else ""
        traits = ("some steps ahead of you" if person.ahead else "", "glad to help" if person.glad else "")
        names = [other.name for other in brief.introduced]
        more = [f"and {len(names) - MOST_NOTES} more"] if len(names) > MOST_NOTES else []
        facts = (
            ("work", work),
            ("met", " · ".join(part for part in (person.met, through) if part)),
            ("introduced", ", ".join([*names[:MOST_NOTES], *more])),
            ("rhythm", rhythm_words(person.cadence) if person.cadence else ""),
            ("they are", ", ".join(part for part in traits if part)),
        )
        yield from (BriefLine(label, text) for label, text in facts if text)
        talked = age(summary.last_talked, today) if summary.last_talked else "not yet"
        yield BriefLine("talked", talked + (" · it would be good to say hi again" if summary.drift > 0 else ""))

    def _notes(self, brief: Brief) -> Iterator[BriefLine]:
        for kind, label in _KINDS:
            if kind in OPEN_KINDS:
                notes = [note for note in brief.summary.open_notes if note.kind == kind]
            else:
                notes = [note for note in brief.notes.get(kind, ()) if note.done is None or kind == "door"]
            for place, note in enumerate(notes[:MOST_NOTES]):
                sort: Sort = "open" if kind in OPEN_KINDS else "fact"
                yield BriefLine("" if place else label, self._note_text(note), sort, note.uid)
            if len(notes) > MOST_NOTES:
                yield BriefLine("", f"and {len(notes) - MOST_NOTES} more")

    def _note_text(self, note: Note) -> str:
        if note.kind == "door":  # include its outcome
            return self._doors.words(self._doors.door(note))
        return f"{note.text} ({near_day(note.due, self._context.today)})" if note.due else note.text

    def _talks(self, brief: Brief) -> Iterator[BriefLine]:
        for entry in brief.entries[:LAST_TALKS]:
            text = self._entries.shown(entry)
            own = brief.summary.person.name
            others = [name for name in self._entries.unsaid(entry, text) if name != own]
            with_others = f" (with {', '.join(others)})" if others else ""
            yield BriefLine(near_day(entry.day, self._context.today), f"{text}{with_others}", "talk", entry.uid)

    def _next(self, brief: Brief) -> Iterator[BriefLine]:
        suggestion = self._composer.suggest(brief.summary.person)
        yield BriefLine("next", f"{suggestion.move.title} · {suggestion.why}", "next", suggestion.move.id)
        yield BriefLine("", f"“{self._composer.ready_line(suggestion.move, brief.summary.person).text}”", "line")
