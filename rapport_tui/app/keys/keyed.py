"""The side of the app that is about its keys: what they are called, the help on them, and jumping."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import ActiveBinding, Binding, BindingType

from rapport_tui.app.keys.bindings import bound, with_keys
from rapport_tui.app.keys.key_queue import KeyQueueApp
from rapport_tui.keys.catalogue import COMMANDS
from rapport_tui.keys.keymap import Keymap, keys_of, written


class KeyedApp(KeyQueueApp):
    """An app whose keys come from the catalogue, and from its user."""

    BINDINGS: ClassVar[list[BindingType]] = bound(
        {"jump": "app.jump", "palette": "app.command_palette", "help": "app.help", "quit": "app.quit"}
    )

    def __init__(self) -> None:
        super().__init__()
        self._own_keys: Keymap = {}

    def take_keys(self, keymap: Keymap) -> None:
        """Put commands on the keys that the user wants them on."""
        self._own_keys = keymap
        self.set_keymap(keymap)

    def key(self, command_id: str) -> str:
        """Return the key that a command is on, as a person writes it. Raises `KeyError` for none of the catalogue."""
        return written(keys_of(COMMANDS[command_id], self._own_keys)[0])

    def with_keys(self, text: str) -> str:
        """Return `text` with its keys, which it has as ids in braces: `{undo} takes it back`."""
        return with_keys(text, self.key)

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as it is written everywhere in the program."""
        return written(binding.key)

    def action_help(self) -> None:
        """Show the keys of the present screen, and run what is chosen there."""
        from rapport_tui.app.keys.help_dialog import HelpDialog

        def run(active: ActiveBinding | None) -> None:
            if active:
                self.call_later(self.run_action, active.binding.action, active.node)

        self.push_screen(HelpDialog(self.screen), run)

    def action_jump(self) -> None:
        """Lay a letter over everything one can go to, and go where the next one leads."""
        from rapport_tui.app.keys.jump_mode import JumpScreen, targets_of

        self.push_screen(JumpScreen(targets_of(self.screen)), lambda go: go() if go else None)
