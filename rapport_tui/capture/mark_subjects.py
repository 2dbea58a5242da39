"""The subjects of marks: the person named last before a mark in its sentence, or all for joint kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from rapport_tui.capture.tokens import Mention
from rapport_tui.model.names import name_key
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import Kind

JOINT_KINDS: Final[frozenset[Kind]] = frozenset({"share", "owe", "await"})
"""The kinds that are about everybody on the line: common ground and promises."""
# These notes are things rather than sentences, so a name right after one begins something else.
_THINGS: Final[frozenset[Kind]] = frozenset({"likes", "expert", "date"})
_SENTENCE_END: Final = lazy_pattern(r"(?<=\S)[.;!?…](?=\s)|[。！？；]|\n")
_JOINING: Final = lazy_pattern(
    r"(?:^|\s)(?:to|for|with|of|from|by|about|and|or|than|like|&|mit|und|für|von|et|avec|pour|de|y|con|para)$",
    re.IGNORECASE,
)
_SEPARATORS: Final = ",;:–—-"


class MarkSpan(NamedTuple):
    """The offsets of a mark: `start` with the name that aims it, `symbol` of its sign, `end` of its note's end.

    `aim` is the index of that name in the mentions, -1 for none.
    """

    start: int
    symbol: int
    end: int
    aim: int


def mark_spans(body: str, marks: Sequence[tuple[int, int, int, Kind]], mentions: Sequence[Mention]) -> list[MarkSpan]:
    """Return the span of each mark, given as the start and end of its sign, the end of its note, and its kind.

    A name right before a mark aims it if it does not belong to the text before: `@will +likes tea, @amara
    +likes climbing`.
    """
    aims = [_aim(body, place, marks, mentions) for place in range(len(marks))]
    spans = []
    for place, (start, _, end, _) in enumerate(marks):
        aim = aims[place]
        first = _before(body, mentions[aim].start) if aim >= 0 else start
        next_aim = aims[place + 1] if place + 1 < len(marks) else -1
        last = _before(body, mentions[next_aim].start) if next_aim >= 0 else end
        spans.append(MarkSpan(first, start, min(end, last), aim))
    return spans


def subjects(
    body: str, spans: Sequence[MarkSpan], kinds: Sequence[Kind], mentions: Sequence[Mention]
) -> Iterator[tuple[int, ...]]:
    """Yield for each mark the indexes of the mentions that it is about; none if no name precedes it."""
    notes = [range(span.symbol, span.end) for span in spans]
    prose = [place for place, mention in enumerate(mentions) if not any(mention.start in note for note in notes)]
    ends = [
        match.end()
        for match in _SENTENCE_END.finditer(body)
        if not any(mention.start <= match.start() < mention.end for mention in mentions)
    ]
    for span, kind in zip(spans, kinds, strict=True):
        if span.aim >= 0:
            yield (span.aim,)
        elif kind in JOINT_KINDS:
            yield ()
        else:
            named = [place for place in prose if mentions[place].end <= span.symbol]
            yield _last_named(named or _all_before(span.symbol, mentions), span.symbol, ends, mentions)


def _last_named(named: Sequence[int], symbol: int, ends: Sequence[int], mentions: Sequence[Mention]) -> tuple[int, ...]:
    """Return the last of `named` in the mark's sentence, or else all of the last sentence that names somebody."""

    def sentence(offset: int) -> int:
        return sum(end <= offset for end in ends)

    if not named:
        return ()
    if sentence(mentions[named[-1]].start) == sentence(symbol):
        return (named[-1],)
    *_, last = (tuple(group) for _, group in groupby(named, lambda place: sentence(mentions[place].start)))
    return last


def _all_before(offset: int, mentions: Sequence[Mention]) -> list[int]:
    return [place for place, mention in enumerate(mentions) if mention.end <= offset]


def _aim(body: str, nth: int, marks: Sequence[tuple[int, int, int, Kind]], mentions: Sequence[Mention]) -> int:
    """Return the index of the mention that aims the mark, -1 for none."""
    start = marks[nth][0]
    place = len(_all_before(start, mentions)) - 1
    if place < 0 or body[mentions[place].end : start].strip(" \t,:"):
        return -1
    name = mentions[place]
    _, note_start, note_end, kind = marks[nth - 1] if nth else (0, 0, 0, "fact")
    in_note = nth > 0 and note_start <= name.start < note_end
    before = body[note_start if in_note else 0 : name.start].rstrip(" \t")
    if not before.strip():
        return -1
    if in_note:
        apart = before[-1] in ".…!?;,:–—" or (kind in _THINGS and not _JOINING.search(before))
        return place if apart and before.strip(_SEPARATORS + " \t") else -1
    if before[-1] in ".…!?;\n。！？；":
        return place
    listed = before[-1] in ",:–—" or mentions[place - 1].end == len(before)
    named_before = any(name_key(mention.name) == name_key(name.name) for mention in mentions[:place])
    return place if listed and named_before else -1


def _before(body: str, offset: int) -> int:
    """Return the end of the text before `offset` without trailing white space and separators."""
    return len(body[:offset].rstrip().rstrip(_SEPARATORS).rstrip())
