"""Test which move is suggested for a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.model.records import KINDS, STAGES, Entry, Kind, Note, Stage
from rapport_tui.playbook.languages import load_playbook
from rapport_tui.playbook.suggestions import suggest_move, suggest_rung
from tests.playbook.samples import note, person

PLAYBOOK = load_playbook()
SEP, OCT, NOV = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
THREAD = note("ask", "how is Lisbon", "tom")
LIKES = note("likes", "night trains", "tom")
WIN = note("win", "shipped it")
GOAL = note("goal", "lead a team")
STRUGGLE = note("struggle", "I froze")
QUESTION = note("question", "one number or a range")


def suggested(stage: Stage, *notes: Note, recent: Mapping[str, date] | None = None) -> tuple[str, str]:
    move, why = suggest_move(person(stage=stage), PLAYBOOK, recent or {}, notes)
    return move.id, why


def test_an_open_thread_is_the_best_reason_to_say_hi_again() -> None:
    assert suggested("acquaintance", LIKES, THREAD) == ("hi-again", "you wanted to ask: how is Lisbon")


def test_the_move_made_last_is_not_proposed_again() -> None:
    move, why = suggested("acquaintance", LIKES, THREAD, recent={"hi-again": NOV, "made-me-think": OCT})
    assert (move, why) == ("made-me-think", "they like night trains")


def test_a_thread_that_is_done_or_with_another_is_no_reason() -> None:
    done = note("ask", "the old job", "tom", done=NOV)
    others = note("ask", "the new flat", "priya")
    assert suggested("acquaintance", done, others) == ("back-channel", "a kind word needs no occasion")


@pytest.mark.parametrize(
    ("recent", "expected"),
    [
        ({}, "ask-input"),
        ({"ask-input": SEP}, "ask-advice"),
        ({"ask-input": SEP, "ask-advice": OCT}, "ask-story"),
        ({"ask-advice": SEP, "ask-story": OCT}, "ask-involvement"),
        ({"ask-involvement": NOV, "ask-input": SEP}, "ask-input"),
    ],
)
def test_asks_take_turns(recent: dict[str, date], expected: str) -> None:
    known = (QUESTION, note("expert", "maps", "tom"), note("project", "the trial"))
    fresh = tuple(
        Note(uid=one.uid, kind=one.kind, text=one.text, people=one.people, made=date(2026, 11, 20)) for one in known
    )
    assert suggested("ally", *fresh, recent=recent)[0] == expected


def test_an_ally_with_a_thread_and_nothing_to_ask_for_gets_a_hi() -> None:
    assert suggested("ally", THREAD)[0] == "hi-again"
    assert suggested("ally", THREAD, recent={"hi-again": NOV})[0] == "ask-input"


@pytest.mark.parametrize("stage", ["mentor", "sponsor"])
def test_goals_then_progress_then_struggles(stage: Stage) -> None:
    assert suggested(stage, WIN, GOAL, STRUGGLE)[0] == "share-goals"
    assert suggested(stage, WIN, GOAL, STRUGGLE, recent={"share-goals": OCT}) == (
        "share-progress",
        "you have good news: shipped it",
    )
    assert suggested(stage, WIN, STRUGGLE, recent={"share-goals": SEP, "share-progress": OCT})[0] == "share-struggles"
    assert suggested(stage, WIN)[0] == "share-progress"


def test_what_they_have_heard_is_no_news() -> None:
    heard = {"share-progress": date(2026, 11, 15), "share-goals": date(2026, 11, 20)}
    assert suggested("mentor", WIN, STRUGGLE, recent=heard)[0] == "share-struggles"
    newer = note("win", "and shipped the rest", made=date(2026, 11, 21))
    assert suggested("mentor", WIN, newer, STRUGGLE, recent=heard)[1] == "you have good news: and shipped the rest"


def test_a_stranger_gets_a_first_hello() -> None:
    assert suggested("stranger") == ("first-hello", "you haven’t spoken yet")


def talk(day: date) -> Entry:
    return Entry(uid=f"e{day}", day=day, text="@tom", people=("tom",))


@pytest.mark.parametrize(("talks", "rung"), [(1, "stranger"), (2, "stranger"), (3, "ally"), (4, "stranger")])
def test_the_third_talk_with_an_acquaintance_suggests_an_ally(talks: int, rung: Stage) -> None:
    since = date(2026, 11, 10)
    entries = [talk(date(2026, 11, 9)), *(talk(date(2026, 11, 10 + number)) for number in range(talks))]
    why = "you talk each time you meet" if rung == "ally" else ""
    assert suggest_rung(person(stage="acquaintance", since=since), entries[-1], entries, ()) == (rung, why)
    assert suggest_rung(person(stage="stranger", since=since), entries[-1], entries, ()) == ("stranger", "")


@pytest.mark.parametrize(
    ("stage", "kind", "rung"),
    [
        ("ally", "advice", "mentor"),
        ("ally", "door", "stranger"),
        ("mentor", "door", "sponsor"),
        ("mentor", "advice", "stranger"),
        ("acquaintance", "door", "stranger"),
        ("sponsor", "door", "stranger"),
    ],
)
def test_the_first_advice_and_the_first_door_suggest_a_rung(stage: Stage, kind: Kind, rung: Stage) -> None:
    told = talk(NOV)
    first = note(kind, "a thing", "tom", entry=told.uid)
    assert suggest_rung(person(stage=stage), told, [told], [first])[0] == rung
    assert suggest_rung(person(stage=stage), told, [told], [first, note(kind, "before", "tom")])[0] == "stranger"


NOTES = st.lists(
    st.builds(
        lambda kind, text, mine: note(kind, text, *([] if mine else ["tom"])),
        st.sampled_from(KINDS),
        st.text(min_size=1),
        st.booleans(),
    ),
    max_size=6,
)
RECENT = st.dictionaries(
    st.sampled_from(sorted(PLAYBOOK.move_ids)), st.dates(date(2026, 1, 1), date(2026, 11, 22)), max_size=6
)


@given(st.sampled_from(STAGES), NOTES, RECENT)
def test_there_is_always_a_move_with_a_reason(stage: Stage, notes: list[Note], recent: dict[str, date]) -> None:
    move, why = suggest_move(person(stage=stage), PLAYBOOK, recent, notes)
    assert move in PLAYBOOK.moves_for(stage) or move.id == "hi-again"
    assert why
    if recent:
        assert move.id != max(recent, key=lambda move_id: recent[move_id])
