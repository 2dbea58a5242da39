"""Text in the fields of open dialogs, kept as drafts when the dialogs are removed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import msgspec
from textual.screen import Screen
from textual.widgets import TextArea

from rapport_tui.app.dialogs.capture_dialog import FORM_DRAFT, CaptureDialog
from rapport_tui.app.dialogs.person_dialog import PersonDialog, PersonForm
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.model.uids import new_uid

if TYPE_CHECKING:
    from rapport_tui.journal import Journal

_FORM_TEXT: Final = "typed#form"
"""The draft with the text of a form, for the case that the form does not come back."""


def keep_typed_text(journal: Journal, dialogs: Iterable[Screen[object]]) -> tuple[str, bool]:
    """Keep what was typed and not saved, and return which dialog can go on with it, and whether there is anything.

    That is “log” for a new line, “tick” for that of a ticked item, the uid of a line that is edited, “form” for that of
    a person, and empty for none.
    """
    again, typed = "", False
    for dialog in dialogs:
        if isinstance(dialog, CaptureDialog):
            if dialog.keep():
                again, typed = dialog.line, True
            continue
        draft = f"typed#{new_uid()}"
        if isinstance(dialog, PersonDialog):
            if (form := dialog.form) is None:
                continue
            journal.drafts.keep(FORM_DRAFT, msgspec.json.encode(form).decode())
            texts, draft, again, typed = [*form.typed], _FORM_TEXT, "form", True
        else:
            texts = [field.value for field in dialog.query(TextField) if field.is_changed and field.id != "narrow"]
            texts += [field.text for field in dialog.query(TextArea)]
        if text := " · ".join(filter(None, texts)):
            journal.drafts.keep(draft, text)
            typed = True
    return again, typed


def left_form(journal: Journal) -> PersonDialog | None:
    """Return the dialog with the form that was kept, and keep it no longer; None if there is none."""
    found = journal.drafts.latest(lambda key: key == FORM_DRAFT)
    if found is None:
        return None
    for key in (FORM_DRAFT, _FORM_TEXT):
        journal.drafts.keep(key, "")
    return PersonDialog.again(msgspec.json.decode(found[1], type=PersonForm))
