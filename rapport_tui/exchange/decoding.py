"""The decoding of address books in any encoding."""

from __future__ import annotations

import codecs
import re
from typing import Final

from rapport_tui.model.errors import RapportError
from rapport_tui.model.patterns import lazy_pattern

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PACKED: Final = (
    (b"PK\x03\x04", "a zip or spreadsheet file. Unpack it, or save the sheet as CSV, and import that"),
    (b"\x1f\x8b", "a gzip file. Unpack it and import what is in it"),
    (b"%PDF", "a PDF. Export your contacts as vCard or CSV and import that"),
    (b"\xd0\xcf\x11\xe0", "an old Office file. Save it as CSV and import that"),
    (b"SQLite format 3", "a database. Export your contacts as vCard or CSV and import that"),
)
_TEXT_CODEC: Final = lazy_pattern(
    r"(utf|iso|us-ascii|ascii|latin|windows|cp|mac|koi8|big5|gb|euc|shift|sjis|ks_c)", re.IGNORECASE
)
_PROBE: Final = 4096
_MOST_BROKEN: Final = 100
"""The fewest characters for each undecodable one in a text that is in the given encoding."""


def to_utf8(data: bytes, *, file: str, encoding: str = "") -> bytes:
    """Return `data` without its byte order mark, converted to UTF-8 from UTF-16, UTF-32 or `encoding`.

    Other encodings are returned as they are: a vCard may change its encoding from line to line.

    Raises:
        RapportError: `data` is not text, or not in `encoding`.

    """
    for magic, what in _PACKED:
        if data.startswith(magic):
            raise RapportError(f"{file} is {what}.")
    if encoding:
        text = data.decode(encoding, "replace").removeprefix("\ufeff")
        if text.count("\ufffd") * _MOST_BROKEN > len(text):
            raise RapportError(f"{file} is not written in {encoding}. Leave the encoding out to have it found out.")
        return text.encode("utf-8", "replace")
    for bom, codec in _BOMS:
        if data.startswith(bom):
            data = data[len(bom) :]
            return data if codec == "utf-8" else data.decode(codec, "replace").encode("utf-8", "replace")
    codec = _unmarked_utf16(data)
    if codec:
        return data.decode(codec, "replace").encode("utf-8", "replace")
    probe = data[:_PROBE]
    odd = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1a\x1b" for byte in probe)
    if odd * 20 > len(probe):
        raise RapportError(f"{file} is not a text file. Export your contacts as vCard or CSV and import that.")
    return data


def _unmarked_utf16(data: bytes) -> str:
    """Return the codec of UTF-16 text without a byte order mark, detected by its zero bytes; empty for other text."""
    probe = data[: _PROBE - _PROBE % 2]
    half = len(probe) // 2
    if half < 2 or b"\x00" not in probe:
        return ""
    low, high = probe[0::2].count(0), probe[1::2].count(0)
    if high * 3 > half and low * 20 < half:
        return "utf-16-le"
    if low * 3 > half and high * 20 < half:
        return "utf-16-be"
    return ""


def decoded(data: bytes, charset: str = "") -> str:
    """Decode `data` by `charset` if that is known and fits, else as UTF-8, else as Windows-1252."""
    if charset and _TEXT_CODEC.match(charset):
        try:
            return data.decode(charset)
        except (LookupError, ValueError):
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def decoded_lines(data: bytes) -> str:
    """Decode each line of `data` separately, so that a bad byte affects only its line."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(decoded(line) for line in data.splitlines(keepends=True))
