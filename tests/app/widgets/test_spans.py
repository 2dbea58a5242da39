from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from rapport_tui.app.widgets import styled_text as spans
from rapport_tui.app.widgets.styled_text import (
    RowLine,
    StyledText,
    breaks,
    cut,
    fit,
    marked,
    matches,
    pad,
    text_of,
    width_of,
)

TEXTS = st.text(st.sampled_from("ab é王—\u0301👩\u200d💻م ß\n"), max_size=60)
PLAIN = st.text(st.sampled_from("abcde  é—→"), max_size=80)


def _widest(text: str) -> int:
    return max((cells for line in text.split("\n") for _, _, cells in split_graphemes(line)[0]), default=0)


@given(TEXTS, st.integers(-1, 40))
def test_a_cut_text_fits_and_says_what_is_missing(text: str, width: int) -> None:
    shown = cut(text, width)
    assert cell_len(shown) <= max(width, 0)
    assert "\n" not in shown
    if cell_len(text.replace("\n", " ")) > width > 0:
        assert shown.endswith("…")


def test_cutting_keeps_graphemes_whole() -> None:
    assert cut("ab👩‍💻cd", 4) == "ab…"
    assert cut("ab👩‍💻cd", 5) == "ab👩‍💻…"
    assert cut("王小明", 4) == "王…"
    assert cut("e\u0301e\u0301e\u0301", 2) == "e\u0301…"


@pytest.mark.parametrize(
    ("text", "cells"),
    [("👩\u200d💻", 2), ("❤️\u200d🔥", 2), ("a\u200d王", 3), ("\u200d\u200da王", 3), ("👩\u200da", 3), ("ක්\u200dය", 2)],
)
def test_a_joiner_joins_emoji_only(text: str, cells: int) -> None:
    assert cell_len(text_of([StyledText(text)])) == cells
    assert len(text_of([StyledText(text)])) == len(text)


def test_padding_counts_cells() -> None:
    assert pad("王", 4) == "王  "
    assert pad("abcdef", 4) == "abc…"


def test_nothing_painted_can_move_the_cursor_or_turn_the_line() -> None:
    assert cut("a\x1b[2Jb\u202ec\td\ud800", 40) == "a [2Jb c d "
    assert text_of((StyledText("a\x00"), StyledText("b\x9b"))) == "a b "


@given(st.lists(TEXTS, max_size=4), st.integers(0, 40))
def test_fitted_spans_are_the_cut_of_their_text(texts: list[str], width: int) -> None:
    line = tuple(StyledText(text, "person") for text in texts)
    fitted = fit(line, width)
    assert width_of(fitted) <= width
    assert text_of(fitted) == cut("".join(texts), width)


@given(TEXTS, st.integers(1, 30), st.integers(1, 30))
def test_broken_lines_fit_and_lose_no_letter(text: str, first: int, rest: int) -> None:
    text = text_of([StyledText(text)])
    lines = breaks(text, first, rest)
    for number, (start, stop) in enumerate(lines):
        room = first if number == 0 else rest
        assert cell_len(text[start:stop].rstrip(" ")) <= max(room, _widest(text))
    kept = "".join(text[start:stop] for start, stop in lines)
    assert kept.split() == text.split() or "".join(kept.split()) == "".join(text.split())


@given(PLAIN, st.integers(1, 20), st.integers(1, 20))
def test_the_quick_way_breaks_as_the_careful_way(text: str, first: int, rest: int) -> None:
    def words(lines: list[tuple[int, int]]) -> list[str]:
        return [text[start:stop].strip() for start, stop in lines if text[start:stop].strip()]

    assert words(spans._breaks_narrow(text, first, rest)) == words(spans._breaks_wide(text, first, rest))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("王小明的妹妹", 5, ["王小", "明的", "妹妹"]),
        ("at 王小明 home", 7, ["at 王小", "明 home"]),
        ("a\nb", 9, ["a", "b"]),
        ("", 9, [""]),
    ],
)
def test_lines_end_where_a_reader_expects(text: str, width: int, lines: list[str]) -> None:
    assert [text[start:stop] for start, stop in breaks(text, width, width)] == lines


def test_matches_fold_case_and_accents() -> None:
    assert matches("Zoë and ZOE", ["zoe"]) == [(0, 3), (8, 11)]
    assert matches("Zoe\u0308 x", ["zoe"]) == [(0, 4)]
    assert matches("Straße", ["strasse"]) == [(0, 6)]
    assert matches("abab", ["ab", "ba"]) == [(0, 4)]
    assert matches("abc", ["", "x"]) == []


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_marking_changes_no_text(text: str, words: list[str]) -> None:
    pieces = list(marked((StyledText(text[:7], "person"), StyledText(text[7:])), words))
    assert "".join(span.text for span, _ in pieces) == text


def test_a_match_runs_across_spans() -> None:
    found = list(marked((StyledText("night ", "note"), StyledText("crew")), ["ht cr"]))
    assert found == [
        (StyledText("nig", "note"), False),
        (StyledText("ht ", "note"), True),
        (StyledText("cr"), True),
        (StyledText("ew"), False),
    ]


def test_a_line_needs_nothing() -> None:
    assert RowLine() == RowLine((), (), 0)
