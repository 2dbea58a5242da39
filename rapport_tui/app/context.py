"""The services of the app that screens and dialogs use, so that they need not import it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.app import App
from textual.content import Content
from textual.message_pump import MessagePump
from textual.signal import Signal

from rapport_tui.app.bindings import styled_keys, with_keys
from rapport_tui.keys.catalogue import COMMANDS
from rapport_tui.keys.keymap import Keymap, keys_of, meanings, written
from rapport_tui.model.errors import RapportError

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.settings_text import Value


class AppContext:
    """The journal, the settings, the keys and the notifications of one running app.

    `changed` is published after each change of the journal or the settings, `synced` after each of `sync_word`, which
    the top line shows. `demo` tells that nothing is kept.
    """

    def __init__(self, app: App[None], journal: Journal, settings_path: Path, *, demo: bool = False) -> None:
        self.app = app
        self.journal = journal
        self.settings_path = settings_path
        self.demo = demo
        self.changed: Signal[None] = Signal(app, "changed")
        self.synced: Signal[None] = Signal(app, "synced")
        self.sync_word = ""
        self.is_locked = False
        """True while nothing of the journal may be read or shown."""
        self.has_kept_frame = False
        """True if the app opened under the kept frame of Today, which has all that there is to show."""
        self.is_answering: Callable[[], bool] = lambda: False
        """Return whether a key is being handled, or waits for that."""
        self._keymap: Keymap = {}

    @property
    def is_encrypted(self) -> bool:
        """True if the journal is encrypted, or may be."""
        try:
            return self.journal.is_encrypted
        except RapportError:
            return True

    @property
    def is_asking(self) -> bool:
        """True while a dialog is open."""
        return len(self.app.screen_stack) > 1

    @property
    def size_classes(self) -> tuple[str, ...]:
        """The CSS classes of the terminal’s size. A screen has them from its first frame on, else that would jump."""
        across, down = self.app.HORIZONTAL_BREAKPOINTS or [], self.app.VERTICAL_BREAKPOINTS or []
        extents = ((self.app.size.width, across), (self.app.size.height, down))
        return tuple(max(at for at in points if at[0] <= extent)[1] for extent, points in extents)

    def use_keymap(self, keymap: Keymap) -> None:
        """Bind commands to the keys that the user chose."""
        self._keymap = keymap
        self.app.set_keymap(keymap)

    def key(self, command_id: str) -> str:
        """Return the key of a command, as a person writes it. Raises `KeyError` if the catalogue does not have it."""
        return written(keys_of(COMMANDS[command_id], self._keymap)[0])

    def meanings(self) -> dict[str, list[str]]:
        """Return the meanings of each letter with the user's keys."""
        return meanings(self._keymap)

    def is_key_of(self, key: str, command_id: str) -> bool:
        """Return whether a command is on the key."""
        return key in keys_of(COMMANDS[command_id], self._keymap)

    def with_keys(self, text: str) -> str:
        """Return `text` with command ids in braces replaced by their keys: `{undo} takes it back`."""
        return with_keys(text, self.key)

    def styled_keys(self, text: str) -> Content:
        """Return what `with_keys` does, with the keys in the colour that they have in the footer."""
        return styled_keys(text, self.key)

    def change_setting(self, key: str, value: Value | Mapping[str, Value]) -> None:
        """Change a setting now and for the next time. Raises `RapportError` where it can't be written."""
        from rapport_tui.settings_io import change_setting, read_settings

        change_setting(self.settings_path, key, value)
        self.journal.settings, _ = read_settings(self.settings_path)
        self.changed.publish(None)

    def notify_text(self, text: str) -> None:
        """Show a notification in place of those before it. `text` may hold the user's own words."""
        self.app.clear_notifications()
        self.app.notify(text, markup=False, timeout=4)

    def notify_error(self, error: RapportError) -> None:
        """Show what could not be done, and what to do about it."""
        self.app.notify(str(error), markup=False, severity="warning", timeout=8)

    def copy(self, text: str, remark: str = "") -> None:
        """Copy `text` to the desktop's clipboard, or send it to the terminal's, and tell which, with a remark."""
        from rapport_tui.clipboard import copy_to_desktop

        if self.journal.is_encrypted:
            remark = f"{remark} {self.journal.encryption.plain_words('clipboard')}".strip()
        if copy_to_desktop(text):
            self.notify_text(f"Copied. {remark}".rstrip())
        else:
            self.app.copy_to_clipboard(text)
            sent = "Sent to the terminal’s clipboard. If it does not arrive, select the line with shift and the mouse."
            self.notify_text(f"{sent} {remark}".rstrip())


def context_of(app: App[Any]) -> AppContext:
    """Return the context of the running app."""
    return cast(_HasContext, app).context


class _HasContext(Protocol):
    context: AppContext


class ContextMixin:
    """The context of the running app and its journal, for a screen, a dialog or a widget."""

    @property
    def context(self) -> AppContext:
        """The context of the running app."""
        assert isinstance(self, MessagePump)
        return context_of(self.app)

    @property
    def journal(self) -> Journal:
        """The journal that the app is open on; it may be locked."""
        return self.context.journal
