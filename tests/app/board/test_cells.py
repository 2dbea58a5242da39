from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from rapport_tui.app.board.widget.cells import fit, fold_lines, pad, printable


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("Priya Nair", 10, "Priya Nair"),
        ("Priya Nair", 9, "Priya Na…"),
        ("Priya Nair", 7, "Priya…"),
        ("Design · Berlin", 10, "Design…"),
        ("王小明", 6, "王小明"),
        ("王小明", 5, "王小…"),
        ("王小明", 4, "王…"),
        ("👩‍💻 Ada", 6, "👩‍💻 Ada"),
        ("👩‍💻👩‍💻", 3, "👩‍💻…"),
        ("👩‍💻👩‍💻", 2, "…"),
        ("Rene\u0301e", 4, "Ren…"),
        ("Rene\u0301e", 5, "Rene\u0301e"),
        ("Rene\u0301es", 5, "Rene\u0301…"),
        ("🇩🇪🇫🇷", 3, "🇩🇪…"),
        ("🇩🇪🇫🇷x", 4, "🇩🇪…"),
        ("anything", 0, ""),
        ("[bold]x[/", 20, "[bold]x[/"),
    ],
)
def test_a_text_is_cut_between_what_a_reader_sees(text: str, width: int, cut: str) -> None:
    assert fit(text, width) == cut


@given(st.text(max_size=60), st.integers(0, 40))
def test_any_text_fits_and_pads_to_the_cell(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) <= width
    padded = pad(text, width)
    assert cell_len(padded) == width
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in padded)


def test_nothing_that_controls_a_terminal_is_kept() -> None:
    assert printable("a\x1b[31mb\x07\x9b2J\u202ec\u2066d\ud800") == "a[31mb2Jcd"
    assert printable("two\nlines\tand a tab") == "two lines and a tab"


@pytest.mark.parametrize("name", ["محمد علي", "שלום כהן"])
def test_right_to_left_stays_within_its_cells(name: str) -> None:
    assert pad(name, 12) == f"\u2068{name}\u2069" + " " * (12 - len(name))
    cut = fit(name, 5)
    assert (cut[0], cut[-2:]) == ("\u2068", "…\u2069")


def test_a_sentence_is_folded_after_its_dash() -> None:
    text = "nobody yet — drag a card here"
    assert fold_lines(text, 40) == [text]
    assert fold_lines(text, 18) == ["nobody yet —", "drag a card here"]
    assert fold_lines(text, 12) == ["nobody yet —", "drag a card", "here"]
    assert fold_lines("unbelievable", 6) == ["unbel…"]


def test_joiners_stay_where_they_join_pictures() -> None:
    for text in ("👩‍💻", "👨‍👩‍👧‍👦", "👩🏽‍🚀", "🏳️‍🌈", "🤷‍♀️"):
        assert printable(text) == text
    assert printable("Rene\u200d") == "Rene"
    assert printable("\u200dRe\u200dne\u200d 👩\u200d x") == "Rene 👩 x"
