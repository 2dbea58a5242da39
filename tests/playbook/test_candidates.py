"""Test the candidates that the journal has for a blank."""

from __future__ import annotations

from datetime import date

import pytest

from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Kind
from rapport_tui.playbook.blanks import HINTS
from rapport_tui.playbook.candidates import Facts, candidates
from tests.playbook.samples import TODAY, facts, note, person

OLD = date(2026, 3, 2)
NEW = date(2026, 11, 20)


def values(blank: str, known: Facts, *, fitting: bool = False) -> list[str]:
    return [candidate.value for candidate in candidates(blank, known) if candidate.fits or not fitting]


def test_the_right_kind_comes_first_then_the_newest_then_their_own() -> None:
    known = facts(
        note("share", "shared and new", "tom", "priya", made=NEW),
        note("share", "own and old", "tom", made=OLD),
        note("likes", "near", "tom", made=TODAY),
        note("share", "own and new", "tom", made=NEW),
        note("share", "of another", "priya", made=TODAY),
        note("door", "of quite another kind", "tom", made=TODAY),
    )
    assert values("them.share", known) == ["own and new", "shared and new", "own and old", "near"]
    assert values("them.share", known, fitting=True) == ["own and new", "shared and new", "own and old"]


def test_open_threads_come_before_those_that_are_done_with() -> None:
    known = facts(
        note("ask", "the old job", "tom", made=NEW, done=TODAY),
        note("ask", "how is Lisbon", "tom", made=OLD),
    )
    found = candidates("them.ask", known)
    assert [(candidate.value, candidate.fits) for candidate in found] == [
        ("how is Lisbon", True),
        ("the old job", False),
    ]


def test_a_candidate_says_where_it_is_from() -> None:
    thread = note("ask", "how is Lisbon", "tom", made=date(2026, 11, 12))
    found = candidates("them.ask", facts(thread))[0]
    assert (found.source, found.day, found.note) == ("", date(2026, 11, 12), thread.uid)
    assert candidates("them.share", facts(note("likes", "trains", "tom")))[0].source == "what they like"
    assert candidates("them.ask", facts(note("ask", "x", "tom", done=TODAY)))[0].source == "closed"


def test_names_and_my_role() -> None:
    known = facts(other=person("priya", "Priya Nair"), me_role="Analyst")
    assert values("them.first", known) == ["Tom"]
    assert values("them.name", known) == ["Tom Becker"]
    assert values("other.first", known) == ["Priya"]
    assert values("me.first", known) == ["Ana"]
    assert values("me.role", known) == ["Analyst"]
    assert values("me.role", facts()) == []
    sources = [candidates(blank, known)[0].source for blank in ("them.first", "me.first", "me.role")]
    assert sources == ["their name", "from your settings", "from your settings"]
    assert values("other.name", facts()) == []
    assert values("me.name", facts(me_name="")) == []


def test_blanks_about_me_take_notes_about_me() -> None:
    known = facts(note("win", "shipped it"), note("share", "we both ran Berlin", "tom"))
    assert values("me.win", known) == ["shipped it"]
    assert values("me.goal", known) == []


def test_blanks_about_the_other_take_theirs() -> None:
    known = facts(note("expert", "data pipelines", "priya"), note("expert", "maps", "tom"))
    assert values("other.expert", known) == []
    assert values("other.expert", facts(*known.notes, other=person("priya", "Priya Nair"))) == ["data pipelines"]


def test_topics_come_from_talks_and_then_from_what_they_like() -> None:
    known = facts(
        note("expert", "maps", "tom"),
        note("likes", "night trains", "tom"),
        note("likes", "oat milk", "tom", entry="a talk"),
        topics=(("travel", NEW), ("maps", OLD)),
        entries=frozenset({"a talk"}),
    )
    assert values("topic", known) == ["travel", "maps", "night trains", "oat milk"]
    assert values("topic", known, fitting=True) == ["travel", "maps", "oat milk"]
    assert (candidates("topic", known)[0].source, candidates("topic", known)[0].day) == ("you talked about it", NEW)


@pytest.mark.parametrize(("blank", "kind"), [("comment", "said"), ("question", "question")])
def test_comment_and_question(blank: str, kind: Kind) -> None:
    known = facts(note(kind, "that onboarding is a product", *(["tom"] if kind == "said" else []), made=TODAY))
    assert values(blank, known, fitting=True) == ["that onboarding is a product"]


def test_what_may_be_untrue_by_now_is_offered_and_not_filled_in() -> None:
    """A point that they made “just now” is one of today, and times when I am free pass."""
    known = facts(note("said", "an old point", "tom", made=NEW), note("free", "Friday at ten", made=OLD))
    assert (values("comment", known), values("comment", known, fitting=True)) == (["an old point"], [])
    assert (values("me.free", known), values("me.free", known, fitting=True)) == (["Friday at ten"], [])
    assert values("me.free", facts(note("free", "Friday at ten", made=NEW)), fitting=True) == ["Friday at ten"]


def test_a_day_is_one_of_the_next_and_filled_in_once_i_said_that_i_am_in_the_office() -> None:
    assert values("day", facts())[:2] == ["tomorrow", "on Wednesday"]
    assert values("day", facts(), fitting=True) == []
    found = candidates("day", facts(in_tomorrow=True))
    assert [(one.value, one.source, one.fits) for one in found] == [
        ("tomorrow", "you said you are in the office", True),
        *((f"on {day}", "", False) for day in ("Wednesday", "Thursday", "Friday", "Saturday")),
    ]


def test_why_two_people_should_meet() -> None:
    known = facts(
        note("share", "all of us carry a film camera", "tom", "priya", "ana"),
        note("expert", "event streams", "priya"),
        note("share", "we both ran Berlin", "tom"),
        person=person(tags=("Guild", "cake")),
        other=person("priya", "Priya Nair", tags=("guild",)),
    )
    assert values("common", known) == [
        "all of us carry a film camera",
        "Priya knows a lot about event streams",
        "you have Guild in common",
    ]
    assert values("common", facts()) == []


def test_the_same_text_is_offered_once() -> None:
    known = facts(note("likes", "maps", "tom", made=NEW), note("likes", "maps", "tom", made=OLD))
    assert [candidate.day for candidate in candidates("them.likes", known)] == [NEW]


@pytest.mark.parametrize("blank", HINTS)
def test_every_blank_can_be_asked_for_on_an_empty_journal(blank: str) -> None:
    assert all(candidate.value for candidate in candidates(blank, facts(me_name="")))


def test_an_unknown_blank_is_refused() -> None:
    with pytest.raises(RapportError, match="Known ones"):
        candidates("them.shoe", facts())
