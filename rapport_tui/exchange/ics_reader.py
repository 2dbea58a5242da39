"""Calendars in iCalendar form (RFC 5545): what is on at a day, recurring events and time zones included."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice, takewhile
from math import prod
from pathlib import Path
from typing import Any, Final

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.model.text import clean_line

Component = Mapping[str, Any]
"""A component as icalendar reads it; its values are of many kinds, so that each is looked at before it is used."""
_PERIODS: Final = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 0, "YEARLY": 0}
"""How many days one period of a rule takes where that is certain. Shorter periods are nobody's meetings."""
_LARGEST: Final = 64 * 1024 * 1024
_MOST_A_DAY: Final = 24
"""A rule whose BYHOUR, BYMINUTE and BYSECOND give more starts a day than this is not a meeting's."""
_MOST_STARTS: Final = 50_000
"""How many occurrences of a rule with COUNT are looked at: counting begins at the first."""
_PROBE_YEAR: Final = 9960
"""Dates repeat within 40 years: a rule that gives nothing from here to the last year gives nothing at all."""
_ALARM: Final = re.compile(r"^BEGIN:VALARM$.*?^END:VALARM$\n?", re.MULTILINE | re.DOTALL)
_UTC_ZONE: Final = re.compile(r';TZID="?tzone://Microsoft/Utc"?:(\d{8}T\d{6})', re.IGNORECASE)
"""How Exchange writes UTC in some calendars."""
_BEGIN: Final = re.compile(r"^BEGIN:VEVENT$", re.MULTILINE)
_NOON: Final = time(12)
"""An event that began on a day before is on this day too unless it ends in its morning, as a night out does."""
_CANCELED: Final = re.compile(r"(?:cancel+ed|abgesagt|annul[eé]e?|cancelad[oa]|annullato)\s*:", re.IGNORECASE)
"""How Outlook marks a meeting that was called off and is still in the calendar as free time."""


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

    def __init__(self, components: Iterable[Component], *, skipped: int = 0) -> None:
        self.skipped = skipped
        """How many events of the file could not be read."""
        self._components = _newest(components)
        self._moved: dict[str, list[date]] = defaultdict(list)
        for component in self._components:
            if (moved := _recurrence_id(component)) is not None:
                self._moved[str(component.get("UID", ""))].append(moved)

    def on(self, day: date, zone: tzinfo | None) -> list[IcsEvent]:
        """Return what is on at `day` in the time zone `zone` (None for the system's), all-day events first.

        An event that makes no sense is left out rather than all of them.
        """
        found: list[IcsEvent] = []
        for component in self._components:
            if _is_cancelled(component):
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
            elif local.date() < day and datetime.combine(day, _NOON) <= local + _length(component):
                yield IcsEvent(title=title, start=None, attendees=_attendees(component))


def read_calendar(path: Path) -> IcsCalendar:
    """Read an .ics file. Raises `RapportError` where it can't be read or is no calendar."""
    try:
        if not path.is_file() and path.exists():
            raise RapportError(f"{path} is not a file. Name an .ics file in the settings.")
        if path.stat().st_size > _LARGEST:
            raise RapportError(f"{path} is too large for a calendar. Export the last year of it only.")
        data = path.read_bytes()
    except OSError as error:
        raise RapportError(f"The calendar {path} can’t be read: {(error.strerror or str(error)).lower()}.") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    text = _UTC_ZONE.sub(r":\1Z", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "BEGIN:VCALENDAR" not in text.upper():
        raise RapportError(f"{path} is not a calendar that can be read. Export it again as .ics.")
    text, is_whole = text.rstrip(), text.rstrip().upper().endswith("END:VCALENDAR")
    calendars = _parsed(text) if is_whole else None
    events = (
        [event for calendar in calendars if not _is_cancellation(calendar) for event in calendar.walk("VEVENT")]
        if calendars is not None
        else _each_event(text)
    )
    sound = [event for event in events if event is not None and _is_sound(event)]
    return IcsCalendar(sound, skipped=len(events) - len(sound))


def _parsed(text: str) -> list[Any] | None:
    """Return the calendars in `text`; None where a part of it can't be read."""
    from icalendar import Calendar as Parsed

    try:
        return list(Parsed.from_ical(text, multiple=True))
    except (ValueError, KeyError, IndexError, TypeError):
        return None


def _each_event(text: str) -> list[Component | None]:
    """Return each event parsed by itself, beside the time zones of its file; None for one that can't be read.

    One that was cut off by the end of the file is None too. Alarms and lines that are no property are left out.
    """
    zones = "\n".join(_blocks(text, "VTIMEZONE"))
    events: list[Component | None] = []
    for block in _blocks(text, "VEVENT"):
        lines = _ALARM.sub("", block).split("\n")
        kept = "\n".join(line for line in lines if line[:1] in (" ", "\t") or ":" in line)
        wrapped = f"BEGIN:VCALENDAR\n{zones}\n{kept}\nEND:VCALENDAR"
        found = _parsed(wrapped) or _parsed(f"BEGIN:VCALENDAR\n{kept}\nEND:VCALENDAR")
        events.append(next(iter(found[0].walk("VEVENT")), None) if found else None)
    events += [None] * (len(_BEGIN.findall(text)) - len(events))
    return events


def _blocks(text: str, name: str) -> list[str]:
    """Return the components of that name that stand whole in `text`."""
    return re.findall(rf"^BEGIN:{name}$(?:(?!^BEGIN:{name}$).)*?^END:{name}$", text, re.MULTILINE | re.DOTALL)


def _is_cancellation(calendar: Component) -> bool:
    return str(calendar.get("METHOD", "")).upper() == "CANCEL"


def _is_sound(event: Component) -> bool:
    """Return whether it is known when an event begins, and which one it replaces if it does."""
    starts = _date_of(event.get("DTSTART")) is not None
    return starts and ("RECURRENCE-ID" not in event or _recurrence_id(event) is not None)


def _recurrence_id(component: Component) -> date | None:
    """Return which occurrence the component replaces; None where it replaces none or does not say which."""
    return _date_of(component.get("RECURRENCE-ID"))


def _date_of(value: object) -> date | None:
    """Return the day or moment that a property holds; None for none, and for one that can't be read."""
    try:
        found = getattr(value, "dt", None)
    except ValueError:  # what icalendar raises for a broken property
        return None
    return found if isinstance(found, date) else None


def _newest(components: Iterable[Component]) -> list[Component]:
    """Return the components; of several versions of one (by SEQUENCE) only the newest."""
    newest: dict[object, Component] = {}
    for number, component in enumerate(components):
        uid = str(component.get("UID", ""))
        key = (uid, _recurrence_id(component)) if uid else number
        if key not in newest or _sequence(component) >= _sequence(newest[key]):
            newest[key] = component
    return list(newest.values())


def _sequence(component: Component) -> int:
    text = str(component.get("SEQUENCE", 0))
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _is_cancelled(component: Component) -> bool:
    """Return whether a meeting was called off: by its status, or as Outlook does it, in its title."""
    if str(component.get("STATUS", "")).upper() == "CANCELLED":
        return True
    is_free = str(component.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE"
    is_free = is_free or str(component.get("TRANSP", "")).upper() == "TRANSPARENT"
    return is_free and _CANCELED.match(str(component.get("SUMMARY", "")).strip()) is not None


def _starts(component: Component, first: date, day: date, moved: list[Any]) -> Iterator[datetime]:
    """Yield the starts near `day`, naive in the event's own zone: there a weekly ten o’clock stays ten o’clock."""
    zone = first.tzinfo if isinstance(first, datetime) else None
    wall = _wall(first, zone)
    low = datetime.combine(day, time.min) - timedelta(days=1) - _length(component)
    high = datetime.combine(day, time.min) + timedelta(days=2)
    starts = {wall} if low <= wall <= high or "RRULE" not in component else set()
    for rule in _listed(component.get("RRULE")) if "RECURRENCE-ID" not in component else ():
        with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError, OverflowError):
            starts.update(_turns(rule, wall, zone, low, high))
    for dates in _listed(component.get("RDATE")):
        days = (one.dt[0] if isinstance(one.dt, tuple) else one.dt for one in getattr(dates, "dts", ()))
        starts.update(_wall(one, zone) for one in days if isinstance(one, date))
    gone = [one.dt for dates in _listed(component.get("EXDATE")) for one in getattr(dates, "dts", ())]
    whole_days = set()
    for one in (*gone, *moved):
        if isinstance(one, datetime) or not isinstance(first, datetime):
            starts.discard(_wall(one, zone))
        else:  # a day alone means whatever begins on it
            whole_days.add(one)
    return (start for start in sorted(starts) if low <= start <= high and start.date() not in whole_days)


def _turns(rule: Any, wall: datetime, zone: tzinfo | None, low: datetime, high: datetime) -> Iterator[datetime]:
    """Yield when a rule comes round between `low` and `high`."""
    from dateutil.rrule import rrulestr

    parts = {key.upper(): value for key, value in rule.items()}
    period = str(parts["FREQ"][0]).upper()
    interval = int((parts.get("INTERVAL") or [1])[0])
    a_day = prod(len(parts.get(key) or (0,)) for key in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if period not in _PERIODS or interval < 1 or a_day > _MOST_A_DAY:
        return
    if until := parts.get("UNTIL"):
        last = until[0]
        parts["UNTIL"] = [_wall(last, zone) if isinstance(last, datetime) else datetime.combine(last, time.max)]
    start = wall
    days = _PERIODS[period] * interval
    if days and "COUNT" not in parts and low > wall:
        start += timedelta(days=(low - wall).days // days * days)  # whole turns: old daily rules are long to count
    endless = {key: value for key, value in parts.items() if key not in ("COUNT", "UNTIL")}
    probe = _probe_start(wall, days)
    if next(iter(rrulestr(_text(endless if days else {**endless, "INTERVAL": [1]}), dtstart=probe)), None) is None:
        return  # dateutil would look for such a date until the last year
    turns = rrulestr(_text(parts), dtstart=start)
    yield from (turn for turn in takewhile(lambda turn: turn <= high, islice(turns, _MOST_STARTS)) if turn >= low)


def _probe_start(wall: datetime, days: int) -> datetime:
    """Return a late start in step with `wall` where a turn takes a known number of days, else a first of January."""
    late = wall.replace(year=_PROBE_YEAR, month=1, day=1)
    return wall + timedelta(days=-(-(late - wall).days // days) * days) if days else late


def _text(parts: Mapping[str, Any]) -> str:
    from icalendar import vRecur

    text: str = vRecur(parts).to_ical().decode()  # type: ignore[no-untyped-call]
    return text


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
    """Return how long an event takes: an all-day event at least a day, one without an end no time."""
    first = component["DTSTART"].dt
    end = _date_of(component.get("DTEND"))
    length = getattr(component.get("DURATION"), "dt", None)
    if end is not None:
        is_timed = isinstance(first, datetime) and isinstance(end, datetime)
        zone = first.tzinfo if isinstance(first, datetime) else None
        length = _wall(end, zone) - _wall(first, zone) if is_timed else _day(end) - _day(first)
    shortest = timedelta(0) if isinstance(first, datetime) else timedelta(days=1)
    return max(length, shortest) if isinstance(length, timedelta) else shortest


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


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
