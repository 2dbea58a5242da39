"""Threads and promises: questions, promises in both directions, and the lines that close them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.entries import EntriesService, Logged
from rapport_tui.journal.notes import NotesService
from rapport_tui.model.person_summary import by_urgency
from rapport_tui.model.records import Entry, Note, Person
from rapport_tui.model.wording import named


class ThreadsService:
    """The service for open threads and promises."""

    def __init__(self, context: JournalContext, entries: EntriesService, notes: NotesService) -> None:
        self._context = context
        self._entries = entries
        self._notes = notes

    def open(self) -> list[Note]:
        """Return all open threads and promises by due day; those without one come last, newest first.

        Notes that are only about people who were set aside are left out.
        """
        return [note for note in by_urgency(self._notes.open()) if self._is_about_somebody(note)]

    def with_people(self, uids: Sequence[str], *, except_from: str = "") -> list[Note]:
        """Return the open notes with these people, most urgent first, except those of an entry just written."""
        found = {note.uid: note for uid in uids for note in self._context.cache.open_notes_of(uid)}
        return list(by_urgency([note for note in found.values() if note.entry != except_from]))

    def question_to_keep(self, logged: Logged) -> str:
        """Return a suggestion for a question to ask next time, after a talk of today without one; else "".

        It is made at most once a day, for the first such talk.
        """
        entry, today = logged.entry, self._context.today
        if entry.day != today or not logged.people or not self._lacks_question(entry):
            return ""
        if any(self._lacks_question(other) for other in self._entries.on(today) if other.uid != entry.uid):
            return ""
        name = logged.people[0].first_name
        about = f"how it goes with {entry.topics[0]}" if entry.topics else "what they are looking forward to"
        return f"To have something to ask {name} next time, keep a question in the line, such as: ? {about}"

    def _lacks_question(self, entry: Entry) -> bool:
        """Return whether the entry is about a person with no open question."""
        open_notes = [note for uid in entry.people for note in self._context.cache.open_notes_of(uid)]
        return bool(entry.people) and not any(note.kind == "ask" for note in open_notes)

    def people_of(self, note: Note) -> list[Person]:
        """Return the people that the note is about."""
        return self._context.cache.people.get_many(note.people)

    def close(self, uid: str, text: str = "", *, chosen: Mapping[str, str] | None = None) -> tuple[Note, Logged | None]:
        """Close a thread or a promise today, with a line about it if given, as one action.

        Raises `RapportError` if the note no longer exists, or the line can't be parsed.
        """
        with self._context.history.action("") as writer:
            note = self._notes.get(uid)
            people = self.people_of(note)
            logged = None
            if text.strip():
                about = [person.uid for person in people]
                logged = self._entries.log_with(writer, [text], about=about, chosen=chosen)[0]
            closed = replace(note, done=self._context.today, closed_by=logged.entry.uid if logged else "")
            writer.put(closed)
            writer.label = f"Closed “{note.text}”" + (f" with {named(people)}" if people else "")
        return closed, logged

    def close_with(self, uids: Sequence[str], entry: str) -> None:
        """Close several notes with an existing entry. Raises `RapportError` if one no longer exists."""
        with self._context.history.action("") as writer:
            told = self._entries.get(entry)
            notes = [self._notes.get(uid) for uid in uids]
            writer.label = f"Closed “{notes[0].text}”" if len(notes) == 1 else f"Closed {len(notes)} threads"
            writer.put(*(replace(note, done=told.day, closed_by=entry) for note in notes))

    def closed_by(self, entry: Entry) -> list[Note]:
        """Return the notes that were closed with the entry."""
        return self._context.cache.notes_closed_by(entry.uid)

    def _is_about_somebody(self, note: Note) -> bool:
        people = self.people_of(note)
        return not people or any(not person.archived for person in people)
