"""The reader of iCalendar files (RFC 5545): the events of a day, with recurring events and time zones."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from rapport_tui.exchange.ics_events import LONGEST, CalendarText, parse_events, split_calendar
from rapport_tui.exchange.ics_rules import Budget, turns_near, wall_time
from rapport_tui.files import read_regular, reason
from rapport_tui.model.errors import RapportError
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.text import clean_line

Component = Mapping[str, Any]
"""A component as parsed by icalendar; the types of its values vary, so each is checked before use."""
_LARGEST: Final = 64 * 1024 * 1024
_MOST_EVENTS: Final = 20_000
"""The most events that are parsed for one day, more than any person has."""
_NOON: Final = time(12)
"""The earliest end of an event from an earlier day that counts as being on this day; a night out ends before."""
_CANCELED: Final = lazy_pattern(r"(?:cancel+ed|abgesagt|annul[eé]e?|cancelad[oa]|annullato)\s*:", re.IGNORECASE)
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
        replaced: dict[str, list[Component]] = defaultdict(list)
        for component in sound:
            if "RECURRENCE-ID" in component:
                replaced[str(component.get("UID", ""))].append(component)
        found: list[IcsEvent] = []
        budget = Budget()
        for component in sound:
            overrides = [] if "RECURRENCE-ID" in component else replaced[str(component.get("UID", ""))]
            with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError, OverflowError):
                found += self._events(component, overrides, day, zone, budget)
        return sorted(found, key=lambda event: (event.start or datetime.min, event.title))  # noqa: DTZ901

    def _events(
        self, series: Component, overrides: list[Component], day: date, zone: tzinfo | None, budget: Budget
    ) -> Iterator[IcsEvent]:
        """Yield the occurrences of a series on a day, without those that `overrides` replace.

        An override with a range also stands for the occurrences after its own, up to the next such override.
        """
        first = series["DTSTART"].dt
        own_zone = (first.tzinfo or self._floating) if isinstance(first, datetime) else None
        moved = [slot for one in overrides if (slot := _recurrence_id(one)) is not None]
        changes = sorted(((_slot(one, first), one) for one in overrides if _changes_rest(one)), key=itemgetter(0))
        parts = [(datetime.min, series), *changes, (datetime.max, series)]  # noqa: DTZ901
        for (since, shown), (until, _) in pairwise(parts):
            if _is_cancelled(shown):
                continue
            shift = timedelta(0) if shown is series else _wall(shown["DTSTART"].dt, first) - since
            length = _length(shown)
            low = datetime.combine(day, time.min) - timedelta(days=1) - min(length, LONGEST) - shift
            high = datetime.combine(day, time.min) + timedelta(days=2) - shift
            starts = _starts(series, first, low, high, moved, budget)
            turns = [(start + shift, own or length) for start, own in starts if since < start < until]
            yield from _shown(shown, turns, day, zone, own_zone)


def _shown(
    component: Component,
    turns: list[tuple[datetime, timedelta]],
    day: date,
    zone: tzinfo | None,
    own_zone: tzinfo | None,
) -> Iterator[IcsEvent]:
    """Yield those of `turns`, starts in `own_zone` with their lengths, that are on a day in `zone`."""
    is_timed = isinstance(component["DTSTART"].dt, datetime)
    attendees, declined = _attendees(component)
    event = IcsEvent(
        title=clean_line(str(component.get("SUMMARY", ""))) or "a meeting",
        start=None,
        uid=clean_line(str(component.get("UID", ""))),
        attendees=attendees,
        declined=declined,
    )
    is_on_since_before = False
    for start, length in turns:
        if is_on_since_before and start.date() < day - timedelta(days=2):
            continue
        if not is_timed:
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
    if not re.search(r"^BEGIN:(?:VCALENDAR|VEVENT)", text, re.MULTILINE | re.IGNORECASE):
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


def _starts(
    component: Component, first: date, low: datetime, high: datetime, moved: list[date], budget: Budget
) -> Iterator[tuple[datetime, timedelta | None]]:
    """Yield the starts from `low` to `high`, naive in the event's own zone, so that a weekly time stays the same.

    Each is with the length of its own that it has in the file, or None. The first one and single dates can be earlier.
    """
    zone = first.tzinfo if isinstance(first, datetime) else None
    wall = wall_time(first, zone)
    starts: dict[datetime, timedelta | None] = {wall: None}
    for rule in _listed(component.get("RRULE")) if "RECURRENCE-ID" not in component else ():
        with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError, OverflowError):
            starts |= dict.fromkeys(turns_near(rule, wall, zone, low, high, budget))
    for dates in _listed(component.get("RDATE")):
        for one in getattr(dates, "dts", ()):
            begin, end = one.dt if isinstance(one.dt, tuple) else (one.dt, None)
            if isinstance(begin, date):
                length = wall_time(end, zone) - wall_time(begin, zone) if isinstance(end, date) else end
                starts[wall_time(begin, zone)] = length
    gone = [one.dt for dates in _listed(component.get("EXDATE")) for one in getattr(dates, "dts", ())]
    whole_days = set()
    for one in (*gone, *moved):
        if isinstance(one, datetime) or not isinstance(first, datetime):
            starts.pop(wall_time(one, zone), None)
        else:  # a date means every occurrence that begins on it
            whole_days.add(one)
    return ((start, starts[start]) for start in sorted(starts) if start <= high and start.date() not in whole_days)


def _changes_rest(override: Component) -> bool:
    """Return whether an override also changes all occurrences after its own."""
    params = getattr(override["RECURRENCE-ID"], "params", {})
    return str(params.get("RANGE", "")).upper() == "THISANDFUTURE"


def _slot(override: Component, first: date) -> datetime:
    """Return the start that an override replaces in the series that began at `first`, naive in its zone."""
    slot = _recurrence_id(override)
    assert slot is not None, "only overrides with a readable one are kept"
    if isinstance(first, datetime) and not isinstance(slot, datetime):
        return datetime.combine(slot, first.time())
    return _wall(slot, first)


def _wall(value: date, first: date) -> datetime:
    return wall_time(value, first.tzinfo if isinstance(first, datetime) else None)


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
