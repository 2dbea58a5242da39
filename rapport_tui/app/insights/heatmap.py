"""A map of a year: one cell per day in columns of weeks, fuller for higher counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from rapport_tui.app.widgets.roles import RoleWidget
from rapport_tui.model.relative_days import MONTHS

LEVELS: Final = "·▂▄▆█"
"""The glyphs for a count of none, one, two, three, four or more, distinct without colour."""
_WEEKDAYS: Final = ("Mon", "", "Wed", "", "Fri", "", "Sun")
_EDGE: Final = 4
_DAYS: Final = 7


class Heatmap(RoleWidget):
    """A heatmap with weeks from Monday as columns, the newest on the right, below the names of the months.

    If not all weeks fit, the newest are shown; with enough space, a day is two cells wide. The last line explains the
    glyphs.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "Heatmap { height: 10; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._counts: Mapping[date, int] = {}
        self._today = date.min
        self._weeks = 53

    def show(self, counts: Mapping[date, int], today: date, *, weeks: int = 53) -> None:
        """Show the days of the last `weeks` up to `today`."""
        self._counts, self._today, self._weeks = counts, today, weeks
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the months, a weekday, or the legend."""
        width = self.size.width
        if self._today == date.min or y >= _DAYS + 3:
            return Strip.blank(width, self.role_style("text"))
        room = width - _EDGE
        step = 2 if room >= 2 * self._weeks else 1
        weeks = min(self._weeks, max(room // step, 1))
        first = self._today - timedelta(days=self._today.weekday(), weeks=weeks - 1)
        if y == 0:
            segments = [Segment(" " * _EDGE + _months(first, weeks, step), self.role_style("muted"))]
        elif y <= _DAYS:
            segments = self._weekday(first + timedelta(days=y - 1), weeks, step)
        elif y == _DAYS + 2:
            segments = self._legend()
        else:
            segments = []
        return Strip(segments).adjust_cell_length(width, self.role_style("text"))

    def _weekday(self, first: date, weeks: int, step: int) -> list[Segment]:
        segments = [Segment(_WEEKDAYS[first.weekday()].ljust(_EDGE), self.role_style("muted"))]
        none, some = self._ink(0), self._ink(1)
        for week in range(weeks):
            day = first + timedelta(weeks=week)
            count = self._counts.get(day, 0)
            glyph = " " if day > self._today else _glyph(count)
            cells = glyph + (glyph if count and step > 1 else " " * (step - 1))
            segments.append(Segment(cells, some if count else none))
        return segments

    def _legend(self) -> list[Segment]:
        segments = [Segment(" " * _EDGE, self.role_style("text"))]
        for count, told in enumerate(("none", "one", "two", "three", "four or more")):
            segments += [
                Segment(f"{_glyph(count)} ", self._ink(count)),
                Segment(f"{told}   ", self.role_style("muted")),
            ]
        return segments

    def _ink(self, count: int) -> Style:
        return self.role_style("accent" if count else "muted")


def _glyph(count: int) -> str:
    return LEVELS[min(count, len(LEVELS) - 1)]


def _months(first: date, weeks: int, step: int) -> str:
    """Return the names of the months, each above the first week that begins in it, as many as do not touch."""
    line = ""
    for week in range(weeks):
        day = first + timedelta(weeks=week)
        begins = day.day <= _DAYS
        if begins and len(line) <= week * step and week * step + 3 <= weeks * step:
            line = line.ljust(week * step) + MONTHS[day.month - 1][:3] + " "
    return line
