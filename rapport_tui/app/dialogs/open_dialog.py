"""The dialogs that are opened by name from everywhere, each imported when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapport_tui.app.dialogs.dialog import Dialog


def open_dialog(name: str) -> Dialog[Any]:
    """Return a new dialog."""
    match name:
        case "threads":
            from rapport_tui.app.dialogs.threads_dialog import ThreadsDialog

            return ThreadsDialog()
        case "review":
            from rapport_tui.app.dialogs.review_dialog import ReviewDialog

            return ReviewDialog()
        case "key":
            from rapport_tui.app.dialogs.key_dialog import KeyDialog

            return KeyDialog()
        case _:
            from rapport_tui.app.dialogs.settings_dialog import SettingsDialog

            return SettingsDialog()
