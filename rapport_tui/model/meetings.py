"""What a day's calendar has in store: meetings, and which of my people come to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

import msgspec


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """Something in the calendar of a day.

    `at` is when it begins by the clock on the wall, None where it takes all day. `people` are the uids of those who
    attend and are in the journal, `names` what they are called; `others` counts who attends besides.
    """

    title: str
    at: time | None = None
    people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    others: int = 0

    @property
    def label(self) -> str:
        """What it is called, with its time: town hall (10:00)."""
        return f"{self.title} ({self.at:%H:%M})" if self.at else self.title


def to_be_early_for(meetings: Sequence[Meeting]) -> Meeting | None:
    """Return the meeting where the most people are to be met, the earliest of several; None where none has a time."""
    timed = [meeting for meeting in meetings if meeting.at is not None]
    return min(timed, key=lambda one: (-(len(one.people) + one.others), one.at), default=None)
