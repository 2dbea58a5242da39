from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from rapport_tui import terminal_text
from rapport_tui.terminal_text import breaks, cell_width, cut, isolated, one_line, pad, printable, wrap

TEXTS = st.text(st.sampled_from("ab é王—\u0301👩\u200d💻م ß\n"), max_size=60)
PLAIN = st.text(st.sampled_from("abcde  é—→"), max_size=80)


def _widest(text: str) -> int:
    return max((cells for line in text.split("\n") for _, _, cells in split_graphemes(line)[0]), default=0)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
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
def test_a_text_is_cut_between_what_a_reader_sees(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown


@given(st.text(max_size=60), st.integers(0, 40))
def test_any_text_fits_and_pads_to_the_cell(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) <= width
    padded = pad(text, width)
    assert cell_len(padded) == width
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in padded)


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


def test_padding_counts_cells() -> None:
    assert pad("王", 4) == "王  "
    assert pad("abcdef", 4) == "abc…"


def test_nothing_painted_can_move_the_cursor_or_turn_the_line() -> None:
    assert cut("a\x1b[2Jb\u202ec\td\ud800", 40) == "a [2Jb c d "


@given(TEXTS, st.integers(1, 30), st.integers(1, 30))
def test_broken_lines_fit_and_lose_no_letter(text: str, first: int, rest: int) -> None:
    text = printable(text)
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

    assert words(terminal_text._breaks_narrow(text, first, rest)) == words(
        terminal_text._breaks_wide(text, first, rest)
    )


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


@given(st.text(max_size=60))
def test_a_text_keeps_its_length_and_is_harmless_once(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert printable(shown) == shown
    assert cell_width(shown) == cell_len(shown)


def test_nothing_that_controls_a_terminal_is_kept() -> None:
    assert one_line("a\x1b[31mb\x07\x9b2J\u202ec\u2066d\ud800") == "a [31mb  2J c d "
    assert one_line("two\nlines\tand a tab") == "two lines and a tab"
    assert printable("two\nlines") == "two\nlines"


def test_joiners_stay_where_they_join_pictures() -> None:
    for text in ("👩‍💻", "👨‍👩‍👧‍👦", "👩🏽‍🚀", "🏳️‍🌈", "🤷‍♀️"):
        assert printable(text) == text
    assert printable("Rene\u200d so\xadft") == "Rene\u2060 so\u2060ft"
    assert printable("\u200dRe\u200dne\u200d 👩\u200d x") == "\u2060Re\u2060ne\u2060 👩\u2060 x"


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c"])
def test_a_direction_mark_stays_in_a_name_and_is_isolated_with_it(mark: str) -> None:
    assert cut(f"A{mark}da", 20) == f"A{mark}da"
    assert isolated(f"A{mark}da") == f"\u2068A{mark}da\u2069"


@pytest.mark.parametrize("control", [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))])
def test_no_name_can_open_or_close_an_isolate_or_an_override(control: str) -> None:
    assert isolated(cut(f"م{control}م", 20)) == "\u2068م م\u2069"


@pytest.mark.parametrize("name", ["محمد علي", "שלום כהן", "Ada محمد"])
def test_right_to_left_is_isolated_within_its_cells(name: str) -> None:
    shown = isolated(pad(f" {name}", 12))
    assert shown == f" \u2068{name}\u2069" + " " * (11 - len(name))
    assert cell_len(shown) == 12
    shown = isolated(cut(name, 6))
    assert (shown[0], shown[-2:]) == ("\u2068", "…\u2069")


def test_left_to_right_is_not_isolated() -> None:
    for text in ("", "Ada", "Zoë", "王小明", "👩‍💻 Ada"):
        assert isolated(text) == text


def test_every_right_to_left_character_is_isolated() -> None:
    directed = [chr(code) for code in range(0x110000) if unicodedata.bidirectional(chr(code)) in ("R", "AL", "AN")]
    assert len(directed) > 1000
    assert not [char for char in directed if isolated(char) == char]


def test_wrapped_lines_fit() -> None:
    assert wrap("nobody yet — drag a card here", 18) == ["nobody yet — drag", "a card here"]


def test_plain_text_needs_no_rich() -> None:
    code = (
        "import sys; from rapport_tui.terminal_text import *; pad(cut('Tom' * 9, 5), 9); wrap('a b ' * 9, 5);"
        "sys.exit('rich' in sys.modules or 'textual' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_printable_character_is_replaced() -> None:
    text = "".join(filter(str.isprintable, map(chr, range(sys.maxunicode + 1))))
    assert not terminal_text.UNSAFE.search(text)
    assert not terminal_text._LOOSE.search(text)
