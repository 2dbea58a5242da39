"""Test the rewording of notes about somebody as text addressed to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.model.records import Person
from rapport_tui.playbook.second_person import to_second_person
from tests.playbook.samples import person


def dana(pronouns: str = "") -> Person:
    return person("dana", "Dana Li", pronouns=pronouns)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("her move to Lisbon", "your move to Lisbon"),
        ("How their holiday was", "How your holiday was"),
        ("how is Lisbon", "how is Lisbon"),
        ("she likes jazz", "you like jazz"),
        ("she misses Porto", "you miss Porto"),
        ("whether he carries it", "whether you carry it"),
        ("is she happy in Lisbon", "are you happy in Lisbon"),
        ("how did she get into radio", "how did you get into radio"),
        ("whether they’re moving", "whether you’re moving"),
        ("she's moving in May", "you’re moving in May"),
        ("She’s got a new dog", "You’ve got a new dog"),
        ("if he was well", "if you were well"),
        ("he passed his exam", "you passed your exam"),
        ("Dana’s talk in Porto", "your talk in Porto"),
        ("Dana Li's new flat", "your new flat"),
        ("what Dana thinks of the plan", "what you think of the plan"),
        ("did Dana get the job", "did you get the job"),
        ("her sister", "your sister"),
    ],
)
def test_what_is_safe_is_said_to_them(text: str, said: str) -> None:
    assert to_second_person(text, dana()) == (said, ())


@pytest.mark.parametrize(
    ("text", "said", "left"),
    [
        ("ask her about the flat", None, ("her",)),
        ("tell her news of the fair", None, ("her",)),
        ("a friend of his", None, ("his",)),
        ("he still swims", None, ("he",)),
        ("she and her team", None, ("she", "her")),
        ("her sister and her baby", "your sister and her baby", ("her",)),
        ("Maria’s visa, and whether she got it", None, ("she",)),
        ("lunch with Tom, and how he is", None, ("he",)),
        ("he said she likes it", None, ("he", "she")),
        ("call Dana back", None, ("Dana",)),
        ("she’s tired", None, ("she’s",)),
        ("event streams, and why they arrive late", None, ("they",)),
        ("show one crossing, not the average of them", None, ("them",)),
    ],
)
def test_what_is_not_sure_stays_and_is_named(text: str, said: str | None, left: tuple[str, ...]) -> None:
    assert to_second_person(text, dana()) == (said or text, left)


def test_their_pronouns_tell_who_is_meant() -> None:
    assert to_second_person("he said she likes it", dana("she/her")) == ("he said you like it", ())
    assert to_second_person("whether they like it", dana("she/her")) == ("whether they like it", ("they",))
    assert to_second_person("whether they like it", dana("they/them")) == ("whether you like it", ())
    assert to_second_person("how her talk went", dana("xe/xem")) == ("how her talk went", ("her",))


@given(st.text(max_size=80), st.sampled_from(["", "she/her", "they"]))
def test_any_text_is_taken_and_what_has_no_pronoun_stays(text: str, pronouns: str) -> None:
    said, left = to_second_person(text, dana(pronouns))
    if not set(text.lower().replace("’", " ").replace("'", " ").split()) & {"she", "he", "they", "her", "his", "their"}:
        assert said == text or left or "Dana" in text or said.lower().count("you") > text.lower().count("you")
