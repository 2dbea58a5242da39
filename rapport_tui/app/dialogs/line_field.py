"""The field for capture lines: enter submits, and the field grows with its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from rapport_tui.app.bindings import bound
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.text import clean

_SPACE: Final = lazy_pattern(r"[^\S\n\t ]")
"""A Unicode space other than the plain one."""


class LineField(TextArea):
    """A text area of one or more lines. The parent handles enter; `ctrl+j` and shift+enter insert a line break.

    Continuation lines are indented by `hang`, so that they still belong to the line above.
    """

    BINDINGS: ClassVar[list[BindingType]] = bound({"line.empty": "empty", "line.break": "break_line"})

    def __init__(self, text: str, *, hang: str = "", id: str | None = None) -> None:
        super().__init__(text, id=id, compact=True, highlight_cursor_line=False)
        self.hang = hang
        self.move_cursor(self.document.end)

    def on_mount(self) -> None:
        """Disable the animation of the cursor if animations are off."""
        self.cursor_blink = self.app.animation_level != "none"

    @property
    def before(self) -> str:
        """The text before the cursor."""
        return self.get_text_range((0, 0), self.cursor_location)

    def edit(self, edit: Edit) -> EditResult:
        """Apply an edit, without control characters."""
        edit.text = _SPACE.sub(" ", clean(edit.text))
        return super().edit(edit)

    def put(self, text: str, start: int) -> None:
        """Replace the text from the character `start` to the cursor by `text` and a space."""
        typed = self.before[:start]
        begin = (typed.count("\n"), len(typed) - typed.rfind("\n") - 1)
        row, column = end = self.cursor_location
        follows = self.document.get_line(row)[column : column + 1]
        self.replace(text if follows == " " else f"{text} ", begin, end)
        if follows == " ":
            self.action_cursor_right()

    @dataclass
    class Pressed(Message):
        """Posted when enter or tab was pressed, after everything typed before it."""

        key: str

    async def _on_key(self, event: events.Key) -> None:
        # A key binding of the dialog would run before the text typed earlier is handled, and lose it.
        if event.key in ("enter", "tab"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Pressed(event.key))

    def on_paste(self, event: events.Paste) -> None:
        """Handle a paste once: it would bubble back to the field."""
        event.stop()

    def action_empty(self) -> None:
        """Delete the text before the cursor."""
        self.delete((0, 0), self.cursor_location)

    def action_break_line(self) -> None:
        """Insert a line break and the indent."""
        self.insert(f"\n{self.hang}")
