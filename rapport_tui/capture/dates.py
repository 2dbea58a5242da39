"""The parsing of typed days, times and spans. A text that is not exactly in a known form is never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from dateutil.relativedelta import relativedelta

from rapport_tui.capture.day_words import DayWords, day_words, fold_words, phrases
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.text import nearest_word

DateOrder = Literal["dmy", "mdy"]
Direction = Literal["past", "future"]

_SPAN_UNITS: Final = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
NOONS: Final = frozenset({"noon", "midday", "mittag", "mittags", "midi", "mediodia"})
_SHORTEST_SLIP: Final = 5
_LONG_RELATIVE: Final = lazy_pattern(r"[^\W\d_-]{4,}")
_SAID_OUTRIGHT: Final = lazy_pattern(
    r"[0-9]{4}|\b(?:ago|in|next|vor|nachst|kommend|il y a|dans|hace|en|dentro|proxim)"
    r"|\b(?:year|jahr|an\b|annee|ano)|prochain"
)
# Leap years are up to eight years apart (1896 and 1904), so 29 February is always found within that.
_YEARS_TO_TRY: Final = 9


class _Asked(NamedTuple):
    """The context of a day: today, the order of numeric dates, the direction of dates without a year, the words."""

    today: date
    order: DateOrder
    toward: Direction
    names: DayNames


def parse_day(text: str, *, today: date, order: DateOrder, toward: Direction, language: str = "en") -> date | None:
    """Parse a day; None if `text` is not exactly a date.

    A date without a year is the nearest one in the direction `toward`, today included; so is a bare weekday.
    `order` is the order of 11/12 and 11.12. English is parsed besides `language`. Impossible dates (30 feb) and dates
    with a wrong weekday give None.
    """
    words = fold_words(text)
    for names, forms in _forms(language):
        asked = _Asked(today, order, toward, names)
        for pattern, read in forms:
            if match := pattern.fullmatch(words):
                try:
                    day = read(match, asked)
                except (ValueError, OverflowError):
                    return None
                weekday = match.groupdict().get("weekday")
                return day if day is None or not weekday or day.weekday() == names.weekdays[weekday] else None
    return None


def nearest_day_word(text: str, language: str = "en") -> str:
    """Return the name of a day that the word `text` misspells; "" if it is a day or not near one."""
    word = fold_words(text)
    known: dict[str, str] = {}
    for words in day_words(language):
        shown = [name for names in words.weekdays for name in names.split() if len(name) >= _SHORTEST_SLIP]
        shown += [name for name in words.relative if _LONG_RELATIVE.fullmatch(name)]
        known.update((fold_words(name), name) for name in shown)
    near = nearest_word(word, known) if len(word) >= _SHORTEST_SLIP else ""
    if not near or word in known or word.rstrip("'s") in known:
        return ""
    return known[near]


def was_guessed(text: str, day: date, today: date) -> bool:
    """Return whether `day`, parsed from `text`, is over eleven months away without a year in the text."""
    if _SAID_OUTRIGHT.search(fold_words(text)):
        return False
    return day > today + relativedelta(months=11) or today > day + relativedelta(months=11)


def parse_past_period(text: str, *, today: date, language: str = "en") -> tuple[date, ...]:
    """Return the possible days of a past span of time (`last week`), the likeliest first."""
    words = fold_words(text)
    for spoken in day_words(language):
        for alternatives, (unit, steps) in spoken.past_periods.items():
            if words in phrases(alternatives):
                return tuple(day for day in _days_of(unit, steps, today) if day <= today)
    return ()


def is_past_period(text: str, language: str = "en") -> bool:
    """Return whether `text` is a past span of time rather than a day."""
    words = fold_words(text)
    return any(words in phrases(said) for spoken in day_words(language) for said in spoken.past_periods)


def _days_of(unit: str, steps: int, today: date) -> list[date]:
    """Return some days of a span of time: those of a week, the work days first and the last of them first."""
    monday = today - timedelta(days=today.weekday())
    if unit == "week":
        return [monday + timedelta(days=day, weeks=steps) for day in (4, 3, 2, 1, 0, 5, 6)]
    if unit == "weekend":
        return [monday + timedelta(days=day, weeks=steps) for day in (5, 6)]
    if unit == "month":
        first = today + relativedelta(months=steps, day=1)
        return [first + relativedelta(day=day) for day in (31, 15, 1)]
    return [date(today.year + steps, month, day) for month, day in ((12, 31), (6, 30), (1, 1))]


def looks_like_day(text: str, language: str = "en") -> bool:
    """Return whether `text` has the form of a date, possible or not: all dates, "30 feb" and "1/2/26".

    Use it after `parse_day` returned None, to tell the user that the date is kept as text.
    """
    words = fold_words(text)
    return any(pattern.fullmatch(words) for _, forms in _forms(language) for pattern, _ in forms)


def parse_time(text: str) -> time | None:
    """Parse a time of day ("9am", "9:30", "9:30pm", "noon"); None for other texts."""
    word = fold_words(text)
    word = re.sub(r"(?:h| uhr)(?: ?([0-9]{2}))?$", lambda match: f":{match[1] or '00'}", word)
    match = re.fullmatch(r"([0-9]{1,2})(?::([0-9]{2}))? ?(am|pm)?", "12pm" if word in NOONS else word)
    if not match or not (match[2] or match[3]):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def parse_span(text: str) -> relativedelta | None:
    """Parse a length of time ("10d", "2w", "3m", "1y"); None for other texts."""
    match = re.fullmatch(r"([0-9]{1,4})([dwmy])", text.strip().lower())
    return _delta(int(match[1]), _SPAN_UNITS[match[2]]) if match else None


def parse_day_or_span(
    text: str, *, today: date, order: DateOrder, toward: Direction, language: str = "en"
) -> date | None:
    """Parse a day, or a length of time from `today` in the direction `toward`; None for other texts."""
    try:
        if span := parse_span(text):
            return today + span if toward == "future" else today - span
    except (ValueError, OverflowError):
        return None
    return parse_day(text, today=today, order=order, toward=toward, language=language)


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
    """Return the nearest such day of a year in the given direction, today included."""
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


class DayNames(NamedTuple):
    """The words of one language by meaning, folded."""

    weekdays: dict[str, int]
    months: dict[str, int]
    relative: dict[str, int]
    units: dict[str, str]
    counts: dict[str, int]


def names_of(words: DayWords) -> DayNames:
    """Return the words of a language by meaning."""

    def numbered(groups: tuple[str, ...], start: int) -> dict[str, int]:
        return {fold_words(name): number for number, names in enumerate(groups, start) for name in names.split()}

    return DayNames(
        weekdays={**numbered(words.short_weekdays, 0), **numbered(words.weekdays, 0)},
        months=numbered(words.months, 1),
        relative={fold_words(name): days for name, days in words.relative.items()},
        units={fold_words(name): f"{unit}s" for unit, names in words.units.items() for name in names.split()},
        counts={fold_words(name): count for name, count in words.counts.items()},
    )


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of `words`, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(filter(None, words), key=len, reverse=True))) + ")"


def _relative(match: re.Match[str], asked: _Asked) -> date:
    return asked.today + timedelta(days=asked.names.relative[match[1]])


def _iso(match: re.Match[str], _asked: _Asked) -> date | None:
    year, month, day = match.groups()
    return date(int(year), int(month), int(day)) if len(month) == len(day) == 2 else None


def _distant(match: re.Match[str], asked: _Asked) -> date:
    groups = match.groupdict()
    word, sign = (groups["ago"], -1) if groups.get("ago") else (groups["ahead"], 1)
    count, unit = word.split(maxsplit=1)
    number = asked.names.counts.get(count) or int(count)
    span = _delta(number, asked.names.units[unit])
    return asked.today + span if sign > 0 else asked.today - span


def _weekday(match: re.Match[str], asked: _Asked) -> date:
    ahead = (asked.names.weekdays[match["day"]] - asked.today.weekday()) % 7
    if match["next"] or match["then"]:
        return asked.today + timedelta(days=ahead or 7)
    if match["last"] or match["since"]:
        return asked.today + timedelta(days=ahead - 7)
    past = asked.toward == "past" and ahead > 0
    return asked.today + timedelta(days=ahead - 7 if past else ahead)


def _named_month(match: re.Match[str], asked: _Asked) -> date | None:
    return _calendar_day(match["year"], asked.names.months[match["month"]], int(match["day"]), asked)


def _numeric(match: re.Match[str], asked: _Asked) -> date | None:
    first, second = int(match["one"]), int(match["two"])
    day, month = (first, second) if asked.order == "dmy" else (second, first)
    return _calendar_day(match["year"], month, day, asked)


Form = tuple[re.Pattern[str], Callable[[re.Match[str], _Asked], date | None]]


@lru_cache
def _forms(language: str) -> tuple[tuple[DayNames, tuple[Form, ...]], ...]:
    """Return the forms of dates by language, that of the settings before English.

    Each pattern matches its form even with numbers that are not a date, as `looks_like_day` requires.
    """
    return tuple((names_of(words), tuple(_forms_of(words))) for words in day_words(language))


def _forms_of(words: DayWords) -> Iterator[Form]:
    names = names_of(words)
    long_days = [fold_words(name) for group in words.weekdays for name in group.split()]
    distance = rf"(?:[0-9]{{1,4}}|{any_of(names.counts)}) {any_of(names.units)}"
    on = f"(?:{any_of(phrases(words.on))} )?"
    dated = rf"{on}(?:(?P<weekday>{any_of(names.weekdays)})\.?,? {on})?"
    of = f"(?:{any_of(phrases(words.of))} )?" if words.of else ""
    day, month = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|º|\.)?", rf"(?P<month>{any_of(names.months)})\.?"
    year = rf"(?:,? {of}(?P<year>[0-9]{{4}}))?"
    last, following = (
        f"(?P<{name}>{any_of(phrases(said))} )?" if said else f"(?P<{name}>(?!))?"
        for name, said in (("last", words.before_last), ("next", words.before_next))
    )
    since, then = (
        f"(?P<{name}> {any_of(phrases(said))})?" if said else f"(?P<{name}>(?!))?"
        for name, said in (("since", words.after_last), ("then", words.after_next))
    )
    yield lazy_pattern(rf"(?:the )?({any_of(names.relative)})"), _relative
    yield lazy_pattern(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"), _iso
    for way in phrases(words.ago):
        yield lazy_pattern(way.replace("{}", f"(?P<ago>{distance})")), _distant
    for way in phrases(words.ahead):
        yield lazy_pattern(way.replace("{}", f"(?P<ahead>{distance})")), _distant
    yield lazy_pattern(rf"{last}{following}(?:this )?{on}(?P<day>{any_of(long_days)}){since}{then}"), _weekday
    yield lazy_pattern(rf"{dated}{day} {of}{month}{year}"), _named_month
    yield lazy_pattern(rf"{dated}{month} {day}{year}"), _named_month
    yield lazy_pattern(rf"{dated}(?P<one>[0-9]{{1,2}})/(?P<two>[0-9]{{1,2}})(?:/(?P<year>[0-9]{{2,4}}))?"), _numeric
    yield lazy_pattern(rf"{dated}(?P<one>[0-9]{{1,2}})\.(?P<two>[0-9]{{1,2}})\.(?P<year>[0-9]{{2,4}})?"), _numeric
