"""The field for capture lines: enter is done with it, and it grows with what is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from rapport_tui.app.bindings import bound
from rapport_tui.model.text import clean

_SPACE: Final = re.compile(r"[^\S\n\t ]")
"""A space of Unicode other than the plain one."""


class LineField(TextArea):
    """A text of one line or more. Enter is left to whoever holds the field; `ctrl+j` and shift+enter break the line.

    What is broken off is set in by `hang`, so that it still belongs to the line above.
    """

    BINDINGS: ClassVar[list[BindingType]] = bound({"line.empty": "empty", "line.break": "break_line"})

    def __init__(self, text: str, *, hang: str = "", id: str | None = None) -> None:
        super().__init__(text, id=id, compact=True, highlight_cursor_line=False)
        self.hang = hang
        self.move_cursor(self.document.end)

    def on_mount(self) -> None:
        """Let the cursor stand still where nothing is to move."""
        self.cursor_blink = self.app.animation_level != "none"

    @property
    def before(self) -> str:
        """The text before the cursor."""
        return self.get_text_range((0, 0), self.cursor_location)

    def edit(self, edit: Edit) -> EditResult:
        """Take in what is typed or pasted, without characters that a terminal would obey."""
        edit.text = _SPACE.sub(" ", clean(edit.text))
        return super().edit(edit)

    def put(self, text: str, start: int) -> None:
        """Put `text` and a space in the place of what stands from the character `start` to the cursor."""
        typed = self.before[:start]
        begin = (typed.count("\n"), len(typed) - typed.rfind("\n") - 1)
        row, column = end = self.cursor_location
        follows = self.document.get_line(row)[column : column + 1]
        self.replace(text if follows == " " else f"{text} ", begin, end)
        if follows == " ":
            self.action_cursor_right()

    @dataclass
    class Pressed(Message):
        """Enter or tab was pressed, after all that was typed before it."""

        key: str

    async def _on_key(self, event: events.Key) -> None:
        # A key binding of the dialog would be faster than what was typed before it, and lose that.
        if event.key in ("enter", "tab"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Pressed(event.key))

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste once: it would be offered to the field again on its way up."""
        event.stop()

    def action_empty(self) -> None:
        """Delete all before the cursor."""
        self.delete((0, 0), self.cursor_location)

    def action_break_line(self) -> None:
        """Begin another line."""
        self.insert(f"\n{self.hang}")
