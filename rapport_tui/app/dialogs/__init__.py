"""Dialogs with one question each; escape closes them without changing anything.

Modules that the first frame needs use this package, which imports a dialog when it is first used; others import it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rapport_tui.startup import submodules

if TYPE_CHECKING:
    from rapport_tui.app.dialogs import brief_dialog as brief_dialog
    from rapport_tui.app.dialogs import capture_dialog as capture_dialog
    from rapport_tui.app.dialogs import conflicts_dialog as conflicts_dialog
    from rapport_tui.app.dialogs import encryption as encryption
    from rapport_tui.app.dialogs import entry_actions as entry_actions
    from rapport_tui.app.dialogs import help_dialog as help_dialog
    from rapport_tui.app.dialogs import note_actions as note_actions
    from rapport_tui.app.dialogs import number_dialog as number_dialog
    from rapport_tui.app.dialogs import person_dialog as person_dialog
    from rapport_tui.app.dialogs import person_picker as person_picker
    from rapport_tui.app.dialogs import pick_dialog as pick_dialog
    from rapport_tui.app.dialogs import settings_dialog as settings_dialog
    from rapport_tui.app.dialogs import tour as tour
    from rapport_tui.app.dialogs import typed_text as typed_text
    from rapport_tui.app.dialogs import undo_dialog as undo_dialog
    from rapport_tui.app.dialogs import welcome_dialog as welcome_dialog
    from rapport_tui.app.dialogs.dialog import Dialog

__getattr__ = submodules(__name__)


def open_dialog(name: str) -> Dialog[Any]:
    """Return a new dialog: `threads`, `review`, `key` or `settings`."""
    dialog: Callable[[], Dialog[Any]] = getattr(__getattr__(f"{name}_dialog"), f"{name.title()}Dialog")
    return dialog()
