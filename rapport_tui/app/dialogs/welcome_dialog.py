"""The welcome dialog of an empty journal: a name field and four choices."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Final

from textual import on
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from rapport_tui.app.context import AppContext
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.first_run import DEMO, mark_seen
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.model.errors import RapportError

_CHOICES: Final = (
    ("import", "Import an address book", "LinkedIn, Google, Outlook, a vCard"),
    ("write", "Write the first line", "who did you talk to last? @names join the board"),
    ("add", "Add the first person", "somebody you said hi to, or would like to"),
    ("demo", "Look at the demo", "a tour of five short steps; nothing is kept"),
)


class WelcomeDialog(Dialog[str]):
    """Shown while the journal has no people; dismissed with the choice made."""

    HELP_LINE = "tab to the choices · {rows.choose} takes one · {leave} leaves"

    def __init__(self) -> None:
        super().__init__("Welcome to rapport")

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the greeting, the name field and the choices."""
        yield Static(
            Content(
                "One small step a day: a hi, a hi again, a chat. rapport has the next line ready, and "
                "remembers what people told you. Everything stays in a file of your own on this machine."
            ),
            id="about",
        )
        yield TextField(
            self.journal.settings.name,
            placeholder="Your name, so that ready lines can introduce you",
            compact=True,
            id="name",
        )
        yield RowList(
            [
                Row(key, (RowLine((StyledText(title, "strong"),)), RowLine((StyledText(what, "muted"),))))
                for key, title, what in _CHOICES
            ],
            menu=True,
            id="choices",
        )

    @on(Input.Submitted, "#name")
    def _named(self, event: Input.Submitted) -> None:
        if self._save_name(event.value):
            self.query_one("#choices").focus()

    @on(RowList.Chosen, "#choices")
    def _chosen(self, event: RowList.Chosen) -> None:
        if self._save_name(self.query_one("#name", Input).value):
            self.dismiss(event.key)

    def _save_name(self, name: str) -> bool:
        chosen = name.strip()
        return chosen == self.journal.settings.name or self.attempt(lambda: self.context.change_setting("name", chosen))


async def welcome(
    context: AppContext, go: Callable[[str], Awaitable[Screen[None]]], write: Callable[[], object]
) -> None:
    """Show the dialog, until the user has continued from it once, and go to what they choose with `go` or `write`."""
    choice = await context.app.push_screen_wait(WelcomeDialog())
    if choice == "demo":
        context.app.exit(return_code=DEMO)
        return
    mark_seen(context.settings_path, "greeting")
    with suppress(RapportError):  # a failed write is reported where the value is needed
        context.change_setting("start", context.journal.day.isoformat())
    if choice == "write":
        await go("board")
        write()
    elif choice:
        screen = await go("people")
        screen.call_after_refresh(screen.run_action, choice)
