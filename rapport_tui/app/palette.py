"""The palette's own commands: every key that works now, by what it does, so that nothing has to be remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.binding import ActiveBinding
from textual.command import DiscoveryHit, Hit, Hits, Provider


class KeysProvider(Provider):
    """Offers what the keys of the present screen do."""

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
        """Yield a title, what to run, and the key with it."""
        for active in commands_of(self.screen.active_bindings.values()):
            binding = active.binding
            title = binding.tooltip or binding.description
            yield title, partial(self.app.run_action, binding.action, active.node), self.app.get_key_display(binding)


def commands_of(actives: object) -> list[ActiveBinding]:
    """Return one active binding a command: those that have words and can be used now, each action once."""
    assert hasattr(actives, "__iter__")
    seen: dict[str, ActiveBinding] = {}
    for active in actives:
        if active.enabled and active.binding.id and active.binding.description:
            seen.setdefault(active.binding.id, active)
    return list(seen.values())
