"""The dialog that asks for a new passphrase, twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.journal.encryption import check_length
from rapport_tui.model.errors import RapportError

_ABOUT: Final = (
    "Every file of the journal is written so that only you can read it. You open it with a passphrase: four or five "
    "words that belong together for you alone. In the next step you get a recovery key, for the day you forget it."
)
_ABOUT_CHANGE: Final = "Four or five words that belong together for you alone. The recovery key stays the same."


class PassphraseDialog(Dialog[str]):
    """A prompt for a passphrase; dismissed with it, or with None."""

    HELP_LINE = "enter goes on · tab to the other field · {leave} leaves all as it was"

    def __init__(self, title: str, *, is_new_key: bool = True) -> None:
        super().__init__(title)
        self._about = _ABOUT if is_new_key else _ABOUT_CHANGE

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the explanation and the two fields."""
        yield Static(Content(self._about), id="about")
        yield Input(password=True, placeholder="Passphrase", compact=True, id="passphrase")
        yield Input(password=True, placeholder="The same once more", compact=True, id="again")

    @on(Input.Changed)
    def _changed(self) -> None:
        self.show_error("")

    @on(Input.Submitted, "#passphrase")
    def _first_typed(self) -> None:
        self.query_one("#again").focus()

    @on(Input.Submitted, "#again")
    def _typed(self) -> None:
        passphrase, again = self.query_one("#passphrase", Input).value, self.query_one("#again", Input).value
        try:
            check_length(passphrase)
        except RapportError as error:
            self.show_error(str(error))
            self.query_one("#passphrase").focus()
            return
        if passphrase != again:
            self.show_error("The two differ. Type the second one again.")
            self.query_one("#again", Input).action_select_all()
        else:
            self.dismiss(passphrase)
