"""The calendars of calendars.txt, each day of two years: as recurring-ical-events reads them, or as written there."""

from __future__ import annotations

import warnings
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from rapport_tui.exchange import ics_events
from rapport_tui.exchange.ics_events import split_calendar
from rapport_tui.exchange.ics_reader import IcsCalendar

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import recurring_ical_events

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(730)]
Days = dict[date, list[str]]


def sections() -> dict[str, str]:
    text = Path(__file__).with_name("calendars.txt").read_text("utf-8")
    return dict(section.split("\n", 1) for section in text.split("\n## ")[1:])


def calendar(section: str) -> str:
    lines = [line for line in section.split("\n") if line[:1] not in ("=", "")]
    head = [line[2:] for line in lines if line.startswith(">")]
    events = "\n".join(line for line in lines if not line.startswith(">")).split("\n--\n")
    framed = [event if event.startswith("begin:") else f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events]
    framed = [event if "UID:" in event.upper() else event.replace("\n", "\nUID:1\n", 1) for event in framed]
    return "\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *head, *framed, "END:VCALENDAR", ""))


def given_days(section: str) -> Days | None:
    lines = [line[2:] for line in section.split("\n") if line.startswith("= ")]
    if not lines:
        return None
    found: Days = defaultdict(list)
    for start in lines[0].split(" | ") if lines[0] != "never" else ():
        found[date.fromisoformat(start[:10])].append(start[11:])
    return found


def library_days(text: str) -> Days:
    found: Days = defaultdict(list)
    for event in recurring_ical_events.of(Calendar.from_ical(text)).between(DAYS[0], DAYS[-1] + timedelta(days=1)):
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        if isinstance(start, datetime):
            start, end = (one.astimezone(BERLIN).replace(tzinfo=None) if one.tzinfo else one for one in (start, end))
            found[start.date()].append(f"{start:%H:%M}")
            # A later day counts as one of the event's if that lasts until noon; a night out doesn't.
            later = (start.date() + timedelta(days=number) for number in range(1, (end.date() - start.date()).days + 1))
            days = [day for day in later if datetime.combine(day, time(12)) <= end]
        else:
            days = [start + timedelta(days=number) for number in range((end - start).days)]
        for day in days:
            found[day].append("")
    return found


@pytest.mark.parametrize("name", sections())
def test_each_day_is_as_the_library_or_the_file_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = ics_events._parsed
    parsed = cache(lambda zones, events: read(dict(zones), events))
    monkeypatch.setattr(ics_events, "_parsed", lambda zones, events: parsed(tuple(zones.items()), events))
    section = sections()[name]
    text = calendar(section)
    expected = given_days(section)
    is_given = expected is not None
    expected = library_days(text) if expected is None else expected
    assert is_given == ("; the library " in name), "a section says why it does not follow the library"
    found = IcsCalendar(split_calendar(text))
    for day in DAYS:
        events = [event for event in found.on(day, BERLIN) if "me@example.org" not in event.declined]
        starts = [f"{event.start:%H:%M}" if event.start else "" for event in events]
        assert starts == sorted(expected.get(day, [])), day


def test_a_calendar_of_100_000_events_is_read() -> None:
    first = datetime(2026, 1, 1, 9)  # noqa: DTZ001
    event = "BEGIN:VEVENT\nUID:{0}\nDTSTART:{1:%Y%m%dT%H%M%S}\nSUMMARY:{0}\nEND:VEVENT"
    events = (event.format(number, first + timedelta(hours=number)) for number in range(100_000))
    found = IcsCalendar(split_calendar("BEGIN:VCALENDAR\n" + "\n".join(events) + "\nEND:VCALENDAR"))
    assert [one.title for one in found.on(date(2026, 1, 2), BERLIN)] == [str(number) for number in range(15, 39)]
    assert len(found.on(date(2030, 1, 2), BERLIN)) == 24
