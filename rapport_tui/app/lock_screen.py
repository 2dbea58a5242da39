"""The locked screen: the passphrase, and one line that can be written without opening the journal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.context import ContextMixin
from rapport_tui.app.in_thread import in_thread
from rapport_tui.app.keys.key_queue import KeyQueue
from rapport_tui.app.messages import ScreenReady
from rapport_tui.app.widgets.key_line import KeyLine
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.model.errors import RapportError

_TICK_SECONDS: Final = 0.4
_MOST_DOTS: Final = 3
_STORED: Final = "Asking for the stored key (escape to type one)"


class LockScreen(ContextMixin, ModalScreen[None]):
    """A screen that shows nothing of the journal. It is modal, so that no key or command of the app reaches past it.

    With `asks_stored_key`, the password command or the keyring is asked first, while typed keys wait; escape ends the
    waiting. `open_with` opens the journal with a recovery key, and takes the line that was not written yet; it may
    raise `RapportError`.
    """

    AUTO_FOCUS = "#passphrase"
    CSS_PATH = str(Path(__file__).with_name("lock_screen.tcss"))
    BINDINGS: ClassVar[list[BindingType]] = [
        *bound({"quit": "app.quit", "leave": "stop_waiting"}),
        Binding("ctrl+c", "app.help_quit", show=False),
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]

    def __init__(self, keys: KeyQueue, open_with: Callable[[str, str], None], *, asks_stored_key: bool) -> None:
        super().__init__()
        self.add_class(*self.context.size_classes, update=False)
        self._keys = keys
        self._open_with = open_with
        self._asks_stored_key = asks_stored_key
        self._waiting_for = ""
        self._ticks = 0

    def compose(self) -> ComposeResult:
        """Yield the box with the two fields."""
        with Vertical(id="lock"):
            yield Static(Content("rapport"), id="lock-brand")
            yield Static(Content("This journal is locked."), id="lock-title")
            yield Input(password=True, placeholder="Passphrase, or recovery key", compact=True, id="passphrase")
            yield Static(id="lock-status")
            yield TextField(placeholder="Or a line, written without opening", compact=True, id="line")
            yield Static(id="line-status")
            help_line = "enter opens · tab to the line and back · {quit} leaves"
            yield KeyLine(help_line, self.context.key, id="lock-help")

    def on_mount(self) -> None:
        """Ask the password command and the keyring for the key."""
        self.query_one("#passphrase", Input).cursor_blink = self.app.animation_level != "none"
        self.set_interval(_TICK_SECONDS, self._tick)
        if self._asks_stored_key:
            self._open_stored(nothing="")

    def on_screen_resume(self) -> None:
        """Let the app paint this screen."""
        self.app.post_message(ScreenReady(self))

    def action_stop_waiting(self) -> None:
        """Let the passphrase be typed, whatever the password command or the keyring is doing."""
        self.query_one("#passphrase").focus()
        if self._waiting_for:
            self.workers.cancel_group(self, "open")
            self._show_status("")
            self._keys.release(drop=True)

    @work(group="open", exclusive=True)
    async def _open_stored(self, nothing: str) -> None:
        """Open the journal with the stored key; if there is none, say `nothing` and let the passphrase be typed."""
        self._wait(_STORED)
        try:
            key = await in_thread(lambda: self.journal.encryption.stored_key(has_terminal=False))
            if key:
                self._open(key)
                return
            self._show_status(nothing)
        except RapportError as error:
            self._show_status(str(error), is_error=True)
        self._keys.release()

    @on(Input.Submitted, "#passphrase")
    @work(group="open", exclusive=True)
    async def _passphrase_given(self, event: Input.Submitted) -> None:
        if not event.value:
            self._open_stored(nothing="No key is stored on this machine. Type the passphrase.")
            return
        self._wait("Opening")
        try:
            self._open(await in_thread(lambda: self.journal.encryption.key_from(event.value)))
        except RapportError as error:
            self._show_status(str(error), is_error=True)
            event.input.action_select_all()
            self._keys.release(drop=True)

    def _open(self, key: str) -> None:
        self._waiting_for = ""
        self._open_with(key, self.query_one("#line", Input).value.strip())

    @on(Input.Submitted, "#line")
    def _line_given(self, event: Input.Submitted) -> None:
        if not event.value.strip():
            return
        status = self.query_one("#line-status", Static)
        try:
            self.journal.encryption.capture([event.value.strip()])
        except RapportError as error:
            status.set_class(True, "-error")
            status.update(Content(str(error)))
        else:
            event.input.value = ""
            status.set_class(False, "-error")
            status.update(Content("Written and sealed, to be read once it is open."))

    def _wait(self, what: str) -> None:
        self._keys.hold()
        self._waiting_for, self._ticks = what, 0
        self._tick()

    def _tick(self) -> None:
        """Show that something is going on."""
        if self._waiting_for:
            moves = self.app.animation_level != "none"
            dots = "." * (self._ticks % _MOST_DOTS + 1) if moves else " …"
            self._ticks += 1
            self._put_status(f"{self._waiting_for}{dots}")

    def _show_status(self, text: str, *, is_error: bool = False) -> None:
        self._waiting_for = ""
        self._put_status(text, is_error=is_error)

    def _put_status(self, text: str, *, is_error: bool = False) -> None:
        status = self.query_one("#lock-status", Static)
        status.set_class(is_error, "-error")
        status.update(Content(text))


class BusyScreen(ModalScreen[None]):
    """An empty screen with one sentence, while the files of the journal are converted."""

    CSS_PATH = LockScreen.CSS_PATH

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def on_screen_resume(self) -> None:
        """Let the app paint this screen."""
        self.app.post_message(ScreenReady(self))

    def compose(self) -> ComposeResult:
        """Yield the sentence."""
        with Vertical(id="lock"):
            yield Static(Content("rapport"), id="lock-brand")
            yield Static(Content(f"{self._text} …"))
