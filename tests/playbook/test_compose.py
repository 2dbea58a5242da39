"""Ready lines with their blanks filled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.model.records import ABOUT_THEM, Kind
from rapport_tui.playbook.blanks import HINTS
from rapport_tui.playbook.fill import GAP, FilledLine, FilledPiece, compose, ready_line
from rapport_tui.playbook.introductions import bare
from rapport_tui.playbook.languages import load_playbook
from rapport_tui.playbook.moves import Move, ReadyLine, Register
from tests.playbook.samples import facts, note, person

PLAYBOOK = load_playbook()
ANYTHING = st.text(min_size=1).filter(lambda text: bool(text.strip()))


def line(text: str, register: Register = "chat", subject: str = "") -> ReadyLine:
    return ReadyLine(register=register, text=text, subject=subject)


def test_a_line_is_filled_from_the_journal() -> None:
    known = facts(note("ask", "how is Lisbon", "tom"))
    composed = compose(line("Hi {them.first}: {them.ask}? {link}"), known)
    assert composed == FilledLine(
        text="Hi Tom: how is Lisbon? ____",
        filled={"them.first": "Tom", "them.ask": "how is Lisbon"},
        unfilled=("link",),
        parts=(
            FilledPiece("Hi "),
            FilledPiece("Tom", "them.first"),
            FilledPiece(": "),
            FilledPiece("how is Lisbon", "them.ask"),
            FilledPiece("? "),
            FilledPiece(GAP, "link"),
        ),
    )


def test_what_was_chosen_goes_before_the_journal() -> None:
    known = facts(note("ask", "how is Lisbon", "tom"))
    composed = compose(line("{them.first}, {them.ask}"), known, {"them.first": "Tommy", "them.ask": " "})
    assert composed.text == "Tommy, ____"
    assert composed.unfilled == ("them.ask",)


def test_what_is_done_with_is_never_put_in_unasked() -> None:
    known = facts(note("ask", "how is Lisbon", "tom", done=facts().today), note("fact", "sails", "tom"))
    assert compose(line("{them.ask}"), known).unfilled == ("them.ask",)


@pytest.mark.parametrize(
    ("template", "value", "text"),
    [
        ("{them.ask}.", "how is Lisbon", "How is Lisbon."),
        ("Hm\n\n{them.ask}.", "how is Lisbon", "Hm\n\nHow is Lisbon."),
        ("Hm: {them.ask}.", "how is Lisbon", "Hm: how is Lisbon."),
        ("{link}.", "https://x.example", "https://x.example."),
        ("{them.ask}. Yes.", "It’s Fine.", "It’s Fine. Yes."),
        ("{them.ask}. Yes.", "really?", "Really? Yes."),
        ("{them.ask}? Yes.", "really?", "Really? Yes."),
        ("{them.ask}? Yes.", "Wow!", "Wow!? Yes."),
        ("{them.ask}.", "done.", "Done."),
        ("{them.ask}.", "ßa", "ßa."),
        ("{them.ask}.", "", "____."),
        ("So {them.ask}, {{them.ask}}", "{them.first} [b]{{", "So {them.first} [b]{{, {them.ask}"),
    ],
)
def test_the_words_around_a_value_fit_it(template: str, value: str, text: str) -> None:
    filled = {"them.ask": value, "link": value}
    assert compose(line(template), facts(), filled).text == text


def test_a_mail_has_a_greeting_and_a_name_and_a_subject() -> None:
    mail = line("Thanks.", "mail", "For {them.first}: {topic}")
    composed = compose(mail, facts(greeting="Dear {friend}", signoff="Warmly,"))
    assert composed.text == "Dear {friend} Tom,\n\nThanks.\n\nWarmly,\nAna"
    assert composed.subject == "For Tom: ____"
    assert composed.unfilled == ("topic",)
    assert compose(mail, facts(me_name="")).text == "Hi Tom,\n\nThanks."


@given(ANYTHING, st.sampled_from([name for name in HINTS if name not in ("them.first", "me.first")]))
def test_any_text_in_any_blank_comes_out_as_it_is(text: str, blank: str) -> None:
    composed = compose(line(f"Well: {{{blank}}}, and more {{{{"), facts(), {blank: text})
    assert composed.text == f"Well: {text}, and more {{"
    assert composed.filled == {blank: text}
    assert "".join(part.text for part in composed.parts) == composed.text


@given(ANYTHING, st.sampled_from(ABOUT_THEM))
def test_any_note_comes_out_as_it_is(text: str, kind: Kind) -> None:
    composed = compose(line(f"Well — {{them.{kind}}}, yes"), facts(note(kind, text, "tom"), language="de"))
    assert composed.text == f"Well — {bare(text)}, yes"


@given(
    st.sampled_from([ready for move in PLAYBOOK.moves for ready in move.lines]),
    st.dictionaries(st.sampled_from(sorted(HINTS)), ANYTHING, min_size=1),
)
def test_no_line_loses_what_was_typed_into_it(ready: ReadyLine, typed: dict[str, str]) -> None:
    composed = compose(ready, facts(other=person("priya", "Priya Nair")), typed)
    for part in (*composed.parts, *composed.subject_parts):
        if part.blank in typed:
            value = typed[part.blank]
            assert part.text in (value, value[:1].upper() + value[1:])
    assert {name for name in composed.blanks if name in typed} <= composed.filled.keys()
    assert not composed.filled.keys() & set(composed.unfilled)


@given(st.text(), st.text())
def test_any_name_and_greeting_come_out_as_they_are(name: str, greeting: str) -> None:
    known = facts(person=person(name=f"A{name}"), greeting=greeting)
    assert compose(line("{them.name}!", "mail"), known).text.startswith(greeting)
    assert compose(line("Hm {them.name}"), known).text == f"Hm A{name}"


@pytest.mark.parametrize("move", PLAYBOOK.moves, ids=lambda move: move.id)
def test_every_line_that_ships_can_be_filled_without_a_gap(move: Move) -> None:
    known = facts(other=person("priya", "Priya Nair"))
    values = dict.fromkeys(HINTS, "a word or two")
    for ready in move.lines:
        whole = compose(ready, known, values)
        assert whole.unfilled == ()
        assert GAP not in whole.text + whole.subject
        assert not any(twice in whole.text for twice in ("..", "?.", " .", "  ", ",,"))


def test_the_ready_line_is_whole_short_and_of_the_journal() -> None:
    back = PLAYBOOK.move("back-channel")
    plain, _ = ready_line(back, facts())
    assert plain.text.startswith("Good to see you")
    _, composed = ready_line(back, facts(note("said", "that onboarding is a product", "tom")))
    assert "that onboarding is a product" in composed.text
    chosen, _ = ready_line(PLAYBOOK.move("hi-again"), facts(), "mail")
    assert chosen.register == "mail"


def test_words_to_check_stay_named_in_a_list_and_when_typed_on() -> None:
    known = facts(note("said", "call her back", "tom"), note("said", "he still swims", "tom"), note("win", "her", ""))
    told = line("Notes:\n{them.said}\n{me.win}")
    for value in ("– Call her back\n– He still swims", "Call her back; he still swims, I hear"):
        composed = compose(told, known, {"them.said": value})
        assert sorted(composed.to_check) == ["he", "her"]
        assert [bool(part.to_check) for part in composed.parts if part.blank] == [True, False]
    assert compose(told, known, {"them.said": "call you back"}).to_check == ()
