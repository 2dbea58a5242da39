"""The texts of a card in lines: cut to three lines, whole but without the least important, or in full."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from rapport_tui.app.board.widget.columns import BoardCard
from rapport_tui.terminal_text import ELLIPSIS, breaks, cell_width, cut, one_line

DRIFTING: Final = "◦"
AHEAD: Final = "↑"
SEPARATOR: Final = " · "

Extent = Literal["short", "whole", "full"]
"""The part of its texts that a card shows: three lines, what these show in as many lines as it needs, or everything."""
Line = tuple[int, int]
"""The start and the end of a line in a text, in characters."""


class CardText(NamedTuple):
    """The lines of a card, each as a part of its name, its detail or its mark."""

    name: Sequence[Line]
    detail: Sequence[Line]
    mark: Sequence[Line]
    arrow: int = 0
    """The index of the line of the detail that ends with the arrow of somebody ahead."""

    @property
    def height(self) -> int:
        """The number of lines."""
        return len(self.name) + len(self.detail) + len(self.mark)


@lru_cache(4096)
def card_text(card: BoardCard, width: int, extent: Extent) -> CardText:
    """Return the lines of `card` in `width` cells: three of them, or what `extent` needs.

    Unless it shows everything, an organisation that does not fit beside the role takes the place of a general hint.
    """
    detail, mark = one_line(card.detail), one_line(card.mark)
    is_short = extent == "short"
    name = [(0, len(card.name))] if is_short else breaks(one_line(card.name), name_width(card, width), width)
    if not detail and not card.ahead:
        return CardText(name, (), _below_name(mark, width, is_short=is_short))
    first, *rest = _grouped(detail, _detail_width(card, width), width)
    role = [first] if is_short else _broken(detail, first, _detail_width(card, width))
    if extent == "full":
        lines = [*role, *(line for part in rest for line in _broken(detail, part, width))]
        return CardText(name, lines, breaks(mark, width, width) if mark or len(lines) < 2 else (), len(role) - 1)
    org = next((link for link in card.links if not link.startswith("#")), "")
    if rest and not card.mark_kind and (not mark or (org != "" and org in detail[slice(*rest[0])])):
        more = rest[:1] if is_short else _broken(detail, rest[0], width)
        return CardText(name, [*role, *more], (), len(role) - 1)
    return CardText(name, role, [(0, len(mark))] if is_short else breaks(mark, width, width), len(role) - 1)


def _below_name(mark: str, width: int, *, is_short: bool) -> list[Line]:
    """Return the lines of a mark that stands right below the name: at least two."""
    lines = breaks(mark, width, width)
    if is_short and len(lines) > 2:
        lines = [lines[0], (lines[1][0], len(mark))]
    return [*lines, *[(len(mark), len(mark))] * (2 - len(lines))]


def name_width(card: BoardCard, width: int) -> int:
    """Return the cells for the name of `card` beside the time of the last talk."""
    last = cell_width(one_line(card.last)) + card.drifting
    return width - (last + 1 if last else 0)


def cut_detail(card: BoardCard, line: Line, width: int, *, has_arrow: bool) -> str:
    """Return a line of the detail of `card` as it is painted."""
    return cut(one_line(card.detail)[slice(*line)], _detail_width(card, width) if has_arrow else width)


def links_of(card: BoardCard, shown: str, start: int) -> list[tuple[int, int, str]]:
    """Return where the links of `card` are in `shown`, its detail from the character `start`, in characters."""
    found, detail = [], one_line(card.detail)
    stop = start + len(shown if detail.startswith(shown, start) else shown.removesuffix(ELLIPSIS))
    for link in card.links:
        at = detail.find(one_line(link))
        if at >= 0 and (first := max(at, start)) < (last := min(at + len(link), stop)):
            found.append((first - start, last - start, link))
    return found


def link_at(card: BoardCard, line: int, x: int, width: int, extent: Extent) -> str | None:
    """Return the link at cell `x` of a line of `card`."""
    text = card_text(card, width, extent)
    number = line - len(text.name)
    if not 0 <= number < len(text.detail):
        return None
    part = text.detail[number]
    shown = cut_detail(card, part, width, has_arrow=number == text.arrow)
    places = links_of(card, shown, part[0])
    return next((link for a, b, link in places if cell_width(shown[:a]) <= x < cell_width(shown[:b])), None)


def _detail_width(card: BoardCard, width: int) -> int:
    """Return the cells for the line of the detail before the arrow of somebody ahead."""
    return width - (len(AHEAD) + 1 if card.ahead else 0)


def _broken(text: str, part: Line, width: int) -> list[Line]:
    """Return the lines of one part of `text`."""
    return [(part[0] + start, part[0] + stop) for start, stop in breaks(text[slice(*part)], width, width)]


def _grouped(text: str, first: int, rest: int) -> list[Line]:
    """Return the lines of `text` with as many of its parts on each as fit whole, at least one."""
    lines: list[Line] = []
    start = stop = at = 0
    for number, part in enumerate(text.split(SEPARATOR)):
        end = at + len(part)
        if number and cell_width(text[start:end]) > (rest if lines else first):
            lines.append((start, stop))
            start = at
        stop, at = end, end + len(SEPARATOR)
    return [*lines, (start, stop)]
