from __future__ import annotations

import pytest

from rapport_tui.app.board.widget.drag import Drag, EdgeScroll
from rapport_tui.app.board.widget.geometry import Deck, DropTarget, Layout, lay_out

DECKS = tuple(Deck(count) for count in (3, 40, 0, 1, 2))


def carried(layout: Layout, x: int, y: int) -> Drag:
    """Return a drag from the first card that has come to `x`, `y`."""
    drag = Drag("Ann", ("Ann",), (5, 4))
    drag.move(15, 14)
    drag.move(x, y)
    drag.aim(layout, DECKS)
    return drag


def ticks(drag: Drag, layout: Layout, count: int) -> list[EdgeScroll]:
    """Return what `count` ticks ask for."""
    return [scroll for _ in range(count) if (scroll := drag.tick(layout)) is not None]


@pytest.mark.parametrize(("place", "lifted"), [((6, 4), False), ((6, 5), False), ((7, 4), True), ((5, 2), True)])
def test_cards_are_lifted_two_cells_away(place: tuple[int, int], lifted: bool) -> None:
    drag = Drag("Ann", ("Ann",), (5, 4))
    assert drag.move(*place) is lifted


def test_lifted_cards_stay_lifted_back_at_the_start() -> None:
    drag = Drag("Ann", ("Ann",), (5, 4))
    drag.move(15, 4)
    assert drag.move(5, 4)


def test_pressed_cards_have_no_target() -> None:
    drag = Drag("Ann", ("Ann",), (5, 4))
    drag.move(6, 4)
    drag.aim(lay_out(100, 30, 5, "cards"), DECKS)
    assert drag.target is None


def test_above_is_the_top_below_the_end_and_beside_is_nowhere() -> None:
    layout = lay_out(100, 30, 5, "cards")
    assert carried(layout, 5, -3).target == DropTarget(0, 0)
    assert carried(layout, 5, 90).target == DropTarget(0, 3)
    assert carried(layout, 101, 9).target is None
    assert carried(layout, -1, 9).target is None


def test_a_resting_pointer_scrolls_at_the_ends_of_a_column() -> None:
    layout = lay_out(100, 30, 5, "cards")
    assert ticks(carried(layout, 25, 29), layout, 4) == [EdgeScroll(1, cards=1)] * 2
    assert ticks(carried(layout, 25, 3), layout, 4) == [EdgeScroll(1, cards=-1)] * 2
    assert ticks(carried(layout, 25, 15), layout, 4) == []
    rows = lay_out(100, 30, 5, "rows")
    assert ticks(carried(rows, 25, 29), rows, 3) == [EdgeScroll(1, cards=1)] * 3


def test_it_scrolls_faster_the_longer_it_rests() -> None:
    layout = lay_out(100, 30, 5, "rows")
    drag = carried(layout, 25, 29)
    steps = [scroll.cards for scroll in ticks(drag, layout, 400)]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (1, 8)
    drag.move(25, 15)
    assert drag.tick(layout) is None
    drag.move(25, 29)
    assert drag.tick(layout) == EdgeScroll(1, cards=1)


def test_a_resting_pointer_slides_at_the_sides_after_a_moment() -> None:
    layout = lay_out(60, 20, 5, "cards", 1)
    drag = carried(layout, 59, 10)
    assert ticks(drag, layout, 4) == []
    assert ticks(drag, layout, 9) == [EdgeScroll(1, columns=1)] * 2


def test_the_ghost_stays_on_the_board() -> None:
    layout = lay_out(100, 30, 5, "cards")
    assert carried(layout, 30, 10).ghost(layout, None) == (31, 11, 24, 2)
    assert carried(layout, 99, 10).ghost(layout, None) == (76, 11, 24, 2)
    assert carried(layout, 30, 29).ghost(layout, None) == (31, 27, 24, 2)
    assert carried(layout, -9, -9).ghost(layout, None) == (0, 0, 24, 2)


def test_the_ghost_leaves_the_mark_free() -> None:
    layout = lay_out(100, 30, 5, "cards")
    assert carried(layout, 30, 10).ghost(layout, 11) == (31, 12, 24, 2)
    assert carried(layout, 30, 10).ghost(layout, 9) == (31, 11, 24, 2)
    assert carried(layout, 30, 29).ghost(layout, 28) == (31, 26, 24, 2)
