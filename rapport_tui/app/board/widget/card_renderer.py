"""One card as strips of exactly the width of its column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from rapport_tui.app.board.widget.card_text import (
    AHEAD,
    DRIFTING,
    Extent,
    Line,
    card_text,
    cut_detail,
    links_of,
    name_width,
)
from rapport_tui.app.board.widget.columns import BoardCard
from rapport_tui.app.board.widget.geometry import Density
from rapport_tui.terminal_text import cell_width, cut, isolated, one_line, pad

Styler = Callable[..., Style]
"""Names of component classes in, the style of them together out; later ones win."""

_WIDE_ROW: Final = 44
_ROOMY_ROW: Final = 20


@dataclass(frozen=True, slots=True)
class CardState:
    """The look of a card: its extent, at the cursor, selected, lifted, just moved, in a column that takes a drop."""

    cursor: bool = False
    focused: bool = False
    selected: bool = False
    lifted: bool = False
    target: bool = False
    moved: bool = False
    extent: Extent = "short"

    @property
    def ground(self) -> str:
        """The component class of what the card lies on."""
        if self.lifted:
            return "board--lifted"
        if self.moved:
            return "board--moved"
        if self.cursor and self.focused:
            return "board--cursor"
        if self.selected:
            return "board--selected"
        return "board--target" if self.target else "board--ground"

    def sign(self, line: int) -> str:
        """The character in the gutter, which tells the look without colours."""
        if self.lifted:
            return "┆"
        if self.selected and line == 0:
            return "✓"
        if self.cursor:
            return "▌" if self.focused else "▏"
        return " "


class CardRenderer:
    """Paints cards in a column of `width` cells, with its gutter at the left and its edge at the right."""

    def __init__(self, style: Styler, width: int, density: Density) -> None:
        self._style = style
        self._width = max(1, width - 2)
        self._density = density
        self._last = 6 if self._width > _ROOMY_ROW else 5

    def strips(self, card: BoardCard, look: CardState, stage: str) -> tuple[Strip, ...]:
        """Return the lines of `card` in a column of `stage` (a component class)."""
        if self._density == "rows":
            lines = [self._wide_row(card, look) if self._width >= _WIDE_ROW else self._row(card, look)]
        else:
            lines = self._lines(card, look)
        edge = Segment(" ", self._style("board--target" if look.target else "board--ground"))
        return tuple(
            Strip(joined([self._gutter(look, line, stage), *segments, edge]), self._width + 2)
            for line, segments in enumerate(lines)
        )

    def _gutter(self, look: CardState, line: int, stage: str) -> Segment:
        style = self._style(look.ground, stage)
        sign = look.sign(line)
        if sign == "✓" and look.cursor and look.focused:
            style += Style(reverse=True)
        return Segment(sign, style)

    def _lines(self, card: BoardCard, look: CardState) -> list[list[Segment]]:
        text = card_text(card, self._width, look.extent)
        return [
            *(self._name(card, look, part, number) for number, part in enumerate(text.name)),
            *(self._detail(card, look, part, number == text.arrow) for number, part in enumerate(text.detail)),
            *(self._mark(card, look, part, self._width) for part in text.mark),
        ]

    def _name(self, card: BoardCard, look: CardState, part: Line, number: int) -> list[Segment]:
        name = one_line(card.name)[slice(*part)]
        if number:
            return [Segment(pad(name, self._width), self._name_style(look))]
        room = name_width(card, self._width)
        return [Segment(pad(name, room), self._name_style(look)), *self._lasted(card, look, self._width - max(0, room))]

    def _detail(self, card: BoardCard, look: CardState, part: Line, has_arrow: bool) -> list[Segment]:
        """Return a line of the detail, with its links underlined on the card at the cursor, where they can be clicked.

        It is cut between characters, never by cells: a terminal and a table may not agree on the cells of an emoji.
        """
        shown = cut_detail(card, part, self._width, has_arrow=has_arrow)
        arrow = "" if not (has_arrow and card.ahead) else f" {AHEAD}" if shown else AHEAD
        style = self._style(look.ground, "board--detail")
        links = links_of(card, shown, part[0]) if look.cursor else []
        cuts = sorted({0, len(shown), *(at for start, end, _ in links for at in (start, end))})
        starts, link = {start for start, _, _ in links}, style + Style(underline=True)
        return [
            *(Segment(shown[start:end], link if start in starts else style) for start, end in pairwise(cuts)),
            Segment(arrow, self._style(look.ground, "board--ahead")),
            self._blank(look, self._width - cell_width(shown) - len(arrow)),
        ]

    def _mark(self, card: BoardCard, look: CardState, part: Line, width: int) -> list[Segment]:
        """Return a line of the mark; only the first one begins with the sign."""
        mark = one_line(card.mark)[slice(*part)]
        sign = cut(card.sign, width) if part[0] == 0 else ""
        rest = pad(mark.removeprefix(sign), width - cell_width(sign))
        return [Segment(sign, self._mark_style(card, look)), Segment(rest, self._style(look.ground, "board--mark"))]

    def _row(self, card: BoardCard, look: CardState) -> list[Segment]:
        room = max(0, self._width - self._last - 2)
        arrow = f" {AHEAD}" if card.ahead and room > 2 else ""
        return [
            Segment(pad(card.name, room - len(arrow)), self._name_style(look)),
            Segment(arrow, self._style(look.ground, "board--ahead")),
            self._blank(look, 1),
            Segment(cut(card.sign, 1) or " ", self._mark_style(card, look)),
            *self._lasted(card, look, self._width - room - 2),
        ]

    def _wide_row(self, card: BoardCard, look: CardState) -> list[Segment]:
        name = mark = (self._width - self._last) * 3 // 10
        room = self._width - self._last - name - mark - 3
        arrow = f" {AHEAD}" if card.ahead else ""
        return [
            Segment(pad(card.name, name), self._name_style(look)),
            self._blank(look, 1),
            Segment(pad(card.detail, room - len(arrow)), self._style(look.ground, "board--detail")),
            Segment(arrow, self._style(look.ground, "board--ahead")),
            self._blank(look, 1),
            *self._mark(card, look, (0, len(card.mark)), mark),
            self._blank(look, 1),
            *self._lasted(card, look, self._last),
        ]

    def _lasted(self, card: BoardCard, look: CardState, width: int) -> list[Segment]:
        sign = DRIFTING if card.drifting else ""
        last = cut(card.last, width - len(sign))
        return [
            self._blank(look, width - len(sign) - cell_width(last)),
            Segment(sign, self._style(look.ground, "board--drifting")),
            Segment(last, self._style(look.ground, "board--last")),
        ]

    def _name_style(self, look: CardState) -> Style:
        current = ("board--current",) if look.cursor and not look.lifted else ()
        return self._style(look.ground, "board--name", *current)

    def _mark_style(self, card: BoardCard, look: CardState) -> Style:
        kind = f"board--mark-{card.mark_kind}" if card.mark_kind else "board--mark"
        return self._style(look.ground, kind)

    def _blank(self, look: CardState, width: int) -> Segment:
        return Segment(" " * max(0, width), self._style(look.ground))


def joined(segments: Iterable[Segment]) -> list[Segment]:
    """Return `segments` for painting, with blanks joined to what is beside them: each style costs bytes.

    Texts are isolated one by one, so that right-to-left text does not reorder its neighbours.
    """
    found: list[Segment] = []
    for text, style, _ in segments:
        if not text:
            continue
        if found and _on_one_ground(found[-1].style, style):
            last, before, _ = found[-1]
            if style == before or text.isspace():
                found[-1] = Segment(last + isolated(text), before)
                continue
            if last.isspace():
                found[-1] = Segment(last + isolated(text), style)
                continue
        found.append(Segment(isolated(text), style))
    return found


def _on_one_ground(first: Style | None, second: Style | None) -> bool:
    """Return whether a blank looks the same in both styles."""
    if first is None or second is None or first.bgcolor != second.bgcolor:
        return False
    return not any(style.underline or style.reverse or style.strike for style in (first, second))
