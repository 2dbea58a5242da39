"""The events of a calendar file as text, found in one pass, with the days on which they can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from rapport_tui.model.patterns import lazy_pattern

_LINES: Final = re.MULTILINE | re.IGNORECASE
_ALARM: Final = lazy_pattern(r"^BEGIN:VALARM$.*?^END:VALARM$\n?", _LINES | re.DOTALL)
_CALENDAR: Final = lazy_pattern(r"^BEGIN:VCALENDAR\s*$", _LINES)
_BEGIN: Final = lazy_pattern(r"^BEGIN:VEVENT[ \t]*(?:\n|\Z)", _LINES)
_END: Final = lazy_pattern(r"^END:VEVENT", _LINES)
_ZONE: Final = lazy_pattern(r"^BEGIN:VTIMEZONE$(?:(?!^BEGIN:VTIMEZONE$).)*?^END:VTIMEZONE$", _LINES | re.DOTALL)
_BLANK_LINES: Final = lazy_pattern(r"\n{2,}")
_ZONE_NAME: Final = lazy_pattern(r"^TZID[^:\n]*:(.+)$", _LINES)
_SPACED_RULE: Final = lazy_pattern(r"^RRULE[;:].* .*$", _LINES)
_UTC_ZONE: Final = lazy_pattern(r';TZID="?tzone://Microsoft/Utc"?:(\d{8}T\d{6})', re.IGNORECASE)
"""The form of UTC in some calendars of Exchange."""
_FLOATING_ZONE: Final = lazy_pattern(r"^X-WR-TIMEZONE(?:;[^:\n]*)?:(.+)$", _LINES)
_PROPERTY: Final = lazy_pattern(
    r"^(DTSTART|DTEND|DURATION|RRULE|RDATE|RECURRENCE-ID|UID|SEQUENCE)([;:][^\n]*)$", _LINES
)
_DAY: Final = lazy_pattern(r":(\d{8})(?!\d)")
_CHANGES_REST: Final = lazy_pattern(r";RANGE=\"?THISANDFUTURE", re.IGNORECASE)
_ON_ITS_DATE: Final = lazy_pattern(r":(?!.*BY)(?:.*;)?FREQ=YEARLY", re.IGNORECASE)
"""A rule whose occurrences all have the month and day of the first, such as a birthday's."""
_UNTIL: Final = lazy_pattern(r"[:;]UNTIL=(\d{8})", re.IGNORECASE)
_LENGTH: Final = lazy_pattern(r":\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(\d{1,6})H)?", re.IGNORECASE)
LONGEST: Final = timedelta(days=366)
"""The longest time before a day at which an occurrence or a moved event may have begun and still be on."""
_MARGIN: Final = timedelta(days=2)
"""The margin of a span: more than the difference of any two time zones and a night."""


class EventText(msgspec.Struct, frozen=True, kw_only=True):
    """The text of an event in the file, without its alarms.

    It can only be on from `first` to `last`, and within `yearly` after `first` in any year; None means no limit.
    `key` is the same for each version of it. `changes_rest` means that it also changes all later occurrences.
    """

    text: str
    first: date | None
    last: date | None
    yearly: timedelta | None
    uid: str
    key: object
    sequence: int
    changes_rest: bool

    def may_be_on(self, day: date) -> bool:
        """Return whether the event can be on at a day, and so has to be parsed."""
        if (self.first and day < self.first) or (self.last and self.last < day):
            return False
        if self.first is None or self.yearly is None:
            return True
        since = (day.replace(year=2000) - self.first.replace(year=2000)).days % 366
        return since <= self.yearly.days


class CalendarText(msgspec.Struct, frozen=True, kw_only=True):
    """The events of a file and its time zones by name.

    `floating` names the zone of times without one; `cut_off` is the number of incomplete events.
    """

    zones: dict[str, str]
    events: list[EventText]
    floating: str
    cut_off: int


def split_calendar(text: str) -> CalendarText:
    """Return the newest version of each event, without those of calendars that cancel or ask to move one."""
    text = _UTC_ZONE.sub(r":\1Z", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _BLANK_LINES.sub("\n", text).replace("\n ", "").replace("\n\t", "")
    text = _SPACED_RULE.sub(lambda rule: rule[0].replace(" ", ""), text)
    newest: dict[object, EventText] = {}
    cut_off = 0
    for calendar in _CALENDAR.split(text):
        head, *blocks = _BEGIN.split(calendar)
        if re.search(r"^METHOD:(?:CANCEL|COUNTER|DECLINECOUNTER|REFRESH)\s*$", head, _LINES):
            continue
        for number, block in enumerate(blocks):
            if (end := _END.search(block)) is None:
                cut_off += 1
                continue
            event = _event(block[: end.start()], (len(newest), number))
            if event.key not in newest or event.sequence >= newest[event.key].sequence:
                newest[event.key] = event
    floating = _FLOATING_ZONE.search(text)
    shifted = {event.uid for event in newest.values() if event.uid and event.changes_rest}
    return CalendarText(
        zones={_zone_name(zone): zone for zone in _ZONE.findall(text)},
        events=[replace(one, first=None, last=None) if one.uid in shifted else one for one in newest.values()],
        floating=floating[1].strip() if floating else "",
        cut_off=cut_off,
    )


def parse_events(calendar: CalendarText, events: list[EventText]) -> Iterator[Any]:
    """Yield each event as parsed by icalendar; None for one that it can't parse.

    A damaged one is found by halves, and parsed without the lines that are not properties.
    """
    if (whole := _parsed(calendar.zones, "\n".join(_framed(event.text) for event in events))) is not None:
        yield from whole
    elif len(events) == 1:
        kept = _framed("\n".join(line for line in events[0].text.split("\n") if ":" in line))
        yield next(iter(_parsed(calendar.zones, kept) or _parsed({}, kept) or ()), None)
    else:
        middle = len(events) // 2
        yield from parse_events(calendar, events[:middle])
        yield from parse_events(calendar, events[middle:])


def _zone_name(zone: str) -> str:
    """Return the name of a time zone as events refer to it: in a parameter, commas are not escaped."""
    name = _ZONE_NAME.search(zone)
    return name[1].strip().replace("\\", "") if name else ""


def _event(body: str, number: object) -> EventText:
    if "BEGIN:VALARM" in body.upper():
        body = _ALARM.sub("", body)
    found: dict[str, str] = {}
    for name, value in _PROPERTY.findall(body):
        found.setdefault(name.upper(), value)
    uid = found.get("UID", "").partition(":")[2].strip()
    replaced = found.get("RECURRENCE-ID", "")
    sequence = found.get("SEQUENCE", "").partition(":")[2].strip()
    first, last, yearly = _span(found, replaced)
    return EventText(
        text=body,
        first=first,
        last=last,
        yearly=yearly,
        uid=uid,
        key=(uid, replaced.rpartition(":")[2].strip()) if uid else number,
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0,
        changes_rest=_CHANGES_REST.search(replaced) is not None,
    )


def _span(found: dict[str, str], replaced: str) -> tuple[date | None, date | None, timedelta | None]:
    """Return `first`, `last` and `yearly` of an event and, if it replaces an occurrence, of that too."""
    start = _day(found.get("DTSTART", ""))
    if start is None or "RDATE" in found:
        return None, None, None
    end = _day(found.get("DTEND", "")) or start
    if length := _LENGTH.match(found.get("DURATION", "")):
        weeks, days, hours = (int(number or 0) for number in length.groups())
        end = _later(start, timedelta(weeks=weeks, days=days + 1, hours=hours))
    if replaced:
        if (slot := _day(replaced)) is None:
            return None, None, None
        return _earlier(min(start, slot)), _later(max(start, end, _later(slot, LONGEST)), _MARGIN), None
    on = max(end - start, timedelta(0)) + _MARGIN
    if (rule := found.get("RRULE")) is None:
        return _earlier(start), _later(start, on), None
    until = _UNTIL.search(rule)
    stop = _day(f":{until[1]}") if until else None
    # Longer by the margin before it, and by 29 February.
    yearly = on + _MARGIN + timedelta(days=1) if _ON_ITS_DATE.search(rule) else None
    return _earlier(start), _later(stop, on) if stop else None, yearly


def _day(value: str) -> date | None:
    found = _DAY.search(value)
    try:
        return date.fromisoformat(f"{found[1][:4]}-{found[1][4:6]}-{found[1][6:]}") if found else None
    except ValueError:
        return None


def _earlier(day: date) -> date:
    return day - _MARGIN if day > date.min + _MARGIN else date.min


def _later(day: date, by: timedelta) -> date:
    return day + by if by < date.max - day else date.max


def _framed(body: str) -> str:
    return f"BEGIN:VEVENT\n{body}\nEND:VEVENT"


def _parsed(zones: dict[str, str], events: str) -> list[Any] | None:
    """Return the events that icalendar parses, with the time zones that they name; None if a part can't be parsed."""
    from icalendar import Calendar

    needed = "\n".join(zone for name, zone in zones.items() if name in events)
    try:
        found = Calendar.from_ical(f"BEGIN:VCALENDAR\n{needed}\n{events}\nEND:VCALENDAR\n", multiple=True)
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    return [event for calendar in found for event in calendar.walk("VEVENT")]
