"""The token being typed at the end of a line: a person, a topic, a kind of note, a move or a due day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from rapport_tui.capture.dates import DateOrder, parse_day
from rapport_tui.capture.day_words import day_words, fold_words
from rapport_tui.capture.tokens import OPENING
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import ABOUT_ME, ABOUT_THEM, OPEN_KINDS, Kind

Wanted = Literal["person", "topic", "kind", "move", "day"]

KIND_WORDS: Final[dict[Kind, str]] = {
    "share": "something you share",
    "expert": "what they know a lot about",
    "likes": "what they like",
    "said": "a good point they made",
    "advice": "advice they gave you",
    "door": "a door they opened for you",
    "date": "a day that matters to them",
    "fact": "anything else to remember",
    "project": "about me: what I’m working on",
    "question": "about me: what I’d like to ask",
    "goal": "about me: where I’d like to be",
    "win": "about me: something that went well",
    "next": "about me: my next step",
    "struggle": "about me: what I find hard",
    "free": "about me: when I have time",
}
"""The description of each `+kind`, in the order in which they are offered."""

_WORD: Final = rf"(?<![^\s{re.escape(OPENING)}])"
_NO_OTHER_MARK: Final = r"(?:(?!\s(?:[?!<]|\+\w*)\s).)*"
_BY: Final = "(?:by|bis|d['’]ici|avant|para|hasta)"
_STEMS: Final[tuple[tuple[Wanted, re.Pattern[str]], ...]] = (
    ("person", lazy_pattern(rf'{_WORD}@(?P<typed>[^\s"“”@]*|["“][^"”\n]*)\Z')),
    ("topic", lazy_pattern(rf"{_WORD}#(?P<typed>[^\s#]*)\Z")),
    ("kind", lazy_pattern(r"(?<!\S)\+(?P<typed>[A-Za-z]*)\Z")),
    ("move", lazy_pattern(r"(?<!\S)/(?P<typed>[a-z-]*)\Z")),
    ("day", lazy_pattern(rf"(?<!\S)[?!<]\s{_NO_OTHER_MARK}\s{_BY}\s+(?P<typed>[\w /.-]{{0,20}})\Z", re.IGNORECASE)),
)
_LATER: Final = ("in a week", "in two weeks", "in a month")


class PartialToken(msgspec.Struct, frozen=True):
    """The token being typed: `typed` without its sign, and `start`, the offset of the text that a choice replaces."""

    wanted: Wanted
    typed: str
    start: int


def find_stem(before: str) -> PartialToken | None:
    """Return the token at the end of `before`, the text before the cursor; None for plain words."""
    offset = before.rfind("\n") + 1
    line = before[offset:]
    for wanted, pattern in _STEMS:
        if match := pattern.search(line):
            typed = match["typed"]
            start = match.start("typed") if wanted == "day" else match.start()
            return PartialToken(wanted, typed.strip('"“”') if wanted == "person" else typed, offset + start)
    return None


def kinds_like(typed: str) -> list[tuple[str, str]]:
    """Return the `+kind`s that begin with `typed`, each with its description."""
    known = [kind for kind in (*ABOUT_THEM, *ABOUT_ME) if kind not in OPEN_KINDS]
    return [(f"+{kind}", KIND_WORDS[kind]) for kind in known if kind.startswith(typed.lower())]


def days_like(typed: str, today: date, order: DateOrder, language: str = "en") -> Iterator[tuple[str, date]]:
    """Yield the texts for future days that begin with `typed`, then the day of `typed` itself."""
    wanted, spoken = fold_words(typed), day_words(language)[0]
    ahead = {days: word for word, days in reversed(spoken.relative.items()) if days >= 0}
    words = [ahead[0], ahead[1]]
    words += [spoken.weekdays[(today + timedelta(days)).weekday()].split()[0].lower() for days in range(2, 8)]
    offered = [word for word in (*words, *_LATER) if fold_words(word).startswith(wanted)]
    for word in offered:
        if day := parse_day(word, today=today, order=order, toward="future", language=language):
            yield word, day
    day = parse_day(typed, today=today, order=order, toward="future", language=language)
    if day and typed.strip().lower() not in offered:
        yield typed.strip(), day
