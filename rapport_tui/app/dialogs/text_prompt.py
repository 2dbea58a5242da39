"""The dialog that asks for one line of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.widgets.text_field import TextField


class TextPrompt(Dialog[bool]):
    """A prompt for a line, passed to `take`; if that raises `RapportError`, the error is shown and the line is kept.

    Typing replaces `initial`, or appends to it with `goes_on`.
    """

    HELP_LINE = "enter takes it · {leave} leaves all as it was"

    def __init__(
        self, title: str, take: Callable[[str], None], *, initial: str = "", about: str = "", goes_on: bool = False
    ) -> None:
        super().__init__(title)
        self._goes_on = goes_on
        self._take = take
        self._initial = initial
        self._about = about

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the explanation and the field."""
        yield Static(Content(self._about), id="about")
        yield TextField(self._initial, compact=True, select_on_focus=not self._goes_on, id="answer")

    @on(Input.Submitted, "#answer")
    def _submitted(self, event: Input.Submitted) -> None:
        if self.attempt(lambda: self._take(event.value.strip())):
            self.dismiss(True)
