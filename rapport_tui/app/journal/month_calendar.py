"""A month calendar that shows the days with talks, today, and the selected day."""

from __future__ import annotations

from calendar import Calendar, day_abbr, month_name, monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from rapport_tui.app.bindings import bound

# A day is painted as an edge, two digits and a mark; one more edge closes the last day of a week.
DAY_WIDTH = 4
WIDTH = 7 * DAY_WIDTH + 1
ONE_TALK, TALKS = "·", ":"


class MonthCalendar(Widget, can_focus=True):
    """One month with a cursor on a day; `talks` maps days to their number of talks.

    Everything is recognisable without colour: `·` is a day with one talk and `:` a day with several, today is
    underlined, the selected day is in brackets and is reversed while the calendar has the focus. Weeks begin on
    `first_weekday` (0 is Monday).
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "calendar--title",
        "calendar--weekday",
        "calendar--day",
        "calendar--talks",
        "calendar--future",
        "calendar--today",
        "calendar--chosen",
    }
    DEFAULT_CSS = """
    MonthCalendar {
        width: 29;
        height: 8;
        .calendar--title { color: $foreground; text-style: bold; }
        .calendar--weekday { color: $text-muted; }
        .calendar--day { color: $text-muted; }
        .calendar--talks { color: $foreground; }
        .calendar--future { color: $text-disabled; }
        .calendar--today { color: $text-accent; text-style: bold underline; }
        .calendar--chosen { color: $text-accent; text-style: bold; }
        &:ansi .calendar--weekday, &:ansi .calendar--day, &:ansi .calendar--future { text-style: dim; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "calendar.left": "days(-1)",
            "calendar.right": "days(1)",
            "calendar.up": "days(-7)",
            "calendar.down": "days(7)",
            "calendar.month_before": "months(-1)",
            "calendar.month_after": "months(1)",
            "calendar.today": "today",
        }
    )

    @dataclass
    class DayChosen(Message):
        """Posted when the cursor moved to another day, by key or mouse."""

        calendar: MonthCalendar
        day: date

        @property
        def control(self) -> MonthCalendar:
            """The calendar that posted the message."""
            return self.calendar

    def __init__(
        self,
        today: date,
        talks: Mapping[date, int] | None = None,
        *,
        day: date | None = None,
        first_weekday: int = 0,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._today = today
        self._day = day or today
        self._talks: Mapping[date, int] = talks or {}
        self._calendar = Calendar(first_weekday)
        self._shown: tuple[date, date, list[str]] | None = None

    @property
    def day(self) -> date:
        """The day at the cursor, whose month is shown."""
        return self._day

    def show(
        self, talks: Mapping[date, int] | None = None, *, day: date | None = None, today: date | None = None
    ) -> None:
        """Show other talks, another day or another today; arguments that are None change nothing. Post no message.

        A month without changes is not painted again: a search calls this at every key.
        """
        if talks is not None:
            self._talks = talks
        self._day = day or self._day
        self._today = today or self._today
        marks = [self._mark(day) if day else "" for week in self._weeks() for day in week]
        if (shown := (self._day, self._today, marks)) != self._shown:
            self._shown = shown
            self.refresh()

    def action_days(self, by: int) -> None:
        """Move the cursor by days."""
        try:
            self._choose(self._day + timedelta(days=by))
        except OverflowError:
            self.app.bell()

    def action_months(self, by: int) -> None:
        """Move the cursor by months, to the same day of the month or to its last day."""
        year, month = divmod(self._day.year * 12 + self._day.month - 1 + by, 12)
        if date.min.year <= year <= date.max.year:
            self._choose(date(year, month + 1, min(self._day.day, monthrange(year, month + 1)[1])))

    def action_today(self) -> None:
        """Move the cursor to today."""
        self._choose(self._today)

    def on_click(self, event: events.Click) -> None:
        """Select the day under the mouse; the arrows beside the title change the month."""
        if event.y == 0:
            if event.x < DAY_WIDTH or WIDTH - DAY_WIDTH <= event.x < WIDTH:
                self.action_months(-1 if event.x < DAY_WIDTH else 1)
            return
        weeks = self._weeks()
        row, column = event.y - 2, event.x // DAY_WIDTH
        if 0 <= row < len(weeks) and column < 7 and (day := weeks[row][column]) is not None:
            self._choose(day)

    def on_focus(self) -> None:
        """Paint the selected day with the focus."""
        self.refresh()

    on_blur = on_focus

    def render_line(self, y: int) -> Strip:
        """Paint the title, the names of the weekdays or a week."""
        weeks = self._weeks()
        if y == 0:
            title = f"{month_name[self._day.month]} {self._day.year}"
            edge = self._style("calendar--weekday")
            segments = [
                Segment(" ‹ ", edge),
                Segment(title.center(WIDTH - 6), self._style("calendar--title")),
                Segment(" › ", edge),
            ]
        elif y == 1:
            names = "".join(f" {day_abbr[day][:2]:<3}" for day in self._calendar.iterweekdays())
            segments = [Segment(names, self._style("calendar--weekday"))]
        elif y - 2 < len(weeks):
            segments = self._week(weeks[y - 2])
        else:
            segments = []
        return Strip(segments).adjust_cell_length(self.size.width, self._style())

    def _choose(self, day: date) -> None:
        if day != self._day:
            self._day = day
            self.refresh()
            self.post_message(self.DayChosen(self, day))

    def _weeks(self) -> list[list[date | None]]:
        """Return the weeks of the shown month, with None for days of other months."""
        year, month = self._day.year, self._day.month
        return [
            [date(year, month, number) if number else None for number in week]
            for week in self._calendar.monthdayscalendar(year, month)
        ]

    def _style(self, *classes: str) -> Style:
        return self.get_visual_style(*classes).rich_style

    def _mark(self, day: date) -> str:
        talks = self._talks.get(day, 0)
        return TALKS if talks > 1 else ONE_TALK if talks else " "

    def _week(self, week: list[date | None]) -> list[Segment]:
        segments = []
        bracket = self._style("calendar--chosen")
        for column, day in enumerate([*week, None]):
            before = week[column - 1] if column else None
            edge = "[" if day == self._day else "]" if before == self._day else " "
            segments.append(Segment(edge, bracket))
            if column == 7:
                break
            if day is None:
                segments.append(Segment(" " * (DAY_WIDTH - 1), self._style()))
                continue
            mark = self._mark(day)
            kind = "future" if day > self._today else "day" if mark == " " else "talks"
            classes = [f"calendar--{kind}", *(["calendar--chosen"] if day == self._day else [])]
            mark_style = self._style(*classes)
            style = self._style(*classes, "calendar--today") if day == self._today else mark_style
            if day == self._day and self.has_focus:
                style, mark_style = style + Style(reverse=True), mark_style + Style(reverse=True)
            segments += [Segment(f"{day.day:>2}", style), Segment(mark, mark_style)]
        return segments
