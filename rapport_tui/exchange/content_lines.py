"""Content lines, the common syntax of vCard (RFC 6350, 3) and iCalendar (RFC 5545, 3.1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rapport_tui.model.text import clean

_LONGEST: Final = 75


def escaped(text: str) -> str:
    r"""Return a text value with `\`, `,`, `;` and line ends escaped (RFC 6350, 3.4), so that it stays one value."""
    text = clean(text).replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace(",", "\\,").replace(";", "\\;")


def folded(lines: Iterable[str]) -> str:
    """Return `lines` joined with CRLF, each folded to at most 75 octets without splitting a character."""
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def _fold(line: str) -> str:
    if len(line) * 4 <= _LONGEST or len(line.encode()) <= _LONGEST:
        return line
    parts: list[str] = []
    start = size = 0
    for place, char in enumerate(line):
        width = len(char.encode())
        if size + width > _LONGEST:
            parts.append(line[start:place])
            start, size = place, 1  # the space that a folded line begins with
        size += width
    parts.append(line[start:])
    return "\r\n ".join(parts)
