"""The doors that others opened for me: the outcome of each, and the thanks said for it."""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec

from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.entries import EntriesService, Logged
from rapport_tui.journal.threads import ThreadsService
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Note, Person
from rapport_tui.model.relative_days import near_day

_THANKS: Final = ("thank-you-note", "share-progress")
"""The ids of the moves that say thanks."""


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """A door that `people` opened. `came` is its outcome or empty, `thanked` the first day of thanks since then."""

    note: Note
    people: tuple[Person, ...]
    came: str = ""
    thanked: date | None = None


class DoorsService:
    """The service for doors that others opened."""

    def __init__(self, context: JournalContext, entries: EntriesService, threads: ThreadsService) -> None:
        self._context = context
        self._entries = entries
        self._threads = threads

    def of(self, person: str = "") -> list[Door]:
        """Return the doors that a person opened, or all, newest first."""
        cache = self._context.cache
        notes = cache.notes_of(person) if person else cache.notes_of_kind("door")
        doors = [self.door(note) for note in notes if note.kind == "door"]
        return sorted(doors, key=lambda door: door.note.made, reverse=True)

    def note_outcome(self, person: Person, text: str) -> tuple[Door, Logged | None]:
        """Add the outcome to a person's newest door without one. Raises `RapportError` if there is none."""
        told = [door for door in self.of(person.uid) if not door.came]
        if not told:
            raise RapportError(
                f"No door that {person.name} opened waits for an outcome. Keep one with: rapport log '@… +door …'"
            )
        _, logged = self._threads.close(told[0].note.uid, text)
        return self.door(self._context.cache.notes.get_many([told[0].note.uid])[0]), logged

    def words(self, door: Door) -> str:
        """Return the text of a door with its outcome and the thanks said: `a talk to the board (12 Nov): …`."""
        today = self._context.today
        thanks = f"thanked {near_day(door.thanked, today)}" if door.thanked else "no thanks noted yet"
        came = f": {door.came}" if door.came else ""
        return f"{door.note.text} ({near_day(door.note.made, today)}){came}, {thanks}"

    def door(self, note: Note) -> Door:
        """Return the door that a note describes."""
        cache = self._context.cache
        closing = cache.entries.get(note.closed_by) if note.closed_by else None
        thanks = [entry.day for uid in note.people for entry in cache.moves_with(uid) if entry.move in _THANKS]
        return Door(
            note=note,
            people=tuple(cache.people.get_many(note.people)),
            came=self._entries.shown(closing) if closing else "",
            thanked=min((day for day in thanks if day >= note.made), default=None),
        )
