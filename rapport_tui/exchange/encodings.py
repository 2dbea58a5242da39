"""Which encoding a file has that is neither UTF-8 nor UTF-16, guessed and shown by what it makes of some names."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Final

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.model.text import clean_line

ENCODINGS: Final[dict[str, str]] = {
    "cp1252": "Western European",
    "cp1250": "Central European",
    "cp1251": "Cyrillic",
    "mac-roman": "Western European, old Macs",
    "cp1254": "Turkish",
    "cp1253": "Greek",
    "cp1257": "Baltic",
    "cp932": "Japanese (Shift-JIS)",
    "gb18030": "Chinese (GBK)",
    "big5hkscs": "Chinese, traditional (Big5)",
    "cp949": "Korean",
    "cp1255": "Hebrew",
    "cp1256": "Arabic",
}
"""The encodings that are guessed, the likeliest first, each with its name for the user. Any other can be named."""
_SAMPLE: Final = 64 * 1024
_MOST_NAMES: Final = 3
_LONGEST_NAME: Final = 40
_SURE: Final = 0.6
"""A second encoding at most this likely, compared with the first, is no rival. With it, no guess that was called sure
was wrong in 284 files (docs/decisions)."""
_CHUNK: Final = 1 << 20
_CELL: Final = re.compile(rb'[^;,\t":\r\n]+')
_FOLD: Final = re.compile(rb"\r?\n[ \t]")
"""How a vCard breaks a long line, at times within a character."""
_LINE: Final = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_CHARSET: Final = re.compile(rb"\A[^:]*;CHARSET=", re.IGNORECASE)
_TWO_SCRIPTS: Final = re.compile("[a-zA-Z][\u0370-\u06ff]|[\u0370-\u06ff][a-zA-Z]")
_MARKS: Final = frozenset("’‘“”„‚–—…«»·®™\xa0")
_SIGNS: Final = frozenset("€§°№")
_HALF_WIDTH_KANA: Final = ("\uff61", "\uff9f")


class EncodingGuess(msgspec.Struct, frozen=True, kw_only=True):
    """The likeliest encoding, its rivals, the likelier first, and some names of the file as they stand there."""

    encoding: str
    rivals: tuple[str, ...] = ()
    names: tuple[bytes, ...] = ()

    def shown(self, encoding: str = "") -> str:
        """Return the names as an encoding has them, the guessed one by default, for the user to judge by."""
        return ", ".join(clean_line(name.decode(encoding or self.encoding, "replace")) for name in self.names)


def guess_encoding(data: bytes) -> EncodingGuess | None:
    """Return what the encoding of `data` may be; None for UTF-8, which may have a line that is broken."""
    if _is_utf8(data) or _is_utf8(_FOLD.sub(b"", data)):
        return None
    if not (lines := _lines_to_guess(data)):
        return None
    sample = b"\n".join(lines)
    (oddities, likely, encoding), *others = _ranked(sample)
    rivals = [
        other
        for other_oddities, other_likely, other in others
        if other_oddities == oddities
        and other_likely >= likely * _SURE
        and sample.decode(other) != sample.decode(encoding)
    ]
    return EncodingGuess(encoding=encoding, rivals=tuple(rivals), names=_names(lines, [encoding, *rivals]))


def encoding_title(encoding: str) -> str:
    """Return what an encoding is called for the user."""
    return ENCODINGS.get(encoding, "another encoding")


def in_utf8(data: bytes, encoding: str) -> bytes:
    """Return `data` in UTF-8. A line that names its own encoding, as a vCard's may, stays as it is."""
    lines = (found[0] for found in _LINE.finditer(data))
    return b"".join(
        line if line.isascii() or _CHARSET.match(line) else line.decode(encoding, "replace").encode() for line in lines
    )


def checked_encoding(name: str) -> str:
    """Return the name of an encoding as Python has it. Raises `RapportError` where there is none of that name."""
    try:
        codec = codecs.lookup(name.strip())
        "".encode(codec.name)
    except (LookupError, ValueError):
        raise RapportError(
            f"“{clean_line(name)}” is not an encoding that is known. Try one of {', '.join(ENCODINGS)}, utf-8, utf-16."
        ) from None
    return codec.name


def is_utf8(slices: Iterable[bytes]) -> bool:
    """Return whether a file that comes in slices is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for data in slices:
            decoder.decode(data)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(data: bytes) -> bool:
    return is_utf8(data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))


def _lines_to_guess(data: bytes) -> list[bytes]:
    """Return the first lines that are not UTF-8 and name no encoding; none where more lines with letters are UTF-8."""
    found: list[bytes] = []
    sound = length = 0
    for match in _LINE.finditer(data):
        line = match[0].strip()
        if line.isascii() or _CHARSET.match(line):
            continue
        if _is_utf8(line):
            sound += 1
            continue
        found.append(line)
        length += len(line)
        if length > _SAMPLE:
            break
    return found if len(found) > sound else []


def _ranked(sample: bytes) -> list[tuple[int, float, str]]:
    """Return the encodings that `sample` may have with how odd its text is in each and how likely that is."""
    import chardet

    order = list(ENCODINGS)
    found = []
    for each in chardet.detect_all(
        sample, ignore_threshold=True, include_encodings=order, compat_names=False, no_match_encoding="cp1252"
    ):
        encoding = each["encoding"] or order[0]
        try:
            text = sample.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        found.append((_oddities(text), round(each["confidence"], 3), encoding))
    found.sort(key=lambda one: (one[0], -one[1], order.index(one[2])))
    return found or [(0, 0.0, "latin-1")]


def _oddities(text: str) -> int:
    """Return how many characters stand where no name has them: symbols, a capital within a word, mixed scripts."""
    count = 0
    for place, char in enumerate(text):
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if char.isascii():
            count += char.isupper() and before.islower() and not before.isascii()
            continue
        count += (
            (not char.isalpha() and char not in _MARKS and (char not in _SIGNS or before.isalpha() or after.isalpha()))
            or (char.isupper() and before.islower())
            or _HALF_WIDTH_KANA[0] <= char <= _HALF_WIDTH_KANA[1]
            or _TWO_SCRIPTS.search(text[max(place - 1, 0) : place + 2]) is not None
        )
    return count


def _names(lines: list[bytes], encodings: list[str]) -> tuple[bytes, ...]:
    """Return a few short cells that look different in the encodings, from below the headers where there are rows."""
    rows = lines[1:] if len(lines) > _MOST_NAMES else lines
    firsts = (next((cell for cell in _CELL.findall(row) if not cell.isascii()), b"").strip() for row in rows)
    cells = [cell for cell in dict.fromkeys(firsts) if 0 < len(cell) <= _LONGEST_NAME]
    differ = [cell for cell in cells if len({cell.decode(encoding, "replace") for encoding in encodings}) > 1]
    return tuple((differ or cells)[:_MOST_NAMES])
