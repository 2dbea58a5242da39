"""The palette's commands: every key that works now, by what it does, so that nothing has to be remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from functools import partial

from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.screen import Screen


class PaletteCommands(Provider):
    """Offers what the keys of the present screen do, and what has no key."""

    async def discover(self) -> Hits:
        """List everything at once, so that an empty palette is a menu."""
        for title, run, what in self._commands():
            yield DiscoveryHit(title, run, help=what)

    async def search(self, query: str) -> Hits:
        """List what the letters typed so far may mean."""
        matcher = self.matcher(query)
        for title, run, what in self._commands():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, matcher.highlight(title), run, help=what)

    def _commands(self) -> Iterator[tuple[str, Callable[[], object], str]]:
        """Yield a title, what to run, and the key with it; then what has no key, and what it does.

        Textual has a provider for those, but asks several in an order that changes from day to day.
        """
        for active in commands_of(self.screen.active_bindings.values()):
            binding = active.binding
            if title := binding.tooltip:
                run = partial(self.app.run_action, binding.action, active.node)
                yield title, run, self.app.get_key_display(binding)
        for command in self.app.get_system_commands(self.screen):
            yield command.title, command.callback, command.help


class CommandScope(IntEnum):
    """How far a key reaches, in the order in which keys are listed."""

    HERE = 0
    EVERYWHERE = 1
    WALKING = 2


def reach_of(active: ActiveBinding) -> CommandScope:
    """Return how far a key reaches; the keys of a widget that its footer does not tell are for walking about."""
    if isinstance(active.node, App):
        return CommandScope.EVERYWHERE
    return CommandScope.HERE if active.binding.show or isinstance(active.node, Screen) else CommandScope.WALKING


def commands_of(actives: Iterable[ActiveBinding]) -> list[ActiveBinding]:
    """Return one active binding a command, in the order of their reach: those with words that can be used now."""
    seen: dict[str, ActiveBinding] = {}
    for active in actives:
        if active.enabled and active.binding.id and active.binding.description:
            seen.setdefault(active.binding.id, active)
    return sorted(seen.values(), key=reach_of)


def keys_by_command(actives: Iterable[ActiveBinding]) -> dict[str, list[Binding]]:
    """Return the bindings of each command by its id, one a key."""
    keys: dict[str, list[Binding]] = {}
    for active in actives:
        keys.setdefault(active.binding.id or "", []).append(active.binding)
    return keys
