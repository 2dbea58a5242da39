"""The day's meetings, from the calendar that the user named, and who of their people attends."""

from __future__ import annotations

import os
from datetime import date, timezone, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from rapport_tui.journal.context import JournalContext
from rapport_tui.model.errors import RapportError
from rapport_tui.model.meetings import Meeting
from rapport_tui.model.names import name_key, plain_name
from rapport_tui.model.records import Person
from rapport_tui.model.wording import counted
from rapport_tui.user_files import user_path

if TYPE_CHECKING:
    from rapport_tui.exchange.ics_reader import Attendee, IcsCalendar, IcsEvent


class AgendaService:
    """What is on today. Nothing is, until `read` was called: that may take a while for a large calendar."""

    def __init__(self, context: JournalContext) -> None:
        self._context = context
        self._named: Path | None = None
        self._read: tuple[Path, int, int, date] | None = None
        self._events: tuple[date, list[IcsEvent]] | None = None
        self._meetings: tuple[object, tuple[Meeting, ...]] | None = None
        self.edition = 0
        """Goes up each time that another calendar, or another day of it, was read."""

    @property
    def path(self) -> Path | None:
        """The calendar's file: that named for now, else that of the settings."""
        chosen = self._context.settings.calendar.strip()
        return self._named or (Path(os.path.expanduser(chosen)) if chosen else None)  # noqa: PTH111  # never raises

    def use(self, path: Path) -> None:
        """Take another calendar than that of the settings. Raises `RapportError` where it is not a path."""
        self._named = user_path(path)

    @property
    def is_stale(self) -> bool:
        """Whether the day or the file is another one than was read, or the file has changed since."""
        return self._signature() != self._read

    def read(self) -> None:
        """Find out what is on today, where that is stale. It may run in a thread of its own. Raises `RapportError`."""
        signature, path, today = self._signature(), self.path, self._context.today
        if signature == self._read:
            return
        self._read, self._events = signature, None
        try:
            if path is not None:
                calendar = _calendar(path)
                self._events = today, calendar.on(today, _zone(self._context.clock().tzinfo))
                if calendar.skipped:
                    events = counted(calendar.skipped, "event")
                    self._context.doubts.append(
                        f"{events} in {path} could not be read and {'is' if calendar.skipped == 1 else 'are'} left out."
                    )
        finally:
            self.edition += 1

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """What the calendar, as it was read, has for today."""
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
            known |= {one.uid: one for group in called for one in self._context.cache.people.pick(group.people)}
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

    def _signature(self) -> tuple[Path, int, int, date] | None:
        if (path := self.path) is None:
            return None
        today = self._context.today
        try:
            stat = path.stat()
        except OSError:
            return path, 0, 0, today
        return path, stat.st_mtime_ns, stat.st_size, today


def _calendar(path: Path) -> IcsCalendar:
    from rapport_tui.exchange.ics_reader import read_calendar

    return read_calendar(path)


def _meeting(event: IcsEvent, people: list[Person], others: int) -> Meeting:
    return Meeting(
        title=event.title,
        at=event.start.time() if event.start else None,
        people=tuple(person.uid for person in people),
        names=tuple(person.first_name for person in people),
        others=others,
    )


def _zone(zone: tzinfo | None) -> tzinfo | None:
    """Return the clock's time zone where it knows its rules; None, the system's, for a mere offset of the moment."""
    return None if isinstance(zone, timezone) else zone
