"""A day that starts at four: what is written after midnight ends the day before, everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rapport_tui.exchange.markdown_pages import write_pages
from rapport_tui.journal import Journal
from rapport_tui.settings import Settings
from tests.conftest import Clock

TEXTS = ["no time", "morning with @ann", "evening with @ann", "night with @ann"]


@pytest.fixture
def night(folder: Path, clock: Clock) -> Iterator[Journal]:
    journal = Journal(folder, settings=Settings(day_start=4), clock=clock)
    lines = ["02:00: night with @ann", "23:00: evening with @ann", "04:00: morning with @ann"]
    journal.entries.log([f"2026-11-20 {line}" for line in lines])
    journal.entries.log(["2026-11-20: no time", "2026-11-21 05:00: next day"])
    yield journal
    journal.close()


def test_the_night_ends_its_day(night: Journal) -> None:
    assert [entry.text for entry in night.entries.on(date(2026, 11, 20))] == TEXTS
    assert [entry.text for entry in night.entries.search()] == [*TEXTS, "next day"]
    assert [entry.text for entry in night.people.brief(night.people.find("ann").uid).entries] == TEXTS[:0:-1]
    text = night.transfer.export("md")
    assert sorted(TEXTS, key=text.replace("Ann", "@ann").index) == TEXTS
    (page,) = [text for path, text in write_pages(night.transfer.archive(), 4) if path == "Days/2026-11-20.md"]
    assert page.index("evening") < page.index("night")


def test_another_start_of_the_day_is_another_order(night: Journal) -> None:
    assert len(night.entries.search()) == 5
    night.settings = Settings(day_start=0)
    order = ["no time", "night with @ann", "morning with @ann", "evening with @ann"]
    assert [entry.text for entry in night.entries.on(date(2026, 11, 20))] == order
    assert [entry.text for entry in night.entries.search()] == [*order, "next day"]
    night.settings = Settings(day_start=4)
    night.entries.log(["2026-11-20 03:00: later"])
    assert [entry.text for entry in night.entries.search()] == [*TEXTS, "later", "next day"]


def test_a_line_written_at_two_is_the_last_of_the_day_before(night: Journal, clock: Clock) -> None:
    clock.now = clock.now.replace(hour=23)
    night.entries.log(["eleven"])
    clock.pass_days(1)
    clock.now = clock.now.replace(hour=2)
    night.entries.log(["two"])
    assert [entry.text for entry in night.entries.on(night.day)] == ["eleven", "two"]
