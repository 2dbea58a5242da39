"""The dialog that asks, after a talk, which open threads with its people it closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from rapport_tui.app.context import AppContext
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.row_builders import note_row
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.model.records import Entry, Note

if TYPE_CHECKING:
    from rapport_tui.journal.entries import Logged


class ClosedDialog(Dialog[None]):
    """A list of the threads that were open with the people of a talk, to mark the closed ones."""

    HELP_LINE = "{rows.toggle} marks what is settled · {rows.choose} closes it · {leave} leaves all open"

    def __init__(self, entry: Entry, notes: Sequence[Note]) -> None:
        super().__init__("Was any of this settled?")
        self._entry = entry
        self._notes = notes

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the open threads."""
        yield RowList([note_row(self.journal, note) for note in self._notes], id="threads", wrap=True)

    def on_mount(self) -> None:
        """Focus the list."""
        self.query_one(RowList).focus()

    @on(RowList.Toggled)
    def _toggled(self, event: RowList.Toggled) -> None:
        event.rows.marked = event.rows.marked ^ {event.key}

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        marked = sorted(event.rows.marked)
        if not marked or self.attempt(lambda: self.journal.threads.close_with(marked, self._entry.uid)):
            self.dismiss(None)


def ask_what_closed(context: AppContext, written: Sequence[Logged]) -> None:
    """Show the dialog for the last of the entries written together; do nothing without open threads."""
    if not written:
        return
    entry = written[-1].entry
    new = {logged.entry.uid for logged in written}
    notes = context.journal.threads.with_people(entry.people, except_from=entry.uid)
    if notes := [note for note in notes if note.made <= entry.day and note.entry not in new]:
        context.app.push_screen(ClosedDialog(entry, notes))
