"""Insights: counts that follow the journal, and a way to who drifts."""

from __future__ import annotations

import html
from unittest.mock import ANY
from xml.etree import ElementTree

import pytest

from rapport_tui.journal import Journal
from tests.app.app_driver import open_app
from tests.conftest import Clock


async def test_counts_follow_the_journal(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("6")
        await driver.sees("20 people: 3 are strangers, 4 mentors or sponsors.", "6 of 12")
        await driver.write("hello to @Odile, new here")
        await driver.sees("21 people: 3 are")
        await driver.press("u")
        await driver.sees("20 people: 3 are")


async def test_who_drifts_is_a_way_to_them(demo: Journal) -> None:
    drifting = demo.insights.drifting(8)[0]
    async with open_app(demo) as driver:
        await driver.press("6")
        await driver.click(drifting.name, "#drifting", times=2)
        await driver.sees("Last talks")
        await driver.comes_to(drifting.name)
        assert "it would be good to say hi again" in driver.prose("#brief")
        assert driver.part("#person-name").startswith(drifting.name)


async def test_what_the_review_tells_is_a_way_to_whom_it_is_about(demo: Journal) -> None:
    person, told = demo.insights.review().suggestions[-1]
    async with open_app(demo) as driver:
        await driver.press("6")
        await driver.sees("20 people")
        await driver.press("shift+tab", "end")
        await driver.comes_to(f"{person.name}: {told}")
        await driver.press("i")
        await driver.sees(f"{person.name} · ", "c copies the line")
        await driver.press("escape", "enter")
        await driver.sees("5 People")
        assert driver.part("#person-name").startswith(person.name)


@pytest.mark.parametrize("size", [(120, 40), (60, 20), (250, 70)])
async def test_each_picture_has_a_sentence_and_nothing_is_cut(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        await driver.press("6", "W")
        await driver.sees("Saved as")
        [svg] = demo.folder.glob("insights-*.svg")
        told = html.unescape(svg.read_text(encoding="utf-8")).replace("\xa0", " ")
        for part in driver.app.screen.query(".insight"):
            assert part.query_one(".says").size.height >= 1
        for words in ("Talks by week", "23 Nov<", "known", "Be there a minute early", "Time on each rung", "Next"):
            assert words in told, words
        assert "…" not in told


async def test_an_empty_journal_says_how_it_begins(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "6")
        await driver.sees("It begins with the first line you write: n.", "Nobody drifts: no last talk is too long ago.")
        await driver.press("W")
        path = journal.folder / "insights-2026-11-23.svg"
        await driver.sees("Saved as", path.name)
        svg = ElementTree.fromstring(path.read_text(encoding="utf-8"))
        told = "".join(svg.itertext()).replace("\xa0", " ")
        for words in (
            "rapport · insights",
            "Talks by week",
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


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_the_ladder_and_who_drifts_stand_above_the_fold(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        await driver.press("6")
        await driver.sees("6 of 12", "It would be good to say hi again", demo.insights.drifting(1)[0].name)


async def test_all_who_drift_are_counted(journal: Journal, clock: Clock) -> None:
    for number in range(12):
        journal.entries.log([f"coffee with @person{number}"])
    clock.pass_days(60)
    async with open_app(journal) as driver:
        await driver.press("6")
        await driver.sees("Who drifts", "Person0")
        assert "hi again to 12 people; these 8 first." in driver.prose("#drifting")


async def test_a_young_journal_shows_weeks_and_an_old_one_its_days(journal: Journal, clock: Clock) -> None:
    journal.entries.log(["coffee with @ann", "yesterday: coffee with @ann", "3 weeks ago: met @ben and @ann"])
    async with open_app(journal) as driver:
        await driver.press("6")
        talks = driver.part("#talks")
        assert talks.splitlines()[0] == "Talks by week"
        assert [line.split() for line in talks.splitlines()[3:]] == [
            ["2", "Nov", ANY, "1"], ["9", "Nov", "0"], ["16", "Nov", ANY, "1"], ["23", "Nov", ANY, "1"],
        ]  # fmt: skip
        await driver.sees("Beyond strangers: 0 people 4 weeks ago, 2 today.")
        journal.entries.log(["20 weeks ago: met @cem"])
        await driver.sees("21 weeks of talks", "four or more")
        journal.entries.log(["70 weeks ago: met @cem", "52 weeks ago: met @cem"])
        await driver.sees("A year of talks")
