"""Where the things of a board lie: columns, cards, and what is under the pointer. Pure functions of cells.

All places are in cells from the top left of the widget's content. A card's `index` counts from the top of its
column, whatever is scrolled away; a column's `top` is the index of the first card in sight.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Density = Literal["cards", "rows"]
HeaderLine = Literal["neighbours", "title", "hint", "rule"]
BoardPart = Literal["neighbour", "header", "card", "gap", "below"]

ROOMY: Final = 20
"""Cells a column needs for all of them to be shown at once: five columns at 100."""
COLUMN_MIN: Final = 22
"""Cells a column gets at least where not all of them fit."""
SINGLE_MAX: Final = 60
"""Up to this width one column is shown at a time."""
NARROWEST: Final = 8
"""Cells under which nothing is shown."""
EDGE: Final = 2
"""Cells at each side of the board that slide it while a card is dragged there."""


@dataclass(frozen=True, slots=True)
class ColumnBounds:
    """The place of one visible column: one cell of gutter, the cards, one cell for the scroll mark."""

    column: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class HitResult:
    """What lies at a place: `column` and, on a card or in the gap under it, the card's `index` and the `line` in it."""

    part: BoardPart
    column: int
    index: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class DropTarget:
    """A place for cards: in front of the card at `index` of `column`, which may be one past the last."""

    column: int
    index: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How a board of `total` columns lies in `width` × `height` cells."""

    width: int
    height: int
    total: int
    density: Density
    header: tuple[HeaderLine, ...]
    spans: tuple[ColumnBounds, ...]
    body: int
    """The line where the cards begin."""
    lines: int
    """How many lines the cards have."""
    card_height: int
    pitch: int
    """The lines from one card to the next."""
    page: int
    """How many whole cards are in sight. Rows leave their last line free, as the place to drop at the end."""

    @property
    def first(self) -> int:
        """The first column in sight."""
        return self.spans[0].column if self.spans else 0

    @property
    def last(self) -> int:
        """The last column in sight."""
        return self.spans[-1].column if self.spans else 0

    def span(self, column: int) -> ColumnBounds | None:
        """Return the place of `column`, or None where it is out of sight."""
        place = column - self.first
        return self.spans[place] if 0 <= place < len(self.spans) else None

    def top_for(self, top: int, count: int) -> int:
        """Return `top` kept within a column of `count` cards."""
        return max(0, min(top, count - self.page))

    def top_showing(self, index: int, top: int, count: int) -> int:
        """Return the `top` nearest to the present one that has the card `index` in sight."""
        nearest = min(max(top, index - self.page + 1), index)
        return self.top_for(nearest, count)

    def line_of(self, index: int, top: int) -> int:
        """Return the line where the card `index` begins; it may be out of sight."""
        return self.body + (index - top) * self.pitch

    def mark_line(self, index: int, top: int) -> int:
        """Return the line of the mark that says "dropped here" for the place in front of `index`.

        Between cards it is the blank line; between rows, which have none, the rows below make room.
        """
        line = self.line_of(index, top) - (1 if self.density == "cards" else 0)
        return max(self.body - 1, min(line, self.height - 1))

    def hit(self, x: int, y: int, tops: tuple[int, ...], counts: tuple[int, ...]) -> HitResult | None:
        """Return what lies at `x`, `y`; None outside the columns. `tops` and `counts` are per column of the board."""
        span = next((span for span in self.spans if span.x <= x < span.x + span.width), None)
        if span is None:
            return None
        if y < self.body:
            if y >= 0 and self.header[y] == "neighbours":
                return self._neighbour(x)
            return HitResult("header", span.column)
        slot, line = divmod(y - self.body, self.pitch)
        index = tops[span.column] + slot
        if index >= counts[span.column] or y >= self.height:
            return HitResult("below", span.column, counts[span.column])
        return HitResult("card" if line < self.card_height else "gap", span.column, index, line)

    def drop(self, x: int, y: int, tops: tuple[int, ...], counts: tuple[int, ...]) -> DropTarget | None:
        """Return where cards let go at `x`, `y` would lie; None outside the columns.

        The header is the top of a column, the room under its cards the end; over a card its middle decides.
        """
        hit = self.hit(x, y, tops, counts)
        if hit is None:
            return None
        if hit.part in ("header", "neighbour"):
            return DropTarget(hit.column, 0)
        after = self.density == "cards" and hit.part != "below" and hit.line * 2 >= self.card_height
        return DropTarget(hit.column, min(hit.index + after, counts[hit.column]))

    def side(self, x: int) -> int:
        """Return -1 or 1 where `x` is at an edge behind which there are more columns, else 0."""
        if x < EDGE and self.first > 0:
            return -1
        return 1 if x >= self.width - EDGE and self.last < self.total - 1 else 0

    def _neighbour(self, x: int) -> HitResult:
        left = x < self.width // 2
        column = max(0, self.first - 1) if left else min(self.total - 1, self.last + 1)
        return HitResult("neighbour", column)


def fitting(width: int, total: int) -> int:
    """Return how many of `total` columns `width` cells have room for."""
    if width >= ROOMY * total:
        return total
    return 1 if width <= SINGLE_MAX else max(1, min(total, width // COLUMN_MIN))


@lru_cache(64)
def thumb(lines: int, page: int, count: int, top: int) -> range:
    """Return which of the `lines` of a column its scroll mark takes: none where all `count` cards are in sight.

    It is as long in the lines as the `page` of cards in sight is among all of them.
    """
    if count <= page:
        return range(0)
    length = max(1, round(lines * page / count))
    begin = round((lines - length) * top / (count - page))
    return range(begin, begin + length)


def lay_out(width: int, height: int, total: int, density: Density, first: int = 0) -> Layout:
    """Return the layout of `total` columns, beginning with the column `first` or as near to it as there are."""
    width, height, total = max(0, width), max(0, height), max(0, total)
    shown = fitting(width, total) if width >= NARROWEST and height and total else 0
    header = _header(height, shown < total) if shown else ()
    lines = height - len(header)
    card_height, pitch, page = (3, 4, (lines + 1) // 4) if density == "cards" else (1, 1, lines - 1)
    return Layout(
        width,
        height,
        total,
        density,
        header,
        _spread(width, shown, max(0, min(first, total - shown))),
        len(header),
        lines,
        card_height,
        pitch,
        max(1, page),
    )


def _spread(width: int, shown: int, first: int) -> tuple[ColumnBounds, ...]:
    """Share `width` among the columns, the cells left over going to the first ones."""
    spans: list[ColumnBounds] = []
    x = 0
    for place in range(shown):
        cells = width // shown + (place < width % shown)
        spans.append(ColumnBounds(first + place, x, cells))
        x += cells
    return tuple(spans)


def _header(height: int, narrow: bool) -> tuple[HeaderLine, ...]:
    """A low board keeps its lines for the cards: first the hints go, then the rule."""
    lines: list[HeaderLine] = ["neighbours"] if narrow else []
    lines.append("title")
    if height >= 12:
        lines.append("hint")
    if height >= 6:
        lines.append("rule")
    return tuple(lines[: max(1, height)])
