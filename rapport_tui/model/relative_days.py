"""Days in words: ages and names of days relative to today."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_of(now: datetime, start: int) -> date:
    """Return the day of `now` if days start at the hour `start` of local time.

    This holds in nights with a clock change too: four o’clock is four in local time.
    """
    return (now.replace(tzinfo=None) - timedelta(hours=start)).date()


@lru_cache(maxsize=1 << 15)
def local_time(moment: datetime) -> datetime:
    """Return the moment in local time; unchanged, or in UTC, if the time zone or the year is out of bounds."""
    try:
        return moment.astimezone()
    except (ValueError, OverflowError):
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def iso_day(text: str) -> date | None:
    """Parse a day in ISO form; None if `text` is not one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def short_age(day: date | None, today: date) -> str:
    """Return the age of `day` in a few characters: today, 3d, 5w, 7mo, 2y; empty for None."""
    if day is None:
        return ""
    days = (today - day).days
    if days <= 0:
        return "today"
    if days < 21:
        return f"{days}d"
    if days < 90:
        return f"{days // 7}w"
    if days < 730:
        return f"{days // 30}mo"
    return f"{days // 365}y"


def age(day: date | None, today: date) -> str:
    """Return the age of `day` in words: today, yesterday, 12 days ago, 5 weeks ago, 7 months ago."""
    if day is None:
        return "not yet"
    days = (today - day).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 21:
        return f"{days} days ago"
    if days < 90:
        return f"{days // 7} weeks ago"
    if days < 730:
        return f"{days // 30} months ago"
    return f"{days // 365} years ago"


def near_day(day: date, today: date) -> str:
    """Return the name of `day` relative to today: today, tomorrow, Fri, 27 Nov, 3 Feb 2025."""
    days = (day - today).days
    if days in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[days + 1]
    if 1 < days < 7:
        return WEEKDAYS[day.weekday()][:3]
    if abs(days) < 300:
        return f"{day.day} {MONTHS[day.month - 1][:3]}"
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def lately(day: date, today: date) -> str:
    """Return a past day as words to follow a verb: yesterday, on 12 Nov, in March; empty if long ago."""
    days = (today - day).days
    if days > 300:
        return ""
    if days > 45:
        return f"in {MONTHS[day.month - 1]}"
    named = near_day(day, today)
    return named if named in ("today", "yesterday") else f"on {named}"


def full_day(day: date) -> str:
    """Return `day` written out: Mon 23 Nov 2026."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def week_start(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def birthday_words(birthday: str) -> str:
    """Return a birthday as text: 2 May 1990, or 2 May if the year is not known."""
    if not birthday:
        return ""
    year, month, day = birthday.rsplit("-", 2)
    return f"{int(day)} {MONTHS[int(month) - 1][:3]} {year.strip('-')}".strip()
