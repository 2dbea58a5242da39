"""A drag from press to release: when it begins, where it would land, when it scrolls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from rapport_tui.app.board.widget.geometry import DropTarget, Layout

THRESHOLD: Final = 2
"""Cells the pointer must leave the place of the press by, in either direction, before cards are lifted."""
TICK: Final = 0.06
"""Seconds between two looks at a pointer that rests at an edge."""
GHOST_WIDTH: Final = 24
_SCROLL_EVERY: Final = {"cards": 2, "rows": 1}
_SCROLL_MAX: Final = 8
_FASTER_EVERY: Final = 20
_SLIDE_EVERY: Final = 8
_SLIDE_AFTER: Final = 5


@dataclass(frozen=True, slots=True)
class EdgeScroll:
    """What a resting pointer asks for: `column` moved by `cards`, the board slid by `columns`."""

    column: int
    cards: int = 0
    columns: int = 0


@dataclass(slots=True)
class Drag:
    """Cards held by the pointer: `held` is the one pressed on, `uids` all that move with it.

    They are `lifted` once the pointer has moved far enough, and stay so until the release.
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
        """Take the pointer to `x`, `y`; return whether cards are lifted."""
        self.pointer = (x, y)
        if max(abs(x - self.origin[0]), abs(y - self.origin[1])) >= THRESHOLD:
            self.lifted = True
        return self.lifted

    def aim(self, layout: Layout, tops: tuple[int, ...], counts: tuple[int, ...]) -> None:
        """Set `target` to where the cards would land now: None beside the board. Above is a header, below an end."""
        x, y = self.pointer
        self.target = layout.drop(x, max(0, y), tops, counts) if self.lifted else None

    def tick(self, layout: Layout) -> EdgeScroll | None:
        """Return what scrolls now that the pointer has rested for one more `TICK`: faster the longer it does."""
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
        """Return x, y, width and height of the picture that follows the pointer, kept within the board.

        It hangs right of the pointer and below it, or above where there is no room, and leaves the line `mark`
        free, which tells the place of the drop.
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
