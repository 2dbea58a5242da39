"""The state of a drag from press to release: its start, its drop target, and scrolling at an edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rapport_tui.app.board.widget.geometry import Deck, DropTarget, Layout

THRESHOLD: Final = 2
"""The distance in cells, in either direction, that the pointer must move before cards are lifted."""
TICK: Final = 0.06
"""The interval in seconds for scrolling while the pointer rests at an edge."""
GHOST_WIDTH: Final = 24
_SCROLL_EVERY: Final = {"cards": 2, "rows": 1}
_SCROLL_MAX: Final = 8
_FASTER_EVERY: Final = 20
_SLIDE_EVERY: Final = 8
_SLIDE_AFTER: Final = 5


@dataclass(frozen=True, slots=True)
class EdgeScroll:
    """The scrolling caused by a pointer at an edge: `column` scrolled by `cards`, the board by `columns`."""

    column: int
    cards: int = 0
    columns: int = 0


@dataclass(slots=True)
class Drag:
    """Cards dragged by the pointer: `held` is the one pressed on, `uids` are all that move with it.

    They are `lifted` after the pointer has moved far enough, until the release.
    """

    held: str
    uids: tuple[str, ...]
    origin: tuple[int, int]
    pointer: tuple[int, int] = field(init=False)
    lifted: bool = False
    target: DropTarget | None = None
    _end_ticks: int = 0
    _side_ticks: int = 0

    def __post_init__(self) -> None:
        self.pointer = self.origin

    def move(self, x: int, y: int) -> bool:
        """Move the pointer to `x`, `y`; return whether cards are lifted."""
        self.pointer = (x, y)
        if max(abs(x - self.origin[0]), abs(y - self.origin[1])) >= THRESHOLD:
            self.lifted = True
        return self.lifted

    def aim(self, layout: Layout, decks: Sequence[Deck]) -> None:
        """Set `target` to the drop position at the pointer: None beside the board; above the board is its header."""
        x, y = self.pointer
        self.target = layout.drop(x, max(0, y), decks) if self.lifted else None

    def tick(self, layout: Layout) -> EdgeScroll | None:
        """Return the scrolling after one more `TICK` at an edge, faster with time; None elsewhere."""
        if not self.lifted or self.target is None:
            return None
        x, y = self.pointer
        side = layout.side(x) if y >= layout.body else 0
        end = -1 if y <= layout.body else 1 if y >= layout.height - 2 else 0
        self._side_ticks = self._side_ticks + 1 if side else 0
        self._end_ticks = self._end_ticks + 1 if end else 0
        columns = side if self._side_ticks % _SLIDE_EVERY == _SLIDE_AFTER else 0
        cards = 0
        if self._end_ticks % _SCROLL_EVERY[layout.density] == 0:
            cards = end * min(_SCROLL_MAX, 1 + self._end_ticks // _FASTER_EVERY)
        return EdgeScroll(self.target.column, cards, columns) if cards or columns else None

    def ghost(self, layout: Layout, mark: int | None) -> tuple[int, int, int, int]:
        """Return x, y, width and height of the image that follows the pointer, kept within the board.

        It is painted to the right of the pointer and below it, or above if there is not enough space, and leaves the
        line `mark`, which shows the drop position, uncovered.
        """
        x, y = self.pointer
        width = min(GHOST_WIDTH, layout.width)
        height = min(2 if layout.density == "cards" else 1, layout.height)
        places = (y + 1, y + 2, y - height, y - height - 1, 0)
        top = next(
            (
                top
                for top in places
                if 0 <= top <= layout.height - height and not (mark is not None and top <= mark < top + height)
            ),
            0,
        )
        return max(0, min(x + 1, layout.width - width)), top, width, height
