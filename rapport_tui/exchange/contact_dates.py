"""The parsing of dates in address books. An ambiguous date is an error, never a guess."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Final

from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.text import fold

_ISO: Final = lazy_pattern(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?", re.ASCII)
_YEARLESS: Final = lazy_pattern(r"--(\d{2})-?(\d{2})(?:T.*)?", re.ASCII)
_NAMED: Final = lazy_pattern(
    r"([0-9]{1,2})(?:er|º)?(?:[-. ]{1,2}| de )([^\W\d_]{3,12})\.?,?(?:[-. ]{1,2}| de )([0-9]{4}|[0-9]{2})"
)
_NAMED_FIRST: Final = lazy_pattern(r"([^\W\d_]{3,12})\.? ([0-9]{1,2}),? ([0-9]{4})")
_EAST_ASIAN: Final = lazy_pattern(r"([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日일]")
_NUMBERS: Final = lazy_pattern(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: 0?0:00(?::00)?)?", re.ASCII)
_SHORT: Final = lazy_pattern(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})", re.ASCII)
_PART: Final = lazy_pattern(r"\d{4}(-\d{2}|--)?|---?\d{2}", re.ASCII)
_CLOCK: Final = lazy_pattern(r"(\d{2}):(\d{2})(?::\d{2})?", re.ASCII)
# The beginnings of the months' names, folded, in the languages that LinkedIn and Outlook write. None begins two months;
# the longer ones are searched first.
_MONTHS: Final = (
    "jan ene gen ian oca sty led tam янв яну січ ιαν", "feb fev fevr sub lut uno hel фев лют φεβ",
    "mar mrz mrt maa bre мар бер μαρ", "apr abr avr nis kwi dub huh апр кві απρ",
    "may mai mag mei maj kve tou маи мая тра μαι", "jun juin giu iun haz cze cvn kes июн юни чер ιουν",
    "jul juil lug iul tem lip cvc hei июл юли лип ιουλ", "aug aou ago agu sie srp elo авг сер αυγ",
    "sep set eyl wrz zar syy сен сеп вер σεπ", "oct okt out ott eki paz rij lok окт жов οκτ",
    "nov noi kas lis marr ноя ное лис νοε", "dec dez dic des ara gru pro jou дек гру δεκ",
)  # fmt: skip
_MONTH_OF: Final = {beginning: month for month, beginnings in enumerate(_MONTHS, 1) for beginning in beginnings.split()}
_EMPTY: Final = frozenset({"", "0/0/00", "0/0/0000", "00/00/0000", "0000-00-00"})
_LEAP_YEAR: Final = 2000
# Apple Contacts writes a birthday without a year as one in 1604; Outlook Express used 1900 the same way but real
# people were born then, so only 1604 is taken for "no year".
_NO_YEAR: Final = 1604


class DateError(ValueError):
    """The text is not a date, or is ambiguous; the message tells which."""


def is_empty(text: str) -> bool:
    """Return whether `text` is empty, or one of the empty dates that programs write."""
    return text.strip() in _EMPTY


def day(text: str) -> date | None:
    """Parse a day; None if `text` is empty or one of the empty dates that programs write.

    Supported forms are ISO 8601, `7 Jun 2022` with the months of several languages, `4-Apr-21` (two digits are of this
    century), `Jun 7, 2022`, `20.01.1991`, `2022年6月7日`, and `12/28/1969` or `20/01/1991` if only one order of
    day and month is possible.

    Raises:
        DateError: it is none of these, does not exist, or could be two days.

    """
    text = text.strip()
    if is_empty(text):
        return None
    if found := _ISO.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _NAMED.fullmatch(text):
        year = int(found[3]) + (_LEAP_YEAR if len(found[3]) == 2 else 0)
        return _date(year, _month(found[2], text), int(found[1]), text)
    if found := _NAMED_FIRST.fullmatch(text):
        return _date(int(found[3]), _month(found[1], text), int(found[2]), text)
    if found := _EAST_ASIAN.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _NUMBERS.fullmatch(text):
        return _numbers(int(found[1]), int(found[3]), int(found[4]), found[2] == ".", text)
    if _SHORT.fullmatch(text):
        raise DateError(f"“{text}” could be more than one day")
    raise DateError(f"“{text[:40]}” is no date")


def birthday(text: str) -> str:
    """Parse a birthday into `YYYY-MM-DD`, or `--MM-DD` if it has no year; empty for an empty text.

    Besides the forms of `day`: `--02-03` and `--0203` (RFC 6350, 4.3.1), and Apple's year 1604 for no year.

    Raises:
        DateError: as `day`, and if the year has only two digits.

    """
    text = text.strip()
    if found := _YEARLESS.fullmatch(text):
        _date(_LEAP_YEAR, int(found[1]), int(found[2]), text)
        return f"--{found[1]}-{found[2]}"
    if (found := _NAMED.fullmatch(text)) and len(found[3]) == 2:
        raise DateError(f"“{text}” has a year of two digits")
    if _PART.fullmatch(text):
        raise DateError(f"“{text}” is not a whole day")
    when = day(text)
    if when is None:
        return ""
    return f"--{when:%m-%d}" if when.year == _NO_YEAR else when.isoformat()


def _date(year: int, month: int, day_of_month: int, text: str) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        raise DateError(f"“{text[:40]}” is a day that does not exist") from None


def _month(name: str, text: str) -> int:
    folded = fold(name)
    for length in (4, 3):
        if month := _MONTH_OF.get(folded[:length]):
            return month
    raise DateError(f"“{text[:40]}” is no date")


def _numbers(first: int, second: int, year: int, day_first: bool, text: str) -> date:
    """Return the date of two numbers and a year; `day_first`: the first number is always the day."""
    if day_first or first == second or (first > 12 >= second):
        return _date(year, second, first, text)
    if second > 12 >= first:
        return _date(year, first, second, text)
    if first > 12:
        raise DateError(f"“{text[:40]}” is a day that does not exist")
    raise DateError(f"“{text[:40]}” could be two days: write it as YYYY-MM-DD")


def clock(text: str) -> time | None:
    """Parse a time of day such as `09:30` or `09:30:00`; None for midnight, which means no time, and other texts."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2])) if found[1] + found[2] != "0000" else None
