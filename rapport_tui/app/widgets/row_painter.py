"""Painting of one row of a list as strips."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from rapport_tui.app.widgets.styled_text import Role, RowLine, laid_out, marked

# The cells to the left and to the right of the text of a row.
GUTTER = 2
MARGIN = 1


class Row(NamedTuple):
    """An item of a list. `key` is unique in the list; a heading or a blank line is not `selectable`.

    `note` is the uid of the note shown by the row, if any. One click chooses a row that is a `button`.
    """

    key: str
    lines: tuple[RowLine, ...]
    selectable: bool = True
    note: str = ""
    button: bool = False


class RowState(NamedTuple):
    """The display state of a row: at the cursor, in a focused list, marked, with `words` to highlight."""

    cursor: bool
    focused: bool
    marked: bool
    words: tuple[str, ...]


def paint_row(row: Row, state: RowState, width: int, style: Callable[..., Style], *, wrap: bool) -> list[Strip]:
    """Return `row` as strips of `width` cells; `style` returns the style of roles."""
    room = width - GUTTER - MARGIN
    lines = [spans for line in row.lines for spans in laid_out(line, room, wrap=wrap)]
    # Blank lines at the end separate a row from the next one: the cursor does not cover them.
    height = max((number for number, spans in enumerate(lines, 1) if spans), default=0)
    strips = []
    for number, spans in enumerate(lines):
        is_at_cursor = state.cursor and number < height
        ground: tuple[Role, ...] = ("cursor",) if is_at_cursor and state.focused else ()
        bar = "▏" if is_at_cursor else " "
        segments = [
            Segment("▌", style("cursor", "heading")) if ground else Segment(bar, style("muted")),
            Segment("✓" if number == 0 and state.marked else " ", style(*ground, "mark")),
        ]
        for span, found in marked(spans, state.words):
            found_role: tuple[Role, ...] = ("match",) if found else ()
            segments.append(Segment(span.text, style(*ground, span.role, *found_role)))
        strips.append(Strip(segments).adjust_cell_length(width, style(*ground)))
    return strips
