"""The recovery key of a journal: shown once, and typed back in part before anything is encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from random import SystemRandom
from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.journal.encryption import groups_of, tidy_key

_GAPS: Final = 2
"""The number of groups that are typed back."""
_PER_LINE: Final = 5


class RecoveryKeyDialog(Dialog[bool]):
    """The recovery key in groups; dismissed with True when the user has it."""

    HELP_LINE = "{recovery.go_on} I have it · {recovery.copy} copies it · {leave} leaves all as it was"
    BINDINGS: ClassVar[list[BindingType]] = bound({"recovery.go_on": "go_on", "recovery.copy": "copy"})

    def __init__(self, key: str) -> None:
        super().__init__("Your recovery key")
        self._key = key

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the explanation and the key."""
        about = (
            "It opens the journal when the passphrase is forgotten, and is shown this once. Write it on paper, or put "
            "it in a password manager. Without it and without the passphrase, nobody can bring the journal back."
        )
        yield Static(Content(about), id="about")
        yield Static(Content("\n".join(_lines(groups_of(self._key)))), id="recovery-key")

    def action_go_on(self) -> None:
        """Close the dialog, so that the user types parts of the key back."""
        self.dismiss(True)

    def action_copy(self) -> None:
        """Copy the key."""
        self.context.copy(self._key, "Paste it where it is safe, then copy something else.")


class RehearsalDialog(Dialog[str]):
    """Asks for missing groups of the key; dismissed with the key as typed, or None to look at it once more."""

    HELP_LINE = "enter goes on · {leave} shows the key once more"

    def __init__(self, key: str) -> None:
        super().__init__("Type what is missing")
        self._groups = groups_of(key)
        whole = range(1, len(self._groups) - 1)  # neither the beginning, the same for all, nor a short end
        self._missing = sorted(SystemRandom().sample(whole, _GAPS))

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the key with gaps, and a field for each."""
        gapped = ["·" * len(one) if at in self._missing else one for at, one in enumerate(self._groups)]
        about = "From the paper or the password manager, so that it is sure that you have it. Then all is encrypted."
        yield Static(Content(about), id="about")
        yield Static(Content("\n".join(_lines(gapped))), id="recovery-key")
        for number in range(_GAPS):
            yield Input(placeholder=f"The {('first', 'second')[number]} gap", compact=True, id=f"gap{number}")

    @on(Input.Changed)
    def _changed(self) -> None:
        self.show_error("")

    @on(Input.Submitted, "#gap0")
    def _first_typed(self) -> None:
        self.query_one("#gap1").focus()

    @on(Input.Submitted, "#gap1")
    def _typed(self) -> None:
        groups = list(self._groups)
        for number, at in enumerate(self._missing):
            field = self.query_one(f"#gap{number}", Input)
            groups[at] = tidy_key(field.value)
            if groups[at] != self._groups[at]:
                name = ("first", "second")[number]
                self.show_error(f"The {name} gap is something else. Look at what you kept, and type it again.")
                field.focus()
                field.action_select_all()
                return
        self.dismiss("".join(groups))


def _lines(groups: list[str]) -> Iterator[str]:
    """Yield the groups in lines: the common beginning, then a few in each."""
    yield groups[0]
    for at in range(1, len(groups), _PER_LINE):
        yield "  ".join(groups[at : at + _PER_LINE])
