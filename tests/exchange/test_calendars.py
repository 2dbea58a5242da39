"""Test the events of a day: recurrence, time zones, and nights in which the clock changes."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.exchange.ics_reader import Attendee, IcsCalendar, read_calendar
from rapport_tui.model.errors import RapportError

LISBON, BERLIN, NEW_YORK = ZoneInfo("Europe/Lisbon"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
MONDAY = date(2026, 11, 23)


def calendar(folder: Path, *events: str) -> IcsCalendar:
    path = folder / "meetings.ics"
    blocks = (f"BEGIN:VEVENT\nUID:{number}\n{event}\nEND:VEVENT" for number, event in enumerate(events))
    path.write_text("\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *blocks, "END:VCALENDAR")), "utf-8")
    return read_calendar(path)


def on(found: IcsCalendar, day: date, zone: ZoneInfo = LISBON) -> list[tuple[str, str]]:
    return [(f"{event.start:%H:%M}" if event.start else "", event.title) for event in found.on(day, zone)]


@pytest.mark.parametrize(
    ("start", "zone", "at"),
    [
        ("DTSTART:20261123T100000Z", LISBON, "10:00"),
        ("DTSTART:20261123T100000Z", NEW_YORK, "05:00"),
        ("DTSTART;TZID=Europe/Berlin:20261123T100000", LISBON, "09:00"),
        ("DTSTART;TZID=W. Europe Standard Time:20261123T100000", LISBON, "09:00"),
        ("DTSTART;TZID=tzone://Microsoft/Utc:20261123T100000", NEW_YORK, "05:00"),
        ("DTSTART:20261123T100000", NEW_YORK, "10:00"),
        ("DTSTART;VALUE=DATE:20261123", NEW_YORK, ""),
    ],
)
def test_a_meeting_is_at_its_local_time(tmp_path: Path, start: str, zone: ZoneInfo, at: str) -> None:
    assert on(calendar(tmp_path, f"{start}\nSUMMARY:town hall"), MONDAY, zone) == [(at, "town hall")]


def test_a_meeting_late_in_another_zone_is_on_the_local_day(tmp_path: Path) -> None:
    found = calendar(tmp_path, "DTSTART;TZID=America/New_York:20261122T200000\nSUMMARY:call")
    assert on(found, MONDAY, BERLIN) == [("02:00", "call")]
    assert on(found, date(2026, 11, 22), BERLIN) == []
    assert on(found, date(2026, 11, 22), NEW_YORK) == [("20:00", "call")]


def test_a_weekly_meeting_keeps_its_hour_through_the_change_of_the_clock(tmp_path: Path) -> None:
    found = calendar(tmp_path, "DTSTART;TZID=Europe/Berlin:20200106T100000\nRRULE:FREQ=WEEKLY\nSUMMARY:team")
    assert on(found, MONDAY, BERLIN) == [("10:00", "team")]
    assert on(found, date(2026, 6, 1), BERLIN) == [("10:00", "team")]
    assert on(found, date(2026, 11, 24), BERLIN) == []
    # Berlin leaves summer time on 25 October, New York on 1 November: for a week they are an hour nearer.
    assert on(found, date(2026, 10, 26), NEW_YORK) == [("05:00", "team")]
    assert on(found, date(2026, 11, 2), NEW_YORK) == [("04:00", "team")]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("RRULE:FREQ=DAILY;COUNT=3", [23, 24, 25]),
        ("RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20261127T100000Z", [23, 25, 27]),
        ("RRULE:FREQ=DAILY;UNTIL=20261125", [23, 24, 25]),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,TH", [23, 26, 30]),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1MO", [23, 30]),
        ("RRULE:FREQ=DAILY;COUNT=5\nEXDATE;TZID=Europe/Berlin:20261124T110000,20261126T110000", [23, 25, 27]),
        ("RDATE;TZID=Europe/Berlin:20261128T110000", [23, 28]),
        ("RRULE:FREQ=SECONDLY", [23]),
        ("RRULE:FREQ=NEVER", [23]),
    ],
)
def test_rules_are_followed(tmp_path: Path, rule: str, days: list[int]) -> None:
    found = calendar(tmp_path, f"DTSTART;TZID=Europe/Berlin:20261123T110000\n{rule}\nSUMMARY:it")
    assert [day for day in range(20, 31) if on(found, date(2026, 11, day))] == days


def test_one_of_many_is_moved_and_one_is_cancelled(tmp_path: Path) -> None:
    found = calendar(
        tmp_path,
        "DTSTART:20261123T100000Z\nRRULE:FREQ=DAILY;COUNT=4\nSUMMARY:it",
        "RECURRENCE-ID:20261124T100000Z\nDTSTART:20261124T150000Z\nSUMMARY:it, moved",
        "RECURRENCE-ID:20261125T100000Z\nDTSTART:20261125T100000Z\nSTATUS:CANCELLED\nSUMMARY:it",
    )
    path = tmp_path / "meetings.ics"
    path.write_text(path.read_text("utf-8").replace("UID:1", "UID:0").replace("UID:2", "UID:0"), "utf-8")
    found = read_calendar(path)
    assert [on(found, date(2026, 11, day)) for day in range(23, 27)] == [
        [("10:00", "it")],
        [("15:00", "it, moved")],
        [],
        [("10:00", "it")],
    ]


def test_days_that_take_several_days_and_leap_days(tmp_path: Path) -> None:
    found = calendar(
        tmp_path,
        "DTSTART;VALUE=DATE:20261121\nDTEND;VALUE=DATE:20261124\nSUMMARY:fair",
        "DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY\nSUMMARY:leap",
    )
    assert [day for day in range(20, 26) if on(found, date(2026, 11, day))] == [21, 22, 23]
    assert on(found, date(2028, 2, 29)) == [("", "leap")]
    assert on(found, date(2027, 2, 28)) == []


def test_who_attends(tmp_path: Path) -> None:
    found = calendar(
        tmp_path,
        "DTSTART:20261123T100000Z\nSUMMARY:it\n"
        "ORGANIZER;CN=Dana Li:mailto:Dana@example.org\n"
        'ATTENDEE;CN="Becker, Tom";PARTSTAT=ACCEPTED:MAILTO:tom@example.org\n'
        "ATTENDEE;CN=Sam;PARTSTAT=DECLINED:mailto:sam@example.org\n"
        "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@example.org",
    )
    (event,) = found.on(MONDAY, LISBON)
    assert event.attendees == (Attendee("Dana Li", "dana@example.org"), Attendee("Becker, Tom", "tom@example.org"))


def test_one_event_that_makes_no_sense_hides_no_other(tmp_path: Path) -> None:
    found = calendar(
        tmp_path,
        "DTSTART:nonsense\nSUMMARY:a",
        "SUMMARY:no start",
        "DTSTART:20261123T100000Z\nRRULE:FREQ=DAILY;BYDAY=XX\nSUMMARY:c",
        "DTSTART:20261123T110000Z\nSUMMARY:[bold]x[/",
    )
    assert on(found, MONDAY)[-1] == ("11:00", "[bold]x[/")


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    path.write_text("hello", "utf-8")
    with pytest.raises(RapportError, match="is not a calendar"):
        read_calendar(path)
    with pytest.raises(RapportError, match=r"can’t be read"):
        read_calendar(tmp_path / "gone.ics")


@given(
    st.datetimes(datetime(2019, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001, times on the wall
    st.sampled_from(["DAILY", "WEEKLY"]),
    st.integers(1, 5),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_old_rules_are_counted_right(
    tmp_path_factory: pytest.TempPathFactory, first: datetime, period: str, every: int, day: date
) -> None:
    first = first.replace(microsecond=0)
    found = calendar(
        tmp_path_factory.mktemp("rules"),
        f"DTSTART:{first:%Y%m%dT%H%M%S}\nRRULE:FREQ={period};INTERVAL={every}\nSUMMARY:it",
    )
    days = (day - first.date()).days
    turns = days >= 0 and days % (every * (7 if period == "WEEKLY" else 1)) == 0
    assert on(found, day) == ([(f"{first:%H:%M}", "it")] if turns else [])


HOSTILE = [
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=-1",
    "FREQ=DAILY;INTERVAL=99999999999",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31",
    "FREQ=WEEKLY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
    "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=6",
    "FREQ=DAILY;COUNT=999999999;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60))),
    "FREQ=SECONDLY;COUNT=999999999",
    "FREQ=DAILY;COUNT=-1",
]


@pytest.mark.parametrize("rule", HOSTILE)
def test_a_hostile_rule_gives_its_first_occurrence_in_bounded_work(tmp_path: Path, rule: str) -> None:
    found = calendar(tmp_path, f"DTSTART:20261123T110000\nRRULE:{rule}\nSUMMARY:it")
    calls = 0

    def count(_frame: FrameType, _event: str, _argument: object) -> None:
        nonlocal calls
        calls += 1
        if calls > 400_000:
            raise AssertionError("the rule is followed without end")

    sys.setprofile(count)
    try:
        assert [event.title for event in found.on(date(2026, 11, 23), None)] == ["it"]
        found.on(date(2027, 11, 23), None)
    finally:
        sys.setprofile(None)


def test_a_rule_that_counts_from_long_ago_is_followed(tmp_path: Path) -> None:
    found = calendar(tmp_path, "DTSTART:20100104T110000\nRRULE:FREQ=WEEKLY;COUNT=2000\nSUMMARY:it")
    assert on(found, date(2026, 11, 23))
    assert not on(found, date(2026, 11, 24))


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        ("DTSTART:20261122T110000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20261123", [22, 24]),
        ("DTSTART:20261122T110000\nRDATE;VALUE=PERIOD:20261125T110000/PT1H", [22, 25]),
        ("DTSTART:20261122T110000\nDTEND:20261124T150000", [22, 23, 24]),
        ("DTSTART:20261122T220000\nDTEND:20261123T020000", [22]),
        ("DTSTART;VALUE=DATE:20261122\nDTEND:20261124T000000", [22, 23]),
        ("DTSTART:20261122T110000\nRECURRENCE-ID:garbage", []),
        ("DTSTART:garbage", []),
        ("DTSTART:20261122T110000\nSTATUS:CANCELLED", []),
        ("DTSTART:20261122T110000\nSUMMARY:Abgesagt: it\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        ("DTSTART:20261122T110000\nSUMMARY:Canceled: it\nTRANSP:TRANSPARENT", []),
        ("DTSTART:20261122T110000\nSUMMARY:Canceled: the lessons\nTRANSP:OPAQUE", [22]),
    ],
)
def test_odd_events_are_on_their_own_days(tmp_path: Path, lines: str, days: list[int]) -> None:
    found = calendar(tmp_path, lines)
    assert [day for day in range(20, 31) if on(found, date(2026, 11, day))] == days


EVENT = "BEGIN:VEVENT\r\nUID:{0}\r\nDTSTART:20261123T1{0}0000\r\nSUMMARY:number {0}\r\n{1}END:VEVENT\r\n"
ALARM = "BEGIN:VALARM\r\nTRIGGER:garbage\r\nEND:VALARM\r\n"


@pytest.mark.parametrize(
    ("body", "titles", "skipped"),
    [
        (EVENT.format(1, "") + "stray\r\n" + EVENT.format(2, "") + "END:VCALENDAR\r\n", ["number 1", "number 2"], 0),
        (EVENT.format(1, ALARM) + EVENT.format(2, "") + "END:VCALENDAR\r\n", ["number 1", "number 2"], 0),
        (EVENT.format(1, "") + "BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20261123T1", ["number 1"], 1),
        (EVENT.format(1, "") + EVENT.format(2, "RECURRENCE-ID:garbage\r\n") + "END:VCALENDAR\r\n", ["number 1"], 1),
        (EVENT.format(1, "SEQUENCE:2\r\n") + EVENT.format(1, "") + "END:VCALENDAR\r\n", ["number 1"], 0),
    ],
)
@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_what_can_be_read_of_a_damaged_calendar_is_read(
    tmp_path: Path, body: str, titles: list[str], skipped: int, line_end: str
) -> None:
    path = tmp_path / "damaged.ics"
    path.write_bytes(f"BEGIN:VCALENDAR\r\n{body}".replace("\r\n", line_end).encode("latin-1"))
    found = read_calendar(path)
    assert [event.title for event in found.on(date(2026, 11, 23), None)] == titles
    assert found.skipped == skipped


def test_a_cancelled_calendar_has_no_events(tmp_path: Path) -> None:
    path = tmp_path / "cancel.ics"
    path.write_text("BEGIN:VCALENDAR\nMETHOD:CANCEL\n" + EVENT.format(1, "") + "END:VCALENDAR\n")
    assert read_calendar(path).on(date(2026, 11, 23), None) == []


def test_a_fifo_is_no_calendar(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ics")
    with pytest.raises(RapportError, match="is not a file"):
        read_calendar(tmp_path / "pipe.ics")
