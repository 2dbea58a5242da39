from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.model.manual_order import merged, placing

LINE = tuple("abcdefgh")


def shown(line: list[str], ranks: dict[str, float]) -> list[str]:
    return merged([uid for uid in line if uid not in ranks], sorted((rank, uid) for uid, rank in ranks.items()))


def test_who_was_put_somewhere_stays_there_while_others_come_and_go() -> None:
    assert merged("abc", [(0.5, "X"), (2.5, "Y")]) == ["X", "a", "b", "Y", "c"]
    assert merged("nab", [(0.5, "X"), (2.5, "Y")]) == ["X", "n", "a", "Y", "b"]
    assert merged("a", [(2.5, "Y"), (7.0, "Z")]) == ["a", "Y", "Z"]


def test_a_drop_deep_in_a_long_line_writes_one_rank() -> None:
    line = [f"p{number}" for number in range(20_000)]
    ranks = {"p3": 0.5, "p9": 12_000.5}
    wanted = [uid for uid in shown(line, ranks) if uid != "p77"]
    wanted.insert(15_000, "p77")
    assert set(placing(wanted, ranks, {"p77"})) == {"p77", "p9"}
    wanted = [uid for uid in shown(line, ranks) if uid != "p9"]
    wanted.insert(15_000, "p9")
    assert set(placing(wanted, ranks, {"p9"})) == {"p9"}


@given(
    st.lists(st.tuples(st.permutations(LINE), st.integers(1, 3), st.integers(0, len(LINE)), st.booleans()), max_size=30)
)
def test_every_drop_lands_where_it_was_let_go_and_moves_nobody_else(
    drops: list[tuple[list[str], int, int, bool]],
) -> None:
    line, ranks = list(LINE), dict[str, float]()
    for chosen, count, at, is_reordered in drops:
        moved = chosen[:count]
        rest = [uid for uid in shown(line, ranks) if uid not in moved]
        wanted = [*rest[:at], *moved, *rest[at:]]
        ranks |= placing(wanted, ranks, set(moved))
        assert shown(line, ranks) == wanted
        if is_reordered:
            line = line[::-1]


@given(st.integers(2, 400))
def test_a_gap_holds_any_number_of_drops(count: int) -> None:
    ranks = {"a": 0.5, "b": 0.6}
    for number in range(count):
        moved = "ab"[number % 2]
        wanted = sorted(ranks, key=lambda uid: uid != moved)
        ranks |= placing(wanted, ranks, {moved})
        assert shown(["x"], ranks) == [*wanted, "x"]


def test_a_rank_beyond_the_end_is_kept_when_somebody_is_put_behind_it() -> None:
    assert set(placing(["a", "Y", "Z"], {"Y": 7.5}, {"Z"})) == {"Z"}


def test_ranks_too_close_together_are_left_alone_until_one_comes_between_them() -> None:
    close = {"a": 0.5, "b": 0.5 + 1e-12}
    assert set(placing(["a", "b", "x", "c"], close, {"c"})) == {"c"}
    spread = placing(["a", "c", "b", "x"], close, {"c"})
    assert spread == {"a": 0.25, "c": 0.5, "b": 0.75}
