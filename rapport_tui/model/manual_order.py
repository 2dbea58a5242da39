"""Manual places in a sequence that is otherwise sorted.

A dragged person has a `rank`: its whole part is the number of people above who were not dragged, its fraction orders
the dragged ones with the same whole part. So a drop changes one person, and no one else moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from itertools import compress, count, pairwise
from math import floor
from typing import Final

_FEW: Final = 8
"""Up to this many people, searching for each is faster than scanning a sequence of thousands."""
_NEAREST: Final = 1e-9
"""The smallest distance of two ranks between which another fits reliably."""


def merged(line: Sequence[str], placed: Iterable[tuple[float, str]]) -> list[str]:
    """Return the uids of `line` with the `placed` ones (rank and uid, lowest first) at their places.

    A place beyond the end becomes the end.
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
    """Return the ranks to store so that `merged` returns `wanted`: those of `moved`, and of others only where needed.

    `ranks` are those of all in `wanted` who were dragged before; those of `moved` are ignored.
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
    """Return the indexes in `line` of the members of `some`, in ascending order."""
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
    """Return new ranks for those in `gap` without a rank between `above` and `limit`, or with one out of order."""
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
