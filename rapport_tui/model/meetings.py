"""The meetings in a day's calendar, with the known people who attend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

import msgspec


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting in the calendar of a day.

    `key` is the same each time that the calendar of the day is read. `at` is its local start, None if it takes all day;
    `ends` its local end, None if it takes all day or ends on another one. `people` are the uids of the attendees in the
    journal, `names` their names; `others` is the number of other attendees.
    """

    title: str
    key: str = ""
    at: time | None = None
    ends: time | None = None
    people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    others: int = 0

    @property
    def label(self) -> str:
        """The title with the time: town hall (10:00)."""
        return f"{self.title} ({self.at:%H:%M})" if self.at else self.title


def to_be_early_for(meetings: Sequence[Meeting]) -> Meeting | None:
    """Return the meeting with the most attendees, the earliest of several; None if none has a time."""
    timed = [meeting for meeting in meetings if meeting.at is not None]
    return min(timed, key=lambda one: (-(len(one.people) + one.others), one.at), default=None)
