"""The day's meetings from the user's calendars, and the known people who attend them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from rapport_tui.journal.context import JournalContext
from rapport_tui.model.errors import RapportError
from rapport_tui.model.meetings import Meeting
from rapport_tui.model.names import name_key, plain_name
from rapport_tui.model.places import Place
from rapport_tui.model.records import Person
from rapport_tui.model.uids import uid_of
from rapport_tui.model.wording import counted
from rapport_tui.playbook.places import places_of_meetings
from rapport_tui.user_files import user_path

if TYPE_CHECKING:
    from rapport_tui.exchange.calendar_download import CalendarCache
    from rapport_tui.exchange.ics_reader import Attendee, IcsCalendar, IcsEvent

_ADDRESS: Final = ("http://", "https://", "webcal://", "webcals://")


class CalendarState(msgspec.Struct, frozen=True, kw_only=True):
    """The result of reading one calendar. `name` is its path, or the host of its address, which is a secret.

    `read` is when it was read, `events` the number of its events today, `problem` a sentence if it could not be read.
    """

    name: str
    read: datetime | None = None
    changed: datetime | None = None
    events: int = 0
    problem: str = ""


class AgendaService:
    """The service for today's meetings. It has none until `read` is called, which can be slow for a large calendar."""

    def __init__(self, context: JournalContext) -> None:
        self._context = context
        self._named: Path | None = None
        self._read: object = None
        self._events: tuple[date, list[IcsEvent]] | None = None
        self._meetings: tuple[object, tuple[Meeting, ...]] | None = None
        self._problems: frozenset[str] = frozenset()
        self.states: tuple[CalendarState, ...] = ()
        """The result of the last reading of each calendar."""
        self.edition = 0
        """A number that increases each time another calendar, or another day of it, is read."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The paths and addresses of the calendars: the one given to `use`, else those of the settings."""
        settings = self._context.settings
        chosen = (settings.calendar, *settings.calendars)
        return (str(self._named),) if self._named else tuple(dict.fromkeys(filter(None, map(str.strip, chosen))))

    def use(self, path: Path) -> None:
        """Use another calendar than those of the settings. Raises `RapportError` if it is not a path."""
        self._named = user_path(path)

    @property
    def is_stale(self) -> bool:
        """Return whether the day or the calendars differ from those last read, or a calendar is due to be fetched."""
        return bool(self.sources) and (self._signature() != self._read or bool(self._due()))

    def read(self, fetch: Literal["due", "all", "none"] = "due") -> None:
        """Read today's meetings if they are stale. May run in a thread of its own.

        Calendars on the web are fetched when due, every 15 minutes, all of them together. A calendar that can't be read
        is left out and listed in `states`; then `RapportError` is raised, once for each problem.
        """
        due = self._due() if fetch == "due" else [one for one in self.sources if is_address(one) and fetch == "all"]
        if not due and self._signature() == self._read:
            return
        now, today, zone = self._context.clock(), self._context.today, _zone(self._context.clock().tzinfo)
        problems = {source: self._cache.refresh(source, now).problem for source in due}
        self._read = self._signature()
        events: list[IcsEvent] = []
        states: list[CalendarState] = []
        for source in self.sources:
            state, found = self._read_one(source, [today], zone)
            events += found
            states.append(msgspec.structs.replace(state, problem=problems.get(source, "") or state.problem))
        self.states = tuple(states)
        self._events = today, sorted(events, key=lambda one: (one.start is not None, str(one.start or ""), one.title))
        self.edition += 1
        known, self._problems = self._problems, frozenset(state.problem for state in states if state.problem)
        if fresh := sorted(self._problems - known):
            raise RapportError(" ".join(fresh))

    def survey(self, sources: Sequence[str], days: int) -> tuple[list[CalendarState], tuple[Meeting, ...]]:
        """Fetch and read `sources`, and return the result for each and the meetings of the next `days` days."""
        now, zone = self._context.clock(), _zone(self._context.clock().tzinfo)
        dates = [self._context.today + timedelta(days=number) for number in range(days)]
        states: list[CalendarState] = []
        events: list[IcsEvent] = []
        for source in sources:
            problem = self._cache.refresh(source, now).problem if is_address(source) else ""
            state, found = self._read_one(source, dates, zone)
            states.append(msgspec.structs.replace(state, problem=problem or state.problem))
            events += found
        return states, self._with_people(events)

    def _read_one(self, source: str, days: Sequence[date], zone: tzinfo | None) -> tuple[CalendarState, list[IcsEvent]]:
        name, path, copy = source, None, None
        if is_address(source):
            from rapport_tui.exchange.calendar_download import host_of

            name, path, copy = host_of(source), self._cache.path(source), self._cache.copy(source)
        state = CalendarState(name=name, read=self._context.clock(), changed=copy.changed if copy else None)
        if copy and path and not path.exists():
            return msgspec.structs.replace(state, read=None, problem=copy.problem), []
        try:
            calendar = _calendar(path or user_path(source))
        except RapportError as error:
            return msgspec.structs.replace(state, read=None, problem=str(error)), []
        found = list(dict.fromkeys(event for day in days for event in calendar.on(day, zone)))
        if calendar.skipped:
            events = counted(calendar.skipped, "event")
            are = "is" if calendar.skipped == 1 else "are"
            self._context.doubts.append(f"{events} in {name} could not be read and {are} left out.")
        problem = copy.problem if copy else ""
        return msgspec.structs.replace(state, events=len(found), problem=problem), found

    @cached_property
    def _cache(self) -> CalendarCache:
        import platformdirs

        from rapport_tui.exchange.calendar_download import CalendarCache

        return CalendarCache(platformdirs.user_cache_path("rapport", appauthor=False) / "calendars")

    def _due(self) -> list[str]:
        addresses = [source for source in self.sources if is_address(source)]
        return [source for source in addresses if self._cache.is_due(source, self._context.clock())]

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of the user today according to the calendars."""
        return places_of_meetings(self.meetings)

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings of today in the calendars that were read."""
        today, settings = self._context.today, self._context.settings
        if (events := self._events) is None or events[0] != today:
            return ()
        key = (today, self.edition, self._context.cache.version, settings)
        if self._meetings is None or self._meetings[0] != key:
            self._meetings = key, self._with_people(events[1])
        return self._meetings[1]

    def _with_people(self, events: list[IcsEvent]) -> tuple[Meeting, ...]:
        my_emails = {email.strip().casefold() for email in self._context.settings.me.get("emails", ())}
        events = [event for event in events if not my_emails.intersection(event.declined)]
        groups = list(self._context.cache.groups)
        if not groups and not any(event.attendees for event in events):
            return tuple(_meeting(event, [], 0) for event in events)
        by_email = {email.casefold(): person for person in self._context.cache.people for email in person.emails}
        me = name_key(self._context.settings.name)
        meetings = []
        for event in events:
            found = {attendee: self._person(attendee, by_email) for attendee in event.attendees}
            known = {person.uid: person for person in found.values() if person}
            title = f" {name_key(event.title)} "
            called = [group for group in groups if f" {name_key(group.name)} " in title]
            known |= {one.uid: one for group in called for one in self._context.cache.people.get_many(group.people)}
            unknown = [
                name_key(plain_name(one.name))
                for one, person in found.items()
                if person is None and one.email not in my_emails
            ]
            others = sum(not me or name != me for name in unknown)
            meetings.append(_meeting(event, list(known.values()), others))
        return tuple(meetings)

    def _person(self, attendee: Attendee, by_email: dict[str, Person]) -> Person | None:
        if person := by_email.get(attendee.email):
            return person
        try:
            return self._context.directory.resolve(attendee.name) if " " in attendee.name else None
        except RapportError:
            return None

    def _signature(self) -> object:
        """Return a value that differs for another day or another version of the calendars."""
        paths = [
            self._cache.path(source) if is_address(source) else Path(os.path.expanduser(source))  # noqa: PTH111
            for source in self.sources
        ]
        return self._context.today, self.sources, tuple(map(_version, paths))


def is_address(source: str) -> bool:
    """Return whether a calendar is at a web address rather than a path."""
    return source.lower().startswith(_ADDRESS)


def _version(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


def _calendar(path: Path) -> IcsCalendar:
    from rapport_tui.exchange.ics_reader import read_calendar

    return read_calendar(path)


def _meeting(event: IcsEvent, people: list[Person], others: int) -> Meeting:
    start, end = event.start, event.end
    return Meeting(
        title=event.title,
        key=uid_of(event.uid or event.title, str(start)),
        at=start.time() if start else None,
        ends=end.time() if start and end and end.date() == start.date() else None,
        people=tuple(person.uid for person in people),
        names=tuple(person.first_name for person in people),
        others=others,
    )


def _zone(zone: tzinfo | None) -> tzinfo | None:
    """Return the clock's time zone if its rules are known; None, for the system's, if it is only a fixed offset."""
    return None if isinstance(zone, timezone) else zone
