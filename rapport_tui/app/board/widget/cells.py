"""Texts that fit cells: what a terminal may be given, cut by what it takes up there."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from rich.cells import cell_len, split_graphemes

ELLIPSIS: Final = "…"
SEPARATOR: Final = " · "
_JOINER: Final = "\u200d"
_NON_JOINER: Final = "\u200c"
_SPACES: Final = frozenset("\t\n\r\u2028\u2029")
_ISOLATE: Final = "\u2068", "\u2069"
_DROPPED: Final = {"Cc", "Cf", "Cs"}
_RIGHT_TO_LEFT: Final = {"R", "AL", "AN"}


@lru_cache(4096)
def fit(text: str, width: int) -> str:
    """Return `text` in at most `width` cells, cut with "…" between the characters a reader sees.

    Control characters and direction overrides are left out. Text written from right to left comes in an isolate
    (U+2068 … U+2069, both without width), so that a terminal that reorders it does so within its own cells.
    """
    text = _cut(printable(text), width)
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text) and not text.isascii():
        return f"{_ISOLATE[0]}{text}{_ISOLATE[1]}"
    return text


def fit_parts(text: str, width: int) -> str:
    """Return as many of the parts of `text`, which are joined by " · ", as fit whole; the first one in any case."""
    while cell_len(text) > width and SEPARATOR in text:
        text = text.rpartition(SEPARATOR)[0]
    return fit(text, width)


def printable(text: str) -> str:
    """Return `text` on one line, without what would control a terminal.

    U+200D stays between emoji only: elsewhere terminals and the tables of cell widths do not agree on it.
    """
    if text.isprintable():
        return text
    kept: list[str] = []
    for index, char in enumerate(text):
        if char in _SPACES:
            kept.append(" ")
        elif char == _JOINER:
            if kept and _joins(kept[-1]) and unicodedata.category(text[index + 1 : index + 2] or " ") == "So":
                kept.append(char)
        elif char == _NON_JOINER or unicodedata.category(char) not in _DROPPED:
            kept.append(char)
    return "".join(kept)


def pad(text: str, width: int) -> str:
    """Return `text` cut or filled with spaces to exactly `width` cells."""
    text = fit(text, width)
    return text + " " * (width - cell_len(text))


def fold_lines(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` cells, broken after a dash where there is one, else at spaces."""
    if cell_len(text) <= width:
        return [text]
    head, dash, tail = text.partition(" — ")
    if dash and cell_len(head) + 2 <= width:
        return [f"{head} —", *fold_lines(tail, width)]
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if cell_len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [fit(line, width) for line in lines]


def _cut(text: str, width: int) -> str:
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    if text.isascii():
        return text[: width - 1].rstrip(" ·") + ELLIPSIS
    spans, _ = split_graphemes(text)
    end = used = 0
    for start, stop, cells in spans:
        if used + cells > width - 1:
            break
        end, used = (stop, used + cells) if not _splits_flag(text, start, stop) else (end, used + cells)
    return text[:end].rstrip(" ·") + ELLIPSIS


def _splits_flag(text: str, start: int, stop: int) -> bool:
    """Whether a cut at `stop` would leave half a flag, which is two regional indicators, at `start`."""
    if not _is_indicator(text[start:stop]):
        return False
    before = 0
    while start - before > 0 and _is_indicator(text[start - before - 1]):
        before += 1
    return before % 2 == 0


def _joins(char: str) -> bool:
    """Whether `char` can end the first part of an emoji of several: a picture, a skin tone or U+FE0F."""
    return char == "\ufe0f" or unicodedata.category(char) in ("So", "Sk")


def _is_indicator(text: str) -> bool:
    return len(text) == 1 and "\U0001f1e6" <= text <= "\U0001f1ff"
