"""Any file to what is in it: the format is told by the content, never by the name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from rapport_tui.exchange.cards import Reading
from rapport_tui.exchange.decoding import decoded_lines, to_utf8
from rapport_tui.exchange.documents import read_document
from rapport_tui.exchange.friends import looks_like_friends, read_friends
from rapport_tui.exchange.tables import looks_like_table, read_table
from rapport_tui.exchange.vcard import looks_like_vcard, read_vcard
from rapport_tui.model.errors import RapportError

LARGEST: Final = 200 * 1024 * 1024
MOST_LINES: Final = 4_000_000
UNDERSTOOD: Final = (
    "vCard, CSV with a row of headers (LinkedIn, Google, Outlook, Thunderbird or your own), friends.md, "
    "and the JSON of Monica, jrnl and rapport"
)


def read_bytes(data: bytes, *, file: str) -> Reading:
    """Return the people, lines or journal in `data`; `file` is its name for reports.

    Raises:
        RapportError: `data` is empty, too large (bytes, lines or records), not text, or of no known format.

    """
    if len(data) > LARGEST:
        raise RapportError(f"{file} is larger than 200 MB. Export your contacts without photos, or in parts.")
    data = to_utf8(data, file=file)
    if not data.strip(b" \t\r\n\x00\x1a"):
        raise RapportError(f"{file} is empty. Export your contacts again and import the new file.")
    if data.count(b"\n") + data.count(b"\r") > 2 * MOST_LINES or data.count(b"\n") > MOST_LINES:
        raise RapportError(f"{file} has more than {MOST_LINES:,} lines. Import it in parts.")
    if looks_like_vcard(data):
        return read_vcard(data, file=file)
    text = decoded_lines(data)
    if re.match(r"\s*[\[{]", text):
        return read_document(text, file=file)
    if looks_like_friends(text):
        return read_friends(text, file=file)
    if looks_like_table(text):
        return read_table(text, file=file)
    raise RapportError(f"{file} is no address book that can be read here. Understood are {UNDERSTOOD}.")


def read_file(path: Path) -> Reading:
    """Read the file at `path`.

    Raises:
        RapportError: as `read_bytes`, or the file cannot be opened.

    """
    try:
        if path.stat().st_size > LARGEST:
            raise RapportError(f"{path.name} is larger than 200 MB. Export your contacts without photos, or in parts.")
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise RapportError(f"{path} could not be read: {reason}. Check the name and try again.") from None
    return read_bytes(data, file=path.name)
