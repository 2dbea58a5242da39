"""A line of words to switch on and off, such as the places of a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive

from rapport_tui.app.bindings import bound
from rapport_tui.app.widgets.jump_target import JumpTarget
from rapport_tui.app.widgets.roles import RoleWidget


class ToggleBar(RoleWidget, can_focus=True):
    """Words to switch on and off: the arrows move, space or a click switches. Words that are on have a filled mark.

    While the state is not `known`, there are no marks. If the words do not fit on one line beside the `label`, they are
    wrapped.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ToggleBar { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "toggles.left": "walk(-1)",
            "toggles.right": "walk(1)",
            "toggles.switch": "switch",
        }
    )

    chosen: reactive[frozenset[str]] = reactive(frozenset())
    cursor: reactive[int] = reactive(0)
    known: reactive[bool] = reactive(True)

    @dataclass
    class Toggled(Message):
        """Posted when the user switched `key`; the handler sets `chosen`."""

        key: str

    def __init__(self, choices: Sequence[tuple[str, str]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = tuple(choices)

    @property
    def label(self) -> str:
        """The text before the first word."""
        return ""

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the available width."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines that the words need."""
        return 1 + max(line for _, line, _ in self._places(width))

    def render(self) -> Content:
        """Return the words as content, with the one at the cursor underlined while the widget has the focus."""
        lines: list[list[Content]] = [[]]
        for i, line, _ in self._places(self.size.width):
            key, label = self._choices[i]
            is_on = key in self.chosen
            mark = "●" if is_on else "○" if self.known else " "
            style = "bold $text-accent" if is_on else "$foreground-muted"
            if self.has_focus and i == self.cursor:
                style += " reverse"
            while len(lines) <= line:
                lines.append([])
            lines[line].append(Content.styled(f"{mark} {label}", style))
        text = Content("\n" + " " * cell_len(self.label)).join(Content("   ").join(line) for line in lines)
        return Content.styled(self.label, self.visual_role_style("muted")) + text

    def action_walk(self, by: int) -> None:
        """Move the cursor to the next word."""
        self.cursor = min(max(self.cursor + by, 0), len(self._choices) - 1)

    def action_switch(self) -> None:
        """Switch the word at the cursor."""
        self.post_message(self.Toggled(self._choices[self.cursor][0]))

    def jump_targets(self) -> Iterator[JumpTarget]:
        """Yield the words."""
        for i, line, x in self._places(self.size.width):
            yield JumpTarget(self.content_region.offset + Offset(x, line), partial(self._jump, i))

    def _jump(self, index: int) -> None:
        self.focus()
        self.cursor = index

    def on_click(self, event: events.Click) -> None:
        """Switch the word under the mouse."""
        at = event.get_content_offset_capture(self)
        for i, line, x in self._places(self.size.width):
            if line == at.y and x <= at.x < x + _width(self._choices[i][1]):
                self.cursor = i
                self.action_switch()

    def on_focus(self) -> None:
        """Paint the cursor."""
        self.refresh()
        self._point()

    def watch_cursor(self) -> None:
        """Update the terminal’s cursor."""
        self._point()

    def _point(self) -> None:
        """Move the terminal’s cursor to the widget’s cursor, which screen readers and magnifiers follow."""
        if self.has_focus:
            _, line, x = self._places(self.size.width)[self.cursor]
            self.app.cursor_position = self.content_region.offset + Offset(x, line)

    def on_blur(self) -> None:
        """Paint the words without a cursor."""
        self.refresh()

    def _places(self, width: int) -> list[tuple[int, int, int]]:
        """Return the index, line and first cell of each word."""
        places, line, x = [], 0, (left := cell_len(self.label))
        for i, (_, label) in enumerate(self._choices):
            if x > left and x + _width(label) > max(width, 1):
                line, x = line + 1, left
            places.append((i, line, x))
            x += _width(label) + 3
        return places


def _width(label: str) -> int:
    return cell_len(label) + 2
