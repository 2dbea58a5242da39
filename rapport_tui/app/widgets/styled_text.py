"""Text in roles: lines cut or wrapped to a width, coloured by meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from rapport_tui.model.text import fold
from rapport_tui.terminal_text import ELLIPSIS, breaks, cell_width, cut_length, isolated, printable

Role = Literal[
    "text", "strong", "heading", "current", "muted", "disabled", "accent", "success", "warning", "person", "topic",
    "note", "stranger", "acquaintance", "ally", "mentor", "sponsor", "match", "mark", "cursor", "changed",
]  # fmt: skip

# The minimum number of cells between the left of a line and its right end.
GAP: Final = 2


class StyledText(NamedTuple):
    """A run of text in one role."""

    text: str
    role: Role = "text"


class RowLine(NamedTuple):
    """A line: `spans` from the left, `end` against the right edge.

    `hang` is the indent in cells of the continuation lines if a line is wrapped.
    """

    spans: tuple[StyledText, ...] = ()
    end: tuple[StyledText, ...] = ()
    hang: int = 0


def text_of(spans: Iterable[StyledText]) -> str:
    """Return the text of `spans` without control characters, and with the same number of characters."""
    return printable("".join([span.text for span in spans]))


def width_of(spans: Iterable[StyledText]) -> int:
    """Return the width of `spans` on one line in cells."""
    return cell_width(text_of(spans))


def cut_spans(spans: Sequence[StyledText], width: int) -> tuple[StyledText, ...]:
    """Return `spans` on one line in at most `width` cells, cut as by `cut`."""
    text = text_of(spans).replace("\n", " ")
    if cell_width(text) <= width:
        return part(spans, text, 0, len(text))
    if width <= 0:
        return ()
    kept = part(spans, text, 0, cut_length(text, width))
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


def laid_out(line: RowLine, width: int, *, wrap: bool) -> Iterator[tuple[StyledText, ...]]:
    """Yield the painted lines of `line` in `width` cells: cut to one line, or as many as needed.

    The right end takes at most half of the width, on the first line.
    """
    end = cut_spans(line.end, width // 2)
    room = width - _end_width(line.end, width)
    if not wrap:
        yield _isolated(_spread(cut_spans(line.spans, room), end, width))
        return
    text, hang = text_of(line.spans), min(line.hang, width // 2)
    for number, (start, stop) in enumerate(breaks(text, room, width - hang)):
        spans = part(line.spans, text, start, stop)
        yield _isolated((StyledText(" " * hang), *spans) if number else _spread(spans, end, width))


def height_of(line: RowLine, width: int) -> int:
    """Return how many lines `laid_out` yields for `line` when it wraps."""
    if not line.spans:
        return 1
    room = width - _end_width(line.end, width)
    return len(breaks(text_of(line.spans), room, width - min(line.hang, width // 2)))


def matches(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return the matches of `words` in `text` as (start, stop), ignoring case and accents, sorted and not touching."""
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
    """Yield the pieces of `spans`, each with a flag for a match of one of `words`."""
    text = "".join(span.text for span in spans)
    done = 0
    for start, stop in matches(text, words) if words else ():
        yield from ((span, False) for span in part(spans, text, done, start))
        yield from ((span, True) for span in part(spans, text, start, stop))
        done = stop
    yield from ((span, False) for span in part(spans, text, done, len(text)))


def _isolated(spans: Iterable[StyledText]) -> tuple[StyledText, ...]:
    """Return `spans` isolated for painting: right-to-left text in one does not reorder the others."""
    return tuple(StyledText(isolated(text), role) for text, role in spans)


def _spread(spans: tuple[StyledText, ...], end: tuple[StyledText, ...], width: int) -> tuple[StyledText, ...]:
    """Return `spans` and, against the right edge of `width` cells, `end`."""
    if not end:
        return spans
    return (*spans, StyledText(" " * (width - width_of(spans) - width_of(end))), *end)


@lru_cache(4096)
def _end_width(end: tuple[StyledText, ...], width: int) -> int:
    """Return the width in cells, of `width`, of the right end of a line with the gap before it."""
    return width_of(cut_spans(end, width // 2)) + GAP if end else 0
