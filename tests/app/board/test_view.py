from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.app.board.widget.columns import BoardColumn
from rapport_tui.app.board.widget.viewport import Viewport
from tests.app.board.boards import STAGES, column, numbered, small


def looking_at(columns: tuple[BoardColumn, ...], width: int = 120, height: int = 30) -> Viewport:
    """Return a view of `columns` in three-line cards."""
    view = Viewport()
    view.show(columns)
    view.resize(width, height, "cards")
    return view


def at(view: Viewport) -> str | None:
    """Return the uid under the cursor."""
    return view.card.uid if view.card is not None else None


def test_the_cursor_begins_at_the_first_card() -> None:
    assert at(looking_at(small())) == "Ann"
    empty = looking_at(())
    assert (empty.card, empty.stage) == (None, "")


def test_walking_keeps_the_height_on_the_screen() -> None:
    view = looking_at((numbered("stranger", "s", 50), numbered("ally", "a", 50), column("mentor", "M")))
    view.place(0, 40)
    top = view.tops[0]
    view.walk(1)
    assert at(view) == f"a{40 - top}"
    view.walk(1)
    assert at(view) == "M"


def test_an_empty_column_holds_the_cursor() -> None:
    view = looking_at(small())
    view.place(3, 5)
    assert (view.card, view.stage, view.row) == (None, "mentor", 0)
    view.step(1)
    view.walk(1)
    assert at(view) == "Gus"


def test_the_cursor_follows_its_card() -> None:
    view = looking_at(small())
    view.go_to("Eve")
    view.show((column("stranger", "Eve", "Ann"), *small()[2:]))
    assert (at(view), view.column, view.row) == ("Eve", 0, 0)


def test_the_cursor_stays_in_place_when_its_card_goes() -> None:
    view = looking_at(small())
    view.go_to("Bob")
    view.show((column("stranger", "Ann", "Cem"), *small()[1:]))
    assert at(view) == "Cem"
    view.show((column("stranger", "Ann"), *small()[1:]))
    assert at(view) == "Ann"


def test_scroll_and_selection_stay_with_their_stages_and_cards() -> None:
    ally = numbered("ally", "a", 40)
    view = looking_at((column("stranger", "Ann", "Bob"), ally))
    view.scroll(1, 12)
    view.toggle()
    view.show((ally, column("stranger", "Ann", "Bob")))
    assert view.tops == (12, 0)
    assert view.selected == {"Ann"}
    view.show((ally, column("stranger", "Bob")))
    assert view.selected == frozenset()


def test_a_range_grows_from_where_it_began() -> None:
    view = looking_at((numbered("stranger", "s", 9), column("ally", "A", "B")))
    view.place(0, 2)
    view.extend_to(0, 4)
    assert view.selected == {"s2", "s3", "s4"}
    view.extend_to(0, 1)
    assert view.selected == {"s1", "s2", "s3", "s4"}
    view.extend_to(1, 1)
    assert view.selected == {"s1", "s2", "s3", "s4", "B"}


def test_selected_cards_move_with_one_of_them_and_not_with_others() -> None:
    view = looking_at(small())
    for uid in ("Eve", "Ann"):
        view.go_to(uid)
        view.toggle()
    assert view.carried("Ann") == ("Ann", "Eve")
    assert view.carried("Bob") == ("Bob",)
    plan = view.promoted(1)
    assert plan is not None
    assert (plan.uids, plan.stage, plan.before) == (("Ann", "Eve"), "acquaintance", "Dana")


def test_a_rung_is_moved_at_the_same_height() -> None:
    view = looking_at(small())
    view.go_to("Bob")
    plan = view.promoted(1)
    assert plan is not None
    assert (plan.uids, plan.stage, plan.before) == (("Bob",), "acquaintance", "Eve")
    assert view.promoted(-1) is None


def test_a_card_lands_behind_the_last_of_a_shorter_column() -> None:
    view = looking_at((column("stranger", "Ann", "Bob", "Cem", "Dan"), column("ally", "Eve", "Fay"), column("mentor")))
    landed = []
    for uid in ("Ann", "Bob", "Cem", "Dan"):
        view.go_to(uid)
        plan = view.promoted(1)
        assert plan is not None
        landed.append(plan.before)
    assert landed == ["Eve", "Fay", None, None]


def test_a_card_lands_at_its_height_in_a_scrolled_column() -> None:
    view = looking_at((numbered("stranger", "s", 50), numbered("ally", "a", 40)))
    view.place(0, 20)
    height = 20 - view.tops[0]
    assert 0 < height < 20
    view.scroll(1, 7)
    plan = view.promoted(1)
    assert plan is not None
    assert plan.before == f"a{7 + height}"


def test_shifting_passes_one_card() -> None:
    view = looking_at(small())
    down = view.shifted(1)
    assert down is not None
    assert down.before == "Cem"
    view.go_to("Cem")
    up, end = view.shifted(-1), view.shifted(1)
    assert up is not None
    assert end is not None
    assert (up.before, end.before) == ("Bob", None)


@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=5),
    st.integers(10, 200),
    st.integers(4, 50),
    st.lists(st.tuples(st.sampled_from(["walk", "step", "scroll", "slide"]), st.integers(-30, 30)), max_size=20),
)
def test_the_view_stays_sound_whatever_is_done(
    counts: list[int], width: int, height: int, steps: list[tuple[str, int]]
) -> None:
    columns = tuple(numbered(stage, stage, count) for stage, count in zip(STAGES, counts, strict=False))
    view = looking_at(columns, width, height)
    for action, amount in steps:
        if action == "scroll":
            view.scroll(view.column, amount)
        elif action == "slide":
            view.slide(amount)
        else:
            (view.walk if action == "walk" else view.step)(amount)
            assert view.layout.span(view.column) is not None
            top = view.tops[view.column]
            assert top <= view.row < top + view.layout.page
        assert 0 <= view.column < len(columns)
        assert all(0 <= top <= max(0, count) for top, count in zip(view.tops, view.counts, strict=True))
        assert (view.card is None) == (view.counts[view.column] == 0)
