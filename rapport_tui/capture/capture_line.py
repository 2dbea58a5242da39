"""The capture line: one line of plain text with marks, mentions and a date."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, time
from typing import Final, Literal

import msgspec

from rapport_tui.capture.dates import DateOrder, parse_day, parse_past_period, parse_time, was_guessed
from rapport_tui.capture.day_words import ANY_LANGUAGE
from rapport_tui.capture.due_dates import split_due
from rapport_tui.capture.mark_subjects import mark_spans, subjects
from rapport_tui.capture.tokens import (
    UNSPACED,
    WORD_START,
    DatePrefix,
    Mention,
    find_mentions_and_topics,
    find_misspelt_day,
    find_prefix,
)
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import ABOUT_THEM, KINDS, OPEN_KINDS, Kind
from rapport_tui.model.text import fold, nearest_word

__all__ = [
    "CaptureLine",
    "CaptureMark",
    "DayQuestion",
    "Mention",
    "Role",
    "escape",
    "parse_line",
    "pieces",
    "shown",
    "write_line",
]

Role = Literal["text", "person", "topic", "move", "mark", "note"]

_KIND_OF: Final[dict[str, Kind]] = {
    "?": "ask",
    "!": "owe",
    "<": "await",
    "+": "share",
    **{f"+{kind}": kind for kind in KINDS},
}
_SYMBOL: Final = lazy_pattern(r"(?<!\S)(?:[?!<]|\+[A-Za-z]*)(?!\S)")
_MOVE: Final = lazy_pattern(r"(?<!\S)/([a-z][a-z0-9-]*)(?!\S)")
_OPERAND: Final = lazy_pattern(r"[$€£¥]?[0-9][0-9.,:/]*[%°]?[A-Za-z]{0,3}|[^\W\d_]")
_BRACKETS: Final = ".,;:!?()[]{}\"'“”‘’"
# The first backslash of a run before something that would mean something here: `_escapes` finds it.
_ESCAPED: Final = lazy_pattern(
    rf"(?<!\S)\\(?=\\*[/?!<+])|{WORD_START}\\(?=\\*[@#])|(?<=[{UNSPACED}])\\(?=\\*@[{UNSPACED}])"
)
# Where `escape` puts a backslash: before what would mean something, and before a run that `_ESCAPED` would shorten.
_MEANT: Final = lazy_pattern(
    r"(?<!\S)(?:(?=\\+[/?!<+])|(?=[?!<](?!\S))|(?=\+[A-Za-z]*(?!\S))|(?=/\S))"
    rf"|{WORD_START}(?:(?=\\+[@#])|(?=[@#]\S))|(?<=[{UNSPACED}])(?=\\*@[{UNSPACED}])"
)
_LEADING_BACKSLASHES: Final = lazy_pattern(r"(\s*)\\+")
_LONGEST_QUOTE: Final = 40
_LONGEST_OPERAND: Final = 60


class CaptureMark(msgspec.Struct, frozen=True):
    """A note within a line: its kind, its text ready to be kept, and the day it is due.

    `symbol` is the offset of the mark's symbol in the body, `end` that of the note's end, `start` that of the name
    that aims the mark, if there is one. `about` are the indexes of the mentions that the note is about, empty if no
    name precedes it.
    """

    kind: Kind
    text: str
    due: date | None
    start: int
    symbol: int
    end: int
    about: tuple[int, ...] = ()


class DayQuestion(msgspec.Struct, frozen=True):
    """Words that may mean one of `days`, the likeliest first: at the start of a line, or `by` a due day of a note."""

    written: str
    days: tuple[date, ...]
    by: bool = False


class CaptureLine(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed capture line.

    `body` is the text after the date, exactly as written; all offsets are into it. `mentions` holds every mention
    in its order, those within notes too; `topics` each topic once, as first written. `asks` are the days that the words
    leave open. `doubts` are sentences on parts that look like syntax but are kept as text.
    """

    body: str
    day: date | None = None
    time: time | None = None
    mentions: tuple[Mention, ...] = ()
    topics: tuple[str, ...] = ()
    marks: tuple[CaptureMark, ...] = ()
    move: str = ""
    asks: tuple[DayQuestion, ...] = ()
    doubts: tuple[str, ...] = ()


def split_entries(text: str) -> list[str]:
    """Return the entries in `text`: one a line; an indented line continues the line before it."""
    entries: list[list[str]] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line[:1].isspace() and line.strip() and entries:
            entries[-1].append(line.strip())
        elif line.strip():
            entries.append([line.strip()])
    return ["\n".join(lines) for lines in entries]


def parse_line(
    text: str,
    *,
    today: date,
    order: DateOrder = "dmy",
    moves: Collection[str] = (),
    about_someone: bool = False,
    language: str = "en",
) -> CaptureLine:
    """Parse `text` on the day `today`. Every text is a valid line; text without syntax is its body.

    `moves` are the ids that a `/move-id` may have; days are read in `language` and in English. `about_someone`: the
    line is written about a person chosen beforehand, so that marks about people need no mention.
    """
    doubts: list[str] = []
    asks: list[DayQuestion] = []
    prefix = find_prefix(text, language)
    day, at = _stamp(prefix, today, order, language) if prefix else (None, None)
    _check_prefix(text, prefix, day, today, language, asks, doubts)
    body = text[prefix.end :] if prefix and day else text
    mentions, topics = find_mentions_and_topics(body)
    move, unread = _moves(body, mentions, moves, doubts)
    unread.update(_escapes(body))
    symbols = _symbols(body, mentions, unread, has_people=about_someone or bool(mentions), doubts=doubts)
    kinds = [_KIND_OF[symbol[0].lower()] for symbol in symbols]
    ends = _ends(body, symbols)
    spans = mark_spans(
        body,
        [(*symbol.span(), end, kind) for symbol, end, kind in zip(symbols, ends, kinds, strict=True)],
        mentions,
    )
    marks = []
    for symbol, span, kind, about in zip(symbols, spans, kinds, subjects(body, spans, kinds, mentions), strict=True):
        note, due = _read(body, symbol.end(), span.end, unread), None
        if kind in OPEN_KINDS:
            note, due, asked = split_due(note, today, order, doubts, language)
            if due and asked:
                asks.append(DayQuestion(asked, (due,), by=True))
        marks.append(CaptureMark(kind, note, due, span.start, span.symbol, span.end, about))
    return CaptureLine(
        day=day,
        time=at,
        body=body,
        mentions=tuple(mentions),
        topics=_distinct([topic.name for topic in topics]),
        marks=tuple(marks),
        move=move,
        asks=tuple(asks),
        doubts=tuple(doubts),
    )


def write_line(line: CaptureLine) -> str:
    """Return the line as text that parses to the same line."""
    if line.day is None:
        return line.body
    stamp = line.day.isoformat() + (f" {line.time:%H:%M}" if line.time else "")
    return f"{stamp}: {line.body}"


def pieces(line: CaptureLine) -> Iterator[tuple[str, Role]]:
    """Yield the body in runs of one role each, in order and without a gap, for highlighting."""
    for start, end, role in _runs(line):
        yield line.body[start:end], role


def shown(line: CaptureLine, names: Sequence[str]) -> str:
    """Return the prose for display: the i-th of `names` for the i-th mention, without move and escapes."""
    name_at = {mention.start: name for mention, name in zip(line.mentions, names, strict=False)}
    unread = set(_escapes(line.body))
    out = ""
    for start, end, role in _runs(line):
        if any(mark.start <= start < mark.end for mark in line.marks):
            out = out.rstrip()
            continue
        if role == "move":
            out = out.rstrip(" \t")
        elif role == "person" and start in name_at:
            out += name_at[start]
        else:
            out += "".join(line.body[i] for i in range(start, end) if i not in unread)
    return out.strip()


def escape(text: str) -> str:
    """Return `text` as a line without syntax in any language; `shown` of it is `text` again."""
    leading = _LEADING_BACKSLASHES.match(text)
    rest = text[leading.end() :] if leading else text
    prefix = find_prefix(rest, ANY_LANGUAGE)
    escaped = _MEANT.sub(r"\\", text)
    if prefix and (leading is None or prefix.start == 0):
        start = len(leading[1]) if leading else prefix.start
        return f"{escaped[:start]}\\{escaped[start:]}"
    return escaped


def _escapes(text: str) -> Iterator[int]:
    """Yield the offsets of the backslashes that only escape the following syntax."""
    if "\\" not in text:
        return
    leading = _LEADING_BACKSLASHES.match(text)
    if leading and (prefix := find_prefix(text[leading.end() :], ANY_LANGUAGE)) and prefix.start == 0:
        yield leading.end(1)
    for match in _ESCAPED.finditer(text):
        yield match.start()


def _check_prefix(
    text: str,
    prefix: DatePrefix | None,
    day: date | None,
    today: date,
    language: str,
    asks: list[DayQuestion],
    doubts: list[str],
) -> None:
    """Ask about the day before the line if it is a period or a guess, and say if it is not a day."""
    if prefix and day:
        if was_guessed(prefix.day, day, today):
            asks.append(DayQuestion(prefix.day, (day,)))
    elif prefix and (days := parse_past_period(prefix.day, today=today, language=language)):
        asks.append(DayQuestion(prefix.day, days))
    elif prefix:
        doubts.append(f"“{' '.join(f'{prefix.day} {prefix.time}'.split())}” is not a date, so it stays text.")
    elif (misspelt := find_misspelt_day(text, language))[0]:
        doubts.append(f"Kept as text: “{misspelt[0]}” is not a day. Did you mean {misspelt[1]}?")


def _stamp(prefix: DatePrefix, today: date, order: DateOrder, language: str) -> tuple[date | None, time | None]:
    day = parse_day(prefix.day, today=today, order=order, toward="past", language=language)
    at = parse_time(prefix.time)
    return (None, None) if prefix.time and not at else (day, at)


def _moves(body: str, mentions: Sequence[Mention], ids: Collection[str], doubts: list[str]) -> tuple[str, set[int]]:
    """Return the line's move, and the offsets that its tag and the white space before it take up."""
    move = ""
    taken: set[int] = set()
    for match in _MOVE.finditer(body) if ids else ():
        if _is_within(match.start(), mentions):
            continue
        if match[1] not in ids:
            if near := nearest_word(match[1], ids):
                doubts.append(f"There is no move “{match[0]}”, so it stays text. Did you mean “/{near}”?")
        elif move in {"", match[1]}:
            move = match[1]
            taken.update(range(len(body[: match.start()].rstrip(" \t")), match.end()))
        else:
            doubts.append(f"A line has one move, so “{match[0]}” stays text.")
    return move, taken


def _symbols(
    body: str, mentions: Sequence[Mention], unread: set[int], *, has_people: bool, doubts: list[str]
) -> list[re.Match[str]]:
    """Return the symbols in `body` that begin a mark."""
    candidates = []
    for match in _SYMBOL.finditer(body):
        symbol = match[0].lower()
        if _is_within(match.start(), mentions) or (len(symbol) == 1 and _is_between_operands(body, match)):
            continue
        if symbol in _KIND_OF:
            candidates.append(match)
        elif near := nearest_word(symbol[1:], KINDS):
            doubts.append(f"“{match[0]}” is no kind of note, so it stays text. Did you mean “+{near}”?")
    symbols = []
    for match, end in zip(candidates, _ends(body, candidates), strict=True):
        if not _read(body, match.end(), end, unread):
            continue
        if not has_people and _KIND_OF[match[0].lower()] in ABOUT_THEM:
            doubts.append(f"Nobody is named on this line, so “{_quoted(body[match.start() : end])}” stays text.")
        else:
            symbols.append(match)
    return symbols


def _ends(body: str, symbols: Sequence[re.Match[str]]) -> list[int]:
    """Return the end of each mark's text: before the next mark or at the line's end, without white space."""
    ends = []
    for index, match in enumerate(symbols):
        newline = body.find("\n", match.end())
        end = newline if newline >= 0 else len(body)
        if index + 1 < len(symbols):
            end = min(end, symbols[index + 1].start())
        ends.append(match.end() + len(body[match.end() : end].rstrip()))
    return ends


def _read(body: str, start: int, end: int, unread: set[int]) -> str:
    """Return the part of `body` from `start` to `end` without the characters at the offsets `unread`."""
    return "".join(body[i] for i in range(start, end) if i not in unread).strip()


def _is_between_operands(body: str, match: re.Match[str]) -> bool:
    """Return whether a lone symbol is arithmetic, with a number or a single letter on both sides."""
    start, end = match.span()
    before = body[max(0, start - _LONGEST_OPERAND) : start].rpartition("\n")[2].split()
    after = body[end : end + _LONGEST_OPERAND].partition("\n")[0].split(maxsplit=1)
    return bool(before and after) and all(_OPERAND.fullmatch(word.strip(_BRACKETS)) for word in (before[-1], after[0]))


def _is_within(offset: int, mentions: Sequence[Mention]) -> bool:
    return any(mention.start <= offset < mention.end for mention in mentions)


def _distinct(topics: Sequence[str]) -> tuple[str, ...]:
    """Return each topic once, as first written; case and accents are ignored."""
    first: dict[str, str] = {}
    for topic in topics:
        first.setdefault(fold(topic), topic)
    return tuple(first.values())


def _runs(line: CaptureLine) -> Iterator[tuple[int, int, Role]]:
    """Yield the body as (start, end, role)."""
    _, topics = find_mentions_and_topics(line.body)
    inner: list[tuple[int, int, Role]] = [(mention.start, mention.end, "person") for mention in line.mentions]
    inner += [(topic.start, topic.end, "topic") for topic in topics]
    if line.move:
        tags = (match.span() for match in _MOVE.finditer(line.body) if match[1] == line.move)
        inner += [(*span, "move") for span in tags if not _is_within(span[0], line.mentions)]
    inner.sort()
    outer: list[tuple[int, int, Role]] = []
    done = 0
    for mark in line.marks:
        symbol_end = mark.symbol + len(line.body[mark.symbol :].split(maxsplit=1)[0])
        outer += [(done, mark.start, "text"), (mark.start, mark.symbol, "text")]
        outer += [(mark.symbol, symbol_end, "mark"), (symbol_end, mark.end, "note")]
        done = mark.end
    outer.append((done, len(line.body), "text"))
    for start, end, role in outer:
        while inner and inner[0][0] < end:
            first, last, kind = inner.pop(0)
            if start < first:
                yield start, first, role
            yield first, last, kind
            start = last
        if start < end:
            yield start, end, role


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1].rstrip() + "…"
