"""Where the user usually is: the week's pattern, learned from the days before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from rapport_tui.model.records import PLACES, Day, Place

_WEEKS: Final = 8
_AT_LEAST: Final = 2
"""On so many days at least, of one weekday, before there is a pattern."""


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
