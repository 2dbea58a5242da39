"""A list in which several rows can be marked: with space, with shift and the arrows, or with the mouse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from rapport_tui.app.bindings import bound
from rapport_tui.app.widgets.changed_rows import HighlightedRows
from rapport_tui.app.widgets.row_painter import GUTTER


class MarkList(HighlightedRows):
    """A list in which space marks a row and moves to the next. Shift and an arrow or a click mark all rows on the way.

    A click on the left edge marks one row, dragging from there marks the rows that the mouse passes. The list itself
    changes no marks: it posts the rows to be marked.
    """

    BINDINGS: ClassVar[list[BindingType]] = bound(
        {"rows.toggle": "mark", "rows.mark_up": "stretch(-1)", "rows.mark_down": "stretch(1)"}
    )

    @dataclass
    class Marked(Message):
        """Posted when rows are to be marked."""

        rows: MarkList
        keys: tuple[str, ...]

        @property
        def control(self) -> MarkList:
            """The list that posted the message."""
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._dragged_from: int | None = None

    def action_mark(self) -> None:
        """Mark the row at the cursor, or remove its mark, and move to the next."""
        if (key := self.cursor_key) is not None:
            self.post_message(self.Toggled(self, key))
            self.action_step(1)

    def action_stretch(self, by: int) -> None:
        """Mark the row at the cursor and the one that the cursor moves to."""
        before = self.cursor_key
        self.action_step(by)
        self._mark(filter(None, (before, self.cursor_key)))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Start marking rows at the left edge, or mark all up to the one under the mouse."""
        index = self.index_at(event.y)
        if index is None:
            return
        if event.shift and self._cursor is not None:
            self._mark(self._keys_between(self._cursor, index))
        elif event.x < GUTTER or event.ctrl:
            self._dragged_from = index
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Mark the rows from the press of the mouse to its position."""
        index = self.index_at(event.y)
        if self._dragged_from is not None and index is not None and index != self._dragged_from:
            self._mark(self._keys_between(self._dragged_from, index))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Stop marking; if the mouse was not moved, toggle the mark of the row."""
        if self._dragged_from is None:
            return
        if self.index_at(event.y) == self._dragged_from:
            self.post_message(self.Toggled(self, self.rows[self._dragged_from].key))
        self._dragged_from = None
        self.release_mouse()

    def _keys_between(self, one: int, other: int) -> list[str]:
        """Return the keys of the selectable rows from one index to another, both included."""
        return [row.key for row in self._rows[min(one, other) : max(one, other) + 1] if row.selectable]

    def _mark(self, keys: Iterable[str]) -> None:
        self.post_message(self.Marked(self, tuple(keys)))
