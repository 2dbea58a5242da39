"""The top line: the program's name, its screens with their keys, and the place and date.

Textual's `Tabs` takes 34 ms more on each screen, this line 2 ms (docs/decisions/17-own-tabs-footer-and-lists.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from rapport_tui.app.widgets.jump_target import JumpTarget
from rapport_tui.terminal_text import cut, one_line


class Tab(NamedTuple):
    """A screen: its name in messages, its key, and its title."""

    id: str
    key: str
    name: str


class _TabPart(NamedTuple):
    """A painted part: text in one of the line's component classes; `tab` is opened by a click on it."""

    text: str
    style: str
    tab: str = ""


class TabLine(Widget):
    """One line of tabs, and `end` against the right edge. A click on a tab posts `TabLine.Selected`.

    `ends` are wordings of the right end, the longest first, of which the longest that fits is shown. If not all tabs
    fit, the titles of the others are replaced by their keys, then the other tabs are omitted; no word is cut as long as
    the title of the active tab fits.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tabs--brand",
        "tabs--key",
        "tabs--name",
        "tabs--active-key",
        "tabs--active",
        "tabs--end",
    }
    DEFAULT_CSS = """
    TabLine {
        height: 1;
        background: $panel;
        .tabs--brand { color: $text-accent; text-style: bold; }
        .tabs--key { color: $text-muted; }
        .tabs--name { color: $foreground; }
        .tabs--active-key { color: $text-accent; text-style: bold; }
        .tabs--active { color: $foreground; text-style: bold underline; }
        .tabs--end { color: $text-muted; }
        &:ansi .tabs--key, &:ansi .tabs--end { text-style: dim; }
    }
    """

    active: reactive[str] = reactive("")
    ends: reactive[tuple[str, ...]] = reactive(tuple)

    @dataclass
    class Selected(Message):
        """Posted when a tab was clicked."""

        tabs: TabLine
        tab: str

        @property
        def control(self) -> TabLine:
            """The line that posted the message."""
            return self.tabs

    def __init__(
        self,
        tabs: Sequence[Tab],
        *,
        brand: str = "",
        active: str = "",
        ends: Sequence[str] = (),
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._tabs = tuple(tabs)
        self._brand = brand
        self.set_reactive(TabLine.active, active)
        self.set_reactive(TabLine.ends, tuple(ends))

    def on_click(self, event: events.Click) -> None:
        """Post `Selected` for the tab under the mouse."""
        offset = 0
        for piece in self._pieces():
            offset += cell_len(piece.text)
            if event.x < offset:
                if piece.tab:
                    self.post_message(self.Selected(self, piece.tab))
                return

    def jump_targets(self) -> Iterator[JumpTarget]:
        """Yield the tabs."""
        offset = 0
        for piece in self._pieces():
            if piece.tab and piece.text.strip() and "key" in piece.style:
                yield JumpTarget(self.region.offset + Offset(offset, 0), partial(self._select, piece.tab))
            offset += cell_len(piece.text)

    def _select(self, tab: str) -> None:
        self.post_message(self.Selected(self, tab))

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        width, ground = self.size.width, self.get_visual_style().rich_style
        if y:
            return Strip.blank(width, ground)
        segments = [
            Segment(piece.text, self.get_visual_style(piece.style).rich_style if piece.style else ground)
            for piece in self._pieces()
        ]
        return Strip(segments).adjust_cell_length(width, ground)

    def _pieces(self) -> list[_TabPart]:
        """Return the fullest variant of the line that fits, else the active tab, cut."""
        width = self.size.width
        for left, end in self._ways():
            used = sum(cell_len(piece.text) for piece in left)
            room = width - used - (cell_len(end) + 3 if end else 0)
            if room >= 0:
                gap = [_TabPart(" " * (room + 2), ""), _TabPart(end, "tabs--end")] if end else []
                return [*left, *gap]
        return [
            _TabPart(cut(f" {tab.name}", width), "tabs--active", tab.id) for tab in self._tabs if tab.id == self.active
        ]

    def _ways(self) -> Iterator[tuple[list[_TabPart], str]]:
        """Yield the left and the right of each variant of the line, the fullest first."""
        ends = [one_line(end) for end in self.ends]
        brand = [_TabPart(f" {self._brand}  ", "tabs--brand")] if self._brand else []
        everything, keys = self._left(names=True), self._left(names=False)
        for end in ends:
            yield [*brand, *everything], end
        for end in (*ends[-1:], ""):
            yield everything, end
        for end in ends:
            yield [*brand, *keys], end
        for end in (*ends, ""):
            yield keys, end
        for end in (*ends[-1:], ""):
            yield self._left(names=False, others=False), end

    def _left(self, *, names: bool, others: bool = True) -> list[_TabPart]:
        """Return the tabs: all or only the active one, with the titles of all or only of the active one."""
        pieces = []
        for tab in self._tabs:
            active = tab.id == self.active
            if not active and not others:
                continue
            name = f" {one_line(tab.name)}" if names or active else ""
            key_style, style = ("tabs--active-key", "tabs--active") if active else ("tabs--key", "tabs--name")
            pieces.append(_TabPart(f" {tab.key}" + (" " if name else ""), key_style, tab.id))
            if name:
                pieces.append(_TabPart(name.lstrip(), style, tab.id))
            pieces.append(_TabPart(" ", "", tab.id))
        return pieces
