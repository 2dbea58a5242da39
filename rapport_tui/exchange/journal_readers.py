"""The readers of other programs' journals: jrnl's text files and JSON, and Day One's JSON."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from rapport_tui.exchange import contact_dates as dates
from rapport_tui.exchange.parsed_file import (
    WATCHED,
    JournalLine,
    ParsedFile,
    ReadOptions,
    ReadProblem,
    check_size,
    one_line,
    text_block,
    unique,
)
from rapport_tui.model.packed import Packed
from rapport_tui.model.patterns import lazy_pattern

_ENTRY: Final = lazy_pattern(r"\[([^\[\]\n]{8,32})\][ \t]?(.*)")
_CLOCK: Final = lazy_pattern(r"\b(\d{1,2}):(\d{2})(?::\d{2})?(?: ?([AP])\.?M\.?)?\Z", re.ASCII | re.IGNORECASE)
_TAG: Final = lazy_pattern(r"(?<!\S)([@#])([^\W_][\w-]*)")
_STAR: Final = lazy_pattern(r"\A\* | \*(?=\n|\Z)")
_PICTURE: Final = lazy_pattern(r"!\[[^\]\n]*\]\(dayone-moment:[^)\n]*\)\n*")
_HEADING: Final = lazy_pattern(r"\A#{1,6} ")
_ESCAPED: Final = lazy_pattern(r"\\([!-/:-@\[-`{-~])")

Fields = dict[str, Any]


def looks_like_jrnl(data: bytes) -> bool:
    """Return whether the first line that is not empty begins with a moment in brackets, as jrnl writes it."""
    found = _ENTRY.match(data[:4096].decode("utf-8", "replace").lstrip())
    return found is not None and _moment(found[1]) is not None


def read_jrnl_text(text: str, options: ReadOptions, *, file: str) -> ParsedFile:
    """Read jrnl's own file, whose entries begin with `[2026-11-20 09:30] A title.`."""
    lines = Packed(JournalLine)
    problems: list[ReadProblem] = []
    rows = text.splitlines()
    begun: list[tuple[int, re.Match[str], tuple[date, time | None]]] = []
    for place, row in enumerate(rows):
        if (found := _ENTRY.match(row)) and (moment := _moment(found[1])):
            begun.append((place, found, moment))
    check_size(len(begun), file=file)
    ends = [place for place, *_ in begun[1:]] + [len(rows)]
    for count, ((place, found, moment), end) in enumerate(zip(begun, ends, strict=True)):
        if count % WATCHED == 0:
            options.watch(place / len(rows))
        below = rows[place + 1 : end]
        if line := _jrnl_line("\n".join((found[2], *below)), *moment, file, place + 1):
            lines.append(line)
        else:
            raw = "\n".join(rows[place:end]) if options.keep_raw else ""
            problems.append(ReadProblem(file=file, record=place + 1, why="has no text", raw=raw))
    return ParsedFile(file=file, kind="jrnl text", lines=lines, problems=tuple(problems))


def read_jrnl_json(entries: list[Any], options: ReadOptions, *, file: str) -> ParsedFile:
    """Read jrnl's `--format json`: title, body, date, time and tags of each entry; tags begin with their sign."""

    def line(fields: Fields, number: int) -> JournalLine | None:
        text = "\n".join(filter(None, (_text(fields, "title"), _text(fields, "body"))))
        try:
            day = dates.day(_text(fields, "date"))
        except dates.DateError:
            return None
        tags = [("@" if tag.startswith("@") else "", tag.lstrip("@#+")) for tag in _tags(fields)]
        clock = dates.clock(_text(fields, "time"))
        return _line(text, day, clock, tags, file, number, starred=fields.get("starred") is True)

    return _read_entries(entries, line, options, "jrnl JSON", file)


def read_day_one(entries: list[Any], options: ReadOptions, *, file: str) -> ParsedFile:
    """Read Day One's export: text in Markdown, a time in UTC with the time zone of the entry, and tags."""
    left_out: Counter[str] = Counter()

    def line(fields: Fields, number: int) -> JournalLine | None:
        text, pictures = _PICTURE.subn("", _text(fields, "text"))
        if pictures:
            left_out["pictures"] += 1
        try:
            written = datetime.fromisoformat(_text(fields, "creationDate")).astimezone(_zone(_text(fields, "timeZone")))
        except (ValueError, OverflowError):
            return None
        clock = None if fields.get("isAllDay") is True else written.time().replace(second=0, microsecond=0)
        plain = text_block(_ESCAPED.sub(r"\1", _HEADING.sub("", text)))
        tags = [("", "-".join(tag.split())) for tag in _tags(fields)]
        return _line(plain, written.date(), clock, tags, file, number, starred=fields.get("starred") is True)

    reading = _read_entries(entries, line, options, "Day One JSON", file)
    return msgspec.structs.replace(reading, left_out=dict(left_out))


def _read_entries(
    entries: list[Any],
    line_of: Callable[[Fields, int], JournalLine | None],
    options: ReadOptions,
    kind: str,
    file: str,
) -> ParsedFile:
    lines = Packed(JournalLine)
    problems: list[ReadProblem] = []
    for number, entry in enumerate(entries, start=1):
        if number % WATCHED == 0:
            options.watch(number / len(entries))
            check_size(number, file=file)
        if (line := line_of(entry if isinstance(entry, dict) else {}, number)) is not None:
            lines.append(line)
            continue
        raw = msgspec.json.encode(entry).decode() if options.keep_raw else ""
        problems.append(ReadProblem(file=file, record=number, why="has no date, or no text", raw=raw))
    return ParsedFile(file=file, kind=kind, lines=lines, problems=tuple(problems))


def _jrnl_line(block: str, day: date, clock: time | None, file: str, number: int) -> JournalLine | None:
    """Return an entry of jrnl's file; None if it has no text. A starred entry has a star before or after its title."""
    title, _, body = block.partition("\n")
    plain = _STAR.sub("", title)
    text = text_block(f"{plain}\n{body}")
    tags = [(sign, name) for sign, name in _TAG.findall(text)]
    return _line(text, day, clock, tags, file, number, starred=plain != title)


def _line(
    text: str,
    day: date | None,
    clock: time | None,
    tags: list[tuple[str, str]],
    file: str,
    number: int,
    *,
    starred: bool,
) -> JournalLine | None:
    """Return a line; None if it has no day or no text. A tag with an `@` may be a name."""
    if day is None or not text:
        return None
    topics = [name for _, name in tags] + (["starred"] if starred else [])
    mentions = [name for sign, name in tags if sign == "@"]
    return JournalLine(
        day=day, time=clock, text=text, topics=unique(topics), mentions=unique(mentions), source=file, record=number
    )


def _moment(text: str) -> tuple[date, time | None] | None:
    """Parse the day and time in jrnl's brackets, in any unambiguous format of its setting."""
    clock = _CLOCK.search(text)
    try:
        day = dates.day(text[: clock.start()] if clock else text)
    except dates.DateError:
        return None
    return None if day is None else (day, _clock(clock) if clock else None)


def _clock(found: re.Match[str]) -> time | None:
    if int(found[1]) > 23 or int(found[2]) > 59:
        return None
    hour, half = int(found[1]), (found[3] or "").upper()
    if half and hour <= 12:  # some write 15:40 PM as well
        hour = hour % 12 + (12 if half == "P" else 0)
    return time(hour, int(found[2]))


def _zone(name: str) -> tzinfo | None:
    """Return a time zone by its name; None, the system's time zone, if it is unknown."""
    try:
        return ZoneInfo(name.replace("\\", ""))
    except (OSError, ValueError, KeyError):
        return None


def _tags(fields: Fields) -> list[str]:
    tags = fields.get("tags")
    return [one_line(tag) for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def _text(fields: Fields, key: str) -> str:
    value = fields.get(key)
    return text_block(value) if isinstance(value, str) else ""
