"""Notes one by one: facts, threads and promises that are added, edited, closed and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from rapport_tui.capture.due_dates import split_due
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.people import PeopleService
from rapport_tui.model.errors import ChangedMeanwhileError, RapportError, UnsureDayError
from rapport_tui.model.records import ABOUT_ME, OPEN_KINDS, Kind, Note
from rapport_tui.model.relative_days import full_day
from rapport_tui.model.text import clean_line
from rapport_tui.model.uids import new_uid
from rapport_tui.model.wording import named

_SHORTEST_ID: Final = 4


class NotesService:
    """The service for single notes."""

    def __init__(self, context: JournalContext, people: PeopleService) -> None:
        self._context = context
        self._people = people

    def get(self, uid: str) -> Note:
        """Return the note called `uid`. Raises `RapportError` if it no longer exists."""
        note = self._context.cache.notes.get(uid)
        if note is None:
            raise RapportError("That note is no longer in the journal; it may have been deleted in another window.")
        return note

    def find(self, beginning: str) -> Note:
        """Return the note whose uid begins with the given text. Raises `RapportError` if there is none, or several."""
        found = [uid for uid in self._context.cache.notes.uids() if uid.startswith(beginning.lower())]
        if len(found) != 1:
            what = "No note begins" if not found else f"{len(found)} notes begin"
            raise RapportError(f"{what} with “{beginning}”. See them with: rapport notes")
        return self.get(found[0])

    def short_ids(self) -> dict[str, str]:
        """Return the shortest unique beginning of each note's uid, by uid."""
        uids = sorted(self._context.cache.notes.uids())
        shared = [0, *(_shared(one, other) for one, other in pairwise(uids)), 0]
        return {uid: uid[: max(_SHORTEST_ID, shared[i] + 1, shared[i + 1] + 1)] for i, uid in enumerate(uids)}

    def of(self, person: str = "") -> list[Note]:
        """Return the notes about the person with this uid, or about me, oldest first."""
        return self._context.cache.notes_of(person)

    def all(self) -> list[Note]:
        """Return all notes, oldest first."""
        return list(self._context.cache.notes)

    def open(self) -> list[Note]:
        """Return all open threads and promises."""
        return self._context.cache.open_notes()

    def add(self, kind: Kind, text: str, *, people: Sequence[str] = (), due: date | None = None) -> Note:
        """Add a note by hand. Raises `RapportError` if it is empty, or must be about people but names none."""
        said = _good_text(text)
        people = () if kind in ABOUT_ME else people
        self._check_people(kind, people)
        note = Note(uid=new_uid(), kind=kind, text=said, made=self._context.today, people=tuple(people), due=due)
        with self._context.history.action(f"Kept “{short_text(said)}”") as writer:
            writer.put(note)
        return note

    def edit(
        self,
        uid: str,
        *,
        text: str | None = None,
        people: Sequence[str] | None = None,
        due: date | UnsetType | None = UNSET,
        closed: bool | None = None,
        shown: Note | None = None,
    ) -> Note:
        """Change a note, independently of the line it came from, and return it.

        A `by DATE` in the text of a thread or a promise is its due day, as in a line. Raises `RapportError` if the note
        no longer exists, is empty or about nobody, if its kind has no due day but one is given, or if the text has
        changed since `shown`.
        """
        with self._context.history.action("") as writer:
            before = self.get(uid)
            note = before
            if shown and text is not None and before.text not in (shown.text, text):
                raise ChangedMeanwhileError({"the note": before.text})
            if text is not None:
                said, written = self._split(note, text)
                note = replace(note, text=_good_text(said), due=written or note.due)
            if people is not None:
                self._check_people(note.kind, people)
                note = replace(note, people=tuple(dict.fromkeys(people)))
            if due is not UNSET:
                if note.kind not in (*OPEN_KINDS, "date"):
                    raise RapportError("Only a question or a promise has a day. Write the day in the text instead.")
                note = replace(note, due=due)
            if closed is not None and closed != (note.done is not None):
                note = replace(note, done=self._context.today if closed else None, closed_by="")
            if note.entry and not note.mark and (note.text, note.people) != (before.text, before.people):
                note = replace(note, mark=before.text)
            writer.label = self._label(before, note)
            writer.put(note)
        return note

    def close(self, uid: str, *, closed: bool = True) -> Note:
        """Close a thread or a promise today, or reopen it."""
        return self.edit(uid, closed=closed)

    def delete(self, uid: str) -> None:
        """Delete a note; the line it came from stays as it was written."""
        with self._context.history.action("") as writer:
            note = self.get(uid)
            writer.label = f"Deleted the note “{short_text(note.text)}”"
            writer.remove(note)

    def _split(self, note: Note, text: str) -> tuple[str, date | None]:
        if note.kind not in OPEN_KINDS:
            return text, None
        settings = self._context.settings
        found = split_due(text, self._context.today, settings.date_order, [], settings.language)
        if found.due and found.asked:
            raise UnsureDayError(found.asked, [found.due], by=True)
        return found.text, found.due

    def _check_people(self, kind: Kind, people: Sequence[str]) -> None:
        if kind in ABOUT_ME and people:
            raise RapportError("That note is about you, so it can’t be about somebody else.")
        if kind not in ABOUT_ME and not people:
            raise RapportError("Say who the note is about.")
        for uid in people:
            self._people.get(uid)

    def _label(self, before: Note, note: Note) -> str:
        text = f"“{short_text(note.text)}”"
        if note.text != before.text:
            return f"Changed a note to {text}"
        if note.people != before.people:
            return f"Moved {text} to {named(self._context.cache.people.get_many(note.people))}"
        if note.due != before.due:
            return f"Put {text} on {full_day(note.due)}" if note.due else f"Took the day off {text}"
        return f"{'Closed' if note.done else 'Opened again'} {text}"


def short_text(text: str) -> str:
    """Return `text`, cut if it is too long for a label."""
    return text if len(text) <= 40 else text[:39].rstrip() + "…"


def _good_text(text: str) -> str:
    good = clean_line(text)
    if not good:
        raise RapportError("A note needs a few words.")
    return good


def _shared(one: str, other: str) -> int:
    """Return the length of the common beginning of two uids."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
