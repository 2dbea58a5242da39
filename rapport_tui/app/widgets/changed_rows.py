"""Lists that highlight for a moment what has just changed in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.timer import Timer

from rapport_tui.app.widgets.rows import Row, RowList

_SECONDS: Final = 0.2
_MOST: Final = 2
"""The most rows that may have changed: more are another list rather than a change of this one."""


class HighlightedRows(RowList):
    """A list that can highlight rows for a moment; never where animations are off."""

    _changed: frozenset[str] = frozenset()
    _fading: Timer | None = None

    def highlight(self, keys: Iterable[str]) -> None:
        """Highlight rows for a moment."""
        if self.app.animation_level == "none":
            return
        self._set_changed(frozenset(keys))
        if self._fading is not None:
            self._fading.stop()
        self._fading = self.set_timer(_SECONDS, lambda: self._set_changed(frozenset()))

    def _set_changed(self, keys: frozenset[str]) -> None:
        self._changed = keys
        self._painted.clear()
        self.refresh()

    def _paint(self, index: int) -> list[Strip]:
        strips = super()._paint(index)
        if self.rows[index].key not in self._changed:
            return strips
        ground = Style(bgcolor=self.role_style("changed").bgcolor)
        return [Strip(Segment.apply_style(strip, post_style=ground), strip.cell_length) for strip in strips]


class ChangedRows(HighlightedRows):
    """A list that highlights a row once it is new or another."""

    def show(self, rows: Sequence[Row], words: Iterable[str] = (), *, is_change: bool = True) -> None:
        """Show `rows`, and highlight the one or two that were not there before or were another.

        Nothing is highlighted unless it `is_change` of the journal: a query and scrolling bring other rows too.
        """
        before = {row.key: row for row in self.rows} if self._has_rows and is_change else None
        super().show(rows, words)
        if before is None:
            return
        changed = [row.key for row in rows if row.selectable and before.get(row.key) != row]
        if 0 < len(changed) <= _MOST:
            self.highlight(changed)
