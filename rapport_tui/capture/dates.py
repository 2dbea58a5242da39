"""Days, times and spans as people type them. What is not exactly one of these forms is never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from difflib import get_close_matches
from typing import Final, Literal, NamedTuple

from dateutil.relativedelta import relativedelta

DateOrder = Literal["dmy", "mdy"]
Direction = Literal["past", "future"]

_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "mon monday",
            "tue tues tuesday",
            "wed wednesday",
            "thu thur thurs thursday",
            "fri friday",
            "sat saturday",
            "sun sunday",
        )
    )
    for name in names.split()
}
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_COUNTS: Final = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_RELATIVE: Final = {
    "yesterday": -1,
    "last night": -1,
    "day before yesterday": -2,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
_SPAN_UNITS: Final = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
_SHORTEST_SLIP: Final = 5
_LONG_WORDS: Final = ("yesterday", "today", "tomorrow", *(name for name in _WEEKDAYS if name.endswith("day")))
_SAID_OUTRIGHT: Final = re.compile(r"[0-9]{4}|\b(?:ago|in|next)\b|\byear")
# Leap years are up to eight years apart (1896 and 1904), so 29 February is always found within that.
_YEARS_TO_TRY: Final = 9


class _Asked(NamedTuple):
    """What a day is read against: today, the order of a numeric date, and where a date without a year lies."""

    today: date
    order: DateOrder
    toward: Direction


def parse_day(text: str, *, today: date, order: DateOrder, toward: Direction) -> date | None:
    """Return the day that `text` names, or None where it is not exactly a date.

    A date without a year is the nearest one in the direction `toward`, today included; so is a bare weekday.
    `order` decides what 11/12 and 11.12. are. Impossible dates (30 feb) and those on another weekday are None.
    """
    words = " ".join(text.lower().split())
    asked = _Asked(today, order, toward)
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(words):
            try:
                day = read(match, asked)
            except (ValueError, OverflowError):
                return None
            weekday = match.groupdict().get("weekday")
            return day if day is None or not weekday or day.weekday() == _WEEKDAYS[weekday] else None
    return None


def nearest_day_word(text: str) -> str:
    """Return the name of a day that the single word `text` is almost, or "" where it is none or is one."""
    word = text.lower()
    near = get_close_matches(word, _LONG_WORDS, n=1, cutoff=0.8) if len(word) >= _SHORTEST_SLIP else []
    if not near or word in {f"{near[0]}s", f"{near[0]}'s", f"{near[0]}’s", near[0]}:
        return ""
    return near[0].capitalize() if near[0] in _WEEKDAYS else near[0]


def was_guessed(text: str, day: date, today: date) -> bool:
    """Whether `day`, read from `text`, is over eleven months away without the words saying so."""
    if _SAID_OUTRIGHT.search(text.lower()):
        return False
    return day > today + relativedelta(months=11) or today > day + relativedelta(months=11)


def looks_like_day(text: str) -> bool:
    """Whether `text` is shaped like a date, possible or not: every date is, and so are "30 feb" and "1/2/26".

    Use it after `parse_day` found nothing, to tell the user that what they wrote stays text.
    """
    words = " ".join(text.lower().split())
    return any(pattern.fullmatch(words) for pattern, _ in _FORMS)


def parse_time(text: str) -> time | None:
    """Return the time of day that `text` names ("9am", "9:30", "9:30pm", "noon"), or None."""
    word = text.strip().lower()
    match = re.fullmatch(r"([0-9]{1,2})(?::([0-9]{2}))? ?(am|pm)?", "12pm" if word in {"noon", "midday"} else word)
    if not match or not (match[2] or match[3]):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def parse_span(text: str) -> relativedelta | None:
    """Return the length of time that `text` names ("10d", "2w", "3m", "1y"), or None."""
    match = re.fullmatch(r"([0-9]{1,4})([dwmy])", text.strip().lower())
    return _delta(int(match[1]), _SPAN_UNITS[match[2]]) if match else None


def _delta(count: int, unit: str) -> relativedelta:
    """Return a span of `count` units, one of "days", "weeks", "months" and "years"."""
    match unit:
        case "days":
            return relativedelta(days=count)
        case "weeks":
            return relativedelta(weeks=count)
        case "months":
            return relativedelta(months=count)
        case _:
            return relativedelta(years=count)


def _near(month: int, day: int, asked: _Asked) -> date | None:
    """Return the nearest such day of a year in the asked direction, today included."""
    step = -1 if asked.toward == "past" else 1
    for offset in range(_YEARS_TO_TRY):
        try:
            found = date(asked.today.year + step * offset, month, day)
        except ValueError:
            continue
        if found == asked.today or (found < asked.today) == (asked.toward == "past"):
            return found
    return None


def _calendar_day(year: str | None, month: int, day: int, asked: _Asked) -> date | None:
    if year is None:
        return _near(month, day, asked)
    return date(int(year), month, day) if len(year) == 4 else None


def _relative(match: re.Match[str], asked: _Asked) -> date:
    return asked.today + timedelta(days=_RELATIVE[match[1]])


def _iso(match: re.Match[str], _asked: _Asked) -> date | None:
    year, month, day = match.groups()
    return date(int(year), int(month), int(day)) if len(month) == len(day) == 2 else None


def _distant(match: re.Match[str], asked: _Asked) -> date:
    count = _COUNTS.get(match["count"]) or int(match["count"])
    span = _delta(count, match["unit"] + "s")
    return asked.today + span if match[0].startswith("in ") else asked.today - span


def _weekday(match: re.Match[str], asked: _Asked) -> date:
    ahead = (_WEEKDAYS[match[2]] - asked.today.weekday()) % 7
    if match[1] == "next":
        return asked.today + timedelta(days=ahead or 7)
    if match[1] == "last":
        return asked.today + timedelta(days=ahead - 7)
    past = asked.toward == "past" and ahead > 0
    return asked.today + timedelta(days=ahead - 7 if past else ahead)


def _named_month(match: re.Match[str], asked: _Asked) -> date | None:
    return _calendar_day(match["year"], MONTHS[match["month"]], int(match["day"]), asked)


def _numeric(match: re.Match[str], asked: _Asked) -> date | None:
    first, second = int(match[1]), int(match[2])
    day, month = (first, second) if asked.order == "dmy" else (second, first)
    return _calendar_day(match[3], month, day, asked)


def _any_of(words: dict[str, int]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_DISTANCE: Final = rf"(?P<count>[0-9]{{1,4}}|{_any_of(_COUNTS)}) (?P<unit>day|week|month|year)s?"
_ON: Final = rf"(?:(?:on )?(?P<weekday>{_any_of(_WEEKDAYS)})\.?,? )?"
_DAY: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?"
_MONTH: Final = rf"(?P<month>{_any_of(MONTHS)})\.?"
_YEAR: Final = r"(?:,? (?P<year>[0-9]{4}))?"
# Each pattern takes in the shape of a form, also where the numbers cannot be a date: `looks_like_day` needs that.
_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Asked], date | None]], ...]] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?:the )?({_any_of(_RELATIVE)})", _relative),
        (r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", _iso),
        (rf"{_DISTANCE} ago", _distant),
        (rf"in {_DISTANCE}", _distant),
        (rf"(?:(last|next|this|on) )?({_any_of(_WEEKDAYS)})", _weekday),
        (rf"{_ON}{_DAY} {_MONTH}{_YEAR}", _named_month),
        (rf"{_ON}{_MONTH} {_DAY}{_YEAR}", _named_month),
        (r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{2,4}))?", _numeric),
        (r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{2,4})?", _numeric),
    )
)
