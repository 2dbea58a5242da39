"""The year at a glance and the numbers over time: readable without colour, at every width."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from rich.cells import cell_len

from rapport_tui.app.insights.heatmap import Heatmap
from rapport_tui.app.insights.trend_lines import Trend, TrendLines, from_first, sampled
from tests.app.widgets.test_bars import One

TODAY = date(2026, 11, 25)
COUNTS = {TODAY: 9, TODAY - timedelta(days=1): 1, TODAY - timedelta(days=9): 2}


@pytest.mark.parametrize("width", [200, 120, 60, 30, 5])
async def test_a_year_ends_today_and_begins_where_it_fits(width: int) -> None:
    heatmap = Heatmap()
    async with One(heatmap).run_test(size=(width, 12)) as pilot:
        heatmap.show(COUNTS, TODAY)
        await pilot.pause()
        painted = [heatmap.render_line(y).text for y in range(10)]
        assert {cell_len(line) for line in painted} == {width}
        monday, tuesday, wednesday, thursday = (line[4:].rstrip() for line in painted[1:5])
        assert wednesday[-1] == "█"
        assert tuesday[-1] == "▂"
        assert len(thursday) < len(wednesday)
        if width >= 60:
            assert monday[0] == "·"
            assert "▄" in monday
            assert tuesday.count("·") == 52
            assert "Nov" in painted[0]
            assert "four or more" in painted[-1]


async def test_trends_share_a_scale_and_tell_what_was_and_is() -> None:
    lines = TrendLines()
    async with One(lines).run_test(size=(40, 4)) as pilot:
        lines.show([Trend("ally", [0, 4, 8, 16]), Trend("王小明", [1, 0, 1, 1])])
        await pilot.pause()
        first, second = (lines.render_line(y).text for y in range(2))
        assert cell_len(first) == cell_len(second) == 40
        assert first.startswith("ally     0 ")
        assert first.endswith("▇ 16")
        assert set(second[11:-3].strip()) <= set(" ▁")


def test_a_sample_keeps_both_ends() -> None:
    assert sampled(range(100), 5)[0] == 0
    assert sampled(range(100), 5)[-1] == 99
    assert sampled([1, 2], 6) == [1, 1, 1, 2, 2, 2]
    assert sampled([1, 2], 1) == [2]


def test_a_young_course_begins_with_the_week_before_the_first_person() -> None:
    assert from_first({"a": [0, 0, 0, 1], "b": [0, 0, 2, 3]}) == {"a": [0, 0, 1], "b": [0, 2, 3]}
    assert from_first({"a": [0, 0, 0], "b": [0, 0, 0]}) == {"a": [0, 0], "b": [0, 0]}
    assert from_first({"a": [1, 0]}) == {"a": [1, 0]}
