"""The places of the user: the weekly pattern of past days, and the places implied by the day's meetings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from rapport_tui.model.meetings import Meeting
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.places import PLACES, Place
from rapport_tui.model.records import Day

_EVENT: Final = lazy_pattern(
    r"\b(?:conference|congress|summit|meet-?up|town ?hall|all[- ]hands|off-?site|party|fair|workshop|konferenz|messe|"
    r"sommerfest|weihnachtsfeier|conférence|séminaire|salon|conferencia|feria)\b",
    re.IGNORECASE,
)
_JOURNEY: Final = lazy_pattern(
    r"\b(?:travel\w*|trip|flight|train|business trip|dienstreise|reise|flug|déplacement|voyage|vol|viaje|vuelo)\b",
    re.IGNORECASE,
)
_WEEKS: Final = 8
_AT_LEAST: Final = 2
"""The least number of days of one weekday for a pattern."""


def places_of_meetings(meetings: Sequence[Meeting]) -> tuple[Place, ...]:
    """Return the places implied by a day’s meetings: an event or a journey by its title, else a meeting.

    A title that only mentions travelling on a timed meeting (“travel budget”) implies no journey.
    """
    found: set[Place] = set()
    for meeting in meetings:
        if _EVENT.search(meeting.title):
            found.add("event")
        elif meeting.at is None:
            found |= {"travelling"} if _JOURNEY.search(meeting.title) else set()
        elif meeting.people or meeting.others:
            found.add("meeting")
    return tuple(place for place in PLACES if place in found)


def usual_places(today: date, past_days: Sequence[Day]) -> tuple[Place, ...]:
    """Return the places of at least half of the same weekdays in the last weeks.

    Days off and days without a place are ignored; if too few days are left, there is no pattern.
    """
    same = [
        day
        for day in past_days
        if day.places and not day.off and 0 < (today - day.day).days <= 7 * _WEEKS and (today - day.day).days % 7 == 0
    ]
    if len(same) < _AT_LEAST:
        return ()
    counts = Counter(place for day in same for place in day.places)
    return tuple(place for place in PLACES if counts[place] * 2 >= len(same))
