"""A line about the meeting that has just ended, proposed once: one key writes it, another drops it for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from rapport_tui.journal.agenda import AgendaService
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.people import PeopleService
from rapport_tui.model.errors import RapportError
from rapport_tui.model.meetings import Meeting
from rapport_tui.model.records import Day, Person
from rapport_tui.model.wording import listed

if TYPE_CHECKING:
    from rapport_tui.journal.entries import EntriesService, Logged

_LONGEST: Final = timedelta(hours=2)
"""The time after its end for which a meeting is proposed."""
_MOST_PEOPLE: Final = 10
"""The most attendees of a meeting that counts as a talk with each of them, as with recipients of a mail."""


class MeetingLines:
    """The service that proposes the line. What was written or dropped is kept in the record of the day."""

    def __init__(
        self,
        context: JournalContext,
        people: PeopleService,
        entries: Callable[[], EntriesService],
        agenda: AgendaService,
    ) -> None:
        self._context = context
        self._people = people
        self._entries = entries
        self._agenda = agenda

    @property
    def proposed(self) -> Meeting | None:
        """The last meeting that has ended lately with people of the board, if nothing was written about them since."""
        found = filter(self._is_due, self._agenda.meetings)
        return max(found, key=lambda meeting: (meeting.ends or meeting.at, meeting.at), default=None)

    def people(self, meeting: Meeting) -> list[Person]:
        """Return the attendees who are on the board."""
        known = self._context.cache.people.get_many(meeting.people)
        return [person for person in known if not (person.archived or person.inbox)]

    def write(self, meeting: Meeting) -> Logged:
        """Write the line about a meeting with these people. Raises `RapportError` if it was written or dropped."""
        from rapport_tui.capture.capture_line import escape

        people = self.people(meeting)
        at = f"{self._context.today.isoformat()} {meeting.at:%H:%M}"
        text = f"{at}: {escape(meeting.title)} with {listed([self._people.mention(person) for person in people])}"
        with self._context.history.action(f"Wrote a line about “{meeting.title}”") as writer:
            writer.put(self._done(meeting))
            return self._entries().log_with(writer, [text])[0]

    def drop(self, meeting: Meeting) -> None:
        """Never propose a meeting again. Raises `RapportError` if it was written or dropped."""
        with self._context.history.action(f"Left out “{meeting.title}”") as writer:
            writer.put(self._done(meeting))

    def _done(self, meeting: Meeting) -> Day:
        day = self._day
        if meeting.key in day.meetings_done:
            raise RapportError(f"“{meeting.title}” was answered in another window.")
        return replace(day, meetings_done=(*day.meetings_done, meeting.key))

    @property
    def _day(self) -> Day:
        today = self._context.today
        return self._context.cache.days.get(today.isoformat()) or Day(uid=today.isoformat(), day=today)

    def _is_due(self, meeting: Meeting) -> bool:
        if meeting.at is None or meeting.ends is None or meeting.key in self._day.meetings_done:
            return False
        now = self._context.clock().replace(tzinfo=None)
        ended = datetime.combine(self._context.today, meeting.ends)
        if not ended <= now <= ended + _LONGEST or len(meeting.people) + meeting.others > _MOST_PEOPLE:
            return False
        uids = {person.uid for person in self.people(meeting)}
        entries = self._context.cache.entries_on(self._context.today.isoformat())
        told = [one for one in entries if uids & set(one.people)]
        return bool(uids) and all(one.time is not None and one.time < meeting.at for one in told)
