"""The reader of friends.md, the Markdown journal of the `friends` program with four headings."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from rapport_tui.exchange import contact_dates as dates
from rapport_tui.exchange.parsed_file import (
    WATCHED,
    ContactCard,
    JournalLine,
    ParsedFile,
    ReadOptions,
    ReadProblem,
    check_size,
    one_line,
    quoted,
    text_block,
    unique,
)
from rapport_tui.model.packed import Packed
from rapport_tui.model.patterns import lazy_pattern

KIND: Final = "friends.md"
_HEADING: Final = lazy_pattern(r"#{1,6} (Activities|Notes|Friends|Locations):[ \t]*", re.IGNORECASE)
_DATED: Final = lazy_pattern(r"(\d{4}-\d{2}-\d{2}): (.*)", re.ASCII)
_TAG: Final = lazy_pattern(r"(?<!\S)@([\w:-]+)")
_PLACE: Final = lazy_pattern(r"\[([^\[\]]*)\]")
_NICKNAMES: Final = lazy_pattern(r"\(([^()]*)\)")
_BOLD: Final = lazy_pattern(r"\*\*([^*]+)\*\*")
_LOCATED: Final = lazy_pattern(r"(?<!\w)_([^_]+)_(?!\w)")


def looks_like_friends(text: str) -> bool:
    """Return whether one of the format's headings is among the first lines."""
    return any(_HEADING.fullmatch(each.strip()) for each in text[:4096].splitlines()[:20])


def read_friends(text: str, options: ReadOptions, *, file: str) -> ParsedFile:
    """Read friends with nicknames, place and tags, and read activities and notes as lines of a journal."""
    cards = Packed(ContactCard)
    lines = Packed(JournalLine)
    problems: list[ReadProblem] = []
    section = ""
    rows = re.split(r"\r\n|\n|\r", text)
    for number, each in enumerate(rows, start=1):
        if number % WATCHED == 0:
            options.watch(number / len(rows))
        stripped = each.strip()
        heading = _HEADING.fullmatch(stripped)
        if heading:
            section = heading[1].lower()
        elif stripped.startswith("- "):
            item = stripped[2:]
            if section == "friends":
                cards.append(_friend(item, file, number))
            elif section in {"activities", "notes"}:
                found = _dated(item, file, number)
                if isinstance(found, JournalLine):
                    lines.append(found)
                else:
                    raw = f"### {section.capitalize()}:\n{stripped}" if options.keep_raw else ""
                    problems.append(replace(found, raw=raw))
        elif stripped:
            raw = stripped if options.keep_raw else ""
            problems.append(
                ReadProblem(file=file, record=number, why=f"is not understood: {quoted(stripped)}", raw=raw)
            )
        check_size(len(cards) + len(lines) + len(problems), file=file)
    return ParsedFile(file=file, kind=KIND, cards=cards, lines=lines, problems=tuple(problems))


def _friend(item: str, file: str, number: int) -> ContactCard:
    """Read `Name (a.k.a. A a.k.a. B) [Place] @tag @tag`."""
    topics = unique(_TAG.findall(item))
    rest = _TAG.sub("", item)
    place = _PLACE.search(rest)
    rest = _PLACE.sub("", rest)
    nicknames = _NICKNAMES.search(rest)
    aliases = re.split(r"(?:^|\s)a\.k\.a\.\s", nicknames[1]) if nicknames else []
    return ContactCard(
        name=one_line(_NICKNAMES.sub("", rest)) or one_line(item),
        aliases=unique([one_line(alias) for alias in aliases]),
        location=one_line(place[1]) if place else "",
        tags=tuple(one_line(topic) for topic in topics),
        source=file,
        kind=KIND,
        record=number,
    )


def _dated(item: str, file: str, number: int) -> JournalLine | ReadProblem:
    """Read `YYYY-MM-DD: text **Full Name** _Place_ @tag`."""
    found = _DATED.fullmatch(item)
    try:
        day = dates.day(found[1]) if found else None
    except dates.DateError as error:
        return ReadProblem(file=file, record=number, why=f"has no date: {error}")
    if found is None or day is None:
        return ReadProblem(file=file, record=number, why="has no date before its text")
    names = unique([one_line(name) for name in _BOLD.findall(found[2])])
    topics = tuple(one_line(topic) for topic in unique(_TAG.findall(found[2])))
    text = _LOCATED.sub(r"\1", _BOLD.sub(r"\1", _TAG.sub("", found[2])))
    return JournalLine(
        day=day, text=text_block(one_line(text)), people=names, topics=topics, source=file, record=number
    )
