"""The dialog that asks for one of several rows: a person, a stage, a move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual import getters, on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.widgets.rows import Row, RowList
from rapport_tui.app.widgets.styled_text import text_of
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.model.text import fold


class PickDialog(Dialog[str]):
    """A list of `rows`, filtered by typing; the result is the key of the chosen row.

    `shortcuts` map texts to keys that are chosen as soon as the text is typed.
    """

    rows = getters.query_one(RowList)
    HELP_LINE = "type to narrow · {choose.up} {choose.down} and enter to choose · {leave} to leave"
    BINDINGS: ClassVar[list[BindingType]] = bound({"choose.down": "step(1)", "choose.up": "step(-1)"})

    def __init__(self, title: str, rows: Sequence[Row], shortcuts: Mapping[str, str] | None = None) -> None:
        super().__init__(title)
        self._rows = tuple(rows)
        self._shortcuts = shortcuts or {}

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the field and the list."""
        yield TextField(placeholder="a few letters", compact=True, id="narrow")
        yield RowList(id="choices", menu=True, empty=Content("Nothing has these letters."))

    def on_mount(self) -> None:
        """Show all rows."""
        self.rows.show(self._rows)

    def action_step(self, by: int) -> None:
        """Move the selection while the field keeps the focus."""
        self.rows.action_step(by)

    @on(Input.Changed, "#narrow")
    def _narrow(self, event: Input.Changed) -> None:
        if (key := self._shortcuts.get(event.value)) is not None:
            self.dismiss(key)
            return
        self.rows.show(self.rows_with(event.value))

    def rows_with(self, text: str) -> list[Row]:
        """Return the rows that contain all the words of `text`."""
        words = fold(text).split()
        return [row for row in self._rows if all(word in fold(_text(row)) for word in words)]

    @on(Input.Submitted, "#narrow")
    def _take(self) -> None:
        key = self.rows.cursor_key
        if key is not None:
            self.choose(key)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.choose(event.key)

    def choose(self, key: str) -> None:
        """Close the dialog with the row called `key`."""
        self.dismiss(key)


def _text(row: Row) -> str:
    return " ".join(text_of((*line.spans, *line.end)) for line in row.lines)
