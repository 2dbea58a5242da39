from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widget import Widget

from rapport_tui.app.insights.bars import Bar, BarChart, WeekChart, WeekSeries
from tests.app.widgets.role_app import RoleApp


class One(RoleApp):
    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget

    def painted(self) -> list[str]:
        return [self.widget.render_line(y).text for y in range(self.widget.size.height)]


async def test_bars_share_a_scale_and_align_their_numbers() -> None:
    app = One(
        BarChart([Bar("ally", 7, note="of 12"), Bar("acquaintance", 14), Bar("王小明", 0), Bar("[bold]x[/", 3.5)])
    )
    async with app.run_test(size=(60, 10)):
        painted = app.painted()
        assert len(painted) == 4
        assert {cell_len(line) for line in painted} == {60}
        ally, most, none, half = painted
        assert most.count("▆") == pytest.approx(ally.count("▆") * 2, abs=1)
        assert "▆" not in none
        assert "█" not in "".join(painted), "bars below each other do not merge"
        assert half.startswith("[bold]x[/")
        assert "of 12" in ally
        assert {line.rindex(end) + len(end) for line, end in ((ally, "  7"), (most, " 14"), (half, "3.5"))} == {54}


async def test_bars_keep_the_scale_that_is_given_and_the_grid_when_narrow() -> None:
    bars = BarChart([Bar("a" * 99, 5)], scale=10)
    app = One(bars)
    async with app.run_test(size=(40, 5)) as pilot:
        assert "…" in app.painted()[0]
        long = app.painted()[0].count("▆")
        bars.show([Bar("a" * 99, 5), Bar("b", 5)])
        await pilot.pause()
        assert bars.size.height == 2
        assert app.painted()[0].count("▆") > long
        await pilot.resize_terminal(8, 5)
        await pilot.pause()
        assert {cell_len(line) for line in app.painted()} == {8}
        bars.show([])
        await pilot.pause()
        assert app.painted() == []


WEEKS = [WeekSeries("seen", [2, 0, 16]), WeekSeries("heard", [1, 0, 8]), WeekSeries("known", [0, 0, 1])]


async def test_weeks_have_a_row_for_each_series_on_one_scale() -> None:
    app = One(WeekChart())
    async with app.run_test(size=(60, 20)) as pilot:
        app.query_one(WeekChart).show(WEEKS, ["9 Nov", "16 Nov", "23 Nov"])
        await pilot.pause()
        painted = app.painted()
        assert {cell_len(line) for line in painted} == {60}
        assert [line.split() for line in painted] == [
            ["▆▆▆▆▆▆▆"],
            ["seen", "▂▂▂▂▂▂▂", "·", "███████", "18"],
            [],
            ["heard", "▁▁▁▁▁▁▁", "·", "▇▇▇▇▇▇▇", "9"],
            [],
            ["known", "·", "·", "▁▁▁▁▁▁▁", "1"],
            ["9", "Nov", "16", "Nov", "23", "Nov"],
        ]
        assert painted[5].index("▁") == painted[-1].index("23 Nov") == painted[0].index("▆")


async def test_large_weeks_shrink_and_lose_no_count() -> None:
    app = One(WeekChart())
    async with app.run_test(size=(60, 20)) as pilot:
        app.query_one(WeekChart).show([WeekSeries("seen", [40_000, 20_000]), WeekSeries("known", [1, 0])], ["a", "b"])
        await pilot.pause()
        assert [line.split() for line in app.painted()[:4]] == [
            ["▆▆▆▆▆▆▆"],
            ["seen", "███████", "▇▇▇▇▇▇▇", "60,000"],
            [],
            ["known", "▁▁▁▁▁▁▁", "·", "1"],
        ]


async def test_the_first_and_the_last_of_twelve_weeks_have_their_dates() -> None:
    app = One(WeekChart())
    async with app.run_test(size=(60, 14)) as pilot:
        dates = ["7 Sep", "14 Sep", "21 Sep", "28 Sep", "5 Oct", "12 Oct", "19 Oct", "26 Oct", "2 Nov", "9 Nov"]
        app.query_one(WeekChart).show([WeekSeries("seen", [0] * 3 + [1] * 9)], [*dates, "16 Nov", "23 Nov"])
        await pilot.pause()
        assert app.painted()[1].count("·") == 3, "a week without any is one of the twelve too"
        assert app.painted()[-1].split()[:2] == ["7", "Sep"]
        assert app.painted()[-1].split()[-2:] == ["23", "Nov"]


async def test_narrow_weeks_show_the_newest_and_labels_do_not_touch() -> None:
    app = One(WeekChart())
    async with app.run_test(size=(24, 14)) as pilot:
        app.query_one(WeekChart).show([WeekSeries("seen", range(1, 13))], [f"{number} Nov" for number in range(1, 13)])
        await pilot.pause()
        painted = app.painted()
        assert {cell_len(line) for line in painted} == {24}
        assert painted[-1].split() == ["8", "Nov", "12", "Nov"]
        assert painted[1].split()[0] == "seen"
        assert painted[1].split()[-1] == "78"
        assert painted[0].split()[-1] == "▆▆"
        app.query_one(WeekChart).show([], [])
        await pilot.pause()
        assert app.painted() == [" " * 24]
