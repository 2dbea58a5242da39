from __future__ import annotations

import pytest

from rapport_tui.app.board.widget.columns import BoardCard, in_order, landing, rearranged
from tests.app.board.boards import names, small


@pytest.mark.parametrize(
    ("uids", "stage", "before", "expected"),
    [
        (["Ann"], "acquaintance", "Eve", [["Bob", "Cem"], ["Dana", "Ann", "Eve"], ["Fay"], [], ["Gus", "Hal"]]),
        (["Ann"], "mentor", None, [["Bob", "Cem"], ["Dana", "Eve"], ["Fay"], ["Ann"], ["Gus", "Hal"]]),
        (["Ann"], "stranger", None, [["Bob", "Cem", "Ann"], ["Dana", "Eve"], ["Fay"], [], ["Gus", "Hal"]]),
        (["Cem"], "stranger", "Ann", [["Cem", "Ann", "Bob"], ["Dana", "Eve"], ["Fay"], [], ["Gus", "Hal"]]),
        (["Ann", "Eve"], "ally", "Fay", [["Bob", "Cem"], ["Dana"], ["Ann", "Eve", "Fay"], [], ["Gus", "Hal"]]),
        (["Ann"], "ally", "gone", [["Bob", "Cem"], ["Dana", "Eve"], ["Fay", "Ann"], [], ["Gus", "Hal"]]),
    ],
)
def test_cards_come_to_lie_together(uids: list[str], stage: str, before: str | None, expected: list[list[str]]) -> None:
    for guess in [(0, 0), (1, 1), (4, 9), (9, 0)]:
        new = rearranged(small(), uids, stage, before, guess)
        assert new is not None
        columns, (column, row) = new
        assert names(columns) == expected
        assert names(columns)[column][row] == uids[0]


@pytest.mark.parametrize(
    ("uids", "stage", "before"),
    [
        (["Ann"], "stranger", "Bob"),
        (["Cem"], "stranger", None),
        (["Ann", "Bob"], "stranger", "Cem"),
        (["nobody"], "ally", None),
        (["Ann"], "no such stage", None),
        ([], "ally", None),
    ],
)
def test_a_move_to_where_the_cards_lie_is_none(uids: list[str], stage: str, before: str | None) -> None:
    assert rearranged(small(), uids, stage, before) is None


def test_untouched_columns_stay_the_same_objects() -> None:
    columns = small()
    new = rearranged(columns, ["Ann"], "ally", None)
    assert new is not None
    moved, _ = new
    assert [now is before for now, before in zip(moved, columns, strict=True)] == [False, True, False, True, True]


def test_a_landing_passes_over_the_cards_that_move() -> None:
    stranger = small()[0]
    assert landing(stranger, 0, {"Ann"}) == "Bob"
    assert landing(stranger, 1, set()) == "Bob"
    assert landing(stranger, 2, {"Cem"}) is None
    assert landing(stranger, -4, set()) == "Ann"


def test_the_order_is_that_of_the_board() -> None:
    assert in_order(small(), {"Hal", "Ann", "gone", "Eve"}) == ("Ann", "Eve", "Hal")


def test_only_a_mark_of_a_kind_has_a_sign() -> None:
    assert BoardCard("a", "Ann", mark="? the new flat", mark_kind="ask").sign == "?"
    assert BoardCard("a", "Ann", mark="invite them in").sign == ""
