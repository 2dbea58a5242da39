"""Notes by themselves: kept, mended, moved, dated, closed and deleted, whatever becomes of their line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Note
from tests.conftest import Clock


@pytest.fixture
def note(journal: Journal) -> Note:
    """Give a promise to Ann, from a line that has a question too. Ben is known."""
    journal.people.add("Ben")
    (logged,) = journal.entries.log(["tea with @ann ! the list by friday ? her exam"])
    return logged.notes[0]


def told(journal: Journal) -> list[tuple[str, str, str]]:
    names = {note.uid: ", ".join(one.name for one in journal.threads.people_of(note)) for note in journal.notes.all()}
    return [(note.kind, note.text, names[note.uid]) for note in journal.notes.all()]


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ({"text": "the deck"}, "Changed a note to “the deck”"),
        ({"people": ["ben"]}, "Moved “the list” to Ben"),
        ({"due": date(2026, 12, 1)}, "Put “the list” on Tue 1 Dec 2026"),
        ({"due": None}, "Took the day off “the list”"),
        ({"closed": True}, "Closed “the list”"),
    ],
)
def test_each_change_is_one_action(journal: Journal, note: Note, change: dict[str, Any], label: str) -> None:
    if "people" in change:
        change = {"people": [journal.people.find("ben").uid]}
    changed = journal.notes.edit(note.uid, **change)
    assert changed == journal.notes.get(note.uid) != note
    assert journal.history.undo().label == label
    assert journal.notes.get(note.uid) == note


def test_a_date_in_the_text_of_a_promise_is_its_day(journal: Journal, note: Note) -> None:
    changed = journal.notes.edit(note.uid, text="the deck by tuesday")
    assert (changed.text, changed.due) == ("the deck", date(2026, 11, 24))
    assert journal.notes.edit(note.uid, text="the deck").due == date(2026, 11, 24)


def test_a_fact_keeps_its_text_and_has_no_day(journal: Journal, note: Note) -> None:
    fact = journal.notes.add("likes", "trains", people=note.people)
    assert journal.notes.edit(fact.uid, text="trains by friday").text == "trains by friday"
    with pytest.raises(RapportError, match="Only a question or a promise has a day"):
        journal.notes.edit(fact.uid, due=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": " \n"}, "A note needs a few words"),
        ({"people": []}, "Say who the note is about"),
        ({"people": ["nobody"]}, "Nobody here is called"),
    ],
)
def test_what_can_not_be_is_refused_whole(journal: Journal, note: Note, change: dict[str, Any], said: str) -> None:
    with pytest.raises(RapportError, match=said):
        journal.notes.edit(note.uid, closed=True, **change)
    assert journal.notes.get(note.uid) == note


def test_what_is_about_me_stays_about_me(journal: Journal, note: Note) -> None:
    goal = journal.notes.add("goal", "lead a team", people=note.people)
    assert goal.people == ()
    with pytest.raises(RapportError, match="about you"):
        journal.notes.edit(goal.uid, people=note.people)


def test_a_note_that_was_mended_outlives_another_edit_of_its_line(journal: Journal, note: Note) -> None:
    ben = journal.people.find("ben").uid
    journal.notes.edit(note.uid, text="the deck", people=[ben])
    entry = journal.entries.get(note.entry)
    journal.entries.edit(entry.uid, f"{entry.text} ? the trip")
    assert told(journal) == [("owe", "the deck", "Ben"), ("ask", "her exam", "Ann"), ("ask", "the trip", "Ann")]
    journal.entries.edit(entry.uid, entry.text.replace("! the list", "! the book"))
    assert told(journal) == [("ask", "her exam", "Ann"), ("owe", "the book", "Ann")]


def test_a_note_that_was_mended_goes_with_its_mark(journal: Journal, note: Note) -> None:
    journal.notes.edit(note.uid, text="the deck")
    journal.entries.edit(note.entry, "tea with @ann ? her exam")
    assert told(journal) == [("ask", "her exam", "Ann")]


@given(texts=st.lists(st.sampled_from(["the deck", "her exam", "Lisbon", "a book"]), max_size=4))
def test_short_ids_find_their_notes(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    journal = Journal(tmp_path_factory.mktemp("journal"), clock=Clock())
    for text in texts:
        journal.notes.add("goal", text)
    for uid, short in journal.notes.short_ids().items():
        assert uid.startswith(short)
        assert len(short) >= 4
        assert journal.notes.find(short).uid == uid
    journal.close()


def test_ids_that_begin_alike_are_told_apart(journal: Journal) -> None:
    uids = ("aaaaaaaaa1", "aaaaaaaaa2", "aaaab00000")
    with journal.history.action("Kept") as writer:
        writer.put(*(Note(uid=uid, kind="goal", text="x", made=journal.day) for uid in uids))
    assert journal.notes.short_ids() == {"aaaaaaaaa1": "aaaaaaaaa1", "aaaaaaaaa2": "aaaaaaaaa2", "aaaab00000": "aaaab"}
    with pytest.raises(RapportError, match="3 notes begin with “aaaa”"):
        journal.notes.find("aaaa")
    with pytest.raises(RapportError, match="No note begins with “z”"):
        journal.notes.find("z")
