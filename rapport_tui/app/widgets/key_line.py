"""The keys of a dialog as chips, wrapped only between chips."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from rapport_tui.model.patterns import lazy_pattern

GAP: Final = 3
_TOKEN: Final = lazy_pattern(r"\{([a-z_.]+)\}|\b(enter|tab|space|escape)\b|[↑↓←→]")


class _Chip(NamedTuple):
    """Keys with their description; `command` is the id of the first one, empty if it is not in the catalogue."""

    content: Content
    command: str


class KeyLine(Widget):
    """A text of parts separated by ` · `. `{undo}` in it stands for the key of a command.

    A click on a chip runs its command, if that is available.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "KeyLine { height: auto; }"

    def __init__(self, text: str, key: Callable[[str], str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._key = key
        self._chips: list[_Chip] = []
        self.update(text)

    def update(self, text: str) -> None:
        """Replace the text; line breaks and wide spaces separate chips as well."""
        self._chips = [self._chip(part) for part in re.split(r" · |\n|  +", text)]
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines that the chips need."""
        return 1 + max((y for _, y, _ in self._places(width)), default=0)

    def render(self) -> Content:
        """Return the chips as content."""
        lines: list[Content] = []
        for x, y, chip in self._places(self.content_size.width):
            if y == len(lines):
                lines.append(Content(""))
            lines[y] = Content.assemble(lines[y], " " * (x - lines[y].cell_length), chip.content)
        return Content("\n").join(lines)

    async def on_click(self, event: events.Click) -> None:
        """Run the command of the chip under the mouse."""
        at = event.get_content_offset(self)
        for x, y, chip in self._places(self.content_size.width):
            if at and y == at.y and x <= at.x < x + chip.content.cell_length:
                for active in self.screen.active_bindings.values():
                    if active.binding.id == chip.command and active.enabled:
                        await self.app.run_action(active.binding.action, active.node)
                        return

    def _places(self, width: int) -> Iterator[tuple[int, int, _Chip]]:
        x = y = 0
        for chip in self._chips:
            cells = chip.content.cell_length
            if x and x + cells > width:
                x, y = 0, y + 1
            yield x, y, chip
            x += cells + GAP

    def _chip(self, text: str) -> _Chip:
        parts: list[Content | tuple[str, str]] = []
        command, done = "", 0
        for match in _TOKEN.finditer(text):
            command = command or match[1] or ""
            parts.append((text[done : match.start()], "$text-muted"))
            parts.append((self._key(match[1]) if match[1] else match[0], "bold $text-accent"))
            done = match.end()
        return _Chip(Content.assemble(*parts, (text[done:], "$text-muted")), command)
