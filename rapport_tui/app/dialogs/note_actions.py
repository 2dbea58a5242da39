"""A list in which each note can be changed separately, and the actions of its keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import BindingType

from rapport_tui.app.bindings import bound
from rapport_tui.app.context import AppContext, context_of
from rapport_tui.app.dialogs.capture_dialog import CaptureDialog, SaveResult, noticed
from rapport_tui.app.dialogs.days_dialog import DaysDialog, DaySpan
from rapport_tui.app.dialogs.person_picker import PersonPicker
from rapport_tui.app.dialogs.text_prompt import TextPrompt
from rapport_tui.app.row_builders import person_row
from rapport_tui.app.widgets.rows import RestingRows
from rapport_tui.model.errors import ChangedMeanwhileError, RapportError
from rapport_tui.model.person_summary import note_line
from rapport_tui.model.records import OPEN_KINDS, Kind, Note

if TYPE_CHECKING:
    from rapport_tui.journal import Journal

NOTE_HELP: Final = (
    "{note.edit} edits · {rows.toggle} closes · {note.date} day · {note.about} about · {note.delete} deletes"
)
_QUESTIONS: Final[dict[Kind, str]] = {
    "ask": "What did they say? Enter alone just closes it.",
    "owe": "A word about it? Enter alone just closes it.",
    "await": "What came of it? Enter alone just closes it.",
    "door": "What came of it? Enter alone just closes it.",
}


class NoteList(RestingRows):
    """A list whose rows may show a note. Its keys change the note; space closes it."""

    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "note.edit": "change_note('edit')",
            "note.about": "change_note('about')",
            "note.date": "change_note('date')",
            "note.delete": "change_note('delete')",
        }
    )

    @property
    def note(self) -> str:
        """The uid of the note at the cursor, empty without one."""
        return self.cursor_row.note if self.cursor_row else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable the keys if the cursor is not on a note, so that the screen handles them."""
        return bool(self.note) if action == "change_note" else True

    def on_row_list_highlighted(self) -> None:
        """Update the keys in the footer for the row."""
        self.refresh_bindings()

    def action_tick(self) -> None:
        """Close the note at the cursor."""
        if self.note:
            self.action_change_note("close")
        else:
            super().action_tick()

    def action_change_note(self, change: str) -> None:
        """Change the note at the cursor."""
        context = context_of(self.app)
        try:
            _CHANGES[change](context, context.journal.notes.get(self.note))
        except RapportError as error:
            context.notify_error(error)


def closing_dialog(journal: Journal, note: Note) -> CaptureDialog:
    """Return the dialog that closes a note, with an optional entry about it."""

    def close(text: str, chosen: Mapping[str, str]) -> SaveResult:
        closed, logged = journal.threads.close(note.uid, text, chosen=chosen)
        return SaveResult(
            noticed(journal, [logged]) if logged else f"Closed: {closed.text}", [logged] if logged else ()
        )

    title = f"{note_line(note, journal.day)}\n{_QUESTIONS.get(note.kind, '')}"
    return CaptureDialog(title, close, draft=f"close:{note.uid}", about=journal.threads.people_of(note), optional=True)


def date_note(context: AppContext, note: Note) -> None:
    """Ask for the due day of a thread or a promise, before which Today leaves it out."""
    if note.kind not in OPEN_KINDS:
        raise RapportError("Only a question or a promise has a day. Write the day in the text instead.")
    today = context.journal.day
    offered = [("tomorrow", today + timedelta(1)), ("1 week", today + timedelta(7)), ("1 month", today + timedelta(30))]

    def date(days: DaySpan | None) -> None:
        if days:
            _save(context, note, due=days.last)

    context.app.push_screen(DaysDialog(f"{note_line(note, context.journal.day)}\nOn which day?", offered), date)


def _edit(context: AppContext, note: Note) -> None:
    shown = note

    def save(text: str) -> None:
        nonlocal shown
        if text == note.text:
            return
        try:
            context.journal.notes.edit(note.uid, text=text, shown=shown)
        except ChangedMeanwhileError:
            shown = context.journal.notes.get(note.uid)
            raise
        context.notify_text(f"Changed. {context.key('undo')} takes it back.")

    context.app.push_screen(TextPrompt("Change the note", save, initial=note.text, goes_on=True))


def _move(context: AppContext, note: Note) -> None:
    rows = [person_row(summary, context.journal.day) for summary in context.journal.people.search()]

    def move(uid: str | None) -> None:
        if uid:
            _save(context, note, people=[uid])

    context.app.push_screen(PersonPicker(f"{note_line(note, context.journal.day)}\nWho is it about?", rows), move)


def _close(context: AppContext, note: Note) -> None:
    if note.closed_by:  # a door stays listed with its outcome
        raise RapportError("It is closed already. What came of it is a line in the journal, which you can edit there.")
    if note.kind in _QUESTIONS:
        context.app.push_screen(closing_dialog(context.journal, note))
    else:
        _save(context, note, closed=True)


def _delete(context: AppContext, note: Note) -> None:
    context.journal.notes.delete(note.uid)
    context.notify_text(f"Deleted: {note.text}. {context.key('undo')} brings it back.")


def _save(context: AppContext, note: Note, **changes: Any) -> None:
    try:
        context.journal.notes.edit(note.uid, **changes)
    except RapportError as error:
        context.notify_error(error)
    else:
        label = context.journal.history.standing()[0].label
        context.notify_text(f"{label}. {context.key('undo')} takes it back.")


_CHANGES: Final = {"edit": _edit, "about": _move, "date": date_note, "close": _close, "delete": _delete}
