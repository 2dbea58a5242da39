"""Where the user is: the week's pattern, learned from the days before, and what the day's meetings tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from rapport_tui.model.meetings import Meeting
from rapport_tui.model.records import PLACES, Day, Place

_EVENT: Final = re.compile(
    r"\b(?:conference|congress|summit|meet-?up|town ?hall|all[- ]hands|off-?site|party|fair|workshop|konferenz|messe|"
    r"sommerfest|weihnachtsfeier|conférence|séminaire|salon|conferencia|feria)\b",
    re.IGNORECASE,
)
_JOURNEY: Final = re.compile(
    r"\b(?:travel\w*|trip|flight|train|business trip|dienstreise|reise|flug|déplacement|voyage|vol|viaje|vuelo)\b",
    re.IGNORECASE,
)
_WEEKS: Final = 8
_AT_LEAST: Final = 2
"""On so many days at least, of one weekday, before there is a pattern."""


def places_of_meetings(meetings: Sequence[Meeting]) -> tuple[Place, ...]:
    """Return the places that follow from a day’s meetings: an event or a journey by its title, else a meeting.

    A title that only mentions travelling on a timed meeting (“travel budget”) says nothing.
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
    """Return the places of at least half of the same weekdays in the last weeks, most lately first to be forgotten.

    Days off and days without a place are no days of the pattern; where there are too few others, there is none.
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
