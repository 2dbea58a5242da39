"""The user’s own numbers on openings: the awkwardness expected and the awkwardness experienced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Day

MOST: Final = 5
"""The highest number, the most awkward; 1 is not awkward at all."""
_ENOUGH: Final = 10
"""The number of pairs that a summary needs, and of the latest pairs that it uses."""


class FearPair(msgspec.Struct, frozen=True, kw_only=True):
    """The expected and the experienced awkwardness of an opening on a day."""

    day: date
    move: str
    feared: int
    was: int


def check_number(number: int) -> int:
    """Return `number` if it is from 1 to 5. Raises `RapportError` otherwise."""
    if not 1 <= number <= MOST:
        raise RapportError(f"How awkward is a number from 1, not at all, to {MOST}; {number} is not.")
    return number


def fear_pairs(days: Iterable[Day]) -> list[FearPair]:
    """Return the openings with both numbers, oldest first."""
    return [
        FearPair(day=day.day, move=item.move, feared=item.feared, was=item.was)
        for day in sorted(days, key=lambda day: day.day)
        for item in day.items
        if item.feared and item.was
    ]


def fear_sentence(pairs: Sequence[FearPair]) -> str:
    """Return a one-sentence summary of the last ten pairs; empty if there are fewer."""
    last = pairs[-_ENOUGH:]
    if len(last) < _ENOUGH:
        return ""
    middle = (_ENOUGH - 1) // 2
    feared, was = sorted(pair.feared for pair in last)[middle], sorted(pair.was for pair in last)[middle]
    easier = sum(pair.was < pair.feared for pair in last)
    told = f"You expected {feared} and it was {was}"
    if easier * 2 > len(last):
        return f"{told}; it was easier than you feared {easier} times out of {len(last)}."
    if sum(pair.was > pair.feared for pair in last) * 2 > len(last):
        return f"{told}, your last {len(last)} times. Take the easiest opening for a while; that counts as much."
    return f"{told}, your last {len(last)} times: you know by now how it will be."
