from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.capture.query_line import KEYS, STATES, Query, QueryError, matches, parse_query
from rapport_tui.capture.query_subject import QuerySubject
from rapport_tui.model.text import fold

MONDAY = date(2026, 11, 23)
UIDS = {"priya": ["p1"], "tom": ["t1", "t2"], "王 小明": ["x1"]}

ENTRY = QuerySubject(
    text=fold("Coffee with Zoë: how is Lisbon? see https://x.org at 10:30"),
    stages=frozenset({"ally"}),
    tags=frozenset({"berlin", "two words"}),
    topics=frozenset({"travel"}),
    people=frozenset({"p1", "t2"}),
    kinds=frozenset({"owe"}),
    states=frozenset({"open", "due"}),
    orgs=frozenset({"acme corp"}),
    moves=frozenset({"early-bird"}),
    day=date(2026, 11, 10),
)


def resolve(name: str) -> Iterable[str]:
    return UIDS.get(name, [])


def query(text: str) -> Query:
    return parse_query(text, today=MONDAY, order="dmy", resolve=resolve)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "zoe LISBON",
        '"how is lisbon"',
        "“How  is”",
        "https://x.org 10:30",
        "stage:ally",
        "Stage:Ally",
        "tag:Berlin",
        'tag:"two words"',
        "#travel",
        "#Travel",
        "with:priya",
        "with:@tom",
        "kind:owe",
        "is:open is:due",
        "org:acme",
        'org:"Acme Corp"',
        "move:early-bird",
        "since:2w",
        "since:2026-11-10",
        'since:"10 nov"',
        "since:9999y",
        "until:2026-11-10",
        "until:1w",
        "on:10.11.",
        "-porto",
        '-"how was"',
        "-#work",
        "-stage:mentor",
        "-is:drifting",
        "-with:nobody",
        "-on:yesterday",
        "coffee stage:ally #travel with:priya -porto since:1m",
    ],
)
def test_what_finds_the_entry(text: str) -> None:
    assert matches(query(text), ENTRY)


@pytest.mark.parametrize(
    "text",
    [
        "zoe porto",
        '"lisbon is"',
        "stage:mentor",
        "tag:ber",
        "#trav",
        "with:nobody",
        'with:"王 小明"',
        "kind:ask",
        "is:drifting",
        "is:archived",
        "org:beta",
        "move:hi-again",
        "since:1w",
        "until:2w until:2026-11-08",
        "on:today",
        "-lisbon",
        '-"how is"',
        "-#travel",
        "-with:priya",
        "-since:2w",
    ],
)
def test_what_does_not(text: str) -> None:
    assert not matches(query(text), ENTRY)


@pytest.mark.parametrize("text", ["since:1y", "until:today", "on:today"])
def test_without_a_day_no_day_fits(text: str) -> None:
    undated = QuerySubject(text="dana li")
    assert not matches(query(text), undated)
    assert matches(query(f"-{text}"), undated)


@pytest.mark.parametrize("state", ["archived", "inbox"])
def test_the_hidden_are_found_only_when_asked_for(state: str) -> None:
    hidden = QuerySubject(text="ruth", states=frozenset({state}))
    assert not matches(query(""), hidden)
    assert not matches(query("ruth"), hidden)
    assert not matches(query(f"-is:{state}"), hidden)
    assert matches(query(f"is:{state} ruth"), hidden)
    assert query(f"is:{state}").states == {state}
    assert not matches(query(f"is:{state}"), ENTRY)


@pytest.mark.parametrize(
    "unfinished",
    ["stage:", "with:", "is:", "since:", "-", "-stage:", "#", '"', '"how is', 'tag:"two', 'with:"Pri', '-"x', '""'],
)
def test_an_unfinished_term_is_as_if_it_were_not_there(unfinished: str) -> None:
    assert query(f"lisbon {unfinished}") == query("lisbon")
    assert query(unfinished).is_empty


@pytest.mark.parametrize("text", ["colour:red", "note:", "Stages:ally", "-foo:bar", 'foo:"b"'])
def test_an_unknown_key_names_the_known(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        query(text)
    assert all(f"{key}:" in str(caught.value) for key in KEYS)


@pytest.mark.parametrize(
    ("text", "named"),
    [("stage:friend", "mentor"), ("kind:secret", "advice"), ("is:lost", "drifting"), ("is:opened", "inbox")],
)
def test_an_unknown_value_names_the_known(text: str, named: str) -> None:
    with pytest.raises(QueryError, match=named):
        query(text)


@pytest.mark.parametrize("text", ["since:soon", "on:2w", "until:2026-02-30", "on:30/2"])
def test_a_day_that_is_none_is_said(text: str) -> None:
    with pytest.raises(QueryError, match="is not a date"):
        query(text)


def test_the_words_to_highlight() -> None:
    found = query('Zoë "How is" -porto stage:ally C:\\temp re:2 '.replace("re:2", "10:30"))
    assert found.words == ("zoe", "how is", "c:\\temp", "10:30")
    assert not found.is_empty
    assert not query("-porto").is_empty
    assert query("").is_empty


_PARTS = st.lists(
    st.sampled_from([*(f"{key}:" for key in KEYS), *STATES, *'"“”-#: ', "ally", "2w", "today", "lisbon", "x.org", "\n"])
    | st.text(max_size=3),
    max_size=12,
).map("".join)


@given(text=_PARTS)
def test_any_text_is_a_query_or_a_clear_error(text: str) -> None:
    try:
        found = query(text)
    except QueryError:
        return
    assert isinstance(matches(found, ENTRY), bool)
    assert all(found.words)


@given(words=st.lists(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=8), max_size=5))
def test_words_find_the_text_they_come_from(words: list[str]) -> None:
    line = " ".join(words)
    assert matches(query(line), QuerySubject(text=fold(line)))
    assert matches(query(f'"{line}"'), QuerySubject(text=fold(f"before {line} after")))
    if fold(line).strip():
        assert not matches(query(f'-"{line}"'), QuerySubject(text=fold(line)))
