"""The dialog that asks for one digit."""

from __future__ import annotations

from textual import events

from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.model.fears import MOST


class NumberDialog(Dialog[int]):
    """A question about how awkward something is; the result is the digit pressed, from 1 to 5."""

    def __init__(self, title: str, *, help_line: str) -> None:
        super().__init__(title)
        self._help_line = help_line

    def on_mount(self) -> None:
        """Show the available keys."""
        self.show_help(self._help_line)

    def on_key(self, event: events.Key) -> None:
        """Close the dialog with the digit pressed."""
        if event.character and event.character in "12345"[:MOST]:
            event.stop()
            self.dismiss(int(event.character))
