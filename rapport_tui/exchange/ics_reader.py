"""Calendars in iCalendar form (RFC 5545): what is on at a day, recurring events and time zones included."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any, Final

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.model.text import clean_line

Component = Mapping[str, Any]
"""A VEVENT as icalendar reads it; its values are of many kinds, so that each is looked at before it is used."""
_PERIODS: Final = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 0, "YEARLY": 0}
"""How many days one period of a rule takes where that is certain. Shorter periods are nobody's meetings."""
_LARGEST: Final = 64 * 1024 * 1024


class Attendee(msgspec.Struct, frozen=True):
    """Somebody who is invited and has not declined; either may be empty."""

    name: str
    email: str


class IcsEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a day. `start` is the local time on the wall, None where it takes all day."""

    title: str
    start: datetime | None
    attendees: tuple[Attendee, ...] = ()


class IcsCalendar:
    """The events of one file."""

    def __init__(self, components: Iterable[Component]) -> None:
        self._components = list(components)
        self._moved: dict[str, list[Any]] = defaultdict(list)
        for component in self._components:
            if "RECURRENCE-ID" in component:
                self._moved[str(component.get("UID", ""))].append(component["RECURRENCE-ID"].dt)

    def on(self, day: date, zone: tzinfo | None) -> list[IcsEvent]:
        """Return what is on at `day` in the time zone `zone` (None for the system's), all-day events first.

        An event that makes no sense is left out rather than all of them.
        """
        found: list[IcsEvent] = []
        for component in self._components:
            if str(component.get("STATUS", "")).upper() == "CANCELLED":
                continue
            with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError, OverflowError):
                found += self._events(component, day, zone)
        return sorted(found, key=lambda event: (event.start or datetime.min, event.title))  # noqa: DTZ901

    def _events(self, component: Component, day: date, zone: tzinfo | None) -> Iterator[IcsEvent]:
        first = component["DTSTART"].dt
        title = clean_line(str(component.get("SUMMARY", ""))) or "a meeting"
        moved = [] if "RECURRENCE-ID" in component else self._moved[str(component.get("UID", ""))]
        for start in _starts(component, first, day, moved):
            if not isinstance(first, datetime):
                if start.date() <= day < start.date() + _length(component):
                    yield IcsEvent(title=title, start=None, attendees=_attendees(component))
                continue
            local = _local(start.replace(tzinfo=first.tzinfo), zone)
            if local.date() == day:
                yield IcsEvent(title=title, start=local, attendees=_attendees(component))


def read_calendar(path: Path) -> IcsCalendar:
    """Read an .ics file. Raises `RapportError` where it can't be read or is no calendar."""
    from icalendar import Calendar as Parsed

    try:
        if path.stat().st_size > _LARGEST:
            raise RapportError(f"{path} is too large for a calendar. Export the last year of it only.")
        parsed = Parsed.from_ical(path.read_bytes(), multiple=True)
    except OSError as error:
        raise RapportError(f"The calendar {path} can’t be read: {(error.strerror or str(error)).lower()}.") from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise RapportError(f"{path} is not a calendar that can be read. Export it again as .ics.") from error
    return IcsCalendar(event for calendar in parsed for event in calendar.walk("VEVENT") if "DTSTART" in event)


def _starts(component: Component, first: date, day: date, moved: list[Any]) -> Iterator[datetime]:
    """Yield the starts near `day`, naive in the event's own zone: there a weekly ten o’clock stays ten o’clock."""
    zone = first.tzinfo if isinstance(first, datetime) else None
    wall = _wall(first, zone)
    low = datetime.combine(day, time.min) - max(timedelta(days=1), _length(component) * int(zone is None))
    high = datetime.combine(day, time.min) + timedelta(days=2)
    starts = {wall} if low <= wall <= high or "RRULE" not in component else set()
    for rule in _listed(component.get("RRULE")):
        starts.update(_turns(rule, wall, zone, low, high))
    for dates in _listed(component.get("RDATE")):
        starts.update(_wall(one.dt, zone) for one in dates.dts if isinstance(one.dt, date))
    for dates in _listed(component.get("EXDATE")):
        starts.difference_update(_wall(one.dt, zone) for one in dates.dts)
    starts.difference_update(_wall(one, zone) for one in moved)
    return (start for start in sorted(starts) if low <= start <= high)


def _turns(rule: Any, wall: datetime, zone: tzinfo | None, low: datetime, high: datetime) -> Iterator[datetime]:
    """Yield when a rule comes round between `low` and `high`."""
    from dateutil.rrule import rrulestr
    from icalendar import vRecur

    parts = {key.upper(): value for key, value in rule.items()}
    period = str(parts["FREQ"][0]).upper()
    if period not in _PERIODS:
        return
    if until := parts.get("UNTIL"):
        last = until[0]
        parts["UNTIL"] = [_wall(last, zone) if isinstance(last, datetime) else datetime.combine(last, time.max)]
    start = wall
    days = _PERIODS[period] * int((parts.get("INTERVAL") or [1])[0])
    if days and "COUNT" not in parts and low > wall:
        start += timedelta(days=(low - wall).days // days * days)  # whole turns: old daily rules are long to count
    text: str = vRecur(parts).to_ical().decode()  # type: ignore[no-untyped-call]
    yield from rrulestr(text, dtstart=start).between(low, high, inc=True)


def _wall(value: date, zone: tzinfo | None) -> datetime:
    """Return a day or a moment as a naive time in `zone`."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time.min)
    moment = value.astimezone(zone) if zone and value.tzinfo else value
    return moment.replace(tzinfo=None)


def _local(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return a moment as the local time on the wall; one without a zone is meant so wherever one is."""
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def _length(component: Component) -> timedelta:
    """Return how many days an all-day event takes."""
    first = component["DTSTART"].dt
    if isinstance(first, datetime):
        return timedelta(0)
    length: timedelta = timedelta(0)
    if "DTEND" in component:
        length = component["DTEND"].dt - first
    elif "DURATION" in component:
        length = component["DURATION"].dt
    return max(length, timedelta(days=1))


def _attendees(component: Component) -> tuple[Attendee, ...]:
    found = {}
    for person in (*_listed(component.get("ORGANIZER")), *_listed(component.get("ATTENDEE"))):
        params = getattr(person, "params", {})
        if str(params.get("PARTSTAT", "")).upper() == "DECLINED" or params.get("CUTYPE", "") in ("ROOM", "RESOURCE"):
            continue
        address = str(person).strip()
        email = address[7:] if address.lower().startswith("mailto:") else ""
        attendee = Attendee(clean_line(str(params.get("CN", ""))), clean_line(email).casefold())
        if attendee.email or attendee.name:
            found[attendee.email or attendee.name] = attendee
    return tuple(found.values())


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
