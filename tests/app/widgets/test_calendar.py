from __future__ import annotations

from datetime import date

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult

from rapport_tui.app.journal.month_calendar import MonthCalendar

TODAY = date(2026, 11, 23)


class Months(App[None]):
    def __init__(self, day: date | None = None, first_weekday: int = 0) -> None:
        super().__init__()
        talks = {date(2026, 11, 20): 1, date(2026, 11, 23): 3, date(2026, 10, 1): 2}
        self.calendar = MonthCalendar(TODAY, talks, day=day, first_weekday=first_weekday)
        self.chosen: list[date] = []

    def compose(self) -> ComposeResult:
        yield self.calendar

    @on(MonthCalendar.DayChosen)
    def note(self, message: MonthCalendar.DayChosen) -> None:
        assert message.control is self.calendar
        self.chosen.append(message.day)

    def painted(self) -> list[str]:
        return [self.calendar.render_line(y).text for y in range(8)]

    def reversed(self) -> str:
        return "".join(
            segment.text
            for y in range(8)
            for segment in self.calendar.render_line(y)
            if segment.style is not None and segment.style.reverse
        )


async def test_a_month_is_painted_with_its_talks_and_the_chosen_day() -> None:
    app = Months()
    async with app.run_test():
        painted = app.painted()
        assert painted[0].split() == ["‹", "November", "2026", "›"]
        assert painted[1].split() == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
        assert painted[2].split() == ["1"]
        assert "20·" in painted[5]
        assert painted[6].startswith("[23:]24")
        assert {cell_len(line) for line in painted} == {29}


async def test_weeks_can_begin_on_sunday() -> None:
    app = Months(first_weekday=6)
    async with app.run_test():
        assert app.painted()[1].split()[0] == "Su"
        assert app.painted()[2].split()[:2] == ["1", "2"]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("left", date(2026, 11, 22)),
        ("h", date(2026, 11, 22)),
        ("l", date(2026, 11, 24)),
        ("k", date(2026, 11, 16)),
        ("down", date(2026, 11, 30)),
        ("j j", date(2026, 12, 7)),
        ("<", date(2026, 10, 23)),
        ("pagedown pagedown", date(2027, 1, 23)),
        (">", date(2026, 12, 23)),
        ("up home l", date(2026, 11, 24)),
    ],
)
async def test_keys_move_by_day_week_and_month(keys: str, expected: date) -> None:
    app = Months()
    async with app.run_test() as pilot:
        await pilot.press(*keys.split())
        assert app.calendar.day == expected
        assert app.chosen[-1] == expected


async def test_a_month_without_the_day_gives_its_last_one() -> None:
    app = Months(day=date(2026, 3, 31))
    async with app.run_test() as pilot:
        await pilot.press("pageup")
        assert app.calendar.day == date(2026, 2, 28)


@pytest.mark.parametrize(("edge", "keys"), [(date.min, ["left", "pageup"]), (date.max, ["right", "pagedown"])])
async def test_time_has_ends(edge: date, keys: list[str]) -> None:
    app = Months(day=edge)
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        assert app.calendar.day == edge
        assert app.chosen == []


async def test_a_click_chooses_a_day_and_turns_the_month() -> None:
    app = Months()
    async with app.run_test() as pilot:
        await pilot.click(MonthCalendar, offset=(17, 5))
        assert app.chosen == [date(2026, 11, 20)]
        await pilot.click(MonthCalendar, offset=(1, 0))
        assert app.chosen[-1] == date(2026, 10, 20)
        await pilot.click(MonthCalendar, offset=(27, 0))
        assert app.chosen[-1] == date(2026, 11, 20)
        count = len(app.chosen)
        await pilot.click(MonthCalendar, offset=(2, 2))
        await pilot.click(MonthCalendar, offset=(12, 0))
        await pilot.click(MonthCalendar, offset=(12, 1))
        assert len(app.chosen) == count


async def test_focus_and_today_are_seen_without_colour() -> None:
    app = Months(day=date(2026, 11, 20))
    async with app.run_test() as pilot:
        app.calendar.focus()
        await pilot.pause()
        assert app.reversed() == "20·"
        underlined = [
            segment.text
            for segment in app.calendar.render_line(6)
            if segment.style is not None and segment.style.underline
        ]
        assert underlined == ["23"]
        app.set_focus(None)
        await pilot.pause()
        assert app.reversed() == ""
        assert "[20·]" in app.painted()[5]


async def test_what_is_shown_can_be_changed_quietly() -> None:
    app = Months()
    async with app.run_test() as pilot:
        app.calendar.show({date(2026, 10, 2): 1}, day=date(2026, 10, 5))
        await pilot.pause()
        assert "October" in app.painted()[0]
        assert " 2·" in app.painted()[2]
        assert app.chosen == []
