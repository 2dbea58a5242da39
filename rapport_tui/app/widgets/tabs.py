"""The top line: the program's name, its screens with their keys, and the place and date.

Textual's `Tabs` takes 34 ms more on each screen, this line 2 ms (docs/decisions/17-own-tabs-footer-and-lists.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from rapport_tui.app.widgets.jump_target import JumpTarget
from rapport_tui.app.widgets.roles import RoleWidget
from rapport_tui.app.widgets.styled_text import Role
from rapport_tui.terminal_text import cut, one_line


class Tab(NamedTuple):
    """A screen: its name in messages, its key, and its title."""

    id: str
    key: str
    name: str


class _TabPart(NamedTuple):
    """A painted part: text in a role, None for the background; `tab` is opened by a click on it."""

    text: str
    role: Role | None
    tab: str = ""
    is_key: bool = False


class TabLine(RoleWidget):
    """One line of tabs, and `end` against the right edge. A click on a tab posts `TabLine.Selected`.

    The brand is part of the first tab.

    `ends` are wordings of the right end, the longest first, of which the longest that fits is shown. If not all tabs
    fit, the titles of the others are replaced by their keys, then the other tabs are omitted; no word is cut as long as
    the title of the active tab fits.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TabLine {
        height: 1;
        background: $panel;
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
    ) -> None:
        super().__init__()
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
            if piece.is_key:
                yield JumpTarget(self.region.offset + Offset(offset, 0), partial(self._select, piece.tab))
            offset += cell_len(piece.text)

    def _select(self, tab: str) -> None:
        self.post_message(self.Selected(self, tab))

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        width, ground = self.size.width, self.role_style()
        if y:
            return Strip.blank(width, ground)
        segments = [
            Segment(piece.text, self.role_style(piece.role) if piece.role else ground) for piece in self._pieces()
        ]
        return Strip(segments).adjust_cell_length(width, ground)

    def _pieces(self) -> list[_TabPart]:
        """Return the fullest variant of the line that fits, else the active tab, cut."""
        width = self.size.width
        for left, end in self._ways():
            used = sum(cell_len(piece.text) for piece in left)
            room = width - used - (cell_len(end) + 3 if end else 0)
            if room >= 0:
                gap = [_TabPart(" " * (room + 2), None), _TabPart(end, "muted")] if end else []
                return [*left, *gap]
        return [_TabPart(cut(f" {tab.name}", width), "current", tab.id) for tab in self._tabs if tab.id == self.active]

    def _ways(self) -> Iterator[tuple[list[_TabPart], str]]:
        """Yield the left and the right of each variant of the line, the fullest first."""
        ends = [one_line(end) for end in self.ends]
        brand = [_TabPart(f" {self._brand}  ", "heading", self._tabs[0].id)] if self._brand else []
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
            key = f" {tab.key}" + (" " if name else "")
            pieces.append(_TabPart(key, "heading" if active else "muted", tab.id, is_key=True))
            if name:
                pieces.append(_TabPart(name.lstrip(), "current" if active else "text", tab.id))
            pieces.append(_TabPart(" ", None, tab.id))
        return pieces
