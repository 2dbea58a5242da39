"""The tokens of a text: mentions, topics, web addresses, and the date at the start of a line."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

import msgspec

from rapport_tui.capture.dates import is_past_period, looks_like_day, nearest_day_word, parse_time
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.text import fold

# A mention or a topic begins a word: after white space, or after one of these.
OPENING: Final = "([{\"'“”‘„‚«‹—–,¿¡（「『【《〈，、-"
# In scripts without spaces a mention needs none before it: 和@王小明.
UNSPACED: Final = "\u3040-\u30ff\u3400-\u9fff"
# Where a word begins: at the start, after white space or something that opens, or after a full stop that stands so.
WORD_START: Final = rf"(?:(?<![^\s{re.escape(OPENING)}])|(?<=(?<!\S)[.…]))"
_SIGIL: Final = lazy_pattern(rf"(?:{WORD_START}|(?<=[/&]))[@#]")
_SIGIL_OF_ANY_SCRIPT: Final = lazy_pattern(rf"{_SIGIL.pattern}|(?<=[{UNSPACED}])@(?=[{UNSPACED}])")
_ADDRESS: Final = lazy_pattern(r"(?:\b[a-z][a-z0-9+.-]{0,20}://|\bwww\.|\bmailto:)\S+", re.IGNORECASE)
_QUOTED: Final = lazy_pattern(r'"((?:[^"\\\n]|\\.)*)"|“((?:[^”\\\n]|\\.)*)”')
_INNER: Final = frozenset(".-'’_")
_ASCII_PUNCTUATION: Final = frozenset(chr(code) for code in range(33, 127) if not chr(code).isalnum()) - _INNER
# Parts of a topic beyond those of a name: "#q&a", "#a/b", "#c++", "#c#".
_TOPIC_TAIL: Final = lazy_pattern(r"(?:[/&]\w+)*(?:\+{1,2}|#)?(?!\w)")
_PREFIX: Final = lazy_pattern(r"\s*(?P<prefix>[^\s:\\][^\n]{0,60}?)[^\S\n]*:(?:\s+|\Z)")
_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_AT_TIME: Final = r"[T ][0-9]{2}:[0-9]{2}"
_STAMP: Final = lazy_pattern(rf"\s*(?P<prefix>\[{_DAY}(?:{_AT_TIME})?\]|{_DAY}{_AT_TIME}(?=[^\S\n])):?(?:\s+|\Z)")
_TIME: Final = (
    r"([0-9]{1,2}(?::[0-9]{2})?(?: ?[ap]m|h(?:[0-9]{2})?| Uhr(?: [0-9]{2})?)?|noon|midday|mittags?|midi|mediod[ií]a)"
)
_AT: Final = r"(?:(?:at|um|à|a las?|al)\s+)?"
_PREFIX_TIME: Final = lazy_pattern(rf"(.+?),?\s+{_AT}{_TIME}", re.IGNORECASE)
_ISO_TIME: Final = lazy_pattern(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2})(?::[0-9]{2})?", re.IGNORECASE)


class Mention(msgspec.Struct, frozen=True):
    """A person named in a text: the name as written, without `@` and quotes, and its offsets.

    `start` and `end` are offsets into the text, `@` and quotes included. `new` is set by `@+name`, which allows a new
    person although the name is near another.
    """

    name: str
    start: int
    end: int
    new: bool = False


class TopicMention(NamedTuple):
    """A topic in a text: its name without `#`, and its offsets, `#` included."""

    name: str
    start: int
    end: int


class DatePrefix(NamedTuple):
    """A text in the form of a date, perhaps with a time, before a line's first colon.

    `start` is its offset; `end` is the offset of the text after the colon and its white space.
    """

    day: str
    time: str
    start: int
    end: int


def find_mentions_and_topics(text: str) -> tuple[list[Mention], list[TopicMention]]:
    """Return the people and the topics named in `text`, in their order; nothing inside a web address counts."""
    if "@" not in text and "#" not in text:
        return [], []
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    mentions: list[Mention] = []
    topics: list[TopicMention] = []
    done = 0
    for match in (_SIGIL if text.isascii() else _SIGIL_OF_ANY_SCRIPT).finditer(text):
        start = match.start()
        # "@ana/@bo" names two people; elsewhere nothing begins after these.
        if text[start - 1 : start] in {"/", "&"} and done != start - 1:
            continue
        if start < done or any(first <= start < last for first, last in addresses):
            continue
        if match[0] == "@":
            if mention := _mention_at(text, start):
                mentions.append(mention)
                done = mention.end
        elif topic := _topic_at(text, start):
            topics.append(topic)
            done = topic.end
    return mentions, topics


def find_prefix(text: str, language: str = "en") -> DatePrefix | None:
    """Return the date-shaped text before the first colon that white space or the end follows, or None.

    A time alone is one too, and so is a date in ISO form within brackets or with a time. The date need not be possible
    or be a single day: `last week` is one too.
    """
    stamp = _STAMP.match(text)
    match = stamp or _PREFIX.match(text)
    if not match:
        return None
    start, end = match.start("prefix"), match.end()
    prefix = match["prefix"].strip("[]") if stamp else match["prefix"]
    if looks_like_day(prefix, language) or is_past_period(prefix, language):
        return DatePrefix(prefix, "", start, end)
    if parse_time(prefix):
        return DatePrefix("today", prefix, start, end)
    parts = _ISO_TIME.fullmatch(prefix) or _PREFIX_TIME.fullmatch(prefix)
    if parts and looks_like_day(parts[1], language):
        return DatePrefix(parts[1], parts[2], start, end)
    return None


def find_misspelt_day(text: str, language: str = "en") -> tuple[str, str]:
    """Return the misspelt day before the line's first colon, and that day's name; both "" if there is none."""
    match = _PREFIX.match(text)
    words = match["prefix"].removeprefix("last ").split() if match else []
    near = nearest_day_word(words[0], language) if words and (len(words) == 1 or parse_time(words[-1])) else ""
    return (words[0], near) if near else ("", "")


def _mention_at(text: str, start: int) -> Mention | None:
    new = text.startswith("+", start + 1)
    begin = start + 1 + new
    if quoted := _QUOTED.match(text, begin):
        written = quoted[1] if quoted[1] is not None else quoted[2]
        name = re.sub(r"\\(.)", r"\1", written)
        return Mention(name, start, quoted.end(), new) if _is_named(name) else None
    name = _name_at(text, begin)
    # "@9am" and "@10" are times or amounts, not names.
    if not _is_named(name) or name.isdigit() or parse_time(name):
        return None
    return Mention(name, start, begin + len(name), new)


def _topic_at(text: str, start: int) -> TopicMention | None:
    name = _name_at(text, start + 1)
    if not any(char.isalpha() for char in name):
        return None
    tail = _TOPIC_TAIL.match(text, start + 1 + len(name))
    name += tail[0] if tail else ""
    return TopicMention(name, start, start + 1 + len(name))


def _name_at(text: str, start: int) -> str:
    """Return the name that begins at `start`, without the punctuation and the possessive at its end."""
    end = start
    named = False
    while end < len(text) and _is_name_char(text[end]):
        # "@priya👍" is Priya; a name of symbols alone stays whole.
        if named and unicodedata.category(text[end]) in {"So", "Sk"}:
            break
        named = named or text[end].isalnum()
        end += 1
    name = text[start:end].rstrip(".-'’_")
    if name[-2:].lower() in {"'s", "’s"}:
        name = name[:-2].rstrip(".-'’_")
    return "" if name[:1] in _INNER else name


def _is_name_char(char: str) -> bool:
    if char in _INNER:
        return True
    if char.isspace() or char in _ASCII_PUNCTUATION:
        return False
    category = unicodedata.category(char)
    return category[0] != "P" and category not in {"Cc", "Cs"}


def _is_named(name: str) -> bool:
    """Return whether `name` has a character to compare: a letter, a number or a symbol such as an emoji."""
    return any(unicodedata.category(char)[0] in "LNS" for char in fold(name))
