"""The dialog that asks which action to undo, if that is not the one just made in this window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, Final

from textual import getters, on
from textual.binding import BindingType
from textual.widget import Widget

from rapport_tui.app.bindings import bound
from rapport_tui.app.context import AppContext
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.dialogs.progress_dialog import change_at_length
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Action

_MOST: Final = 5


class UndoDialog(Dialog[str]):
    """A list of the last actions, newest first; the result is the uid of the one to undo."""

    rows = getters.query_one(RowList)
    HELP_LINE = "{undo} or {rows.choose} takes it back · {leave} leaves all as it is"
    BINDINGS: ClassVar[list[BindingType]] = bound({"undo": "take"})

    def __init__(self) -> None:
        super().__init__("Take this back?")

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the list."""
        yield RowList(id="actions", wrap=True)

    def on_mount(self) -> None:
        """Show the actions, and update them after each change."""
        self.context.changed.subscribe(self, lambda _: self._show())
        self._show()
        self.rows.focus()

    def action_take(self) -> None:
        """Close the dialog with the action at the cursor."""
        self.dismiss(self.rows.cursor_key)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.dismiss(event.key)

    def _show(self) -> None:
        history = self.journal.history
        try:
            actions = history.standing()[:_MOST]
        except RapportError:
            if self.is_current:  # the dialog may be closing already, with the action undone
                self.dismiss(None)
            return
        self.rows.show(
            [
                Row(
                    action.uid,
                    (RowLine((StyledText(action.label),)), RowLine((StyledText(history.when(action), "muted"),))),
                )
                for action in actions
            ]
        )


def choose_undo(context: AppContext, done: Callable[[Action, str], None]) -> None:
    """Undo the last action, and call `done` with it; confirm first unless this window has just made it."""
    history = context.journal.history
    try:
        last = history.standing()[0]
    except RapportError as error:
        context.notify_error(error)
        return
    if history.is_expected(last):
        _turn(context, last.uid, done, undo=True)
    else:
        context.app.push_screen(UndoDialog(), lambda uid: _turn(context, uid, done, undo=True) if uid else None)


def redo(context: AppContext, done: Callable[[Action, str], None]) -> None:
    """Redo the action that was undone last, and call `done` with it."""
    _turn(context, "", done, undo=False)


def _turn(context: AppContext, uid: str, done: Callable[[Action, str], None], *, undo: bool) -> None:
    history = context.journal.history
    turn, word = (history.undo, "Taken back") if undo else (history.redo, "Done again")
    try:
        if history.is_large(uid, undo=undo):
            title = "Taking back …" if undo else "Doing again …"
            change_at_length(context, title, lambda watch: turn(uid, watch=watch), lambda action: done(action, word))
        else:
            done(turn(uid), word)
    except RapportError as error:
        context.notify_error(error)
