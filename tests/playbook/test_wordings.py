"""Playbook files: another language, one that somebody shared, wordings of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Template
from rapport_tui.model.uids import new_uid
from rapport_tui.playbook.blanks import escape
from rapport_tui.playbook.fill import compose
from rapport_tui.playbook.languages import languages, load_playbook
from rapport_tui.playbook.moves import ReadyLine
from rapport_tui.playbook.wording_files import parse_words, read_words, with_own, words_of, words_text
from tests.playbook.samples import facts, note

PLAYBOOK = load_playbook()
HI_AGAIN = PLAYBOOK.move("hi-again")
FIRST, SECOND = HI_AGAIN.lines[0], HI_AGAIN.lines[1]


def template(text: str, register: str = "chat", subject: str = "", replaces: str = "") -> Template:
    return Template(uid=new_uid(), move="hi-again", text=text, register=register, subject=subject, replaces=replaces)


def test_a_few_moves_are_in_german_and_the_rest_in_english() -> None:
    german = load_playbook("de")
    assert languages() == ("en", "de")
    assert german.move("hi-again").title == "Fragen, wie es weiterging"
    assert german.move("hi-again").what == HI_AGAIN.what
    assert german.move("share-goals") == PLAYBOOK.move("share-goals")
    mail = german.move("thank-you-note").lines_in("mail")[0]
    known = facts(note("share", "wir sind beide Linkshänder", "tom"), language="de", greeting=german.greeting)
    text = compose(mail, known).text
    assert text.startswith("Hallo Tom,\n\ndanke")
    assert "Was mir bleibt: wir sind beide Linkshänder." in text
    assert load_playbook("xx") == PLAYBOOK


def test_a_translation_has_real_typography() -> None:
    texts = [text for move in load_playbook("de").moves for line in move.lines for text in (line.text, line.subject)]
    assert not [text for text in texts if any(mark in text for mark in ("'", '"', "--", "...", "  "))]


def test_own_wordings_are_added_change_and_hide() -> None:
    words = words_of([template("mine"), template("other", replaces=FIRST.text), template("", replaces=SECOND.text)])
    lines = with_own(PLAYBOOK, words).move("hi-again").lines
    assert [line.text for line in lines] == ["mine", "other", *(line.text for line in HI_AGAIN.lines[2:])]
    assert with_own(PLAYBOOK, words).move("ask-input") == PLAYBOOK.move("ask-input")


def test_a_move_never_loses_all_its_lines() -> None:
    words = words_of([template("", replaces=line.text) for line in HI_AGAIN.lines])
    assert with_own(PLAYBOOK, words).move("hi-again").lines == HI_AGAIN.lines


def test_what_replaces_a_line_that_is_gone_is_a_line_of_its_own() -> None:
    words = words_of([template("mine", replaces="a line of last year")])
    assert with_own(PLAYBOOK, words).move("hi-again").lines[0] == ReadyLine(register="chat", text="mine")


def test_a_damaged_wording_is_left_out() -> None:
    assert words_of([template("{them.shoe}"), template("{"), template("x", register="shout")]).moves == ()


@given(st.lists(st.tuples(st.text(min_size=1), st.text(), st.sampled_from(["chat", "mail", "aloud"])), max_size=4))
def test_a_playbook_file_reads_as_it_was_written(lines: list[tuple[str, str, str]]) -> None:
    templates = [
        template(escape(text), subject=escape(subject), register=register) for text, subject, register in lines
    ]
    words = words_of([*templates, template("", replaces=FIRST.text)])
    assert parse_words(words_text(words), "mine.toml", PLAYBOOK) == words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[moves]]\nid = "wave"', "no move called “wave”.*early-bird"),
        ('[[moves]]\nid = "hi-again"\n[[moves]]\nid = "hi-again"', "“hi-again” is there twice"),
        (
            '[[moves]]\nid = "hi-again"\nlines = [{register = "chat", text = "{shoe}"}]',
            r"no blank \{shoe\}.*Known ones",
        ),
        ('[[moves]]\nid = "hi-again"\nlines = [{register = "shout", text = "Hi"}]', "is not a playbook"),
        ('[[moves]]\nid = "hi-again"\nlinse = []', "is not a playbook"),
        ("[[moves", "is not a playbook"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_name(text: str, told: str) -> None:
    with pytest.raises(RapportError, match=told) as raised:
        parse_words(text, "mine.toml", PLAYBOOK)
    assert str(raised.value).startswith("mine.toml")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    for make in (lambda: None, lambda: file.write_bytes(b"\xff\xfe")):
        make()
        with pytest.raises(RapportError, match="can’t be read"):
            read_words(file, PLAYBOOK)
