"""The JSON reader: rapport's own export and those of Monica, jrnl and Day One, recognized by their keys."""

from __future__ import annotations

import msgspec

from rapport_tui.exchange.journal_export import export_from
from rapport_tui.exchange.journal_readers import read_day_one, read_jrnl_json
from rapport_tui.exchange.monica_json import looks_like_monica, read_monica
from rapport_tui.exchange.parsed_file import ParsedFile, ReadOptions
from rapport_tui.model.errors import RapportError


def read_document(text: str, options: ReadOptions, *, file: str) -> ParsedFile:
    """Read a JSON document.

    Raises:
        RapportError: it is not JSON, not of a known kind, or an invalid export of rapport.

    """
    try:
        document = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise RapportError(
            f"{file} looks like JSON but is cut off or broken. Export it again and import the new file."
        ) from None
    if isinstance(document, dict):
        if document.get("format") == "rapport":
            return ParsedFile(file=file, kind="rapport JSON", archive=export_from(document))
        if looks_like_monica(document):
            return read_monica(document, options, file=file)
        if isinstance(document.get("entries"), list):
            entries = document["entries"]
            is_day_one = any(isinstance(entry, dict) and "creationDate" in entry for entry in entries)
            return (read_day_one if is_day_one else read_jrnl_json)(entries, options, file=file)
    raise RapportError(
        f"{file} is JSON of an unknown kind. Understood are exports of rapport, Monica 4, jrnl and Day One."
    )
