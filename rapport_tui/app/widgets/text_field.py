"""One line to type in, which takes no character that a terminal would obey, pasted ones included."""

from __future__ import annotations

import re
from typing import Final

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from rapport_tui.model.text import clean

_SPACE: Final = re.compile(r"\s")


class TextField(Input):
    """An input line for the user's own words."""

    virtual_size = Reactive(Size(0, 0))
    """How long the line is. Its place does not depend on that: without `layout`, a key lays out nothing anew."""

    def on_mount(self) -> None:
        """Let the cursor stand still where nothing is to move."""
        self.cursor_blink = self.app.animation_level != "none"

    def on_paste(self, event: events.Paste) -> None:
        """Put the lines of a paste in one: Textual would take the first alone."""
        event.text = " ".join(event.text.splitlines())

    def validate_value(self, value: str) -> str:
        """Leave out control characters; what is not one line becomes one."""
        return _SPACE.sub(" ", clean(value))
