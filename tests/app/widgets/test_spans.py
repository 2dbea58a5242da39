from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from rapport_tui.app.widgets.styled_text import (
    RowLine,
    StyledText,
    cut_spans,
    laid_out,
    marked,
    matches,
    text_of,
    width_of,
)
from rapport_tui.terminal_text import cut

TEXTS = st.text(st.sampled_from("ab é王—\u0301👩\u200d💻م ß\n"), max_size=60)


@pytest.mark.parametrize(
    ("text", "cells"),
    [("👩\u200d💻", 2), ("❤️\u200d🔥", 2), ("a\u200d王", 3), ("\u200d\u200da王", 3), ("👩\u200da", 3), ("ක්\u200dය", 2)],
)
def test_a_joiner_joins_emoji_only(text: str, cells: int) -> None:
    assert cell_len(text_of([StyledText(text)])) == cells
    assert len(text_of([StyledText(text)])) == len(text)


@given(st.lists(TEXTS, max_size=4), st.integers(0, 40))
def test_fitted_spans_are_the_cut_of_their_text(texts: list[str], width: int) -> None:
    line = tuple(StyledText(text, "person") for text in texts)
    fitted = cut_spans(line, width)
    assert width_of(fitted) <= width
    assert text_of(fitted) == cut("".join(texts), width)


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


@pytest.mark.parametrize("wrap", [False, True])
def test_a_right_to_left_name_is_isolated_from_its_line(wrap: bool) -> None:
    line = RowLine((StyledText("محمد  ", "person"), StyledText("ally")), (StyledText("3d"),))
    (painted,) = laid_out(line, 20, wrap=wrap)
    assert [span.text for span in painted] == ["\u2068محمد\u2069  ", "ally", " " * 8, "3d"]
