"""Charts of blocks: labelled bars, and bars by week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from rapport_tui.app.insights.trend_lines import HEIGHTS
from rapport_tui.app.widgets.roles import RoleWidget
from rapport_tui.app.widgets.styled_text import Role
from rapport_tui.terminal_text import cut, isolated, pad

_BAR: Final = "▆"
"""The character of horizontal bars. It leaves the top of its cell free, so that a bar does not merge with the next."""
_NO_COUNT: Final = "·"
_BAR_LINES: Final = 2
"""The number of lines of the largest bar of a week."""


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
        length = max(round(bar.value / most * room), 1) if most and bar.value > 0 else 0
        segments = [
            Segment(isolated(pad(bar.label, label)) + "  ", self.role_style("text")),
            Segment(pad(_BAR * length, room) + " ", self.role_style(bar.role)),
            Segment(_number(bar.value).rjust(number), self.role_style("strong")),
            Segment(" " + cut(bar.note, note) if note else "", self.role_style("muted")),
        ]
        return Strip(segments).adjust_cell_length(width, self.role_style("text"))


class WeekSeries(NamedTuple):
    """A labelled series with a count for each week, oldest first."""

    label: str
    counts: Sequence[int]
    role: Role = "accent"


class WeekChart(RoleWidget):
    """A chart with a row of bars for each series, a bar for each week, and the sum at the right.

    All bars have one scale; a week without any has a dot. The dates of the first and the last week stand below, and
    others between them. If not all weeks fit, the newest are shown.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "WeekChart { height: auto; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._series: Sequence[WeekSeries] = ()
        self._dates: Sequence[str] = ()

    def show(self, series: Sequence[WeekSeries], dates: Sequence[str]) -> None:
        """Show `series`; `dates` are the short names of their weeks, such as "12 Oct"."""
        self._series, self._dates = series, dates
        self.styles.height = len(series) * _BAR_LINES + 1
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint a line of a series, or the dates."""
        width, index, level = self.size.width, y // _BAR_LINES, _BAR_LINES - 1 - y % _BAR_LINES
        label = max((cell_len(one.label) for one in self._series), default=0) + 2
        totals = [f"{sum(one.counts):,}" for one in self._series]
        room = max(width - label - max(map(len, totals), default=0) - 1, 0)
        step = max(3, min(8, room // max(len(self._dates), 1)))
        weeks = min(len(self._dates), room // step)
        if index >= len(self._series):
            dates = _labels(self._dates[len(self._dates) - weeks :], step, room)
            segments = [Segment(" " * label + dates, self.role_style("muted"))]
        else:
            one, total = self._series[index], totals[index]
            most = max(max(other.counts, default=0) for other in self._series)
            counts = one.counts[len(one.counts) - weeks :]
            bars = "".join(_week(count, most, level, step) for count in counts)
            segments = [
                Segment(isolated(pad("" if level else one.label, label)), self.role_style("text")),
                Segment(bars.ljust(room), self.role_style(one.role)),
                Segment("" if level else total.rjust(width - label - room), self.role_style("strong")),
            ]
        return Strip(segments).adjust_cell_length(width, self.role_style("text"))


def _week(count: int, most: int, level: int, step: int) -> str:
    """Return `step` cells at `level` of a bar proportional to `count` of `most`; a count above zero is visible."""
    if not count:
        return (_NO_COUNT if level == 0 else "").center(step - 1).ljust(step)
    eighths = max(round(count / most * (_BAR_LINES * 8 - 2)), 1)  # two are free below the series above
    return (HEIGHTS[max(0, min(eighths - 8 * level, 8))] * (step - 1)).ljust(step)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _labels(labels: Sequence[str], step: int, width: int) -> str:
    """Return the labels under their bars: the newest one, the oldest, then as many as do not touch."""
    placed: list[tuple[int, str]] = []
    for index in dict.fromkeys((len(labels) - 1, 0, *reversed(range(len(labels))))) if labels else ():
        label = labels[index]
        at = min(index * step, max(width - cell_len(label), 0))
        if all(at >= x + cell_len(other) + 2 or at + cell_len(label) + 2 <= x for x, other in placed):
            placed.append((at, label))
    line = ""
    for at, label in sorted(placed):
        line = pad(line, at) + label
    return line
