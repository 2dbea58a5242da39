"""Insights: counts that follow the journal, and a way to who drifts."""

from __future__ import annotations

import html
from xml.etree import ElementTree

import pytest

from rapport_tui.journal import Journal
from tests.app.app_driver import open_app
from tests.conftest import Clock


async def test_counts_follow_the_journal(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("6")
        await driver.sees("20 people, 4 of them as mentors and sponsors.", "6 of 12")
        await driver.write("hello to @Odile, new here")
        await driver.sees("21 people, 4 of them")
        await driver.press("u")
        await driver.sees("20 people, 4 of them")


async def test_who_drifts_is_a_way_to_them(demo: Journal) -> None:
    drifting = demo.insights.drifting(8)[0]
    async with open_app(demo) as driver:
        await driver.press("6")
        await driver.click(drifting.name, "#drifting", times=2)
        await driver.sees("Last talks")
        assert "it would be good to say hi again" in driver.prose("#brief")
        assert driver.part("#sheet-name").startswith(drifting.name)


@pytest.mark.parametrize("size", [(120, 40), (60, 20), (250, 70)])
async def test_each_picture_has_a_sentence_and_nothing_is_cut(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        await driver.press("6", "W")
        await driver.sees("Saved as")
        [svg] = demo.folder.glob("insights-*.svg")
        told = html.unescape(svg.read_text(encoding="utf-8")).replace("\xa0", " ")
        for part in driver.app.screen.query(".insight"):
            assert part.query_one(".says").size.height >= 1
        for words in ("A year of talks", "23 Nov<", "known", "Be there a minute early", "Time on each rung", "Next"):
            assert words in told, words
        assert "…" not in told


async def test_an_empty_journal_says_how_it_begins(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "6")
        await driver.sees("It begins with the first line you write: n.", "Nobody drifts. Enjoy that.")
        await driver.press("W")
        path = journal.folder / "insights-2026-11-23.svg"
        await driver.sees("Saved as", path.name)
        svg = ElementTree.fromstring(path.read_text(encoding="utf-8"))
        told = "".join(svg.itertext()).replace("\xa0", " ")
        for words in (
            "rapport · insights",
            "A year of talks",
            "It begins with the first line you write: n.",
            "Nobody drifts",
        ):
            assert words in told, words


async def test_what_was_feared_and_how_it_was_are_two_lines(journal: Journal, clock: Clock) -> None:
    for feared, was in ((5, 3), (4, 2)):
        item = journal.today.plan()[0].item
        journal.today.tick(item.id, "Sam", feared=feared, was=was)
        clock.pass_days(1)
    async with open_app(journal, (120, 90)) as driver:
        await driver.press("6")
        await driver.sees("What I feared, how it went", "expected  5", "was       3")
