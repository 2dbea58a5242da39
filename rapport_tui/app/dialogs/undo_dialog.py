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
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.model.errors import RapportError

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
        super().on_mount()
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


def choose_undo(context: AppContext, undo: Callable[[str], None]) -> None:
    """Call `undo` with the uid of the last action; confirm first unless this window has just made it."""
    history = context.journal.history
    try:
        last = history.standing()[0]
    except RapportError as error:
        context.notify_error(error)
        return
    if history.is_expected(last):
        undo(last.uid)
    else:
        context.app.push_screen(UndoDialog(), lambda uid: undo(uid) if uid else None)
