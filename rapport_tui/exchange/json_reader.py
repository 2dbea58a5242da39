"""JSON: our own export, Monica's and jrnl's, told apart by their keys."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from rapport_tui.exchange import contact_dates as dates
from rapport_tui.exchange.journal_export import export_from
from rapport_tui.exchange.monica_json import looks_like_monica, read_monica
from rapport_tui.exchange.parsed_file import (
    JournalLine,
    ParsedFile,
    ReadOptions,
    ReadProblem,
    check_size,
    one_line,
    text_block,
    unique,
)
from rapport_tui.model.errors import RapportError

_WATCHED_EVERY: Final = 1024


def read_document(text: str, options: ReadOptions, *, file: str) -> ParsedFile:
    """Read a JSON document.

    Raises:
        RapportError: it is not JSON, not one of the known kinds, or a broken export of our own.

    """
    try:
        document = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise RapportError(
            f"{file} looks like JSON but is not whole. Export it again and import the new file."
        ) from None
    if isinstance(document, dict):
        if document.get("format") == "rapport":
            return ParsedFile(file=file, kind="rapport JSON", archive=export_from(document))
        if looks_like_monica(document):
            return read_monica(document, options, file=file)
        if isinstance(document.get("entries"), list):
            return _read_jrnl(document["entries"], options, file)
    raise RapportError(f"{file} is JSON of an unknown kind. Understood are exports of rapport, Monica 4 and jrnl.")


def _read_jrnl(entries: list[Any], options: ReadOptions, file: str) -> ParsedFile:
    """Read jrnl's `--format json`: title, body, date and time of each entry, its tags with their sign before them."""
    lines: list[JournalLine] = []
    problems: list[ReadProblem] = []
    for number, entry in enumerate(entries, start=1):
        if number % _WATCHED_EVERY == 0:
            options.watch(number / len(entries))
            check_size(number, file=file)
        fields = entry if isinstance(entry, dict) else {}
        text = "\n".join(filter(None, (_text(fields, "title"), _text(fields, "body"))))
        try:
            day = dates.day(_text(fields, "date"))
        except dates.DateError:
            day = None
        if day is None or not text:
            raw = msgspec.json.encode(entry).decode() if options.keep_raw else ""
            problems.append(ReadProblem(file=file, record=number, why="has no date, or no text", raw=raw))
            continue
        tags = fields.get("tags")
        topics = [one_line(tag).lstrip("@#+") for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
        if fields.get("starred") is True:
            topics.append("starred")
        time = dates.clock(_text(fields, "time"))
        lines.append(JournalLine(day=day, time=time, text=text, topics=unique(topics), source=file, record=number))
    return ParsedFile(file=file, kind="jrnl JSON", lines=tuple(lines), problems=tuple(problems))


def _text(fields: dict[str, Any], key: str) -> str:
    value = fields.get(key)
    return text_block(value) if isinstance(value, str) else ""
