"""Messages: what came of them, introductions, and which moves work."""

from __future__ import annotations

from datetime import date

import pytest

from rapport_tui.journal import Journal
from rapport_tui.journal.review import review_sections
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Message, Outcome, Person
from tests.conftest import Clock


@pytest.fixture
def priya(journal: Journal) -> Person:
    return journal.people.add("Priya Nair", stage="acquaintance")


def send(journal: Journal, person: Person, move_id: str = "hi-again") -> Message:
    move = journal.composer.move(move_id)
    message = journal.messages.new(move, person, "Hello there", line=move.lines[0])
    journal.messages.mark_sent(message)
    return journal.messages.get(message.uid)


def test_an_answer_is_a_talk_with_the_notes_of_its_line(journal: Journal, priya: Person, clock: Clock) -> None:
    message = send(journal, priya)
    clock.pass_days(3)
    before = journal.transfer.export("json")
    noted = journal.messages.note_outcome(message.uid, "answered", "she moves in May ? the movers")
    assert (noted.outcome, journal.entries.get(noted.answer).people) == ("answered", (priya.uid,))
    assert journal.people.last_talked(priya.uid) == journal.day
    assert [note.text for note in journal.people.brief(priya.uid).notes["ask"]] == ["the movers"]
    journal.history.undo()
    assert journal.transfer.export("json") == before


def test_no_answer_is_no_talk_and_can_be_told_otherwise_later(journal: Journal, priya: Person, clock: Clock) -> None:
    message = send(journal, priya)
    clock.pass_days(3)
    assert journal.messages.note_outcome(message.uid, "no answer").answer == ""
    assert journal.history.actions()[-1].label.startswith("Noted “no answer” from")
    assert journal.people.last_talked(priya.uid) == message.day
    assert journal.messages.note_outcome(message.uid, "answered").outcome == "answered"


def test_drafts_have_no_answers_and_what_was_sent_stays(journal: Journal, priya: Person) -> None:
    draft = journal.messages.save_draft(journal.messages.new(journal.composer.move("hi-again"), priya, "Hi"))
    with pytest.raises(RapportError, match="That is a draft"):
        journal.messages.note_outcome(draft.uid, "answered")
    journal.messages.discard(draft.uid)
    assert journal.messages.drafts() == []
    with pytest.raises(RapportError, match="no longer in the journal"):
        journal.messages.discard(draft.uid)
    journal.history.undo()
    assert journal.messages.drafts() == [draft]
    with pytest.raises(RapportError, match="was sent, so it stays"):
        journal.messages.discard(send(journal, priya).uid)


def test_drafts_survive_a_restart_and_what_others_write(journal: Journal, priya: Person) -> None:
    draft = journal.messages.save_draft(
        journal.messages.new(journal.composer.move("hi-again"), priya, "[b]x[/ {me.win}", blanks={"them.ask": "a\nb"})
    )
    again = Journal(journal.folder, settings=journal.settings)
    assert again.messages.drafts() == [draft]
    again.close()


def test_asking_either_first_is_remembered_and_the_introduction_is_on_both_timelines(
    journal: Journal, priya: Person
) -> None:
    tom = journal.people.add("Tom Becker", stage="ally")
    move = journal.composer.move("introduction")
    first, both = move.lines_in("chat")
    assert (first.to_both, both.to_both) == (False, True)
    for one, other in ((priya, tom), (tom, priya)):
        journal.messages.mark_sent(journal.messages.new(move, one, "Would you?", line=first, other=other))
    assert journal.people.brief(tom.uid).notes.get("ask", []) == []
    entry = journal.messages.mark_sent(journal.messages.new(move, priya, "Meet!", line=both, other=tom))
    assert entry.people == (priya.uid, tom.uid)
    assert [one.text for one in journal.messages.asked_to_meet(tom, priya)] == ["Would you?", "Would you?", "Meet!"]
    for one, name in ((priya, "Tom"), (tom, "Priya")):
        brief = journal.people.brief(one.uid)
        assert brief.entries[0].uid == entry.uid
        assert [note.text for note in brief.notes["ask"]] == [f"how did it go with {name}"]
    journal.history.undo()
    assert journal.people.brief(tom.uid).notes.get("ask", []) == []


def test_those_who_could_do_something_for_each_other_are_proposed_first(journal: Journal, priya: Person) -> None:
    journal.entries.log(
        [
            "2026-10-01: @priya +likes night trains",
            "2026-10-02: @Tom +expert old trains",
            "2026-10-03: @priya and @Zoe met +share we all sail",
            "2026-10-04: @Hugo",
        ]
    )
    pairs = journal.composer.others(priya)
    assert [pair.summary.person.name for pair in pairs] == ["Tom", "Hugo", "Zoe"]
    assert pairs[0].reasons[0].text == "Priya likes night trains, and Tom knows a lot about old trains"
    assert pairs[2].met == date(2026, 10, 3)


def test_the_review_counts_which_moves_work(journal: Journal, priya: Person) -> None:
    outcomes: list[tuple[str, Outcome]] = [
        ("hi-again", "answered"),
        ("hi-again", "no answer"),
        ("ask-advice", "answered"),
        ("hi-again", ""),
        ("made-me-think", ""),
    ]
    for move_id, outcome in outcomes:
        message = send(journal, priya, move_id)
        if outcome:
            journal.messages.note_outcome(message.uid, outcome)
    found = journal.insights.answers()
    assert [(one.move, one.sent, one.answered, one.unanswered) for one in found] == [
        ("ask-advice", 1, 1, 0),
        ("hi-again", 3, 1, 1),
    ]
    sections = review_sections(journal.insights.review(journal.day), journal.threads.people_of, journal.day)
    told = {section.title: [line.text for line in section.lines] for section in sections}
    assert told["What gets answers"] == ["Ask for advice: 1 of 1", "Ask how it went: 1 of 3"]


def test_a_move_made_lately_says_so(journal: Journal, priya: Person, clock: Clock) -> None:
    clock.pass_days(-70)
    send(journal, priya, "ask-advice")
    clock.pass_days(70)
    assert journal.composer.used(priya.uid) == {"ask-advice": "asked for advice in September"}
    clock.pass_days(400)
    assert journal.composer.used(priya.uid) == {}
