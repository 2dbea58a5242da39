"""Cadences, drift, streaks and birthdays."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from rapport_tui.model.errors import RapportError
from rapport_tui.model.patterns import lazy_pattern

_SATURDAY: Final = 5
_LONGEST_REST: Final = 400
_LONGEST_RHYTHM: Final = 3650
_UNIT_DAYS: Final = {"d": 1, "w": 7, "m": 30, "y": 365}
_RHYTHM: Final = lazy_pattern(r"(?=.)([0-9]{1,4})?\s*(d(?:ays?)?|w(?:eeks?)?|m(?:onths?)?|y(?:ears?)?)?", re.ASCII)
_BIRTHDAY: Final = lazy_pattern(r"(?:\d{4}|-)-(\d\d)-(\d\d)", re.ASCII)


def read_rhythm(text: str) -> int | None:
    """Parse a rhythm such as `2w`, `10d`, `every 3 months` into days; 0 for `never`, None for an empty text.

    Raises `RapportError` for any other text.
    """
    said = text.strip().lower().removeprefix("every").strip()
    if not said or said == "never":
        return 0 if said else None
    found = _RHYTHM.fullmatch(said)
    days = int(found[1] or 1) * _UNIT_DAYS[(found[2] or "d")[0]] if found else 0
    if not 0 < days <= _LONGEST_RHYTHM:
        raise RapportError(f"“{text.strip()}” is not a rhythm. Write it as 10d, 2w, 3m or 1y, or never.")
    return days


def rhythm_text(cadence: int | None) -> str:
    """Return a rhythm in the form that `read_rhythm` parses: 2w, 10d, never; empty for None."""
    if cadence is None or cadence <= 0:
        return "" if cadence is None else "never"
    unit = next(unit for unit in ("y", "m", "w", "d") if cadence % _UNIT_DAYS[unit] == 0)
    return f"{cadence // _UNIT_DAYS[unit]}{unit}"


def rhythm_words(cadence: int) -> str:
    """Return a rhythm in words: every 2 weeks."""
    count, unit = rhythm_text(cadence)[:-1], rhythm_text(cadence)[-1]
    word = {"d": "day", "w": "week", "m": "month", "y": "year"}[unit]
    return f"every {word}" if count == "1" else f"every {count} {word}s"


def drift(last_talked: date | None, since: date, cadence: int | None, today: date) -> float:
    """Return a person's drift: 0 within the cadence, 1 when overdue by one whole cadence.

    `cadence` is in days; None or 0 means no limit. Without a talk, days count from `since`, the day the person reached
    their stage.
    """
    if not cadence or cadence < 0:
        return 0.0
    days = (today - (last_talked or since)).days
    return max(days - cadence, 0) / cadence


def streak(has_step: Callable[[date], bool], is_off: Callable[[date], bool], today: date) -> int:
    """Return the number of consecutive days with a step, up to today or the day before.

    Weekends and days off neither count nor end the streak, unless they have a step: then they count.
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
    """Return the first birthday from `today` on; None if `birthday` (`YYYY-MM-DD`, `--MM-DD`) is not a date.

    In common years, 29 February becomes 28 February.
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


def days_to_recall(today: date, year: int) -> list[date]:
    """Return the days of `year` to recall on `today`: those with its date, or those nearest to it."""
    if (today.month, today.day) == (2, 28) and not isleap(today.year) and isleap(year):
        return [date(year, 2, 28), date(year, 2, 29)]
    if (today.month, today.day) == (2, 29) and not isleap(year):
        return [date(year, 2, 28)]
    return [today.replace(year=year)]
