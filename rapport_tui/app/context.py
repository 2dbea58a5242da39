"""The part of the app that screens and dialogs may use. They import this module, never `app.py`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.signal import Signal
from textual.worker import Worker

from rapport_tui.app.bindings import with_keys
from rapport_tui.app.keys.key_queue import KeyQueueApp
from rapport_tui.keys.catalogue import COMMANDS
from rapport_tui.keys.keymap import Keymap, keys_of, written
from rapport_tui.model.errors import RapportError
from rapport_tui.settings import change_setting, read_settings

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.entries import Logged
    from rapport_tui.model.records import Note, Person


class JournalApp(KeyQueueApp):
    """An app on one journal. `changed` is published after each change.

    The abstract methods open other screens and dialogs; `RapportApp`, which knows all of them, implements these.
    """

    def __init__(self, journal: Journal, settings_path: Path) -> None:
        super().__init__()
        self.journal = journal
        self.settings_path = settings_path
        self.changed: Signal[None] = Signal(self, "changed")
        self._own_keys: Keymap = {}

    @property
    def size_classes(self) -> tuple[str, ...]:
        """The CSS classes of the terminal’s size. A screen has them from its first frame on, else that would jump."""
        across, down = self.HORIZONTAL_BREAKPOINTS or [], self.VERTICAL_BREAKPOINTS or []
        extents = ((self.size.width, across), (self.size.height, down))
        return tuple(max(at for at in points if at[0] <= extent)[1] for extent, points in extents)

    def take_keys(self, keymap: Keymap) -> None:
        """Put commands on the keys that the user wants them on."""
        self._own_keys = keymap
        self.set_keymap(keymap)

    def key(self, command_id: str) -> str:
        """Return the key of a command, as a person writes it. Raises `KeyError` if the catalogue does not have it."""
        return written(keys_of(COMMANDS[command_id], self._own_keys)[0])

    def with_keys(self, text: str) -> str:
        """Return `text` with command ids in braces replaced by their keys: `{undo} takes it back`."""
        return with_keys(text, self.key)

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as it is written everywhere in the program."""
        return written(binding.key)

    def change_setting(self, key: str, value: str | int | Mapping[str, int]) -> None:
        """Change a setting now and for the next time. Raises `RapportError` where it can't be written."""
        change_setting(self.settings_path, key, value)
        self.journal.settings, _ = read_settings(self.settings_path)
        self.changed.publish(None)

    def notify_text(self, text: str) -> None:
        """Show a notification in place of those before it. `text` may hold the user's own words."""
        self.clear_notifications()
        self.notify(text, markup=False, timeout=4)

    def notify_error(self, error: RapportError) -> None:
        """Show what could not be done, and what to do about it."""
        self.notify(str(error), markup=False, severity="warning", timeout=8)

    def copy(self, text: str) -> None:
        """Copy `text` to the desktop's clipboard, or send it to the terminal's, and tell which."""
        from rapport_tui.clipboard import copy_to_desktop

        if copy_to_desktop(text):
            self.notify_text("Copied.")
        else:
            self.copy_to_clipboard(text)
            self.notify_text(
                "Sent to the terminal’s clipboard. If it does not arrive, select the line with shift and the mouse."
            )

    @abstractmethod
    def begin(self) -> None:
        """Open the journal and show it, once the first frame is painted."""

    @abstractmethod
    def date_and_places(self) -> tuple[str, ...]:
        """Return the wordings of the right end of the tab line, the longest first."""

    @abstractmethod
    async def action_room(self, room: str) -> None:
        """Go to the tab called `room`."""

    @abstractmethod
    def show_person(self, uid: str) -> Worker[None]:
        """Go to a person in People."""

    @abstractmethod
    def show_entry(self, uid: str) -> Worker[None]:
        """Go to an entry in Journal."""

    @abstractmethod
    def compose_to(self, person: Person, move_id: str = "", thread: str = "") -> Worker[None]:
        """Go to Compose with a person, and a move and what to ask if they are known."""

    @abstractmethod
    def before_meeting(self, uid: str) -> None:
        """Open the brief on a person."""

    @abstractmethod
    def write_about(self, *people: Person, steps: Sequence[str] = ()) -> None:
        """Open the capture dialog with people named already, and the stage changes called `steps`."""

    @abstractmethod
    def ask_what_closed(self, written: Sequence[Logged]) -> None:
        """Ask which open threads with the people of a line it closed."""

    @abstractmethod
    def close_note(self, note: Note) -> None:
        """Close a thread or a promise, and ask for a line about it."""

    @abstractmethod
    def snooze(self, person: Person) -> None:
        """Ask until when Today leaves a person out."""

    @abstractmethod
    def edit_entry(self, uid: str) -> None:
        """Open the whole line of an entry for editing."""

    @abstractmethod
    def delete_entry(self, uid: str) -> None:
        """Delete an entry; undo brings it back."""

    @abstractmethod
    def choose_theme(self) -> None:
        """Ask for a theme, and keep it."""
