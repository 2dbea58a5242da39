"""Places that a user chose in a line that otherwise keeps its own order.

A dragged person has a `rank`: its whole part says how many of those who were not dragged stand above, its fraction
orders the dragged ones that have the same. So a drop writes down one person, and nobody else moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from itertools import compress, count, pairwise
from math import floor
from typing import Final

_FEW: Final = 8
"""Over thousands, looking for so many is faster than looking at each."""
_NEAREST: Final = 1e-9
"""Between two ranks that are nearer, nobody can be put reliably."""


def merged(line: Sequence[str], placed: Iterable[tuple[float, str]]) -> list[str]:
    """Return the uids of `line`, in whose order the `placed` ones (rank and uid, lowest first) have their places.

    Who was to stand further down than the line is long stands at its end.
    """
    result: list[str] = []
    taken = 0
    for rank, uid in placed:
        until = min(max(taken, floor(rank)), len(line))
        result += line[taken:until]
        result.append(uid)
        taken = until
    return [*result, *line[taken:]]


def placing(wanted: Sequence[str], ranks: Mapping[str, float], moved: Set[str] = frozenset()) -> dict[str, float]:
    """Return the ranks to be written so that `merged` gives `wanted`: those of `moved`, and of whom they disturb.

    `ranks` are of all in `wanted` who were dragged before; those of `moved` do not count.
    """
    dragged = ranks.keys() | moved
    places = _places(wanted, dragged)
    gaps: dict[int, list[str]] = {}
    for number, place in enumerate(places):
        gaps.setdefault(place - number, []).append(wanted[place])
    written: dict[str, float] = {}
    for above, gap in gaps.items():
        limit = above + 1.0 if above < len(wanted) - len(places) else float("inf")
        written |= _placed_in_gap(gap, ranks, moved, above, limit)
    return written


def _places(line: Sequence[str], some: Set[str]) -> list[int]:
    """Return the places in `line` of those of `some` who are in it, in their order."""
    if len(some) > _FEW:
        return list(compress(count(), map(some.__contains__, line)))
    places = []
    for uid in some:
        with suppress(ValueError):
            places.append(line.index(uid))
    return sorted(places)


def _placed_in_gap(
    gap: Sequence[str], ranks: Mapping[str, float], moved: Set[str], above: int, limit: float
) -> dict[str, float]:
    """Return new ranks for whom in `gap` has none between `above` and `limit`, or one out of turn."""
    last = float(above)
    kept: list[tuple[int, float]] = [(-1, last)]
    for place, uid in enumerate(gap):
        rank = ranks.get(uid, -1.0)
        if uid not in moved and last < rank < limit:
            kept.append((place, rank))
            last = rank
    kept.append((len(gap), min(limit, floor(last) + 1.0)))
    written: dict[str, float] = {}
    for (start, low), (end, high) in pairwise(kept):
        step = (high - low) / (end - start)
        if end - start > 1 and step < _NEAREST:
            return {uid: above + place / (len(gap) + 1) for place, uid in enumerate(gap, start=1)}
        written |= {gap[place]: low + step * (place - start) for place in range(start + 1, end)}
    return written
