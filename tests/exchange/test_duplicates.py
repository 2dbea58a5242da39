from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from rapport_tui.exchange import duplicate_detection
from rapport_tui.exchange.duplicate_detection import likely_pairs
from rapport_tui.model.names import is_one_slip
from rapport_tui.model.records import Person

DAY = date(2026, 11, 23)
SLIP = "names one letter apart"


def person(name: str, number: int = 0, **fields: str | tuple[str, ...]) -> Person:
    return Person(uid=f"{name}{number}", name=name, added=DAY, since=DAY, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Hiro Silva", "Hiroo", SLIP),
        ("Hiro Silva", "Hrio Silva", SLIP),
        ("Hiro Silva", "Hiro Sliva", SLIP),
        ("Priya Nair", "Priya Nayr", SLIP),
        ("Anna Lee", "Annalee", SLIP),
        ("Jürgen Müller", "Juergen Mueler", SLIP),
        ("Lena Schmidt", "Dr. Lena Schmidt, MBA", "the same name"),
        ("Lena Schmidt", "Schmidt, Lena (Extern)", "the same name"),
        ("Jürgen Müller", "Juergen Mueller", SLIP),
        ("Priya Nair", "Priya Nair Jr.", "the same name"),
        ("Dr. Bob Ek", "Robert Ek", "one name, once in a short form"),
        ("山田 太郎", "山田太郎", "the same name"),
    ],
)
def test_names_that_may_be_one(one: str, other: str, why: str) -> None:
    (pair,) = likely_pairs([person(one), person(other)])
    assert (pair.one.name, pair.other.name, pair.why) == (one, other, why)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Priya Nair Jr.", "Priya Nair Sr."),
        ("Ana", "Anna"),
        ("Hiro Silva", "Hiroo Sousa"),
        ("Guest 41", "Guest 42"),
        ("Tom Becker", "Tim Baker"),
    ],
)
def test_names_that_are_two(one: str, other: str) -> None:
    assert likely_pairs([person(one), person(other)]) == []


def test_what_speaks_against_a_slip() -> None:
    one = person("Priya Nair", org="Acme", emails=("p@acme.example",))
    assert likely_pairs([one, person("Priya Nayr", org="Tide")]) == []
    assert likely_pairs([one, person("Priya Nayr", emails=("p@tide.example",))]) == []
    assert [pair.why for pair in likely_pairs([one, person("Priya Nayr", org="ACME")])] == [SLIP]


@dataclass
class _Counter:
    calls: int = 0

    def __call__(self, one: str, other: str) -> bool:
        self.calls += 1
        return is_one_slip(one, other)


def test_nobody_is_compared_with_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicate_detection, "is_one_slip", counter := _Counter())
    parts = ["ka", "lo", "mi", "ra", "ne", "ti", "sa", "vo", "pe", "du"]
    names = [f"{a}{b}{c}".title() for a in parts for b in parts for c in parts]
    people = [
        person(f"{first} {names[-at % len(names)]}", at) for at, first in enumerate([*names, *names[::-1]], start=1)
    ]
    likely_pairs(people)
    assert counter.calls < 10 * len(people)
