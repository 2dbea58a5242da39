"""The face of one card, as strips of exactly its width."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from rapport_tui.app.board.widget.columns import BoardCard
from rapport_tui.app.board.widget.geometry import Density
from rapport_tui.terminal_text import ELLIPSIS, cell_width, cut, isolated, one_line, pad

Styler = Callable[..., Style]
"""Names of component classes in, the style of them together out; later ones win."""

DRIFTING: Final = "◦"
AHEAD: Final = "↑"
_SEPARATOR: Final = " · "
_WIDE_ROW: Final = 44
_ROOMY_ROW: Final = 20


@dataclass(frozen=True, slots=True)
class CardState:
    """How a card is looked at: by the cursor, selected, lifted or just moved, in a column that would take a drop."""

    cursor: bool = False
    focused: bool = False
    selected: bool = False
    lifted: bool = False
    target: bool = False
    moved: bool = False

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


def links_of(card: BoardCard, width: int) -> list[tuple[int, int, str]]:
    """Return where the links of `card` begin and end in its second line, in cells of the `width` that it has."""
    shown = _shown_detail(card, width)
    return [
        (cell_width(shown[:start]), cell_width(shown[:end]), link) for start, end, link in _found_links(card, shown)
    ]


def _shown_detail(card: BoardCard, width: int) -> str:
    """Return as many parts of the detail as fit whole, the first one in any case."""
    detail, room = card.detail, width - (len(AHEAD) + 1 if card.ahead else 0)
    while cell_width(detail) > room and _SEPARATOR in detail:
        detail = detail.rpartition(_SEPARATOR)[0]
    return cut(detail, room)


def _found_links(card: BoardCard, shown: str) -> list[tuple[int, int, str]]:
    """Return where the links of `card` begin and end in `shown`, its detail as it is painted, in characters."""
    found = []
    for link in card.links:
        at = card.detail.find(link)
        if at >= 0 and shown[:at] == card.detail[:at] and (seen := shown[at : at + len(link)].rstrip(ELLIPSIS)):
            found.append((at, at + len(seen), link))
    return found


class CardRenderer:
    """Paints cards of one `width`, the gutter at their left included."""

    def __init__(self, style: Styler, width: int, density: Density) -> None:
        self._style = style
        self._width = max(1, width - 1)
        self._density = density
        self._last = 6 if self._width > _ROOMY_ROW else 5

    def strips(self, card: BoardCard, look: CardState, stage: str) -> tuple[Strip, ...]:
        """Return the lines of `card` in a column of `stage` (a component class)."""
        if self._density == "rows":
            lines = [self._wide_row(card, look) if self._width >= _WIDE_ROW else self._row(card, look)]
        else:
            lines = [self._name(card, look), self._detail(card, look), self._marked(card, look, self._width)]
        return tuple(
            Strip(
                [
                    self._gutter(look, line, stage),
                    *(Segment(isolated(segment.text), segment.style) for segment in segments if segment.text),
                ],
                self._width + 1,
            )
            for line, segments in enumerate(lines)
        )

    def _gutter(self, look: CardState, line: int, stage: str) -> Segment:
        style = self._style(look.ground, stage)
        sign = look.sign(line)
        if sign == "✓" and look.cursor and look.focused:
            style += Style(reverse=True)
        return Segment(sign, style)

    def _name(self, card: BoardCard, look: CardState) -> list[Segment]:
        last = cell_width(one_line(card.last)) + card.drifting
        room = self._width - (last + 1 if last else 0)
        return [self._named(card, look, room), *self._lasted(card, look, self._width - max(0, room))]

    def _detail(self, card: BoardCard, look: CardState) -> list[Segment]:
        arrow = f" {AHEAD}" if card.ahead else ""
        detail = _shown_detail(card, self._width)
        arrow = arrow if detail else arrow.strip()
        return [
            *self._linked(card, look, detail),
            Segment(arrow, self._style(look.ground, "board--ahead")),
            self._blank(look, self._width - cell_width(detail) - len(arrow)),
        ]

    def _linked(self, card: BoardCard, look: CardState, detail: str) -> list[Segment]:
        """Return the detail, with its links underlined on the card at the cursor, where they can be clicked.

        It is cut between characters, never by cells: a terminal and a table may not agree on the cells of an emoji.
        """
        style = self._style(look.ground, "board--detail")
        if not look.cursor:
            return [Segment(detail, style)]
        links = _found_links(card, detail)
        cuts = sorted({0, len(detail), *(at for start, end, _ in links for at in (start, end))})
        starts, link = {start for start, _, _ in links}, style + Style(underline=True)
        return [Segment(detail[start:end], link if start in starts else style) for start, end in pairwise(cuts)]

    def _row(self, card: BoardCard, look: CardState) -> list[Segment]:
        room = max(0, self._width - self._last - 2)
        arrow = f" {AHEAD}" if card.ahead and room > 2 else ""
        return [
            self._named(card, look, room - len(arrow)),
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
            self._named(card, look, name),
            self._blank(look, 1),
            Segment(pad(card.detail, room - len(arrow)), self._style(look.ground, "board--detail")),
            Segment(arrow, self._style(look.ground, "board--ahead")),
            self._blank(look, 1),
            *self._marked(card, look, mark),
            self._blank(look, 1),
            *self._lasted(card, look, self._last),
        ]

    def _named(self, card: BoardCard, look: CardState, width: int) -> Segment:
        return Segment(pad(card.name, width), self._name_style(look))

    def _marked(self, card: BoardCard, look: CardState, width: int) -> list[Segment]:
        sign = cut(card.sign, width)
        rest = pad(card.mark.removeprefix(card.sign), width - cell_width(sign))
        return [
            Segment(sign, self._mark_style(card, look)),
            Segment(rest, self._style(look.ground, "board--mark")),
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
