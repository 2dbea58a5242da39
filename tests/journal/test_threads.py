"""Threads and promises: listed by due day, closed with the line that tells what came of them."""

from __future__ import annotations

from rapport_tui.journal import Journal
from tests.conftest import Clock


def texts(journal: Journal) -> list[str]:
    return [note.text for note in journal.threads.open()]


def test_what_is_open_comes_by_due_day(journal: Journal) -> None:
    journal.entries.log(
        ["@tom ? the flat ! the deck by friday < his list by tomorrow", "@dana ! a book", "@sam ? the trip"]
    )
    assert texts(journal) == ["his list", "the deck", "a book", "the flat", "the trip"]


def test_who_is_set_aside_takes_their_threads_along(journal: Journal) -> None:
    journal.entries.log(["@tom ? the flat", "@tom and @dana ! dinner"])
    journal.people.archive([journal.people.find("tom").uid])
    assert texts(journal) == ["dinner"]


def test_a_thread_is_closed_with_the_line_about_it_as_one_action(journal: Journal) -> None:
    (opened,) = journal.entries.log(["@tom ? how is Lisbon"])
    note, logged = journal.threads.close(opened.notes[0].uid, "loves it, + the light ? and the job")
    assert logged is not None
    assert [person.name for person in logged.people] == ["Tom"]
    assert (note.done, note.closed_by) == (journal.day, logged.entry.uid)
    assert journal.threads.closed_by(logged.entry) == [note]
    assert texts(journal) == ["and the job"]
    journal.history.undo()
    assert texts(journal) == ["how is Lisbon"]
    assert len(journal.entries.search()) == 1


def test_a_thread_is_closed_without_a_word(journal: Journal) -> None:
    (opened,) = journal.entries.log(["@tom ! the deck"])
    note, logged = journal.threads.close(opened.notes[0].uid)
    assert logged is None
    assert (note.done, note.closed_by) == (journal.day, "")
    assert journal.notes.close(note.uid, closed=False).is_open


def test_a_talk_closes_what_was_open(journal: Journal, clock: Clock) -> None:
    (opened,) = journal.entries.log(["@tom ? the flat ! the deck"])
    clock.pass_days(3)
    (talk,) = journal.entries.log(["@tom again ? the cat"])
    open_before = journal.threads.with_people(talk.entry.people, except_from=talk.entry.uid)
    assert {note.text for note in open_before} == {"the flat", "the deck"}
    journal.threads.close_with([note.uid for note in open_before], talk.entry.uid)
    assert texts(journal) == ["the cat"]
    assert {note.closed_by for note in map(journal.notes.get, (n.uid for n in opened.notes))} == {talk.entry.uid}


def test_a_line_that_closed_something_can_be_deleted(journal: Journal) -> None:
    (opened,) = journal.entries.log(["@tom ? the flat"])
    note, logged = journal.threads.close(opened.notes[0].uid, "it has a garden")
    assert logged is not None
    journal.entries.delete([logged.entry.uid])
    assert journal.notes.get(note.uid).closed_by == ""
    assert journal.notes.get(note.uid).done == journal.day
    assert journal.maintenance.check().repaired == ()


def test_a_question_to_keep_is_suggested_once_a_day(journal: Journal, clock: Clock) -> None:
    def suggested(text: str) -> str:
        [logged] = journal.entries.log([text])
        return journal.threads.question_to_keep(logged)

    assert [suggested("nobody about"), suggested("@ann ? her trip"), suggested("yesterday: @ben")] == ["", "", ""]
    assert suggested("@cem #radio") == (
        "To have something to ask Cem next time, keep a question in the line, such as: ? how it goes with radio"
    )
    assert suggested("@dana") == ""
    clock.pass_days(1)
    assert suggested("@ann again") == ""  # her trip is still to be asked about
    assert "ask Eve next time" in suggested("@eve")
