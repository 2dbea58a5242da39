"""Trends over time, one per line, on one scale from zero, with their first and last values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from rapport_tui.app.widgets.roles import RoleWidget
from rapport_tui.app.widgets.styled_text import Role
from rapport_tui.terminal_text import isolated, pad

HEIGHTS: Final = " ▁▂▃▄▅▆▇█"
Label = TypeVar("Label", bound=str)


class Trend(NamedTuple):
    """A labelled series of numbers over time, oldest first."""

    label: str
    values: Sequence[int]
    role: Role = "accent"


class TrendLines(RoleWidget):
    """A chart with one trend per line: its name, first value, course and last value."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TrendLines { height: auto; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._trends: Sequence[Trend] = ()

    def show(self, trends: Sequence[Trend]) -> None:
        """Show `trends`, each with at least one value."""
        self._trends = trends
        self.styles.height = len(trends)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint trend `y`."""
        width = self.size.width
        if y >= len(self._trends):
            return Strip.blank(width, self.role_style("text"))
        trend = self._trends[y]
        label = max(cell_len(other.label) for other in self._trends)
        number = max(len(f"{value}") for other in self._trends for value in other.values)
        most = max(value for other in self._trends for value in other.values)
        room = max(width - label - 2 * number - 4, 1)
        course = "".join(_height(value, most) for value in sampled(trend.values, room))
        segments = [
            Segment(isolated(pad(trend.label, label)) + "  ", self.role_style("text")),
            Segment(f"{trend.values[0]:>{number}} ", self.role_style("muted")),
            Segment(course, self.role_style(trend.role)),
            Segment(f" {trend.values[-1]:>{number}}", self.role_style("strong")),
        ]
        return Strip(segments).adjust_cell_length(width, self.role_style("text"))


def from_first(course: Mapping[Label, Sequence[int]]) -> dict[Label, Sequence[int]]:
    """Return `course` from the last week in which all its values are zero, if it begins with such weeks."""
    totals = [sum(values) for values in zip(*course.values(), strict=True)]
    first = next((week for week, total in enumerate(totals) if total), len(totals))
    begin = max(min(first - 1, len(totals) - 2), 0)
    return {label: values[begin:] for label, values in course.items()}


def sampled(values: Sequence[int], cells: int) -> list[int]:
    """Return `cells` of the values at even intervals, including the first and the last."""
    if cells < 2:
        return list(values[-1:])
    return [values[round(cell * (len(values) - 1) / (cells - 1))] for cell in range(cells)]


def _height(value: int, most: int) -> str:
    """Return a block of at most ▇, which leaves a gap below the trend above; a number above zero is visible."""
    return HEIGHTS[max(round(value / most * (len(HEIGHTS) - 2)), 1) if value else 0]
