"""Tests of the fear and the outcome of openings."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rapport_tui.model.errors import RapportError
from rapport_tui.model.fears import check_number, fear_pairs, fear_sentence
from rapport_tui.model.records import Day, Item

MONDAY = date(2026, 11, 23)


def days(*pairs: tuple[int, int]) -> list[Day]:
    return [
        Day(
            uid=str(number),
            day=MONDAY + timedelta(number),
            items=(Item(id="early-bird", move="early-bird", feared=feared, was=was),),
        )
        for number, (feared, was) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([(4, 2)] * 9, ""),
        ([(4, 2)] * 9 + [(4, 0), (0, 2)], ""),
        ([(4, 2)] * 9 + [(2, 2)], "You expected 4 and it was 2; it was easier than you feared 9 times out of 10."),
        (
            [(5, 1)] * 10 + [(2, 2)] * 10,
            "You expected 2 and it was 2, your last 10 times: you know by now how it will be.",
        ),
        (
            [(number, number) for number in (1, 1, 1, 1, 3, 4, 4, 5, 5, 5)],
            "You expected 3 and it was 3, your last 10 times: you know by now how it will be.",
        ),
        (
            [(2, 2)] * 5 + [(1, 3)] * 5,
            "You expected 1 and it was 2, your last 10 times: you know by now how it will be.",
        ),
        (
            [(1, 3)] * 10,
            "You expected 1 and it was 3, your last 10 times. Take the easiest opening for a while; "
            "that counts as much.",
        ),
    ],
)  # fmt: skip
def test_ten_pairs_make_a_sentence(pairs: list[tuple[int, int]], told: str) -> None:
    assert fear_sentence(fear_pairs(reversed(days(*pairs)))) == told


@pytest.mark.parametrize("number", [0, 6, -1])
def test_other_numbers_are_refused(number: int) -> None:
    with pytest.raises(RapportError, match="from 1"):
        check_number(number)
