"""Charts of blocks: labelled bars, and columns of weeks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from rapport_tui.app.widgets.roles import RoleWidget
from rapport_tui.app.widgets.styled_text import Role
from rapport_tui.terminal_text import cut, isolated, pad

EIGHTHS = " ▏▎▍▌▋▊▉█"


class Bar(NamedTuple):
    """A labelled number; `note` is a short text after it, such as "of 12"."""

    label: str
    value: float
    role: Role = "accent"
    note: str = ""


class BarChart(RoleWidget):
    """A chart of horizontal bars on one scale, one per line, with their numbers in a column."""

    ALLOW_SELECT = False

    def __init__(
        self,
        bars: Sequence[Bar] = (),
        *,
        scale: float = 0,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.show(bars, scale=scale)

    def show(self, bars: Sequence[Bar], *, scale: float = 0) -> None:
        """Show `bars`; the scale ends at `scale`, or at the largest number if that is greater."""
        self._bars, self._scale = bars, scale
        self.styles.height = len(bars)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint bar `y`."""
        width = self.size.width
        if y >= len(self._bars):
            return Strip.blank(width, self.role_style("text"))
        bar = self._bars[y]
        label = min(max(cell_len(other.label) for other in self._bars), width * 3 // 5)
        number = max(len(_number(other.value)) for other in self._bars)
        note = max(cell_len(other.note) for other in self._bars)
        room = max(width - label - number - (note + 1 if note else 0) - 3, 0)
        most = max(self._scale, *(other.value for other in self._bars), 0)
        length = bar.value / most * room if most and bar.value > 0 else 0
        segments = [
            Segment(isolated(pad(bar.label, label)) + "  ", self.role_style("text")),
            Segment(pad(bar_of(length), room) + " ", self.role_style(bar.role)),
            Segment(_number(bar.value).rjust(number), self.role_style("strong")),
            Segment(" " + cut(bar.note, note) if note else "", self.role_style("muted")),
        ]
        return Strip(segments).adjust_cell_length(width, self.role_style("text"))


class WeekBars(NamedTuple):
    """The counts of one week, in the order of the series; `label` is short, such as "12 Oct"."""

    label: str
    counts: tuple[int, ...]


class Series(NamedTuple):
    """The meaning and style of one part of each column. Glyphs differ, so that colour is not needed."""

    name: str
    glyph: str
    role: Role


SEEN_HEARD_KNOWN = (
    Series("seen", "░", "muted"),
    Series("heard", "▒", "note"),
    Series("known", "█", "accent"),
)


class WeekChart(RoleWidget):
    """A chart with a column for each week, oldest first: `series` stacked from the bottom up, above the labels.

    All columns have one scale; a series with any count has at least one cell, so that none is rounded away. The first
    line is the legend with the sum of each series.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "WeekChart { height: 12; }"

    def __init__(
        self,
        weeks: Sequence[WeekBars] = (),
        *,
        series: Sequence[Series] = SEEN_HEARD_KNOWN,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._weeks = weeks
        self._series = series

    def show(self, weeks: Sequence[WeekBars]) -> None:
        """Show `weeks`, oldest first; if they do not all fit, the newest."""
        self._weeks = weeks
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the legend, a line of the columns, their baseline or the labels."""
        width, height = self.size.width, self.size.height
        step = max(3, min(8, width // max(len(self._weeks), 1)))
        weeks = self._weeks[-max(width // step, 1) :]
        levels = max(height - 4, 1)
        if y == 0:
            segments = self._legend()
        elif not weeks or y == 1:
            segments = []
        elif y < height - 2:
            segments = self._level(weeks, levels, height - 3 - y, step)
        elif y == height - 2:
            segments = [Segment("─" * (len(weeks) * step - _gap(step)), self.role_style("muted"))]
        else:
            segments = [Segment(_labels(weeks, step, width), self.role_style("muted"))]
        return Strip(segments).adjust_cell_length(width, self.role_style("text"))

    def _legend(self) -> list[Segment]:
        totals = [sum(week.counts[index] for week in self._weeks) for index in range(len(self._series))]
        told = sum(cell_len(f"{one.name} {total}") + 3 for one, total in zip(self._series, totals, strict=True))
        gap = min(max((self.size.width - told) // len(self._series), 1), 4)
        segments = []
        for series, total in zip(self._series, totals, strict=True):
            segments += [
                Segment(series.glyph * 2 + " ", self.role_style(series.role)),
                Segment(series.name, self.role_style("text")),
                Segment(f" {total}" + " " * gap, self.role_style("strong")),
            ]
        return segments

    def _level(self, weeks: Sequence[WeekBars], levels: int, level: int, step: int) -> list[Segment]:
        """Paint one line of all columns, `level` cells above the baseline."""
        most = max(sum(week.counts) for week in weeks)
        column = step - _gap(step)
        segments = []
        for week in weeks:
            stack = _stack(week.counts, most, levels)
            series = self._series[stack[level]] if level < len(stack) else None
            style = self.role_style(series.role if series else "text")
            glyph = series.glyph if series else " "
            segments += [
                Segment(glyph * column, style),
                Segment(" " * (step - column), self.role_style("text")),
            ]
        return segments


def bar_of(length: float) -> str:
    """Return a bar of `length` cells, in steps of an eighth of a cell; a number above zero is visible."""
    eighths = max(round(length * 8), 1) if length > 0 else 0
    full, part = divmod(eighths, 8)
    return "█" * full + (EIGHTHS[part] if part else "")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _gap(step: int) -> int:
    """Return the number of the `step` cells of a column that are blank."""
    return min(step - 1, 2)


def _stack(counts: tuple[int, ...], most: int, levels: int) -> list[int]:
    """Return the index of the series in each cell of a column, from the baseline up.

    One cell is one count if the largest column fits; otherwise all columns are scaled down alike.
    """
    shrink = min(1.0, levels / most) if most else 1.0
    cells = [max(round(count * shrink), 1) if count else 0 for count in counts]
    while sum(cells) > levels and max(cells) > 1:
        cells[cells.index(max(cells))] -= 1
    return [index for index, number in enumerate(cells) for _ in range(number)]


def _labels(weeks: Sequence[WeekBars], step: int, width: int) -> str:
    """Return the labels under their columns: the newest one in full, then as many as do not touch."""
    placed: list[tuple[int, str]] = []
    end = width
    for index, week in reversed(list(enumerate(weeks))):
        at = min(index * step, max(width - cell_len(week.label), 0))
        if at + cell_len(week.label) <= end:
            placed.append((at, week.label))
            end = at - 2
    line = ""
    for at, label in reversed(placed):
        line = pad(line, at) + label
    return line
