"""Insights: counts that follow the journal, and a way to who drifts."""

from __future__ import annotations

from rapport_tui.journal import Journal
from tests.app.desk import sit_down


async def test_counts_follow_the_journal(demo: Journal) -> None:
    async with sit_down(demo) as desk:
        await desk.press("6")
        await desk.sees("20 people, 4 of them as mentors and sponsors.", "6 of 12")
        await desk.write("hello to @Odile, new here")
        await desk.sees("21 people, 4 of them")
        await desk.press("u")
        await desk.sees("20 people, 4 of them")


async def test_who_drifts_is_a_way_to_them(demo: Journal) -> None:
    drifting = demo.insights.drifting(8)[0]
    async with sit_down(demo) as desk:
        await desk.press("6")
        await desk.click(drifting.name, "#drifting", times=2)
        await desk.sees("it would be good to say hi again")
        assert desk.part("#sheet-name").startswith(drifting.name)
