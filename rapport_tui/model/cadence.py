"""How long ago is too long, and when the next birthday is."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

_SATURDAY: Final = 5
_LONGEST_REST: Final = 400
_BIRTHDAY: Final = re.compile(r"(?:\d{4}|-)-(\d\d)-(\d\d)", re.ASCII)


def drift(last_talked: date | None, since: date, cadence: int | None, today: date) -> float:
    """Return how far somebody has drifted: 0 while in touch, 1 after one cadence more than is good.

    `cadence` is in days; None or 0 means that there is no hurry. Who was never talked to counts from `since`, the day
    they came to their stage.
    """
    if not cadence or cadence < 0:
        return 0.0
    days = (today - (last_talked or since)).days
    return max(days - cadence, 0) / cadence


def streak(has_step: Callable[[date], bool], is_off: Callable[[date], bool], today: date) -> int:
    """Return how many days in a row a step was taken, up to today or the day before.

    Weekends and days off in between neither count nor end it, unless a step was taken on them: then they count.
    """
    count, day, idle = 0, today, 0
    while idle < _LONGEST_REST:
        if has_step(day):
            count, idle = count + 1, 0
        elif day == today or day.weekday() >= _SATURDAY or is_off(day):
            idle += 1
        else:
            break
        if day == date.min:
            break
        day -= timedelta(days=1)
    return count


def next_birthday(birthday: str, today: date) -> date | None:
    """Return the first birthday from `today` on; None where `birthday` (`YYYY-MM-DD`, `--MM-DD`) names no day.

    In common years 29 February is kept on the 28th.
    """
    found = _BIRTHDAY.fullmatch(birthday)
    if not found:
        return None
    month, day = int(found[1]), int(found[2])
    for year in (today.year, today.year + 1):
        try:
            falls = date(year, month, 28 if (month, day) == (2, 29) and not isleap(year) else day)
        except ValueError:
            return None
        if falls >= today:
            return falls
    return None


def same_day(today: date, year: int) -> list[date]:
    """Return the days of `year` that are remembered on `today`: that of its date, or those nearest to it."""
    if (today.month, today.day) == (2, 28) and not isleap(today.year) and isleap(year):
        return [date(year, 2, 28), date(year, 2, 29)]
    if (today.month, today.day) == (2, 29) and not isleap(year):
        return [date(year, 2, 28)]
    return [today.replace(year=year)]
