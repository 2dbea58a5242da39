"""The expansion of recurrence rules (RFC 5545, 3.8.5.3) near one day, with bounded work for any rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from math import prod
from typing import Any, Final

from dateutil.rrule import rrulestr

PERIODS: Final = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 0, "YEARLY": 0}
"""The days of one period of a rule, 0 if they vary. Shorter periods are not supported, as no meeting has them."""
_MOST_A_DAY: Final = 24
"""The most starts a day from BYHOUR, BYMINUTE and BYSECOND; no meeting has more."""
_MOST_TURNS: Final = 10_000
"""The most occurrences of a rule with COUNT that are examined: daily for 27 years."""
_FIRST_LATE, _LATEST = 9901, 9998
"""The first and the last year of a period in which calendars repeat after 28 years, as from 1901 to 2099."""
_DAY_RULES: Final = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")


class Budget:
    """The number of occurrences of rules that may still be examined for one day of a calendar."""

    def __init__(self, turns: int = 300_000) -> None:
        self.left = turns


def turns_near(
    rule: Mapping[str, Any], first: datetime, zone: tzinfo | None, low: datetime, high: datetime, budget: Budget
) -> Iterator[datetime]:
    """Yield the occurrences of a rule from `low` to `high`, all naive in the zone of the event, which began at `first`.

    dateutil searches for an occurrence until the year 9999, which takes minutes if there is none. So dates are moved to
    the last years that Python has, with the same calendar, and a rule without COUNT begins just before `low`.
    Raises `ValueError` for an invalid rule.
    """
    parts = {key.upper(): value for key, value in rule.items()}
    period = str(parts["FREQ"][0]).upper()
    interval = int((parts.get("INTERVAL") or [1])[0])
    if "COUNT" in parts and int(parts["COUNT"][0]) < 1:  # -1 from some programs that mean no limit
        del parts["COUNT"]
    a_day = prod(len(parts.get(key) or (0,)) for key in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if period not in PERIODS or interval < 1 or a_day > _MOST_A_DAY or budget.left <= 0:
        return
    start = first if "COUNT" in parts else _nearer(parts, period, interval, first, low)
    years = _same_year(high.year) - high.year
    if not _FIRST_LATE <= start.year + years <= _LATEST:
        return
    if until := parts.get("UNTIL"):
        last = until[0]
        last = wall_time(last, zone) if isinstance(last, datetime) else datetime.combine(last, time.max)
        if last < low:
            return
        parts["UNTIL"] = [_in_years(min(last, high + timedelta(days=1)), years)]
    turns = rrulestr(_text(parts), dtstart=_in_years(start, years))
    for turn in islice(turns, _MOST_TURNS):
        budget.left -= 1
        turn = _in_years(turn, -years)
        if turn > high or budget.left <= 0:
            return
        if turn >= max(low, first):
            yield turn


def wall_time(value: date, zone: tzinfo | None) -> datetime:
    """Return a day or a moment as a naive time in `zone`."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time.min)
    moment = value.astimezone(zone) if zone and value.tzinfo else value
    return moment.replace(tzinfo=None)


def _nearer(parts: dict[str, Any], period: str, interval: int, first: datetime, low: datetime) -> datetime:
    """Return a start in phase with `first`, at most one period before `low`.

    For months and years it is their first day, so the values that the rule takes from its start are set in `parts`.
    """
    if low <= first:
        return first
    if days := PERIODS[period] * interval:
        return first + timedelta(days=(low - first).days // days * days)
    is_yearly = period == "YEARLY"
    if not any(key in parts for key in _DAY_RULES):
        parts["BYMONTHDAY"] = [first.day]
        if is_yearly:
            parts.setdefault("BYMONTH", [first.month])
    months = interval * (12 if is_yearly else 1)
    begin = first.year * 12 + (0 if is_yearly else first.month - 1)
    month = begin + (low.year * 12 + low.month - 1 - begin) // months * months
    return first.replace(year=month // 12, month=month % 12 + 1, day=1)


def _same_year(year: int) -> int:
    """Return the latest year with the same calendar as `year`, and with the same neighbouring years."""
    monday = date(year, 1, 1).weekday()
    return next(
        late
        for late in range(_LATEST, _LATEST - 28, -1)
        if late % 4 == year % 4 and date(late, 1, 1).weekday() == monday
    )


def _in_years(moment: datetime, years: int) -> datetime:
    return moment.replace(year=moment.year + years)


def _text(parts: Mapping[str, Any]) -> str:
    from icalendar import vRecur

    text: str = vRecur(parts).to_ical().decode()  # type: ignore[no-untyped-call]
    return text
