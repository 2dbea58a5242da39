from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widget import Widget

from rapport_tui.app.insights.bars import Bar, BarChart, WeekBars, WeekChart, bar_of
from tests.app.widgets.role_app import RoleApp


class One(RoleApp):
    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget

    def painted(self) -> list[str]:
        return [self.widget.render_line(y).text for y in range(self.widget.size.height)]


@pytest.mark.parametrize(
    ("length", "bar"), [(0, ""), (1, "█"), (2.5, "██▌"), (0.125, "▏"), (0.01, "▏"), (3.99, "████")]
)
def test_bars_are_exact_to_an_eighth(length: float, bar: str) -> None:
    assert bar_of(length) == bar


async def test_bars_share_a_scale_and_align_their_numbers() -> None:
    app = One(
        BarChart([Bar("ally", 7, note="of 12"), Bar("acquaintance", 14), Bar("王小明", 0), Bar("[bold]x[/", 3.5)])
    )
    async with app.run_test(size=(60, 10)):
        painted = app.painted()
        assert len(painted) == 4
        assert {cell_len(line) for line in painted} == {60}
        ally, most, none, half = painted
        assert most.count("█") == pytest.approx(ally.count("█") * 2, abs=1)
        assert "█" not in none
        assert half.startswith("[bold]x[/")
        assert "of 12" in ally
        assert {line.rindex(end) + len(end) for line, end in ((ally, "  7"), (most, " 14"), (half, "3.5"))} == {54}


async def test_bars_keep_the_scale_that_is_given_and_the_grid_when_narrow() -> None:
    bars = BarChart([Bar("a" * 99, 5)], scale=10)
    app = One(bars)
    async with app.run_test(size=(40, 5)) as pilot:
        assert "…" in app.painted()[0]
        long = app.painted()[0].count("█")
        bars.show([Bar("a" * 99, 5), Bar("b", 5)])
        await pilot.pause()
        assert bars.size.height == 2
        assert app.painted()[0].count("█") > long
        await pilot.resize_terminal(8, 5)
        await pilot.pause()
        assert {cell_len(line) for line in app.painted()} == {8}
        bars.show([])
        await pilot.pause()
        assert app.painted() == []


def column(painted: list[str], x: int) -> str:
    return "".join(line[x] for line in reversed(painted[2:-2]))


async def test_weeks_stack_their_series_from_the_ground() -> None:
    app = One(WeekChart([WeekBars("9 Nov", (2, 1, 0)), WeekBars("16 Nov", (0, 0, 0)), WeekBars("23 Nov", (3, 2, 1))]))
    async with app.run_test(size=(60, 20)):
        painted = app.painted()
        assert painted[0].split() == ["░░", "seen", "5", "▒▒", "heard", "3", "██", "known", "1"]
        assert column(painted, 0).rstrip() == "░░▒"
        assert column(painted, 8).rstrip() == ""
        assert column(painted, 16).rstrip() == "░░░▒▒█"
        assert painted[-1].split("  ")[0] == "9 Nov"
        assert painted[-1].index("23 Nov") == 16


async def test_large_weeks_shrink_and_lose_no_series() -> None:
    app = One(WeekChart([WeekBars("a", (400, 200, 1)), WeekBars("b", (0, 1, 0))]))
    async with app.run_test(size=(60, 20)):
        stack = column(app.painted(), 0)
        assert len(stack) == 8
        assert stack.endswith("█")
        assert stack.count("░") > stack.count("▒") > 0
        assert column(app.painted(), 8).rstrip() == "▒"


async def test_narrow_weeks_show_the_newest_and_labels_do_not_touch() -> None:
    weeks = [WeekBars(f"{number} Nov", (number, 0, 0)) for number in range(1, 13)]
    app = One(WeekChart(weeks))
    async with app.run_test(size=(24, 14)):
        painted = app.painted()
        assert {cell_len(line) for line in painted} == {24}
        assert "12 Nov" not in painted[-1] or painted[-1].rstrip().endswith("12 Nov")
        assert not any("Nov1" in line or "Nov9" in line for line in painted)
        assert painted[0].split()[2] == "78"


async def test_no_weeks_paint_a_legend() -> None:
    app = One(WeekChart())
    async with app.run_test(size=(60, 14)):
        assert "seen 0" in app.painted()[0]
