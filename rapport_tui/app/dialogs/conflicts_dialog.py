"""The dialog of conflicting changes from two machines: both versions, and a key for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.journal.sync import ConflictView
from rapport_tui.model.relative_days import near_day


class ConflictsDialog(Dialog[None]):
    """The conflicts of a shared journal. A conflict disappears after it is resolved on any machine."""

    HELP_LINE = "{rows.choose} takes the other · {rows.toggle} keeps what is here · {undo} undo · {leave} leaves"
    BINDINGS: ClassVar[list[BindingType]] = bound({"undo": "app.undo", "redo": "app.redo"})

    def __init__(self) -> None:
        super().__init__("Changed on two machines at once")

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the list."""
        yield RowList(id="conflicts", wrap=True, empty=Content("Nothing is left to decide."))

    def on_mount(self) -> None:
        """Show the conflicts, and update them after each change."""
        self.context.changed.subscribe(self, lambda _: self._show())
        self._show()
        self.query_one(RowList).focus()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.attempt(lambda: self.journal.sync.take(event.key))
        self._show()

    @on(RowList.Toggled)
    def _toggled(self, event: RowList.Toggled) -> None:
        self.attempt(lambda: self.journal.sync.keep(event.key))
        self._show()

    def _show(self) -> None:
        self.query_one(RowList).show([self._row(one) for one in self.journal.sync.conflicts()])

    def _row(self, one: ConflictView) -> Row:
        what = f"{one.record}, {one.field}" if one.field else one.record
        lines = (
            RowLine((StyledText(what, "strong"),)),
            RowLine((StyledText("here: ", "muted"), StyledText(one.ours or "(empty)"))),
            RowLine(
                (
                    StyledText(f"{one.device}, {near_day(one.at.date(), self.journal.day)} {one.at:%H:%M}: ", "muted"),
                    StyledText(one.theirs),
                )
            ),
        )
        return Row(one.uid, lines)
