"""The dialog of threads and promises: one list by due day, closed with an entry about the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.brief_dialog import BriefDialog
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.dialogs.note_actions import NOTE_HELP, NoteList
from rapport_tui.app.messages import ShowPerson
from rapport_tui.app.row_builders import heading_row, note_row
from rapport_tui.app.widgets.rows import Row, RowList
from rapport_tui.model.person_summary import SOON_DAYS
from rapport_tui.model.records import Note

if TYPE_CHECKING:
    from rapport_tui.journal import Journal


class ThreadsDialog(Dialog[None]):
    """The questions to ask, the user's promises, and the promises of others."""

    rows = getters.query_one(RowList)
    HELP_LINE = (
        f"{NOTE_HELP} · {{rows.choose}} goes to the person\n"
        "{threads.brief} before you meet · {write} write · {undo} undo · {leave} leaves"
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "threads": "leave",
            "threads.brief": "brief",
            "write": "app.write",
            "undo": "app.undo",
            "redo": "app.redo",
        }
    )

    def __init__(self) -> None:
        super().__init__("Threads and promises")

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the list."""
        yield NoteList(
            id="threads",
            wrap=True,
            empty=Content("Nothing is open. In a line, ? keeps what to ask next time and ! what you promised."),
        )

    def on_mount(self) -> None:
        """Show the open notes, and update them after each change."""
        self.context.changed.subscribe(self, lambda _: self._show())
        self._show()
        self.rows.focus()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if event.key != self.rows.cursor_key:  # the note may be gone by now
            return
        people = self.journal.notes.get(event.key).people
        if people:
            self.dismiss(None)
            self.app.post_message(ShowPerson(people[0]))

    def action_brief(self) -> None:
        """Show the brief on the person of the thread."""
        key = self.rows.cursor_key
        people = self.journal.notes.get(key).people if key else ()
        if people:
            self.app.push_screen(BriefDialog(self.journal.people.get(people[0])))

    def _show(self) -> None:
        self.rows.show(list(_thread_rows(self.journal, self.journal.threads.open())))


def _thread_rows(journal: Journal, notes: Sequence[Note]) -> Iterator[Row]:
    """Yield the rows of notes under headings by due day."""
    last = ""
    for note in notes:
        when = _when(note, journal)
        if when != last:
            yield heading_row(when, is_first=not last)
            last = when
        yield note_row(journal, note)


def _when(note: Note, journal: Journal) -> str:
    if note.due is None:
        return "Whenever you meet"
    if note.due <= journal.day:
        return "Today is a good day"
    return "Within a week" if note.due <= journal.day + timedelta(SOON_DAYS) else "Later"
