"""The day until which a promise or a thread is due: the `by DATE` in its note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from rapport_tui.capture.dates import (
    MONTHS,
    DateOrder,
    looks_like_day,
    nearest_day_word,
    parse_day,
    parse_time,
    was_guessed,
)

_BY: Final = re.compile(r"\s+by\s+", re.IGNORECASE)
_WORD: Final = re.compile(r"\S+")
_LONGEST_DATE: Final = 6
# Words that are days or months only where nothing but a mark, a mention or punctuation follows: "by sun loungers".
_ALSO_WORDS: Final = frozenset({"sun", "sat", "mon", "wed", "may", "march", "mar", "dec", "jan"})
_PLAIN_FOLLOWER: Final = re.compile(r"\s+(?!with\b)[^\W\d_]", re.IGNORECASE)
_TIME_FOLLOWS: Final = re.compile(r"\s+(?:at\s+)?([0-9]{1,2}(?::[0-9]{2})?(?: ?[ap]m)?|noon)(?![\w:])", re.IGNORECASE)
_PERIOD: Final = re.compile(r"(?:the )?(end of )?(?:(the|this|next) )?(day|week|month|quarter|year)")
_SHORT_PERIODS: Final = {"eod": "end of day", "eow": "end of week", "eom": "end of month", "eoy": "end of year"}
_MONTH: Final = re.compile(rf"(?:the )?(?:end of )?({'|'.join(MONTHS)})(?: ([0-9]{{4}}))?")
_QUARTER: Final = re.compile(r"(?:the )?(?:end of )?q([1-4])(?: ([0-9]{4}))?")
_FORTNIGHT: Final = re.compile(r"(?:in )?a fortnight")


def split_due(text: str, today: date, order: DateOrder, doubts: list[str]) -> tuple[str, date | None]:
    """Return `text` without its `by DATE`, and that date; what follows the date stays in the text.

    What is almost a date stays in the text and is told in `doubts`.
    """
    for match in _BY.finditer(text):
        rest = text[match.end() :]
        for written in _beginnings(rest):
            due = parse_due(written, today=today, order=order)
            after = rest[len(written) :]
            if due is None or (written.lower() in _ALSO_WORDS and _PLAIN_FOLLOWER.match(after)):
                continue
            if was_guessed(written, due, today):
                doubts.append(f"“{written}” was read as {due.isoformat()}. Write the year if you mean another.")
            by = " by" if _TIME_FOLLOWS.match(after) else ""
            return text[: match.start()] + by + (after if after.strip(".,;! ") else ""), due
        shaped = next((one for one in _beginnings(rest) if _is_impossible(one, today, order)), "")
        word = rest.split(maxsplit=1)[0].strip(".,;:!?") if rest.strip() else ""
        if shaped:
            doubts.append(f"“{shaped}” is not a date, so it stays in the note.")
        elif near := nearest_day_word(word):
            doubts.append(f"Kept as text: “{word}” is not a day. Did you mean {near}?")
    return text, None


def parse_due(text: str, *, today: date, order: DateOrder) -> date | None:
    """Return the day until which `text` sets something due, or None.

    Beside the days of `parse_day`: a week is due on its Friday, a month, a quarter and a year on their last day, a
    time alone today.
    """
    if day := parse_day(text, today=today, order=order, toward="future"):
        return day
    words = " ".join(text.lower().split())
    words = _SHORT_PERIODS.get(words, words)
    try:
        if parse_time(words):
            return today
        if _FORTNIGHT.fullmatch(words):
            return today + timedelta(weeks=2)
        if (period := _PERIOD.fullmatch(words)) and (period[1] or period[2] in {"this", "next"}):
            return _end_of(period[3], today, steps=1 if period[2] == "next" else 0)
        if month := _MONTH.fullmatch(words):
            return _month_end(MONTHS[month[1]], month[2], today)
        if quarter := _QUARTER.fullmatch(words):
            return _month_end(int(quarter[1]) * 3, quarter[2], today)
    except (ValueError, OverflowError):
        return None
    return None


def _is_impossible(text: str, today: date, order: DateOrder) -> bool:
    return looks_like_day(text) and parse_day(text, today=today, order=order, toward="future") is None


def _beginnings(text: str) -> Iterator[str]:
    """Yield the beginnings of `text` that end with a word, the longest first, with and without its punctuation."""
    for word in reversed(list(_WORD.finditer(text))[:_LONGEST_DATE]):
        written = text[: word.end()]
        yield written
        if (bare := written.rstrip(".,;:!?)")) != written and bare:
            yield bare


def _end_of(period: str, today: date, *, steps: int) -> date:
    """Return the last day of the period that is `steps` after that of today; a week ends on its Friday."""
    match period:
        case "day":
            return today + timedelta(days=steps)
        case "week":
            friday = today + timedelta(days=4 - today.weekday())
            return max(today, friday + timedelta(weeks=steps))
        case "month":
            return today + relativedelta(months=steps, day=31)
        case "quarter":
            return today + relativedelta(months=(-today.month) % 3 + 3 * steps, day=31)
        case _:
            return date(today.year + steps, 12, 31)


def _month_end(month: int, year: str | None, today: date) -> date:
    """Return the last day of a month, without a year that of the next one to end."""
    end = date(int(year) if year else today.year, month, 1) + relativedelta(day=31)
    return end if year or end >= today else end + relativedelta(years=1, day=31)
