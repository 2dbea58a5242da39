"""One digit as an answer."""

from __future__ import annotations

from textual import events

from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.model.fears import MOST


class NumberDialog(Dialog[int]):
    """Asks how awkward something is, and returns the digit that is pressed, from 1 to 5."""

    def __init__(self, title: str, *, help_line: str) -> None:
        super().__init__(title)
        self._help_line = help_line

    def on_mount(self) -> None:
        """Say which keys there are."""
        super().on_mount()
        self.show_help(self._help_line)

    def on_key(self, event: events.Key) -> None:
        """Take a digit."""
        if event.character and event.character in "12345"[:MOST]:
            event.stop()
            self.dismiss(int(event.character))
