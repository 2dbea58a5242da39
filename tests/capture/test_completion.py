"""Test the token that is typed at the end of a line, and several lines at once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.capture.capture_line import parse_line, split_entries
from rapport_tui.capture.dates import parse_day
from rapport_tui.capture.partial_token import PartialToken, days_like, find_stem, kinds_like
from rapport_tui.model.records import KINDS, OPEN_KINDS

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("before", "stem"),
    [
        ("tea with @pr", PartialToken("person", "pr", 9)),
        ("@", PartialToken("person", "", 0)),
        ("(@tom", PartialToken("person", "tom", 1)),
        ('met @"Priya Na', PartialToken("person", "Priya Na", 4)),
        ("one\ntwo @sa", PartialToken("person", "sa", 8)),
        ("lunch #tra", PartialToken("topic", "tra", 6)),
        ("@tom +ex", PartialToken("kind", "ex", 5)),
        ("@tom +", PartialToken("kind", "", 5)),
        ("@tom /early", PartialToken("move", "early", 5)),
        ("@tom ! the deck by ", PartialToken("day", "", 19)),
        ("@tom ? how it went by next fr", PartialToken("day", "next fr", 22)),
        ("@tom < the list of names by fri", PartialToken("day", "fri", 28)),
    ],
)
def test_what_is_being_typed(before: str, stem: PartialToken) -> None:
    assert find_stem(before) == stem


@pytest.mark.parametrize(
    "before",
    ["", "plain words", "mail me@home", "@tom ", '@"Tom" ', "a#b", "went by ", "@tom ! a + we came by ", "a+b", "2 /3"],
)
def test_plain_words_are_nothing_to_complete(before: str) -> None:
    assert find_stem(before) is None


def test_kinds_are_offered_with_what_they_keep() -> None:
    assert kinds_like("s")[0] == ("+share", "something you share")
    assert {sign for sign, _ in kinds_like("")} == {f"+{kind}" for kind in KINDS if kind not in OPEN_KINDS}


def test_days_ahead_are_words_that_are_read_as_that_day() -> None:
    offered = list(days_like("", TODAY, "dmy"))
    assert offered[:3] == [("today", TODAY), ("tomorrow", date(2026, 11, 24)), ("wednesday", date(2026, 11, 25))]
    for word, day in offered:
        assert parse_line(f"@tom ! it by {word}", today=TODAY).marks[0].due == day
    assert list(days_like("fr", TODAY, "dmy")) == [("friday", date(2026, 11, 27))]
    assert list(days_like("20 dec", TODAY, "dmy")) == [("20 dec", date(2026, 12, 20))]
    assert not list(days_like("no day", TODAY, "dmy"))


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(["", "t", "in ", "m", "f"]))
def test_every_day_offered_is_to_come(today: date, typed: str) -> None:
    for word, day in days_like(typed, today, "mdy"):
        assert day >= today
        assert parse_day(word, today=today, order="mdy", toward="future") == day


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("one", ["one"]),
        ("one\ntwo\r\nthree", ["one", "two", "three"]),
        ("one\n  and more\n\ttoo\ntwo", ["one\nand more\ntoo", "two"]),
        ("  one\n\n \ntwo\n", ["one", "two"]),
        ("", []),
    ],
)
def test_each_line_is_an_entry_and_what_is_set_in_goes_on(text: str, entries: list[str]) -> None:
    assert split_entries(text) == entries


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), max_size=5))
def test_no_line_is_lost(lines: list[str]) -> None:
    assert split_entries("\n".join(lines)) == lines
