"""Text in the fields of open dialogs, kept as drafts when the dialogs are removed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widgets import TextArea

from rapport_tui.app.dialogs.capture_dialog import CaptureDialog
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.model.uids import new_uid

if TYPE_CHECKING:
    from rapport_tui.journal import Journal


def keep_typed_text(journal: Journal, dialogs: Iterable[Screen[object]]) -> tuple[str, bool]:
    """Keep what was typed and not saved, and return of which line it is, and whether there is anything.

    A line is “log” for a new one, the uid of one that is edited, and empty for none.
    """
    line, typed = "", False
    for dialog in dialogs:
        if isinstance(dialog, CaptureDialog):
            if dialog.keep():
                line, typed = dialog.line, True
            continue
        texts = [field.value for field in dialog.query(TextField) if field.is_changed and field.id != "narrow"]
        texts += [field.text for field in dialog.query(TextArea)]
        if text := " · ".join(filter(None, texts)):
            journal.drafts.keep(f"typed#{new_uid()}", text)
            typed = True
    return line, typed
