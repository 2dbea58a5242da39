from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.app.board.widget.geometry import Deck, Density, DropTarget, HitResult, fitting, lay_out, thumb

DECKS = tuple(Deck(count) for count in (3, 40, 0, 1, 2))


@pytest.mark.parametrize(
    ("width", "shown"), [(200, 5), (120, 5), (100, 5), (99, 4), (80, 3), (66, 3), (61, 2), (60, 1), (22, 1), (9, 1)]
)
def test_as_many_columns_as_fit(width: int, shown: int) -> None:
    assert fitting(width, 5) == shown


@given(
    st.integers(8, 250),
    st.integers(1, 80),
    st.integers(1, 9),
    st.sampled_from(["cards", "rows"]),
    st.integers(-3, 12),
)
def test_columns_fill_the_width_without_gaps(width: int, height: int, total: int, density: Density, first: int) -> None:
    layout = lay_out(width, height, total, density, first)
    assert layout.spans[0].x == 0
    assert sum(span.width for span in layout.spans) == width
    assert [span.column for span in layout.spans] == list(range(layout.first, layout.last + 1))
    assert 0 <= layout.first <= layout.last < total
    widths = {span.width for span in layout.spans}
    assert max(widths) - min(widths) <= 1
    assert 1 <= layout.body <= height


def test_no_width_is_no_columns() -> None:
    assert lay_out(0, 20, 5, "cards").spans == ()
    assert lay_out(120, 0, 5, "cards").spans == ()
    assert lay_out(120, 20, 0, "cards").spans == ()


def test_the_header_gives_way_on_a_low_board() -> None:
    assert lay_out(120, 30, 5, "cards").header == ("title", "hint", "rule")
    assert lay_out(80, 30, 5, "cards").header == ("neighbours", "title", "hint", "rule")
    assert lay_out(120, 8, 5, "cards").header == ("title", "rule")
    assert lay_out(120, 5, 5, "cards").header == ("title",)


def test_what_is_under_the_pointer() -> None:
    layout = lay_out(100, 30, 5, "cards")
    assert layout.hit(0, 0, DECKS) == HitResult("header", 0)
    assert layout.hit(25, 2, DECKS) == HitResult("header", 1)
    assert layout.hit(5, 3, DECKS) == HitResult("card", 0, 0, 0, 3)
    assert layout.hit(5, 6, DECKS) == HitResult("gap", 0, 0, 3, 3)
    assert layout.hit(5, 8, DECKS) == HitResult("card", 0, 1, 1, 3)
    assert layout.hit(25, 3, [Deck(3), Deck(40, 7)]) == HitResult("card", 1, 7, 0, 3)
    assert layout.hit(5, 20, DECKS) == HitResult("below", 0, 3)
    assert layout.hit(45, 5, DECKS) == HitResult("below", 2, 0)
    assert layout.hit(100, 5, DECKS) is None
    assert layout.hit(-1, 5, DECKS) is None


def test_the_neighbours_are_at_either_half_of_their_line() -> None:
    layout = lay_out(60, 20, 5, "cards", first=2)
    assert layout.hit(3, 0, DECKS) == HitResult("neighbour", 1)
    assert layout.hit(55, 0, DECKS) == HitResult("neighbour", 3)
    assert layout.drop(3, 0, DECKS) == DropTarget(1, 0)


@pytest.mark.parametrize(
    ("y", "index"), [(0, 0), (2, 0), (3, 0), (4, 0), (5, 1), (6, 1), (7, 1), (8, 1), (9, 2), (14, 3), (29, 3)]
)
def test_the_middle_of_a_card_decides_where_a_drop_lies(y: int, index: int) -> None:
    assert lay_out(100, 30, 5, "cards").drop(5, y, DECKS) == DropTarget(0, index)


def test_a_drop_over_a_row_lies_in_front_of_it() -> None:
    layout = lay_out(100, 30, 5, "rows")
    assert [layout.drop(5, y, DECKS) for y in (3, 4, 5, 6, 20)] == [
        DropTarget(0, 0),
        DropTarget(0, 1),
        DropTarget(0, 2),
        DropTarget(0, 3),
        DropTarget(0, 3),
    ]


@given(st.sampled_from(["cards", "rows"]), st.integers(4, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_card_is_brought_into_sight(density: Density, height: int, count: int, index: int) -> None:
    layout = lay_out(120, height, 5, density)
    index = min(index, max(0, count - 1))
    top = layout.showing(index, Deck(count, 7))
    assert 0 <= top <= index < top + layout.page
    assert layout.showing(index, Deck(count, top)) == top


@given(st.sampled_from(["cards", "rows"]), st.integers(8, 60), st.integers(1, 90))
def test_the_end_of_a_column_can_be_dropped_on(density: Density, height: int, count: int) -> None:
    layout = lay_out(100, height, 5, density)
    top = layout.scrolled(Deck(count), count)
    drops = {layout.drop(5, y, [Deck(count, top)] * 5) for y in range(height)}
    assert DropTarget(0, count) in drops
    assert layout.body - 1 <= layout.mark_line(count, Deck(count, top)) < height


def test_the_mark_of_a_drop_lies_between_two_cards() -> None:
    cards, rows = lay_out(100, 30, 5, "cards"), lay_out(100, 30, 5, "rows")
    assert (cards.mark_line(0, Deck(9, 0)), cards.mark_line(1, Deck(9, 0)), cards.mark_line(9, Deck(9, 8))) == (2, 6, 6)
    assert (rows.mark_line(0, Deck(9, 0)), rows.mark_line(1, Deck(9, 0)), rows.mark_line(9, Deck(9, 8))) == (3, 4, 4)
    assert cards.mark_line(0, Deck(9, 8)) == 2


def test_the_sides_slide_only_where_there_is_more() -> None:
    middle, left = lay_out(60, 20, 5, "cards", 2), lay_out(60, 20, 5, "cards", 0)
    assert [middle.side(x) for x in (0, 1, 2, 57, 58, 59)] == [-1, -1, 0, 0, 1, 1]
    assert [left.side(0), left.side(59)] == [0, 1]
    assert [lay_out(120, 20, 5, "cards").side(x) for x in (0, 119)] == [0, 0]


def test_the_scroll_mark_tells_how_far_and_how_much() -> None:
    assert thumb(20, 5, 5, 0) == range(0)
    assert thumb(20, 5, 10, 0) == range(10)
    assert thumb(20, 5, 10, 5) == range(10, 20)
    assert thumb(20, 5, 20_000, 9_998) == range(10, 11)
    assert thumb(20, 5, 20_000, 19_995) == range(19, 20)
