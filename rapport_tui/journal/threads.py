"""Threads and promises: what to ask, what I owe and what I'm owed, and the lines that close them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.entries import EntriesService, Logged
from rapport_tui.journal.notes import NotesService
from rapport_tui.journal.people import named
from rapport_tui.model.person_summary import by_urgency
from rapport_tui.model.records import Entry, Note, Person


class ThreadsService:
    """What is open between me and others."""

    def __init__(self, context: JournalContext, entries: EntriesService, notes: NotesService) -> None:
        self._context = context
        self._entries = entries
        self._notes = notes

    def open(self) -> list[Note]:
        """Return all that is open, by due day; what has none comes last, the newest of it first.

        What is only about people who were set aside waits with them.
        """
        return [note for note in by_urgency(self._notes.open()) if self._is_about_somebody(note)]

    def with_people(self, uids: Sequence[str], *, except_from: str = "") -> list[Note]:
        """Return what is open with these people, the most urgent first, without what one entry has only just opened."""
        found = {note.uid: note for uid in uids for note in self._context.cache.notes_of(uid)}
        return list(by_urgency([note for note in found.values() if note.is_open and note.entry != except_from]))

    def question_to_keep(self, logged: Logged) -> str:
        """Return a suggestion of what to ask next time, for a talk of today that keeps no question; else nothing.

        It is made once a day at most: for the first such talk.
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
        """Whether the entry is about somebody with whom no question is open."""
        open_notes = [note for uid in entry.people for note in self._context.cache.open_notes_of(uid)]
        return bool(entry.people) and not any(note.kind == "ask" for note in open_notes)

    def people_of(self, note: Note) -> list[Person]:
        """Return whom the note is about."""
        return self._context.cache.people.pick(note.people)

    def close(self, uid: str, text: str = "", *, chosen: Mapping[str, str] | None = None) -> tuple[Note, Logged | None]:
        """Close a thread or a promise today, with a line about it if there is one, as one action.

        Raises `RapportError` where the note is gone, or the line can't be read.
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
        """Close several notes with an entry that is in the journal already. Raises `RapportError` where one is gone."""
        with self._context.history.action("") as writer:
            told = self._entries.get(entry)
            notes = [self._notes.get(uid) for uid in uids]
            writer.label = f"Closed “{notes[0].text}”" if len(notes) == 1 else f"Closed {len(notes)} threads"
            writer.put(*(replace(note, done=told.day, closed_by=entry) for note in notes))

    def closed_by(self, entry: Entry) -> list[Note]:
        """Return what was closed with the entry."""
        return self._context.cache.notes_closed_by(entry.uid)

    def closing_entry(self, note: Note) -> Entry | None:
        """Return the line with which a note was closed, if it was with one."""
        return self._context.cache.entries.get(note.closed_by) if note.closed_by else None

    def _is_about_somebody(self, note: Note) -> bool:
        people = self.people_of(note)
        return not people or any(not person.archived for person in people)
