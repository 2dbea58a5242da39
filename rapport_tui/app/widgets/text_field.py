"""A field of one line that accepts no control characters, not even pasted ones."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input
from textual.widgets.input import Selection

from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.text import clean

_SPACE: Final = lazy_pattern(r"\s")


class TextField(Input):
    """An input line for the user's own words."""

    virtual_size = Reactive(Size(0, 0))
    """The length of the line. The position does not depend on it: without `layout`, a key causes no new layout."""

    _initial = ""

    @property
    def is_changed(self) -> bool:
        """True if the user has changed the text and it is not blank."""
        return self.value != self._initial and bool(self.value.strip())

    def on_mount(self) -> None:
        """Disable the blinking of the cursor if animations are off."""
        self._initial = self.value
        self.cursor_blink = self.app.animation_level != "none"

    def _watch_selection(self, selection: Selection) -> None:
        """Leave alone the terminal's cursor, and the text that is selected, while the field is on a hidden screen."""
        if not self.is_attached or self.screen.is_current:
            super()._watch_selection(selection)

    def on_paste(self, event: events.Paste) -> None:
        """Join the lines of a paste: Textual would insert only the first."""
        event.text = " ".join(event.text.splitlines())

    def validate_value(self, value: str) -> str:
        """Remove control characters, and replace other white space by plain spaces."""
        return _SPACE.sub(" ", clean(value))
