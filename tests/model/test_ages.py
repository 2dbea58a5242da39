from __future__ import annotations

from datetime import date, timedelta

import pytest

from rapport_tui.model.relative_days import age, full_day, near_day, short_age, week_start

TODAY = date(2026, 11, 23)
AGES = [
    (-3, "today", "today"),
    (0, "today", "today"),
    (1, "1d", "yesterday"),
    (20, "20d", "20 days ago"),
    (21, "3w", "3 weeks ago"),
    (89, "12w", "12 weeks ago"),
    (90, "3mo", "3 months ago"),
    (729, "24mo", "24 months ago"),
    (730, "2y", "2 years ago"),
    (4000, "10y", "10 years ago"),
]


@pytest.mark.parametrize(("days", "short", "long"), AGES)
def test_how_long_ago(days: int, short: str, long: str) -> None:
    day = TODAY - timedelta(days=days)
    assert (short_age(day, TODAY), age(day, TODAY)) == (short, long)


def test_never() -> None:
    assert (short_age(None, TODAY), age(None, TODAY)) == ("", "not yet")


DAYS = [
    (date(2026, 11, 22), "yesterday"),
    (date(2026, 11, 23), "today"),
    (date(2026, 11, 24), "tomorrow"),
    (date(2026, 11, 25), "Wed"),
    (date(2026, 11, 29), "Sun"),
    (date(2026, 11, 30), "30 Nov"),
    (date(2026, 11, 20), "20 Nov"),
    (date(2027, 2, 3), "3 Feb"),
    (date(2027, 9, 18), "18 Sep"),
    (date(2027, 9, 19), "19 Sep 2027"),
    (date(2025, 2, 3), "3 Feb 2025"),
]


@pytest.mark.parametrize(("day", "name"), DAYS)
def test_near_days_by_the_names_people_use(day: date, name: str) -> None:
    assert near_day(day, TODAY) == name


def test_full_days_and_weeks() -> None:
    assert full_day(TODAY) == "Mon 23 Nov 2026"
    assert week_start(date(2026, 11, 29)) == week_start(TODAY) == TODAY
    assert week_start(date(2027, 1, 1)) == date(2026, 12, 28)
