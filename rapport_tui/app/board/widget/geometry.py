"""Geometry of the board: columns, cards, and hit testing. Pure functions on cells.

All positions are in cells from the top left of the widget's content. A card's `index` counts from the top of its
column, regardless of scrolling.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, NamedTuple

Density = Literal["cards", "rows"]
HeaderLine = Literal["neighbours", "title", "hint", "rule"]
BoardPart = Literal["neighbour", "header", "card", "gap", "below"]

ROOMY: Final = 20
"""The minimum width in cells of a column if all columns are shown at once: five columns fit into 100 cells."""
COLUMN_MIN: Final = 22
"""The minimum width in cells of a column if not all columns fit."""
SINGLE_MAX: Final = 60
"""The maximum width in cells at which one column is shown at a time."""
NARROWEST: Final = 8
"""The width in cells below which nothing is shown."""
EDGE: Final = 2
"""The width in cells of the edge at each side of the board that scrolls it while a card is dragged there."""


@dataclass(frozen=True, slots=True)
class ColumnBounds:
    """The bounds of one visible column: one cell of gutter, the cards, one cell for the scroll mark."""

    column: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class HitResult:
    """A hit: `column` and, on a card or in the gap below it, the card's `index`, the `line` in it and its `height`."""

    part: BoardPart
    column: int
    index: int = 0
    line: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class DropTarget:
    """A drop position: before the card at `index` of `column`; `index` may be one past the last card."""

    column: int
    index: int


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards of a column: their `count`, the index of the first visible one, and the heights of taller ones."""

    count: int = 0
    top: int = 0
    tall: Mapping[int, int] = field(default_factory=dict)


class Slot(NamedTuple):
    """A visible card: its index in the column, the line where it begins, and its height."""

    row: int
    line: int
    height: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a board of `total` columns in `width` × `height` cells."""

    width: int
    height: int
    total: int
    density: Density
    header: tuple[HeaderLine, ...]
    spans: tuple[ColumnBounds, ...]
    body: int
    """The line of the first card."""
    lines: int
    """The number of lines of a card."""
    card_height: int
    """The number of lines of a card that is not tall."""
    gap: int
    """The number of lines between two cards."""
    page: int
    """The number of whole cards visible if none is tall. Rows leave a line free, as a drop position at the end."""

    @property
    def first(self) -> int:
        """The first visible column."""
        return self.spans[0].column if self.spans else 0

    @property
    def last(self) -> int:
        """The last visible column."""
        return self.spans[-1].column if self.spans else 0

    def span(self, column: int) -> ColumnBounds | None:
        """Return the bounds of `column`, or None if it is not visible."""
        place = column - self.first
        return self.spans[place] if 0 <= place < len(self.spans) else None

    @property
    def usable(self) -> int:
        """The number of lines for whole cards, each with the gap below it."""
        return self.lines + (self.gap if self.density == "cards" else -1)

    def height_of(self, index: int, deck: Deck) -> int:
        """Return the number of lines of the card `index`."""
        return deck.tall.get(index, self.card_height)

    def slots(self, deck: Deck) -> Iterator[Slot]:
        """Yield the visible cards of a column; the last one may be visible only in part."""
        line = self.body
        for index in range(deck.top, deck.count):
            if line >= self.height:
                return
            height = self.height_of(index, deck)
            yield Slot(index, line, height)
            line += height + self.gap

    def scrolled(self, deck: Deck, top: int) -> int:
        """Return `top` clamped so that no more than the end of a column is shown."""
        return max(0, min(top, self._first_above(deck.count - 1, deck), deck.count - 1))

    def showing(self, index: int, deck: Deck) -> int:
        """Return the top of the column nearest to the current one at which the card `index` is visible."""
        return self.scrolled(deck, min(max(deck.top, self._first_above(index, deck)), index))

    def ending(self, deck: Deck) -> int:
        """Return the number of cards that are visible as a whole at the end of a column."""
        return deck.count - self._first_above(deck.count - 1, deck)

    def _first_above(self, index: int, deck: Deck) -> int:
        """Return the index of the first card if the card `index` is the last one that is visible as a whole."""
        left = self.usable - self.height_of(index, deck) - self.gap
        while index > 0 and (left := left - self.height_of(index - 1, deck) - self.gap) >= 0:
            index -= 1
        return index

    def line_of(self, index: int, deck: Deck) -> int:
        """Return the line where the card `index` begins; it may not be visible."""
        taller = sum(height - self.card_height for at, height in deck.tall.items() if deck.top <= at < index)
        return self.body + (index - deck.top) * (self.card_height + self.gap) + taller

    def index_at(self, line: int, deck: Deck) -> int:
        """Return the index of the card at `line`, or of the gap below it; beyond the last card it is the count."""
        return next((slot.row for slot in self.slots(deck) if line < slot.line + slot.height + self.gap), deck.count)

    def mark_line(self, index: int, deck: Deck) -> int:
        """Return the line of the mark for a drop before the card `index`.

        Between cards it is the blank line; rows have none, so the rows below are painted one line lower.
        """
        line = self.line_of(index, deck) - self.gap
        return max(self.body - 1, min(line, self.height - 1))

    def hit(self, x: int, y: int, decks: Sequence[Deck]) -> HitResult | None:
        """Return the hit at `x`, `y`; None outside the columns. `decks` are all columns of the board."""
        span = next((span for span in self.spans if span.x <= x < span.x + span.width), None)
        if span is None:
            return None
        if y < self.body:
            if y >= 0 and self.header[y] == "neighbours":
                return self._neighbour(x)
            return HitResult("header", span.column)
        for index, line, height in self.slots(decks[span.column]):
            if y < min(line + height + self.gap, self.height):
                part: BoardPart = "card" if y < line + height else "gap"
                return HitResult(part, span.column, index, y - line, height)
        return HitResult("below", span.column, decks[span.column].count)

    def drop(self, x: int, y: int, decks: Sequence[Deck]) -> DropTarget | None:
        """Return the drop position at `x`, `y`; None outside the columns.

        On the header it is the top of the column, below the cards the end; over a card, its middle decides.
        """
        hit = self.hit(x, y, decks)
        if hit is None:
            return None
        if hit.part in ("header", "neighbour"):
            return DropTarget(hit.column, 0)
        after = self.density == "cards" and hit.part != "below" and hit.line * 2 >= hit.height
        return DropTarget(hit.column, min(hit.index + after, decks[hit.column].count))

    def side(self, x: int) -> int:
        """Return -1 or 1 if `x` is at an edge beyond which there are more columns, else 0."""
        if x < EDGE and self.first > 0:
            return -1
        return 1 if x >= self.width - EDGE and self.last < self.total - 1 else 0

    def _neighbour(self, x: int) -> HitResult:
        left = x < self.width // 2
        column = max(0, self.first - 1) if left else min(self.total - 1, self.last + 1)
        return HitResult("neighbour", column)


def fitting(width: int, total: int) -> int:
    """Return the number of columns, of `total`, that fit into `width` cells."""
    if width >= ROOMY * total:
        return total
    return 1 if width <= SINGLE_MAX else max(1, min(total, width // COLUMN_MIN))


@lru_cache(64)
def thumb(lines: int, page: int, count: int, top: int) -> range:
    """Return the range of the `lines` of a column that its scroll mark covers; empty if all `count` cards are visible.

    Its share of the lines is that of the `page` of cards visible at its end among all cards.
    """
    if count <= page:
        return range(0)
    length = max(1, round(lines * page / count))
    begin = round((lines - length) * min(top / (count - page), 1))
    return range(begin, begin + length)


def lay_out(width: int, height: int, total: int, density: Density, first: int = 0) -> Layout:
    """Return the layout of `total` columns, starting at the column `first` or as near to it as possible."""
    width, height, total = max(0, width), max(0, height), max(0, total)
    shown = fitting(width, total) if width >= NARROWEST and height and total else 0
    header = _header(height, shown < total) if shown else ()
    lines = height - len(header)
    card_height, gap, page = (3, 1, (lines + 1) // 4) if density == "cards" else (1, 0, lines - 1)
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
        gap,
        max(1, page),
    )


def _spread(width: int, shown: int, first: int) -> tuple[ColumnBounds, ...]:
    """Distribute `width` among the columns; the first ones get the remaining cells."""
    spans: list[ColumnBounds] = []
    x = 0
    for place in range(shown):
        cells = width // shown + (place < width % shown)
        spans.append(ColumnBounds(first + place, x, cells))
        x += cells
    return tuple(spans)


def _header(height: int, narrow: bool) -> tuple[HeaderLine, ...]:
    """Return the lines of the header. A low board omits first the hints, then the rule, to leave lines for cards."""
    lines: list[HeaderLine] = ["neighbours"] if narrow else []
    lines.append("title")
    if height >= 12:
        lines.append("hint")
    if height >= 6:
        lines.append("rule")
    return tuple(lines[: max(1, height)])
