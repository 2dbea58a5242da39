from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.capture.dates import DateOrder, Direction, looks_like_day, parse_day, parse_span, parse_time

MONDAY = date(2026, 11, 23)


def past(text: str, today: date = MONDAY, order: DateOrder = "dmy") -> date | None:
    return parse_day(text, today=today, order=order, toward="past")


def future(text: str, today: date = MONDAY, order: DateOrder = "dmy") -> date | None:
    return parse_day(text, today=today, order=order, toward="future")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("today", MONDAY),
        (" Yesterday ", date(2026, 11, 22)),
        ("tomorrow", date(2026, 11, 24)),
        ("3 days ago", date(2026, 11, 20)),
        ("1 day ago", date(2026, 11, 22)),
        ("2 weeks ago", date(2026, 11, 9)),
        ("two weeks ago", date(2026, 11, 9)),
        ("a month ago", date(2026, 10, 23)),
        ("1 year ago", date(2025, 11, 23)),
        ("in 3 days", date(2026, 11, 26)),
        ("in a week", date(2026, 11, 30)),
        ("last fri", date(2026, 11, 20)),
        ("last mon", date(2026, 11, 16)),
        ("next tue", date(2026, 11, 24)),
        ("next Monday", date(2026, 11, 30)),
        ("mon", MONDAY),
        ("Friday", date(2026, 11, 20)),
        ("thurs", date(2026, 11, 19)),
        ("20 nov", date(2026, 11, 20)),
        ("nov 20", date(2026, 11, 20)),
        ("24 Nov", date(2025, 11, 24)),
        ("20 November", date(2026, 11, 20)),
        ("20 nov 2027", date(2027, 11, 20)),
        ("Nov 20, 2024", date(2024, 11, 20)),
        ("20th Nov.", date(2026, 11, 20)),
        ("20.11.", date(2026, 11, 20)),
        ("20.11.2026", date(2026, 11, 20)),
        ("20/11", date(2026, 11, 20)),
        ("29 feb", date(2024, 2, 29)),
        ("1 sept", date(2026, 9, 1)),
    ],
)
def test_days_behind_us(text: str, expected: date) -> None:
    assert past(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon", MONDAY),
        ("fri", date(2026, 11, 27)),
        ("last fri", date(2026, 11, 20)),
        ("20 nov", date(2027, 11, 20)),
        ("23 nov", MONDAY),
        ("24.11.", date(2026, 11, 24)),
        ("29 feb", date(2028, 2, 29)),
    ],
)
def test_days_ahead_of_us(text: str, expected: date) -> None:
    assert future(text) == expected


def test_the_order_of_a_numeric_date_is_a_setting() -> None:
    assert past("3/4/2026") == date(2026, 4, 3)
    assert past("3/4/2026", order="mdy") == date(2026, 3, 4)
    assert past("11/20", order="mdy") == date(2026, 11, 20)
    assert past("11/20", order="dmy") is None
    assert past("11/20/2026", order="mdy") == date(2026, 11, 20)


def test_a_leap_day_is_found_over_a_century_without_one() -> None:
    assert future("29 feb", today=date(1896, 3, 1)) == date(1904, 2, 29)
    assert past("29 feb", today=date(1904, 2, 28)) == date(1896, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "30 feb",
        "2026-02-30",
        "31/31",
        "31.4.",
        "29 feb 2026",
        "2026-1-5",
        "1/2/26",
        "0/1",
        "9999 years ago",
        "20 nov 0000",
    ],
)
def test_impossible_days_are_never_guessed_but_seen(text: str) -> None:
    assert past(text) is None
    assert looks_like_day(text)


@pytest.mark.parametrize(
    "text",
    ["", "note", "20.11", "nov", "may", "20", "11-20", "last week", "yesterday evening", "20 novembre", "٣ days ago"],
)
def test_what_is_no_date_is_not_shaped_like_one(text: str) -> None:
    assert past(text) is None
    assert not looks_like_day(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9am", time(9)),
        ("9 PM", time(21)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("9:30", time(9, 30)),
        ("09:30", time(9, 30)),
        ("9:30pm", time(21, 30)),
        ("9.30", None),
        ("9", None),
        ("13pm", None),
        ("0am", None),
        ("24:00", None),
        ("9:60", None),
        ("9:5", None),
        ("", None),
    ],
)
def test_times(text: str, expected: time | None) -> None:
    assert parse_time(text) == expected


def test_spans() -> None:
    assert parse_span("2w") == relativedelta(weeks=2)
    assert parse_span("10D") == relativedelta(days=10)
    assert parse_span("3m") == relativedelta(months=3)
    assert parse_span("1y") == relativedelta(years=1)
    assert [parse_span(text) for text in ("w", "2", "2h", "2w ago", "-2w", "")] == [None] * 6


@given(
    day=st.dates(),
    today=st.dates(),
    order=st.sampled_from(["dmy", "mdy"]),
    toward=st.sampled_from(["past", "future"]),
)
def test_a_day_written_in_full_is_that_day(day: date, today: date, order: DateOrder, toward: Direction) -> None:
    numeric = (day.day, day.month) if order == "dmy" else (day.month, day.day)
    forms = [
        day.isoformat(),
        f"{day.day} {day:%b} {day.year:04}",
        f"{day:%B} {day.day}, {day.year:04}",
        f"{numeric[0]}/{numeric[1]}/{day.year:04}",
        f"{numeric[0]}.{numeric[1]}.{day.year:04}",
    ]
    assert {parse_day(form, today=today, order=order, toward=toward) for form in forms} == {day}


@given(
    today=st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)),
    name=st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
)
def test_a_weekday_is_within_a_week(today: date, name: str) -> None:
    week = timedelta(days=6)
    before, after = past(name, today), future(name, today)
    assert before is not None
    assert after is not None
    assert today - week <= before <= today <= after <= today + week
    assert f"{before:%a}".lower() == f"{after:%a}".lower() == name
    assert past(f"last {name}", today) == (before if before < today else today - timedelta(days=7))
    assert future(f"next {name}", today) == (after if after > today else today + timedelta(days=7))


@given(
    text=st.text(max_size=12)
    | st.from_regex(r"\A[0-9]{1,4}[-/. ][0-9]{1,2}([-/. ][0-9]{0,4})?\Z")
    | st.from_regex(r"\A(in |last |next )?[0-9a]{1,4} (days?|weeks|months|years|feb|nov|fri)( ago)?\Z"),
    today=st.dates(),
    toward=st.sampled_from(["past", "future"]),
)
def test_every_day_found_is_shaped_like_one(text: str, today: date, toward: Direction) -> None:
    found = parse_day(text, today=today, order="dmy", toward=toward)
    assert found is None or looks_like_day(text)
