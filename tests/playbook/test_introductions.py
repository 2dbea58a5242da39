"""Test the suggested introductions and their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.model.records import Note, Person
from rapport_tui.playbook.introductions import WORTH_SAYING, IntroductionReason, phrase, reasons
from rapport_tui.playbook.languages import load_playbook
from tests.playbook.samples import TODAY, note, person

PHRASES = load_playbook().phrases
TOM = person("tom", "Tom Becker", tags=("guild",), team="Data", location="Lyon", org="Ferrywell")
PRIYA = person("priya", "Priya Nair", tags=("Guild",), team="data", location="Lyon", org="ferrywell")


def found(
    *notes: Note,
    tom: Person = TOM,
    priya: Person = PRIYA,
    topics: tuple[Mapping[str, date], Mapping[str, date]] = ({}, {}),
) -> list[IntroductionReason]:
    return reasons(tom, priya, notes=notes, topics=topics, phrases=PHRASES)


def test_the_best_reason_is_first_and_each_has_its_evidence() -> None:
    told = found(
        note("share", "we all ran Berlin", "tom", "priya"),
        note("expert", "old trains", "priya"),
        note("likes", "night trains", "tom"),
        topics=({"Travel": TODAY}, {"travel": date(2026, 1, 1), "food": TODAY}),
    )
    assert [(one.text, one.source) for one in told] == [
        ("Tom likes night trains, and Priya knows a lot about old trains", "Tom: night trains"),
        ("we all ran Berlin", "all of you share it"),
        ("I’ve talked with both of you about Travel", "#Travel with both"),
        ("Priya knows a lot about old trains", "what Priya knows"),
        ("you have guild in common", "a tag of both"),
        ("you both work in Data", "the team of both"),
        ("you’re both in Lyon", "the place of both"),
        ("you both work at Ferrywell", "the org of both"),
    ]
    assert told[2].day == TODAY
    assert [one.weight for one in told] == sorted((one.weight for one in told), reverse=True)


def test_what_they_know_themselves_and_where_they_work_is_not_said_unasked() -> None:
    told = found(note("expert", "old trains", "tom"), priya=person("priya", "Priya", team="data"))
    assert [one.text for one in told] == ["Tom knows a lot about old trains", "you both work in Data"]
    assert all(one.weight < WORTH_SAYING for one in told)


def test_a_question_of_one_finds_who_knows() -> None:
    told = found(
        note("ask", "who understands contracts", "tom"),
        note("expert", "contracts in plain words", "priya"),
        note("expert", "something about work", "priya"),
        note("likes", "working on something", "tom"),
    )
    assert (told[0].text, told[0].source) == (
        "Priya knows a lot about contracts in plain words",
        "Tom: who understands contracts",
    )
    assert "Tom likes working on something" not in told[0].text


def test_what_is_done_with_is_no_reason() -> None:
    told = found(
        note("ask", "who understands contracts", "tom", done=TODAY),
        note("expert", "contracts", "priya", done=TODAY),
        tom=person("tom"),
    )
    assert told == []


def test_another_language_has_phrases_of_its_own() -> None:
    german = load_playbook("de").phrases
    told = reasons(TOM, PRIYA, notes=(), phrases=german)
    assert told[0].text == "euch verbindet guild"
    assert phrase({}, "thread", name="Tom") == "how did it go with Tom"


@given(st.text(), st.text())
def test_what_is_put_into_a_phrase_is_never_read_again(likes: str, text: str) -> None:
    told = phrase({"help": "{likes}|{text}|{other}"}, "help", likes=likes, text=text)
    assert told == f"{likes}|{text}|{{other}}"


def test_what_both_like_and_where_both_are_is_found() -> None:
    priya, tom = person("priya", "Priya Nair", location="Berlin, 4th floor"), person("tom", location="berlin")
    notes = [note("likes", "jazz", "tom"), note("likes", "Jazz", "priya"), note("expert", "old radios", "tom", "priya")]
    found = reasons(tom, priya, notes=notes, phrases={})
    assert next(one.text for one in found if one.weight >= WORTH_SAYING) == "you both like jazz"
    assert {"you both know a lot about old radios", "you’re both in berlin"} <= {one.text for one in found}


def test_who_is_spoken_to_is_you() -> None:
    priya, tom = person("priya", "Priya Nair"), person("tom")
    notes = [note("likes", "garden radios", "tom"), note("expert", "radios", "priya")]
    texts = [
        reasons(one, two, notes=notes, phrases={}, addressed=addressed)[0].text
        for one, two, addressed in ((tom, priya, True), (priya, tom, True), (tom, priya, False))
    ]
    assert texts == [
        "you like garden radios, and Priya knows a lot about radios",
        "Tom likes garden radios, and you know a lot about radios",
        "Tom likes garden radios, and Priya knows a lot about radios",
    ]
