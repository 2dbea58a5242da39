"""Recurring events against recurring-ical-events, day by day, and rules that would take for ever."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import FrameType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from rapport_tui.exchange.ics_events import split_calendar
from rapport_tui.exchange.ics_reader import IcsCalendar

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import recurring_ical_events

BERLIN = ZoneInfo("Europe/Berlin")
WINDOW = [date(2026, 11, 1) + timedelta(days=number) for number in range(0, 360, 9)]
WEEKDAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


def calendar(*events: str) -> str:
    return "\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""))


def ours(text: str, day: date) -> list[str]:
    found = IcsCalendar(split_calendar(text)).on(day, BERLIN)
    return sorted(f"{event.title} {event.start or ''}" for event in found)


def theirs(text: str, first: date, last: date) -> list[datetime]:
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(first, last + timedelta(days=1))
    return sorted(event["DTSTART"].dt.astimezone(BERLIN).replace(tzinfo=None) for event in found)


@st.composite
def rules(draw: st.DrawFn) -> str:
    period = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={period}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 13))}")
    if draw(st.booleans()):
        days = draw(st.lists(WEEKDAYS, min_size=1, max_size=3, unique=True))
        ordinal = draw(st.sampled_from(["", "", "1", "2", "-1", "5"])) if period == "MONTHLY" else ""
        parts.append(f"BYDAY={','.join(ordinal + day for day in days)}")
    elif period in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        numbers = draw(st.lists(st.sampled_from([1, 2, 13, 15, 28, 29, 30, 31, -1, -2, -31]), min_size=1, unique=True))
        parts.append(f"BYMONTHDAY={','.join(map(str, numbers))}")
    if draw(st.integers(0, 3)) == 0:
        parts.append(f"BYMONTH={','.join(map(str, draw(st.lists(st.integers(1, 12), min_size=3, unique=True))))}")
    if len(parts) > 1 and period in ("MONTHLY", "YEARLY") and draw(st.integers(0, 3)) == 0:
        parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '2', '1,-1']))}")
    if draw(st.integers(0, 3)) == 0:
        parts.append(f"WKST={draw(WEEKDAYS)}")
    match draw(st.integers(0, 3)):
        case 0:
            parts.append(f"COUNT={draw(st.integers(1, 400))}")
        case 1:
            parts.append(f"UNTIL={draw(st.dates(date(2026, 1, 1), date(2027, 12, 31))):%Y%m%d}T120000Z")
    return "RRULE:" + ";".join(draw(st.permutations(parts)))


@st.composite
def events(draw: st.DrawFn) -> str:
    start = draw(st.datetimes(datetime(2005, 1, 1), datetime(2026, 12, 31)))  # noqa: DTZ001  # on the wall
    start = start.replace(hour=start.hour % 20 + 2, second=0, microsecond=0)
    lines = ["UID:1", "SUMMARY:it", f"DTSTART;TZID=Europe/Berlin:{start:%Y%m%dT%H%M%S}", draw(rules())]
    names = draw(st.lists(st.sampled_from(["EXDATE", "RDATE"]), unique=True))
    lines += [f"{name};TZID=Europe/Berlin:{draw(st.sampled_from(WINDOW)):%Y%m%d}T{start:%H%M%S}" for name in names]
    return "\n".join(("BEGIN:VEVENT", *draw(st.permutations(lines)), "END:VEVENT"))


@given(events())
def test_each_day_of_a_calendar_is_as_another_reader_has_it(event: str) -> None:
    text = calendar(event)
    found = IcsCalendar(split_calendar(text))
    there = theirs(text, WINDOW[0], WINDOW[-1])
    for day in WINDOW:
        assert [one.start for one in found.on(day, BERLIN)] == [start for start in there if start.date() == day]


class _Calls:
    """Counts the calls of functions, and fails where they are more than `most`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.count = 0

    def __call__(self, _frame: FrameType, _event: str, _argument: object) -> None:
        self.count += 1
        if self.count > self.most:
            raise AssertionError("the work is not bounded")


def bounded(most: int, work: Callable[[], list[str]]) -> list[str]:
    sys.setprofile(_Calls(most))
    try:
        return work()
    finally:
        sys.setprofile(None)


def event(number: int, *lines: str) -> str:
    return "\n".join(("BEGIN:VEVENT", f"UID:{number}", f"SUMMARY:{number}", *lines, "END:VEVENT"))


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (("DTSTART:19700101T100000", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), 40),
        (("DTSTART:19700101T100000", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"), 40),
        (("DTSTART:19700101T100000", "RRULE:FREQ=DAILY;COUNT=49000;BYHOUR=1,2,3,4;BYMINUTE=1,2,3"), 40),
        (("DTSTART:19000101T100000", "DTEND:99990101T100000", "RRULE:FREQ=DAILY"), 20),
        (("DTSTART:20000101T100000", "DURATION:P9000D", "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4;BYMINUTE=1,2,3"), 20),
    ],
)
def test_many_hostile_rules_are_bounded_together(lines: tuple[str, ...], count: int) -> None:
    text = calendar(*(event(number, *lines) for number in range(count)))
    bounded(4_000_000, lambda: ours(text, date(2026, 11, 28)))


def test_events_of_other_days_and_unfinished_ones_are_hardly_looked_at() -> None:
    far = (event(number, "DTSTART:20200101T100000", "DTEND:20200101T110000") for number in range(5_000))
    text = calendar(*far, event(9_999, "DTSTART:20261128T100000"))
    assert bounded(500_000, lambda: ours(text, date(2026, 11, 28))) == ["9999 2026-11-28 10:00:00"]
    assert bounded(500_000, lambda: ours("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 160_000, date(2026, 11, 28))) == []


def test_an_event_as_long_as_all_time_is_on_each_day_once() -> None:
    text = calendar(event(1, "DTSTART:19000101T100000", "DTEND:99991231T100000"))
    assert [ours(text, date(year, 11, 28)) for year in (1899, 1900, 2026)] == [[], ["1 "], ["1 "]]


def test_a_time_without_a_zone_is_in_the_calendars() -> None:
    text = calendar(event(1, "DTSTART:20261128T230000")).replace("PRODID:x", "X-WR-TIMEZONE:America/New_York")
    assert ours(text, date(2026, 11, 29)) == ["1 2026-11-29 05:00:00"]
    assert theirs(text, date(2026, 11, 28), date(2026, 11, 28)) == [datetime(2026, 11, 29, 5)]  # noqa: DTZ001
