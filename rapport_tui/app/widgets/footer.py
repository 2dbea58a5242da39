"""The footer: the available keys with their actions, and a key that shows the others.

Textual's `Footer` takes 9 ms more on each screen, this one 3 ms (docs/decisions/17-own-tabs-footer-and-lists.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import ActiveBinding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.strip import Strip

from rapport_tui.app.widgets.roles import RoleWidget
from rapport_tui.app.widgets.styled_text import Role
from rapport_tui.terminal_text import ELLIPSIS, one_line

GAP = 2


class KeyHint(NamedTuple):
    """A group of keys with a label. `runs` are the actions of the keys, with the nodes that they belong to."""

    keys: tuple[str, ...]
    label: str
    runs: tuple[tuple[str, DOMNode], ...]
    compact: bool = False
    enabled: bool = True

    @property
    def key_text(self) -> str:
        """The keys in display form."""
        return ("" if self.compact else " ").join(self.keys)

    @property
    def width(self) -> int:
        """The width of the hint in cells."""
        return cell_len(self.key_text) + (cell_len(self.label) + 1 if self.label else 0)


class KeyFooter(RoleWidget):
    """One line of the screen's keys, those nearest to the focus first. A click on one runs its action.

    `general` are actions available everywhere: they come last, in this order. If not all keys fit, the line ends with
    `more` and the key of the action of that name.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyFooter {
        height: 1;
        background: $panel;
    }
    """

    def __init__(
        self,
        *,
        general: Sequence[str] = (),
        more: str = "app.show_help_panel",
    ) -> None:
        super().__init__()
        self._general = {action: place for place, action in enumerate(general, 1)}
        self._more_action = more
        self._hints: list[KeyHint] = []
        self._more = KeyHint(("?",), "more", ())
        self._is_read = False

    def on_mount(self) -> None:
        """Subscribe to the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def on_unmount(self) -> None:
        """Unsubscribe from the bindings of the screen."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    async def on_click(self, event: events.Click) -> None:
        """Run the action of the hint under the mouse."""
        offset = 1
        for hint in self._shown():
            if offset <= event.x < offset + hint.width and hint.runs:
                if not hint.enabled:
                    self.app.bell()
                    return
                action, node = hint.runs[_key_at(hint, event.x - offset)]
                await self.app.run_action(action, node)
                return
            offset += hint.width + GAP

    def render_line(self, y: int) -> Strip:
        """Paint the hints that fit."""
        width, ground = self.size.width, self.role_style()
        if y:
            return Strip.blank(width, ground)
        segments = [Segment(" ", ground)]
        for hint in self._shown():
            key: Role = "heading" if hint.enabled else "disabled"
            label: Role = "muted" if hint.enabled else "disabled"
            segments += [
                Segment(hint.key_text, self.role_style(key)),
                Segment(f" {hint.label}" if hint.label else "", self.role_style(label)),
                Segment(" " * GAP, ground),
            ]
        return Strip(segments).adjust_cell_length(width, ground)

    def _bindings_updated(self, screen: Screen[object]) -> None:
        # Without the focus of the terminal no widget is focused: keep the bindings that apply once it returns.
        if self.is_attached and screen is self.screen and self.app.app_focus:
            self._is_read = False
            self.refresh()

    def _read(self) -> None:
        """Read the active bindings again, once for all that has changed them since the last frame."""
        self._is_read = True
        active = self.screen.active_bindings
        self._hints = self._hints_of(active.values())
        found = next((one for one in active.values() if one.binding.action == self._more_action), None)
        runs = (found.binding.action, found.node) if found else (self._more_action, self.app)
        # A text field takes the key as a letter: then only the mouse works.
        key = one_line(self.app.get_key_display(found.binding)) if found else ELLIPSIS
        self._more = KeyHint((key,), "more", (runs,), enabled=found.enabled if found else True)

    def _hints_of(self, bindings: Iterable[ActiveBinding]) -> list[KeyHint]:
        """Return a hint for each visible action; those of one group share a hint."""
        hints: dict[object, KeyHint] = {}
        seen: set[tuple[str, DOMNode]] = set()
        ranked = sorted(bindings, key=lambda active: self._general.get(active.binding.action, 0))
        for node, binding, enabled, _ in ranked:
            run = (binding.action, node)
            if not binding.show or run in seen:
                continue
            seen.add(run)
            group = binding.group
            key, label = one_line(self.app.get_key_display(binding)), one_line(binding.description)
            if group is None:
                hints[run] = KeyHint((key,), label, (run,), enabled=enabled)
            elif group in hints:
                old = hints[group]
                hints[group] = KeyHint(
                    (*old.keys, key), old.label, (*old.runs, run), old.compact, old.enabled or enabled
                )
            else:
                label = one_line(group.description) or label
                hints[group] = KeyHint((key,), label, (run,), group.compact, enabled)
        return list(hints.values())

    def _shown(self) -> list[KeyHint]:
        """Return the hints that fit on the line; if that is not all of them, the last one shows the others."""
        if not self._is_read:
            self._read()
        width = self.size.width - 2
        if _width(self._hints) <= width:
            return self._hints
        first = [hint for hint in self._hints if hint.runs != self._more.runs]
        while first and _width([*first, self._more]) > width:
            first.pop()
        return [*first, self._more] if width > 0 else []


def _width(hints: Iterable[KeyHint]) -> int:
    widths = [hint.width for hint in hints]
    return sum(widths) + GAP * (len(widths) - 1)


def _key_at(hint: KeyHint, x: int) -> int:
    """Return the index of the key of `hint` at cell `x`; the first key for the label."""
    offset = 0
    for index, key in enumerate(hint.keys):
        offset += cell_len(key)
        if x < offset:
            return index
        offset += 0 if hint.compact else 1
    return 0
