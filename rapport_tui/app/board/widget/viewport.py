"""The view of a board, independent of Textual: its cursor, scroll positions and selection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rapport_tui.app.board.widget.card_text import Extent, card_text, link_at
from rapport_tui.app.board.widget.columns import BoardCard, BoardColumn, CardPosition, in_order, landing, place_of
from rapport_tui.app.board.widget.geometry import Deck, Density, DropTarget, HitResult, Layout, lay_out


class Rearrangement(NamedTuple):
    """A move of cards to `stage`, before the card `before`; None is the end."""

    uids: tuple[str, ...]
    stage: str
    before: str | None


class Sorting(NamedTuple):
    """A sort order of a board, in which cards have no other place: its name, such as "by name".

    `index_of` returns the index at which cards (their uids) would stand in a column: its stage and its uids.
    """

    name: str
    index_of: Callable[[Sequence[str], str, Sequence[str]], int]


class Viewport:
    """A cursor on columns of cards, each scrolled separately.

    The cursor is on a card, or on the header of an empty column. It stays with its card when the columns change.
    The card at `opened` shows its full texts, as do all cards of a column that has the lines for them. With fewer lines
    to spare, the upper cards show all of their mark.
    """

    def __init__(self) -> None:
        self.columns: tuple[BoardColumn, ...] = ()
        self.column = 0
        self.row = 0
        self.tops: tuple[int, ...] = ()
        self.counts: tuple[int, ...] = ()
        self.selected: frozenset[str] = frozenset()
        self.opened: CardPosition = (0, 0)
        self.sorting: Sorting | None = None
        self.layout = lay_out(0, 0, 0, "cards")
        self._anchor: str | None = None
        self._larger_cards: dict[int, tuple[Layout, int | None, dict[int, tuple[Extent, int]]]] = {}

    @property
    def card(self) -> BoardCard | None:
        """The card at the cursor."""
        return self.card_at(self.column, self.row)

    @property
    def stage(self) -> str:
        """The stage of the column at the cursor, "" on a board without columns."""
        return self.columns[self.column].stage if self.columns else ""

    def card_at(self, column: int, row: int) -> BoardCard | None:
        """Return the card at `row` of `column`, or None."""
        if not 0 <= column < len(self.columns):
            return None
        cards = self.columns[column].cards
        return cards[row] if 0 <= row < len(cards) else None

    def find(self, uid: str, guess: CardPosition | None = None) -> CardPosition | None:
        """Return the column and row of the card `uid`, trying `guess` first, else the position of the cursor."""
        return place_of(self.columns, uid, guess or (self.column, self.row))

    @property
    def decks(self) -> list[Deck]:
        """All columns as the layout sees them."""
        return [self.deck(column) for column in range(len(self.columns))]

    def deck(self, column: int) -> Deck:
        """Return a column as the layout sees it."""
        return Deck(self.counts[column], self.tops[column], self._tall(column))

    def extent(self, column: int, row: int) -> Extent:
        """Return how much of its texts the card at `row` of `column` shows."""
        return self.larger(column).get(row, ("short", 0))[0]

    def link_at(self, hit: HitResult | None, x: int) -> str | None:
        """Return the link at cell `x` of the board; only the card at the cursor shows links."""
        card, span = self.card, self.layout.span(self.column)
        if hit is None or hit.part != "card" or (hit.column, hit.index) != (self.column, self.row):
            return None
        if card is None or span is None or self.layout.density == "rows":
            return None
        return link_at(card, hit.line, x - span.x - 1, span.width - 2, self.extent(self.column, self.row))

    def in_sight(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield the column, row, cell and line of each card visible as a whole; for an empty column, of its top."""
        layout = self.layout
        for span in layout.spans:
            deck = self.deck(span.column)
            if not deck.count:
                yield span.column, 0, span.x, layout.body
            for row, line, height in layout.slots(deck):
                if row == deck.top or line + height <= layout.height:
                    yield span.column, row, span.x, line

    def show(self, columns: Sequence[BoardColumn], guess: CardPosition | None = None) -> None:
        """Set `columns`; the cursor, the scroll positions and the selection stay with their cards and stages.

        `guess` is the probable new position of the cursor's card.
        """
        card, place = self.card, (self.column, self.row)
        tops = {column.stage: top for column, top in zip(self.columns, self.tops, strict=True)}
        self._larger_cards.clear()
        self.columns = tuple(columns)
        self.counts = tuple(len(column.cards) for column in self.columns)
        self.tops = tuple(tops.get(column.stage, 0) for column in self.columns)
        if self.selected:
            self.selected = frozenset(in_order(self.columns, self.selected))
        self._lay_out(self.layout.width, self.layout.height, self.layout.density)
        found = self.find(card.uid, guess) if card is not None else None
        self.place(*(found or place), reveal=False)
        if (self.column, self.row) != place:
            self.reveal()

    def resize(self, width: int, height: int, density: Density) -> None:
        """Update the layout, and keep the cursor visible."""
        self._lay_out(width, height, density)
        self.reveal()

    def place(self, column: int, row: int, *, reveal: bool = True, opens: bool = True) -> None:
        """Move the cursor to `row` of `column`, or to the nearest card; open the card if `opens`."""
        self.column = max(0, min(column, len(self.columns) - 1))
        self.row = max(0, min(row, self.counts[self.column] - 1)) if self.columns else 0
        if opens:
            self.opened = (self.column, self.row)
        if reveal:
            self.reveal()

    def go_to(self, uid: str) -> bool:
        """Move the cursor to the card `uid`; return whether it is on the board."""
        if (found := self.find(uid)) is None:
            return False
        self.place(*found)
        return True

    def walk(self, step: int) -> None:
        """Move the cursor `step` columns sideways, at the same height on the screen."""
        column = self.column + step
        if 0 <= column < len(self.columns):
            self.place(column, self._level(column))
        else:
            self.reveal()

    def step(self, rows: int) -> None:
        """Move the cursor `rows` cards down its column, or up if negative."""
        self.place(self.column, self.row + rows)

    def bottom(self) -> None:
        """Move the cursor to the last card of the column."""
        if self.columns:
            self.place(self.column, self.counts[self.column] - 1)

    def scroll(self, column: int, cards: int) -> None:
        """Scroll `column` by `cards` without moving the cursor."""
        top = self.layout.scrolled(self.deck(column), self.tops[column] + cards)
        self.tops = (*self.tops[:column], top, *self.tops[column + 1 :])

    def slide(self, columns: int) -> None:
        """Scroll the board sideways without moving the cursor, if not all columns are visible."""
        layout = self.layout
        self.layout = lay_out(layout.width, layout.height, layout.total, layout.density, layout.first + columns)

    def reveal(self) -> None:
        """Scroll so that the cursor is visible."""
        if not self.columns:
            return
        if self.column < self.layout.first:
            self.slide(self.column - self.layout.first)
        elif self.column > self.layout.last:
            self.slide(self.column - self.layout.last)
        column = self.column
        self.scroll(column, self.layout.showing(self.row, self.deck(column)) - self.tops[column])

    def toggle(self) -> None:
        """Toggle the selection of the card at the cursor."""
        if (card := self.card) is not None:
            self.selected ^= {card.uid}
            self._anchor = card.uid

    def extend_to(self, column: int, row: int) -> None:
        """Select all cards of `column` from the cursor, or from the start of the last selection, to `row`."""
        anchor = self.find(self._anchor) if self._anchor is not None and self.selected else None
        if anchor is None or anchor[0] != column:
            anchor = (column, self.row if self.column == column else row)
        start, stop = sorted((anchor[1], row))
        uids = self.columns[column].cards.uids
        self._anchor = uids[anchor[1]] if anchor[1] < len(uids) else None
        self.selected |= set(uids[start : stop + 1])
        self.place(column, row, opens=False)

    def let_go(self) -> None:
        """Clear the selection."""
        self.selected = frozenset()
        self._anchor = None

    def carried(self, uid: str) -> tuple[str, ...]:
        """Return the cards that move with `uid`: all selected cards if it is one of them, from the top."""
        return in_order(self.columns, self.selected) if uid in self.selected else (uid,)

    def promoted(self, step: int) -> Rearrangement | None:
        """Return the move of the selected cards `step` columns sideways, at the height of the cursor on the screen."""
        column = self.column + step
        if self.card is None or not 0 <= column < len(self.columns):
            return None
        uids = self.carried(self.card.uid)
        target = self.columns[column]
        return self._moved(uids, target, self._level(column, room=1))

    def sent(self, stage: str) -> Rearrangement | None:
        """Return the move of the selected cards to the top of `stage`."""
        target = next((column for column in self.columns if column.stage == stage), None)
        if self.card is None or target is None:
            return None
        return self._moved(self.carried(self.card.uid), target, 0)

    def dropped(self, uids: tuple[str, ...], target: DropTarget) -> Rearrangement:
        """Return the move of `uids` to `target`."""
        return self._moved(uids, self.columns[target.column], target.index)

    def sorted_target(self, uids: Sequence[str], target: DropTarget) -> DropTarget:
        """Return where `uids` would stand in the column of `target`: there, or at their place in the sort order."""
        return replace(target, index=self._index(uids, self.columns[target.column], target.index))

    def shifted(self, step: int) -> Rearrangement | None:
        """Return the move of the selected cards one place up or down within the cursor's column."""
        if self.card is None:
            return None
        uids = self.carried(self.card.uid)
        column = self.columns[self.column]
        moving = frozenset(uids)
        rows = [row for row, uid in enumerate(column.cards.uids) if uid in moving]
        index = rows[0] - 1 if step < 0 else rows[-1] + 2
        return self._moved(uids, column, index)

    def _moved(self, uids: tuple[str, ...], column: BoardColumn, index: int) -> Rearrangement:
        """Return the move of `uids` to `index` of `column`, or to their place in the sort order."""
        return Rearrangement(uids, column.stage, landing(column, self._index(uids, column, index), frozenset(uids)))

    def _index(self, uids: Sequence[str], column: BoardColumn, index: int) -> int:
        return self.sorting.index_of(uids, column.stage, column.cards.uids) if self.sorting else index

    def _level(self, column: int, room: int = 0) -> int:
        """Return the row of `column` at the height of the cursor; `room` is a number of additional rows at its end."""
        line = max(self.layout.line_of(self.row, self.deck(self.column)), self.layout.body)
        return max(0, min(self.layout.index_at(line, self.deck(column)), self.counts[column] - 1 + room))

    def _lay_out(self, width: int, height: int, density: Density) -> None:
        self.layout = lay_out(width, height, len(self.columns), density, self.layout.first)
        self.tops = tuple(self.layout.scrolled(self.deck(column), top) for column, top in enumerate(self.tops))

    def _tall(self, column: int) -> dict[int, int]:
        """Return the heights of the cards of a column that take more lines than usual, by row."""
        larger = self.larger(column).items()
        return {row: height for row, (_, height) in larger if height > self.layout.card_height}

    def larger(self, column: int) -> dict[int, tuple[Extent, int]]:
        """Return how much is shown of the cards of a column that are not short, and in how many lines, by row."""
        opened = self.opened[1] if self.opened[0] == column else None
        kept = self._larger_cards.get(column)
        if kept is None or kept[:2] != (self.layout, opened):
            found = self._enlarged(column, opened) if self.layout.density == "cards" else {}
            self._larger_cards[column] = kept = (self.layout, opened, found)
        return kept[2]

    def _enlarged(self, column: int, opened: int | None) -> dict[int, tuple[Extent, int]]:
        """Return what each card shows: nothing is cut in a column whose short cards leave lines free.

        Its cards are then whole, also if it has to scroll for that; they are full if it need not.
        """
        layout, span, count = self.layout, self.layout.span(column), self.counts[column]
        if span is None:
            return {}
        cards, usual = self.columns[column].cards, layout.card_height

        def height(row: int, extent: Extent) -> int:
            return card_text(cards[row], span.width - 2, extent).height

        found: dict[int, tuple[Extent, int]] = {}
        if (spare := layout.usable - count * (usual + layout.gap)) >= 0:
            full = [height(row, "full") for row in range(count)]
            if sum(full) - usual * count <= spare:
                return {row: ("full", lines) for row, lines in enumerate(full)}
            found = {row: ("whole", height(row, "whole")) for row in range(count)}
        if opened is not None and opened < count:
            found[opened] = ("full", min(height(opened, "full"), layout.lines))
        return found
