"""Drift, birthdays and the days of earlier years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.model.cadence import days_to_recall, drift, next_birthday, read_rhythm, rhythm_text, rhythm_words
from rapport_tui.model.errors import RapportError

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("days", "expected"), [(0, 0.0), (30, 0.0), (31, 1 / 30), (60, 1.0), (-3, 0.0)])
def test_drift_grows_by_one_with_each_cadence_too_long(days: int, expected: float) -> None:
    assert drift(TODAY - timedelta(days=days), date(2020, 1, 1), 30, TODAY) == pytest.approx(expected)


def test_who_was_never_talked_to_counts_from_the_stage() -> None:
    assert drift(None, TODAY - timedelta(days=90), 45, TODAY) == pytest.approx(1.0)


@pytest.mark.parametrize("cadence", [None, 0])
def test_without_a_cadence_nobody_drifts(cadence: int | None) -> None:
    assert drift(date(1990, 1, 1), date(1990, 1, 1), cadence, TODAY) == 0.0


@pytest.mark.parametrize(
    ("birthday", "today", "expected"),
    [
        ("1986-01-30", TODAY, date(2027, 1, 30)),
        ("--11-23", TODAY, TODAY),
        ("--11-22", TODAY, date(2027, 11, 22)),
        ("--12-31", date(2026, 12, 31), date(2026, 12, 31)),
        ("2000-02-29", date(2027, 2, 1), date(2027, 2, 28)),
        ("2000-02-29", date(2028, 2, 28), date(2028, 2, 29)),
        ("--02-29", date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_next_birthday(birthday: str, today: date, expected: date) -> None:
    assert next_birthday(birthday, today) == expected


@pytest.mark.parametrize(
    "birthday", ["", "May", "1986-13-01", "--02-30", "1986-1-3", "--02-28 ", "-02-28", "９９９９-01-01"]
)
def test_what_is_no_birthday_has_no_day(birthday: str) -> None:
    assert next_birthday(birthday, TODAY) is None


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_birthday_comes_within_a_year(born: date, today: date) -> None:
    falls = next_birthday(born.isoformat(), today)
    assert falls is not None
    assert today <= falls <= today + timedelta(days=366)


@pytest.mark.parametrize(
    ("text", "days", "back", "words"),
    [
        ("2w", 14, "2w", "every 2 weeks"),
        ("10d", 10, "10d", "every 10 days"),
        ("every 3 months", 90, "3m", "every 3 months"),
        ("every week", 7, "1w", "every week"),
        ("45", 45, "45d", "every 45 days"),
        ("1y", 365, "1y", "every year"),
    ],
)
def test_a_rhythm_is_read_and_told(text: str, days: int, back: str, words: str) -> None:
    assert (read_rhythm(text), rhythm_text(days), rhythm_words(days)) == (days, back, words)
    assert read_rhythm(back) == days


def test_no_rhythm_and_never_are_two_things() -> None:
    assert [read_rhythm(text) for text in ("", " ", "never", "Never")] == [None, None, 0, 0]
    assert [rhythm_text(None), rhythm_text(0)] == ["", "never"]


NO_RHYTHMS = ["soon", "0w", "-2w", "2 fortnights", "9999y", "w2", "٢w", "2wonths", "3dears", "every mays"]


@pytest.mark.parametrize("text", NO_RHYTHMS)
def test_what_is_no_rhythm_is_told(text: str) -> None:
    with pytest.raises(RapportError, match="not a rhythm"):
        read_rhythm(text)


@pytest.mark.parametrize(
    ("today", "year", "days"),
    [
        ("2026-11-23", 2025, ["2025-11-23"]),
        ("2026-02-28", 2024, ["2024-02-28", "2024-02-29"]),
        ("2026-02-28", 2025, ["2025-02-28"]),
        ("2024-02-28", 2020, ["2020-02-28"]),
        ("2024-02-29", 2020, ["2020-02-29"]),
        ("2024-02-29", 2023, ["2023-02-28"]),
    ],
)
def test_each_day_of_an_earlier_year_is_recalled_on_one_day(today: str, year: int, days: list[str]) -> None:
    assert list(map(str, days_to_recall(date.fromisoformat(today), year))) == days


@given(day=st.dates(date(1990, 1, 1), date(2030, 12, 31)), year=st.integers(1991, 2035))
def test_no_day_is_forgotten_in_a_later_year(day: date, year: int) -> None:
    todays = [date(year, 1, 1) + timedelta(days=nth) for nth in range(366)]
    assert any(day in days_to_recall(today, day.year) for today in todays if today.year == year)
