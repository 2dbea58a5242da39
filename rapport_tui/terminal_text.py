"""Text for a terminal: made harmless, measured in cells, cut, padded and wrapped between graphemes.

Direction marks (U+061C, U+200E, U+200F) stay in a text, and `isolated` keeps right-to-left text from reordering what
is beside it. Direction overrides, embeddings and isolates become spaces, as control characters do.
Rich is imported only for characters that may be wide or combine: the command line starts without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rapport_tui.model.patterns import lazy_pattern

ELLIPSIS: Final = "…"
FIRST_STRONG_ISOLATE: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"

UNSAFE: Final = lazy_pattern("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that move the cursor, override the direction or cannot be encoded. Line feeds are not part of it."""
# Soft hyphens, and joiners that join no emoji: terminals and the tables of cell widths do not agree on them.
_LOOSE: Final = lazy_pattern(
    "\xad|(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
_WORD_JOINER: Final = "\u2060"
# Characters that are always one cell wide: the width of such a text is its length.
_NARROW: Final = lazy_pattern("[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2190-\u21ff\u2500-\u25fc]*")
# Right-to-left scripts, Arabic numbers and the three direction marks.
_DIRECTED: Final = lazy_pattern(
    "[\u0590-\u08ff\u200e\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@lru_cache(4096)  # a text is made harmless at each step on its way to the terminal
def printable(text: str) -> str:
    """Return `text` harmless to a terminal, with its line feeds and the same number of characters."""
    if text.isprintable():  # false for each character that would be replaced
        return text
    return _LOOSE.sub(_WORD_JOINER, UNSAFE.sub(" ", text))


def one_line(text: str) -> str:
    """Return `text` harmless to a terminal and without line ends."""
    return printable(text).replace("\n", " ")


def isolated(text: str) -> str:
    """Return `text` in a directional isolate if it has right-to-left text or a direction mark.

    The isolate takes no cells. Spaces at the ends stay outside, so that padded columns keep their sides. Call it last:
    `cut`, `pad` and `printable` remove isolates.
    """
    if text.isascii() or _NARROW.fullmatch(text) or not _DIRECTED.search(text):
        return text
    context = text.strip(" ")
    before, _, after = text.partition(context)
    return f"{before}{FIRST_STRONG_ISOLATE}{context}{POP_ISOLATE}{after}"


def cell_width(text: str) -> int:
    """Return the width of `text` on one line, in cells of a terminal."""
    if _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


@lru_cache(4096)
def cut(text: str, width: int) -> str:
    """Return `text` on one line in at most `width` cells; where it is cut, the last cell is an ellipsis."""
    text = one_line(text)
    if cell_width(text) <= width:
        return text
    return text[: cut_length(text, width)] + ELLIPSIS if width > 0 else ""


def pad(text: str, width: int) -> str:
    """Return `text` cut to `width` cells and filled up with spaces on the right."""
    text = cut(text, width)
    return text + " " * (width - cell_width(text))


def cut_length(text: str, width: int) -> int:
    """Return the number of characters of `text`, too wide for `width` cells, before the ellipsis."""
    end = used = indicators = 0
    for start, stop, cells in _graphemes(text):
        used += cells
        if used > width - 1:
            break
        # Two regional indicators are a flag: it is not cut in half.
        indicators = indicators + 1 if "\U0001f1e6" <= text[start] <= "\U0001f1ff" else 0
        if indicators % 2 == 0 or stop - start > 1:
            end = stop
    return len(text[:end].rstrip(" ·"))


def wrap(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` cells, broken as by `breaks`."""
    return [text[start:stop] for start, stop in breaks(text, width, width)]


def breaks(text: str, first: int, rest: int) -> list[tuple[int, int]]:
    """Return the lines of `text` as (start, stop) of characters; at least one line.

    Lines are at most `first` (the first one) and `rest` cells wide and end at spaces, beside wide characters, at
    line feeds, and within a word only if it is too long for a line.
    """
    first, rest = max(first, 1), max(rest, 1)
    lines: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        broken = _breaks_narrow if _NARROW.fullmatch(paragraph) else _breaks_wide
        lines.extend((start + a, start + b) for a, b in broken(paragraph, rest if lines else first, rest))
        start += len(paragraph) + 1
    return lines


def _graphemes(text: str) -> Sequence[tuple[int, int, int]]:
    """Return the start, the end and the cells of each grapheme of `text`."""
    if _NARROW.fullmatch(text):
        return [(at, at + 1, 1) for at in range(len(text))]
    from rich.cells import split_graphemes

    return split_graphemes(text)[0]


def _breaks_narrow(text: str, first: int, rest: int) -> list[tuple[int, int]]:
    """Return the breaks of one paragraph whose characters are all one cell wide; faster than `_breaks_wide`."""
    lines: list[tuple[int, int]] = []
    start, width, length = 0, first, len(text)
    while length - start > width:
        stop = text.rfind(" ", start + 1, start + width + 1)
        resume = stop + 1
        if stop < 0:
            stop = resume = start + width
        while resume < length and text[resume] == " ":
            resume += 1
        lines.append((start, stop))
        start, width = resume, rest
    if start < length or not lines:
        lines.append((start, length))
    return lines


def _breaks_wide(text: str, first: int, rest: int) -> list[tuple[int, int]]:
    """Return the breaks of one paragraph of any characters."""
    graphemes = _graphemes(text)
    offsets = [at for at, _, _ in graphemes] + [len(text)]
    lines: list[tuple[int, int]] = []
    begin, width = 0, first
    while begin < len(graphemes) or not lines:
        end = _line_end(text, graphemes, begin, width)
        line = text[offsets[begin] : offsets[end]]
        lines.append((offsets[begin], offsets[begin] + len(line.rstrip(" "))))
        while end < len(graphemes) and text[offsets[end] : offsets[end + 1]] == " ":
            end += 1
        begin, width = end, rest
    return lines


def _line_end(text: str, graphemes: Sequence[tuple[int, int, int]], begin: int, width: int) -> int:
    """Return the grapheme before which the line that begins at grapheme `begin` ends."""
    used, chance, wide_before = 0, begin, False
    for index in range(begin, len(graphemes)):
        at, stop, cells = graphemes[index]
        if text[at:stop] == " " or cells > 1 or wide_before:
            chance = index
        if used + cells > width and index > begin:
            return chance if chance > begin else index
        used += cells
        wide_before = cells > 1
    return len(graphemes)
