"""My own wordings, kept in the journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from rapport_tui.playbook.languages import load_playbook
from rapport_tui.playbook.moves import Move
from rapport_tui.playbook.wording_files import parse_words
from tests.conftest import Clock


@pytest.fixture
def hi_again(journal: Journal) -> Move:
    return journal.composer.move("hi-again")


def texts(journal: Journal) -> list[str]:
    return [line.text for line in journal.composer.move("hi-again").lines]


def test_a_wording_is_added_changed_hidden_and_put_back(journal: Journal, hi_again: Move) -> None:
    shipped = texts(journal)
    journal.wordings.save(hi_again, " So, {them.first}?\x07 ", "chat")
    own = journal.composer.move("hi-again").lines[0]
    assert own.text == "So, {them.first}?"
    assert journal.wordings.is_own("hi-again", own)
    journal.wordings.save(hi_again, "Well, {them.first}?", "aloud", instead_of=own)
    assert texts(journal) == ["Well, {them.first}?", *shipped]
    journal.wordings.save(hi_again, "Changed", "chat", instead_of=hi_again.lines[0])
    assert texts(journal) == ["Well, {them.first}?", "Changed", *shipped[1:]]
    changed = journal.composer.move("hi-again").lines[1]
    journal.wordings.hide(hi_again, changed)
    assert texts(journal) == ["Well, {them.first}?", *shipped[1:]]
    assert journal.wordings.hidden("hi-again") == 1
    assert journal.wordings.reset(hi_again) == 2
    assert texts(journal) == shipped
    journal.history.undo()
    assert texts(journal) == ["Well, {them.first}?", *shipped[1:]]


@pytest.mark.parametrize(
    ("text", "told"),
    [("{them.shoe}", r"no blank \{them\.shoe\}\. Known ones: them\.first"), ("a { b", "lone {"), (" ", "a few words")],
)
def test_a_wording_that_can_not_be_said_is_refused(journal: Journal, hi_again: Move, text: str, told: str) -> None:
    with pytest.raises(RapportError, match=told):
        journal.wordings.save(hi_again, text, "chat")
    assert journal.wordings.of("hi-again") == []


def test_wordings_go_from_one_journal_to_another(
    journal: Journal, hi_again: Move, tmp_path: Path, clock: Clock
) -> None:
    journal.wordings.save(hi_again, "So, {them.first}?", "mail", subject="So?")
    journal.wordings.hide(hi_again, hi_again.lines[0])
    text = journal.wordings.export()
    other = Journal(tmp_path / "other", clock=clock)
    assert other.wordings.take_in(text, "mine.toml") == 2
    assert texts(other) == texts(journal)
    assert other.wordings.take_in(text, "mine.toml") == 0
    with pytest.raises(RapportError, match="no move called"):
        other.wordings.take_in(text.replace("hi-again", "wave"), "mine.toml")
    other.history.undo()
    assert other.playbook == load_playbook()
    other.close()


def test_a_file_of_wordings_is_read_beside_the_journals_own(folder: Path, clock: Clock) -> None:
    text = '[[moves]]\nid = "hi-again"\nlines = [{register = "chat", text = "From the file"}]'
    words = parse_words(text, "playbook.toml", load_playbook())
    journal = Journal(folder, clock=clock, words=lambda: words)
    journal.wordings.save(journal.composer.move("hi-again"), "From the journal", "chat")
    assert texts(journal)[:2] == ["From the journal", "From the file"]
    journal.wordings.reset(journal.composer.move("hi-again"))
    assert texts(journal)[0] == "From the file"
    journal.close()


def test_a_file_that_is_no_playbook_is_told_once_and_left_out(folder: Path, clock: Clock) -> None:
    def broken() -> None:
        raise RapportError("playbook.toml is not a playbook.")

    journal = Journal(folder, clock=clock, words=broken)
    assert journal.playbook == load_playbook()
    assert journal.notices() == ["playbook.toml is not a playbook."]
    assert journal.playbook == load_playbook()
    assert journal.notices() == []
    journal.close()
