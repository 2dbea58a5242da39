"""The guess of a file's encoding if it is neither UTF-8 nor UTF-16, with sample names for the user to check."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Final

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.model.patterns import lazy_pattern
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
"""The likelihood, relative to the first encoding, up to which a second one is not a rival. With it, no guess called
sure was wrong in 284 files (docs/decisions)."""
_CHUNK: Final = 1 << 20
_CELL: Final = lazy_pattern(rb'[^;,\t":\r\n]+')
_FOLD: Final = lazy_pattern(rb"\r?\n[ \t]")
"""The fold of a long line in a vCard, which may be within a character."""
_LINE: Final = lazy_pattern(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_CHARSET: Final = lazy_pattern(rb"\A[^:]*;CHARSET=", re.IGNORECASE)
_TWO_SCRIPTS: Final = lazy_pattern("[a-zA-Z][\u0370-\u06ff]|[\u0370-\u06ff][a-zA-Z]")
_MARKS: Final = frozenset("’‘“”„‚–—…«»·®™\xa0")
_SIGNS: Final = frozenset("€§°№")
_HALF_WIDTH_KANA: Final = ("\uff61", "\uff9f")


class EncodingGuess(msgspec.Struct, frozen=True, kw_only=True):
    """The likeliest encoding, its rivals, the likelier first, and some names in the bytes of the file."""

    encoding: str
    rivals: tuple[str, ...] = ()
    names: tuple[bytes, ...] = ()

    def shown(self, encoding: str = "") -> str:
        """Return the names decoded with an encoding, by default the guessed one, for the user to check."""
        return ", ".join(clean_line(name.decode(encoding or self.encoding, "replace")) for name in self.names)


def guess_encoding(data: bytes) -> EncodingGuess | None:
    """Guess the encoding of `data`; None for UTF-8, even with a broken line."""
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
    """Return the name of an encoding for the user."""
    return ENCODINGS.get(encoding, "another encoding")


def in_utf8(data: bytes, encoding: str) -> bytes:
    """Convert `data` to UTF-8. A line that names its own encoding, as in a vCard, is unchanged."""
    lines = (found[0] for found in _LINE.finditer(data))
    return b"".join(
        line if line.isascii() or _CHARSET.match(line) else line.decode(encoding, "replace").encode() for line in lines
    )


def checked_encoding(name: str) -> str:
    """Return Python's name of an encoding. Raises `RapportError` if it is unknown."""
    try:
        codec = codecs.lookup(name.strip())
        "".encode(codec.name)
    except (LookupError, ValueError):
        raise RapportError(
            f"“{clean_line(name)}” is not an encoding that is known. Try one of {', '.join(ENCODINGS)}, utf-8, utf-16."
        ) from None
    return codec.name


def is_utf8(slices: Iterable[bytes]) -> bool:
    """Return whether a file, given in slices, is UTF-8."""
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
    """Return the first lines that are not UTF-8 and name no encoding; none if more non-ASCII lines are UTF-8."""
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
    """Return the possible encodings of `sample` as (oddities, likelihood, encoding)."""
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
    """Return the number of characters that are unusual in names: symbols, capitals within a word, mixed scripts."""
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
    """Return a few short cells that differ between the encodings, from below the headers of a table."""
    rows = lines[1:] if len(lines) > _MOST_NAMES else lines
    firsts = (next((cell for cell in _CELL.findall(row) if not cell.isascii()), b"").strip() for row in rows)
    cells = [cell for cell in dict.fromkeys(firsts) if 0 < len(cell) <= _LONGEST_NAME]
    differ = [cell for cell in cells if len({cell.decode(encoding, "replace") for encoding in encodings}) > 1]
    return tuple((differ or cells)[:_MOST_NAMES])
