"""The reader of iCalendar files (RFC 5545): the events of a day, with recurring events and time zones."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from rapport_tui.exchange.ics_events import LONGEST, CalendarText, parse_events, split_calendar
from rapport_tui.exchange.ics_rules import Budget, turns_near, wall_time
from rapport_tui.files import read_regular, reason
from rapport_tui.model.errors import RapportError
from rapport_tui.model.text import clean_line

Component = Mapping[str, Any]
"""A component as parsed by icalendar; the types of its values vary, so each is checked before use."""
_LARGEST: Final = 64 * 1024 * 1024
_MOST_EVENTS: Final = 20_000
"""The most events that are parsed for one day, more than any person has."""
_NOON: Final = time(12)
"""The earliest end of an event from an earlier day that counts as being on this day; a night out ends before."""
_CANCELED: Final = re.compile(r"(?:cancel+ed|abgesagt|annul[eé]e?|cancelad[oa]|annullato)\s*:", re.IGNORECASE)
"""The titles with which Outlook marks a cancelled meeting that is still in the calendar as free time."""


class Attendee(msgspec.Struct, frozen=True):
    """A person who is invited and has not declined; either field may be empty."""

    name: str
    email: str


class IcsEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a day. `start` and `end` are the local times, None if it takes all day.

    `uid` is that of the calendar, the same for all days of a recurring event; it may be empty. `declined` are the
    addresses of the invited who declined.
    """

    title: str
    start: datetime | None
    end: datetime | None = None
    uid: str = ""
    attendees: tuple[Attendee, ...] = ()
    declined: tuple[str, ...] = ()


class IcsCalendar:
    """The events of one file. For a day, only those that can be on then are parsed."""

    def __init__(self, text: CalendarText) -> None:
        self._text = text
        self._floating = _zone_named(text.floating)
        self.skipped = text.cut_off
        """The number of unreadable events among those parsed for the last day."""

    def on(self, day: date, zone: tzinfo | None) -> list[IcsEvent]:
        """Return the events of `day` in the time zone `zone` (None for the system's), all-day events first.

        An invalid event is left out without affecting the others. The work is bounded.
        """
        chosen = [event for event in self._text.events if event.may_be_on(day)]
        parsed = list(parse_events(self._text, chosen[:_MOST_EVENTS]))
        sound = [event for event in parsed if event is not None and _is_sound(event)]
        self.skipped = self._text.cut_off + len(chosen) - len(sound)
        moved: dict[str, list[date]] = defaultdict(list)
        for component in sound:
            if (slot := _recurrence_id(component)) is not None:
                moved[str(component.get("UID", ""))].append(slot)
        found: list[IcsEvent] = []
        budget = Budget()
        for component in sound:
            if _is_cancelled(component):
                continue
            is_one = "RECURRENCE-ID" in component
            gone = [] if is_one else moved[str(component.get("UID", ""))]
            with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError, OverflowError):
                found += self._events(component, day, zone, gone, budget)
        return sorted(found, key=lambda event: (event.start or datetime.min, event.title))  # noqa: DTZ901

    def _events(
        self, component: Component, day: date, zone: tzinfo | None, moved: list[date], budget: Budget
    ) -> Iterator[IcsEvent]:
        first = component["DTSTART"].dt
        own_zone = (first.tzinfo or self._floating) if isinstance(first, datetime) else None
        attendees, declined = _attendees(component)
        event = IcsEvent(
            title=clean_line(str(component.get("SUMMARY", ""))) or "a meeting",
            start=None,
            uid=clean_line(str(component.get("UID", ""))),
            attendees=attendees,
            declined=declined,
        )
        length = _length(component)
        is_on_since_before = False
        for start in _starts(component, first, day, moved, budget):
            if is_on_since_before and start.date() < day - timedelta(days=2):
                continue
            if not isinstance(first, datetime):
                is_on_since_before |= start.date() <= day <= _end(start, length - timedelta(days=1)).date()
                continue
            local = _local(start.replace(tzinfo=own_zone), zone)
            if local.date() == day:
                yield msgspec.structs.replace(event, start=local, end=_end(local, length))
            elif local.date() < day:
                is_on_since_before |= datetime.combine(day, _NOON) <= _end(local, length)
        if is_on_since_before:
            yield event


def read_calendar(path: Path) -> IcsCalendar:
    """Read an .ics file. Raises `RapportError` if it can't be read or is not a calendar."""
    try:
        if not path.is_file() and path.exists():
            raise RapportError(f"{path} is not a file. Name an .ics file in the settings.")
        if path.stat().st_size > _LARGEST:
            raise RapportError(f"{path} is too large for a calendar. Export the last year of it only.")
        data = read_regular(path, most=_LARGEST)[0]
    except OSError as error:
        raise RapportError(f"The calendar {path} can’t be read: {reason(error)}.") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if "BEGIN:VCALENDAR" not in text.upper():
        raise RapportError(f"{path} is not a calendar that can be read. Export it again as .ics.")
    return IcsCalendar(split_calendar(text))


def _zone_named(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError, KeyError):
        return None


def _is_sound(event: Component) -> bool:
    """Return whether an event has a readable start, and a readable recurrence id if it has one."""
    starts = _date_of(event.get("DTSTART")) is not None
    return starts and ("RECURRENCE-ID" not in event or _recurrence_id(event) is not None)


def _recurrence_id(component: Component) -> date | None:
    """Return the occurrence that the component replaces; None if it replaces none or is unreadable."""
    return _date_of(component.get("RECURRENCE-ID"))


def _date_of(value: object) -> date | None:
    """Return the day or moment of a property; None if it has none or can't be read."""
    try:
        found = getattr(value, "dt", None)
    except ValueError:  # raised by icalendar for an invalid property
        return None
    return found if isinstance(found, date) else None


def _is_cancelled(component: Component) -> bool:
    """Return whether a meeting is cancelled, by its status or, as in Outlook, by its title."""
    if str(component.get("STATUS", "")).upper() == "CANCELLED":
        return True
    is_free = str(component.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE"
    is_free = is_free or str(component.get("TRANSP", "")).upper() == "TRANSPARENT"
    return is_free and _CANCELED.match(str(component.get("SUMMARY", "")).strip()) is not None


def _starts(component: Component, first: date, day: date, moved: list[date], budget: Budget) -> Iterator[datetime]:
    """Yield the starts near `day`, naive in the event's own zone, so that a weekly time stays the same."""
    zone = first.tzinfo if isinstance(first, datetime) else None
    wall = wall_time(first, zone)
    length = _length(component)
    low = datetime.combine(day, time.min) - timedelta(days=1) - min(length, LONGEST)
    high = datetime.combine(day, time.min) + timedelta(days=2)
    starts = (
        {wall} if wall <= high and _end(wall, length + timedelta(days=1)) >= datetime.combine(day, time.min) else set()
    )
    for rule in _listed(component.get("RRULE")) if "RECURRENCE-ID" not in component else ():
        with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError, OverflowError):
            starts.update(turns_near(rule, wall, zone, low, high, budget))
    for dates in _listed(component.get("RDATE")):
        days = (one.dt[0] if isinstance(one.dt, tuple) else one.dt for one in getattr(dates, "dts", ()))
        starts.update(wall_time(one, zone) for one in days if isinstance(one, date))
    gone = [one.dt for dates in _listed(component.get("EXDATE")) for one in getattr(dates, "dts", ())]
    whole_days = set()
    for one in (*gone, *moved):
        if isinstance(one, datetime) or not isinstance(first, datetime):
            starts.discard(wall_time(one, zone))
        else:  # a date means every occurrence that begins on it
            whole_days.add(one)
    return (start for start in sorted(starts) if start <= high and start.date() not in whole_days)


def _local(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return a moment as naive local time; one without a zone is local time everywhere."""
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def _length(component: Component) -> timedelta:
    """Return the length of an event: at least a day for an all-day event, zero for one without an end."""
    first = component["DTSTART"].dt
    end = _date_of(component.get("DTEND"))
    length = getattr(component.get("DURATION"), "dt", None)
    if end is not None:
        is_timed = isinstance(first, datetime) and isinstance(end, datetime)
        zone = first.tzinfo if isinstance(first, datetime) else None
        length = wall_time(end, zone) - wall_time(first, zone) if is_timed else _day(end) - _day(first)
    shortest = timedelta(0) if isinstance(first, datetime) else timedelta(days=1)
    return max(length, shortest) if isinstance(length, timedelta) else shortest


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _end(start: datetime, length: timedelta) -> datetime:
    """Return the end of an event of this length, at most the last possible moment."""
    latest = datetime.max.replace(tzinfo=start.tzinfo)
    return start + length if length < latest - start else latest


def _attendees(component: Component) -> tuple[tuple[Attendee, ...], tuple[str, ...]]:
    """Return the attendees without rooms, and the addresses of those who declined."""
    found: dict[str, Attendee] = {}
    declined: list[str] = []
    for person in (*_listed(component.get("ORGANIZER")), *_listed(component.get("ATTENDEE"))):
        params = getattr(person, "params", {})
        address = str(person).strip()
        email = clean_line(address[7:] if address.lower().startswith("mailto:") else "").casefold()
        if str(params.get("PARTSTAT", "")).upper() == "DECLINED":
            declined.append(email)
        elif params.get("CUTYPE", "") not in ("ROOM", "RESOURCE"):
            attendee = Attendee(clean_line(str(params.get("CN", ""))), email)
            if attendee.email or attendee.name:
                found[attendee.email or attendee.name] = attendee
    return tuple(found.values()), tuple(declined)


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
