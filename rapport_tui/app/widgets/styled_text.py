"""Pieces of painted text: measured in cells, cut and wrapped by graphemes, coloured by what they mean.

`roles` gives the roles their styles; an app recolours one everywhere with a rule such as
`.role--ally { color: $success; }`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple, get_args

from rich.cells import cell_len, split_graphemes

from rapport_tui.model.text import fold

Role = Literal[
    "text", "strong", "muted", "accent", "success", "warning", "person", "topic", "note",
    "stranger", "acquaintance", "ally", "mentor", "sponsor",
]  # fmt: skip

ROLE_CLASSES: Final[frozenset[str]] = frozenset(f"role--{role}" for role in (*get_args(Role), "match"))
ROLE_CSS: Final = """
    .role--text { color: $foreground; }
    .role--strong { color: $foreground; text-style: bold; }
    .role--muted { color: $text-muted; }
    .role--accent { color: $text-accent; }
    .role--success { color: $text-success; }
    .role--warning { color: $text-warning; }
    .role--person { color: $foreground; text-style: bold; }
    .role--topic { color: $text-secondary; }
    .role--note { color: $text-primary; }
    .role--stranger { color: $text-muted; }
    .role--acquaintance { color: $text-secondary; }
    .role--ally { color: $text-success; }
    .role--mentor { color: $text-accent; }
    .role--sponsor { color: $text-warning; }
    .role--match { text-style: bold underline; }
    &:ansi .role--muted, &:ansi .role--stranger { text-style: dim; }
"""

ELLIPSIS: Final = "…"

# Cells that part the left of a line from its right end, at least.
GAP: Final = 2

# What would move the terminal's cursor, turn the writing direction or fail to be encoded.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# A joiner that joins no emoji: terminals and the tables of cell widths do not agree on it.
_LOOSE = re.compile(
    "(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
_WORD_JOINER: Final = "\u2060"
# Characters that are one cell wide each, whatever stands beside them: lengths of such texts are widths.
_NARROW = re.compile("[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2190-\u21ff\u2500-\u25fc]*")


class StyledText(NamedTuple):
    """A run of text in one role."""

    text: str
    role: Role = "text"


class RowLine(NamedTuple):
    """One line: `spans` from the left, `end` against the right edge.

    `hang` is how many cells the further lines are set in from the left where a line is wrapped.
    """

    spans: tuple[StyledText, ...] = ()
    end: tuple[StyledText, ...] = ()
    hang: int = 0


def text_of(spans: Iterable[StyledText]) -> str:
    """Return the text of `spans`, harmless to a terminal and with as many characters as they have."""
    return _harmless("".join([span.text for span in spans]))


def one_line(text: str) -> str:
    """Return `text` harmless to a terminal and without line ends."""
    return _harmless(text).replace("\n", " ")


def _harmless(text: str) -> str:
    text = _UNSAFE.sub(" ", text)
    return _LOOSE.sub(_WORD_JOINER, text) if "\u200d" in text else text


def width_of(spans: Iterable[StyledText]) -> int:
    """Return how many cells `spans` take on one line."""
    return cell_len(text_of(spans))


def cut(text: str, width: int) -> str:
    """Return `text` on one line in at most `width` cells, its last cell an ellipsis where something is missing."""
    text = one_line(text)
    if cell_len(text) <= width:
        return text
    return text[: _fitting(text, width - 1)].rstrip() + ELLIPSIS if width > 0 else ""


def pad(text: str, width: int) -> str:
    """Return `text` cut to `width` cells and filled up with spaces on the right."""
    text = cut(text, width)
    return text + " " * (width - cell_len(text))


def fit(spans: Sequence[StyledText], width: int) -> tuple[StyledText, ...]:
    """Return `spans` on one line in at most `width` cells, cut as by `cut`."""
    text = text_of(spans).replace("\n", " ")
    if cell_len(text) <= width:
        return part(spans, text, 0, len(text))
    if width <= 0:
        return ()
    kept = part(spans, text, 0, len(text[: _fitting(text, width - 1)].rstrip()))
    role: Role = kept[-1].role if kept else "text"
    return (*kept, StyledText(ELLIPSIS, role))


def part(spans: Sequence[StyledText], text: str, start: int, stop: int) -> tuple[StyledText, ...]:
    """Return characters `start` to `stop` of `text`, which is the text of `spans`, in their roles."""
    kept: list[StyledText] = []
    offset = 0
    for span in spans:
        begin, end = max(offset, start), min(offset + len(span.text), stop)
        if begin < end:
            kept.append(StyledText(text[begin:end], span.role))
        offset += len(span.text)
    return tuple(kept)


def breaks(text: str, first: int, rest: int) -> list[tuple[int, int]]:
    """Return where `text` is broken into lines, as (start, stop) of characters; at least one line.

    Lines are at most `first` (the first one) and `rest` cells wide and end at spaces, beside wide characters, at
    line feeds, and within a word only where it is too long for a line.
    """
    first, rest = max(first, 1), max(rest, 1)
    lines: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        broken = _breaks_narrow if _NARROW.fullmatch(paragraph) else _breaks_wide
        lines.extend((start + a, start + b) for a, b in broken(paragraph, rest if lines else first, rest))
        start += len(paragraph) + 1
    return lines


def laid_out(line: RowLine, width: int, *, wrap: bool) -> Iterator[tuple[StyledText, ...]]:
    """Yield what is painted of `line` in `width` cells: cut to one line, or as many as it takes.

    The right end has at most half of the width, on the first line.
    """
    end = fit(line.end, width // 2)
    room = width - _end_width(line.end, width)
    if not wrap:
        yield _spread(fit(line.spans, room), end, width)
        return
    text, hang = text_of(line.spans), min(line.hang, width // 2)
    for number, (start, stop) in enumerate(breaks(text, room, width - hang)):
        spans = part(line.spans, text, start, stop)
        yield (StyledText(" " * hang), *spans) if number else _spread(spans, end, width)


def height_of(line: RowLine, width: int) -> int:
    """Return how many lines `laid_out` yields for `line` when it wraps."""
    if not line.spans:
        return 1
    room = width - _end_width(line.end, width)
    return len(breaks(text_of(line.spans), room, width - min(line.hang, width // 2)))


def matches(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where `text` has one of `words`, case and accents folded, as (start, stop), in order, not touching."""
    folded = [fold(char) for char in text]
    origin = [index for index, piece in enumerate(folded) for _ in piece]
    whole = "".join(folded)
    hit: set[int] = set()
    for word in filter(None, map(fold, words)):
        at = whole.find(word)
        while at >= 0:
            stop = origin[at + len(word) - 1] + 1
            while stop < len(text) and not folded[stop]:
                stop += 1
            hit.update(range(origin[at], stop))
            at = whole.find(word, at + len(word))
    edges = sorted(index for index in range(len(text) + 1) if (index in hit) != (index - 1 in hit))
    return list(zip(edges[::2], edges[1::2], strict=True))


def marked(spans: Sequence[StyledText], words: Sequence[str]) -> Iterator[tuple[StyledText, bool]]:
    """Yield the pieces of `spans`, each with whether it is a match of one of `words`."""
    text = "".join(span.text for span in spans)
    done = 0
    for start, stop in matches(text, words) if words else ():
        yield from ((span, False) for span in part(spans, text, done, start))
        yield from ((span, True) for span in part(spans, text, start, stop))
        done = stop
    yield from ((span, False) for span in part(spans, text, done, len(text)))


def _spread(spans: tuple[StyledText, ...], end: tuple[StyledText, ...], width: int) -> tuple[StyledText, ...]:
    """Return `spans` and, against the right edge of `width` cells, `end`."""
    if not end:
        return spans
    return (*spans, StyledText(" " * (width - width_of(spans) - width_of(end))), *end)


@lru_cache(4096)
def _end_width(end: tuple[StyledText, ...], width: int) -> int:
    """Return how many cells of `width` the right end of a line takes, with the gap before it."""
    return width_of(fit(end, width // 2)) + GAP if end else 0


def _fitting(text: str, width: int) -> int:
    """Return how many characters of `text` fit into `width` cells without parting a grapheme."""
    used = kept = 0
    for _, stop, cells in split_graphemes(text)[0]:
        used += cells
        if used > width:
            break
        kept = stop
    return kept


def _breaks_narrow(text: str, first: int, rest: int) -> list[tuple[int, int]]:
    """Do `breaks` for one paragraph of characters that are all one cell wide: quick, for long journals."""
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
    """Do `breaks` for one paragraph of any characters."""
    graphemes = split_graphemes(text)[0]
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
