"""The commands of the palette: every key that works now, listed by its description."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from functools import partial
from typing import Final

from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen

from rapport_tui.terminal_text import pad

_KEY_CELLS: Final = 9


class PaletteCommands(Provider):
    """Commands for the keys of the current screen, and for actions without a key."""

    async def discover(self) -> Hits:
        """Yield all commands immediately, so that an empty palette is a menu."""
        for key, title, run, what in self._commands():
            yield DiscoveryHit(command_line(key, Content(title), what), run, text=title)

    async def search(self, query: str) -> Hits:
        """Yield the commands that match the letters typed so far."""
        matcher = self.matcher(query)
        for key, title, run, what in self._commands():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, command_line(key, matcher.highlight(title), what), run, text=title)

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], object], str]]:
        """Yield a key, a title, the function to run, and a description, which commands with a key don't need.

        Textual has a provider for the latter, but runs several providers in an order that varies from day to day.
        """
        for active in commands_of(self.screen.active_bindings.values()):
            binding = active.binding
            if title := binding.tooltip:
                run = partial(self.app.run_action, binding.action, active.node)
                yield self.app.get_key_display(binding), title, run, ""
        for command in self.app.get_system_commands(self.screen):
            yield "", command.title, command.callback, command.help


def command_line(key: str, title: Content, what: str = "") -> Content:
    """Return a command on one line: its key, its title, and a description."""
    return Content.assemble((pad(key, _KEY_CELLS), "$text-accent"), title, (f"  {what}" if what else "", "$text-muted"))


class CommandScope(IntEnum):
    """The scope of a key, in the order in which keys are listed."""

    HERE = 0
    EVERYWHERE = 1
    WALKING = 2


def reach_of(active: ActiveBinding) -> CommandScope:
    """Return the scope of a key; keys of a widget that its footer omits are navigation keys."""
    if isinstance(active.node, App):
        return CommandScope.EVERYWHERE
    return CommandScope.HERE if active.binding.show or isinstance(active.node, Screen) else CommandScope.WALKING


def commands_of(actives: Iterable[ActiveBinding]) -> list[ActiveBinding]:
    """Return one active binding per command, in the order of scopes, if it has a description and is enabled."""
    seen: dict[str, ActiveBinding] = {}
    for active in actives:
        if active.enabled and active.binding.id and active.binding.description:
            seen.setdefault(active.binding.id, active)
    return sorted(seen.values(), key=reach_of)


def keys_by_command(actives: Iterable[ActiveBinding]) -> dict[str, list[Binding]]:
    """Return the bindings of each command by its id, one per key."""
    keys: dict[str, list[Binding]] = {}
    for active in actives:
        keys.setdefault(active.binding.id or "", []).append(active.binding)
    return keys
