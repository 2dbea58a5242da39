"""The reader of files in any supported format, which is detected by the content, never by the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from msgspec.structs import replace

from rapport_tui.exchange.csv_reader import read_table
from rapport_tui.exchange.decoding import decoded_lines, to_utf8
from rapport_tui.exchange.encodings import guess_encoding, in_utf8, is_utf8
from rapport_tui.exchange.friends_md import looks_like_friends, read_friends
from rapport_tui.exchange.journal_readers import looks_like_jrnl, read_jrnl_text
from rapport_tui.exchange.json_reader import read_document
from rapport_tui.exchange.parsed_file import ParsedFile, ReadOptions
from rapport_tui.exchange.vcard_reader import looks_like_vcard, read_vcard
from rapport_tui.exchange.vcard_syntax import with_octets
from rapport_tui.files import read_regular
from rapport_tui.model.errors import RapportError
from rapport_tui.model.patterns import lazy_pattern

# Photos make a card a hundred times larger than what is read of it; nothing does that to a table.
LARGEST: Final = 200 * 1024 * 1024
LARGEST_TEXT: Final = 64 * 1024 * 1024
MOST_VALUES: Final = 10_000_000
MOST_LINES: Final = 4_000_000
SLICE: Final = 4 * 1024 * 1024
"""The size in bytes above which a vCard is read in slices of this size."""
_HEAD: Final = 64 * 1024
_SOMETHING: Final = lazy_pattern(rb"[^ \t\r\n\x00\x1a]")
UNDERSTOOD: Final = (
    "vCard, CSV with a row of headers (LinkedIn, Google, Outlook, Thunderbird or your own), friends.md, "
    "jrnl's text files, and the JSON of Monica, jrnl, Day One and rapport"
)


def read_bytes(data: bytes, *, file: str, options: ReadOptions | None = None) -> ParsedFile:
    """Return the people, lines or journal in `data`; `file` is its name for reports.

    Raises:
        RapportError: `data` is empty, too large (bytes, lines or records), not text, not in the encoding that the
            options name, or of no known format.

    """
    options = options or ReadOptions()
    _check_length(len(data), LARGEST, file)
    if looks_like_vcard(data):
        data = with_octets(data)
    data = to_utf8(data, file=file, encoding=options.encoding)
    guess = guess_encoding(data)
    if guess is None:
        return _read(data, file, options)
    return replace(_read(in_utf8(data, guess.encoding), file, options), guess=guess)


def _read(data: bytes, file: str, options: ReadOptions) -> ParsedFile:
    if _SOMETHING.search(data) is None:
        raise RapportError(f"{file} is empty. Export your contacts again and import the new file.")
    if data.count(b"\n") + data.count(b"\r") > 2 * MOST_LINES or data.count(b"\n") > MOST_LINES:
        raise RapportError(f"{file} has more than {MOST_LINES:,} lines. Import it in parts.")
    if looks_like_vcard(data):
        return read_vcard([data], options, file=file, size=len(data))
    is_jrnl = looks_like_jrnl(data)
    if is_json := not is_jrnl and re.match(rb"\s*[\[{]", data) is not None:
        if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
            raise RapportError(f"{file} holds more than {MOST_VALUES:,} values. Import it in parts.")
    else:
        _check_length(len(data), LARGEST_TEXT, file)
    text = decoded_lines(data)
    del data
    if is_json:
        return read_document(text, options, file=file)
    if is_jrnl:
        return read_jrnl_text(text, options, file=file)
    if looks_like_friends(text):
        return read_friends(text, options, file=file)
    if (reading := read_table(text, options, file=file)) is not None:
        return reading
    raise RapportError(f"{file} is no address book that can be read here. Understood are {UNDERSTOOD}.")


def read_file(path: Path, options: ReadOptions | None = None) -> ParsedFile:
    """Read the file at `path`.

    Raises:
        RapportError: as `read_bytes`, or the file cannot be opened.

    """
    try:
        if not path.is_file() and path.exists() and not path.is_dir():
            raise RapportError(f"{path} is no file. Give the export that your address book saved.")
        size = path.stat().st_size
        _check_length(size, LARGEST, path.name)
        if size >= SLICE and (reading := _read_in_slices(path, size, options or ReadOptions())) is not None:
            return reading
        data = read_regular(path, most=LARGEST)[0]
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise RapportError(f"{path} could not be read: {reason}. Check the name and try again.") from None
    return read_bytes(data, file=path.name, options=options)


def _read_in_slices(path: Path, size: int, options: ReadOptions) -> ParsedFile | None:
    """Read a large vCard in UTF-8 without loading all of it into memory; None for any other file."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if options.encoding or not looks_like_vcard(head) or to_utf8(head, file=path.name) is not head:
            return None
        file.seek(0)
        if not is_utf8(map(with_octets, _slices(file, path.name))):
            return None
        file.seek(0)
        return read_vcard(_slices(file, path.name), options, file=path.name, size=size)


def _slices(file: BinaryIO, name: str) -> Iterator[bytes]:
    """Yield a file in slices that end at a line end."""
    lines, rest = 0, b""
    while data := file.read(SLICE):
        data = rest + data
        end = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, -1) + 1
        if end:
            yield data[:end]
        rest = data[end:]
        lines += data.count(b"\n", 0, end)
        if lines > MOST_LINES:
            raise RapportError(f"{name} has more than {MOST_LINES:,} lines. Import it in parts.")
    yield rest


def _check_length(length: int, most: int, file: str) -> None:
    if length >= most:
        parts = "without photos, or in parts" if most == LARGEST else "in parts"
        raise RapportError(f"{file} is larger than {most // 1024**2} MB. Export your contacts {parts}.")
