"""The due day of a promise or a thread: the `by DATE` in its note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from dateutil.relativedelta import relativedelta

from rapport_tui.capture.dates import (
    DateOrder,
    any_of,
    looks_like_day,
    names_of,
    nearest_day_word,
    parse_day,
    parse_time,
    was_guessed,
)
from rapport_tui.capture.day_words import DayWords, day_words, fold_words, phrases
from rapport_tui.model.patterns import lazy_pattern

_WORD: Final = lazy_pattern(r"\S+")
_LONGEST_DATE: Final = 6
# Words that are days or months only before a mark, a mention, punctuation or the end: "by sun loungers".
_ALSO_WORDS: Final = frozenset({"sun", "sat", "mon", "wed", "may", "march", "mar", "dec", "jan"})
_PLAIN_FOLLOWER: Final = lazy_pattern(r"\s+(?!with\b)[^\W\d_]", re.IGNORECASE)
_TIME_FOLLOWS: Final = lazy_pattern(r"\s+(?:at\s+)?([0-9]{1,2}(?::[0-9]{2})?(?: ?[ap]m)?|noon)(?![\w:])", re.IGNORECASE)
_QUARTER: Final = lazy_pattern(r"(?:the |end of |ende |fin de )*[qt]([1-4])(?: ([0-9]{4}))?")


class DueDay(NamedTuple):
    """A note's text without its due day, the day, and its words if the user has to confirm them."""

    text: str
    due: date | None
    asked: str = ""


@lru_cache
def _by(language: str) -> re.Pattern[str]:
    said = [way for words in day_words(language) for by in words.by.split("|") for way in (by, fold_words(by))]
    return lazy_pattern(rf"\s+({any_of(said).replace(chr(39), '[' + chr(39) + '’]')})\s+", re.IGNORECASE)


@lru_cache
def _ahead(language: str) -> re.Pattern[str]:
    """Return the pattern of a span of time at the end of a note: `send it in two weeks`."""
    said = [way.replace("{}", r"\S+ \w+") for words in day_words(language) for way in words.ahead.split("|")]
    return lazy_pattern(rf"(?<=\S)\s+({'|'.join(said)})[.!]?$", re.IGNORECASE)


def split_due(text: str, today: date, order: DateOrder, doubts: list[str], language: str = "en") -> DueDay:
    """Return `text` without its `by DATE`, and that date; what follows the date stays in the text.

    A text that is almost a date is kept and reported in `doubts`.
    """
    for match in _by(language).finditer(text):
        rest = text[match.end() :]
        for written in _beginnings(rest):
            due = parse_due(written, today=today, order=order, language=language)
            after = rest[len(written) :]
            if due is None or (written.lower() in _ALSO_WORDS and _PLAIN_FOLLOWER.match(after)):
                continue
            asked = f"{match[1]} {written}" if was_guessed(written, due, today) else ""
            by = f" {match[1]}" if _TIME_FOLLOWS.match(after) else ""
            return DueDay(text[: match.start()] + by + (after if after.strip(".,;! ") else ""), due, asked)
        shaped = next((one for one in _beginnings(rest) if _is_impossible(one, today, order, language)), "")
        word = rest.split(maxsplit=1)[0].strip(".,;:!?") if rest.strip() else ""
        if shaped:
            doubts.append(f"“{shaped}” is not a date, so it stays in the note.")
        elif near := nearest_day_word(word, language):
            doubts.append(f"Kept as text: “{word}” is not a day. Did you mean {near}?")
    ahead = _ahead(language).search(text)
    if ahead and (due := parse_due(ahead[1], today=today, order=order, language=language)):
        return DueDay(text[: ahead.start()], due)
    return DueDay(text, None)


def parse_due(text: str, *, today: date, order: DateOrder, language: str = "en") -> date | None:
    """Parse a due day; None if `text` is not one.

    Besides the days of `parse_day`: a week is due on its Friday, a month, a quarter and a year on their last day, a
    time without a day today.
    """
    if day := parse_day(text, today=today, order=order, toward="future", language=language):
        return day
    words = fold_words(text)
    if parse_time(words):
        return today
    try:
        for spoken in day_words(language):
            if day := _period_end(words, spoken, today):
                return day
        if quarter := _QUARTER.fullmatch(words):
            return _month_end(int(quarter[1]) * 3, quarter[2], today)
    except (ValueError, OverflowError):
        return None
    return None


def _period_end(words: str, spoken: DayWords, today: date) -> date | None:
    """Return the last day of the span of time in `words`; None if they are not one."""
    for alternatives, (unit, steps) in spoken.periods.items():
        if words.removeprefix("the ") in phrases(alternatives) or words in phrases(alternatives):
            return _end_of(unit, today, steps=steps)
    months = names_of(spoken).months
    month = re.fullmatch(rf"(?:{any_of(phrases(spoken.end_of))} )?({any_of(months)})(?: ([0-9]{{4}}))?", words)
    return _month_end(months[month[1]], month[2], today) if month else None


def _is_impossible(text: str, today: date, order: DateOrder, language: str) -> bool:
    day = parse_day(text, today=today, order=order, toward="future", language=language)
    return day is None and looks_like_day(text, language)


def _beginnings(text: str) -> Iterator[str]:
    """Yield the prefixes of `text` that end with a word, the longest first, with and without punctuation at the end."""
    for word in reversed(list(_WORD.finditer(text))[:_LONGEST_DATE]):
        written = text[: word.end()]
        yield written
        if (bare := written.rstrip(".,;:!?)")) != written and bare:
            yield bare


def _end_of(period: str, today: date, *, steps: int) -> date:
    """Return the last day of the period `steps` after the present one; a week ends on its Friday."""
    match period:
        case "day":
            return today + timedelta(days=steps)
        case "week":
            friday = today + timedelta(days=4 - today.weekday())
            return max(today, friday + timedelta(weeks=steps))
        case "fortnight":
            return today + timedelta(weeks=2)
        case "month":
            return today + relativedelta(months=steps, day=31)
        case "quarter":
            return today + relativedelta(months=(-today.month) % 3 + 3 * steps, day=31)
        case _:
            return date(today.year + steps, 12, 31)


def _month_end(month: int, year: str | None, today: date) -> date:
    """Return the last day of a month; without a year, of the next such month to end."""
    end = date(int(year) if year else today.year, month, 1) + relativedelta(day=31)
    return end if year or end >= today else end + relativedelta(years=1, day=31)
