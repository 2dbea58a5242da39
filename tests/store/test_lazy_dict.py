from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.store import LazyDict

_KEYS = st.sampled_from("abcd")
_STEPS = st.lists(st.tuples(st.sampled_from(["get", "set", "setdefault", "pop"]), _KEYS, st.integers()))


@given(first=st.dictionaries(_KEYS, st.integers()), steps=_STEPS)
def test_a_lazy_dictionary_is_like_one_whose_values_are_made_already(
    first: dict[str, int], steps: list[tuple[str, str, int]]
) -> None:
    made: list[int] = []

    def make(number: int) -> str:
        made.append(number)
        return str(number)

    lazy, plain = LazyDict(dict(first), make), {key: str(number) for key, number in first.items()}
    for step, key, number in steps:
        if step == "set":
            lazy[key] = plain[key] = str(number)
        elif step == "setdefault":
            assert lazy.setdefault(key, str(number)) == plain.setdefault(key, str(number))
        elif step == "pop":
            assert lazy.pop(key, None) == plain.pop(key, None)
        else:
            assert lazy.get(key) == plain.get(key)
        assert (len(lazy), list(lazy), bool(lazy), key in lazy) == (len(plain), list(plain), bool(plain), key in plain)
    assert len(made) <= len(steps)
    assert (list(lazy.values()), list(lazy.items())) == (list(plain.values()), list(plain.items()))
    assert lazy == plain


def test_a_value_is_made_once_when_it_is_read() -> None:
    lazy = LazyDict({"a": 1}, lambda number: [number])
    assert (len(lazy), lazy.unmade("a")) == (1, 1)
    assert lazy["a"] is lazy["a"]
    assert lazy.unmade("a") is None
