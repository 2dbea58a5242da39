from __future__ import annotations

import pytest
from msgspec.structs import replace

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import STAGES, Person
from rapport_tui.playbook.fill import GAP
from tests.conftest import Clock


@pytest.fixture
def priya(journal: Journal) -> Person:
    journal.entries.log(
        ["2026-11-20: @priya #travel ? how is Lisbon + we both ran Berlin", "2026-11-20: @priya +win shipped it"]
    )
    return journal.people.find("priya")


def test_a_blank_is_filled_from_a_line_just_written(journal: Journal, priya: Person) -> None:
    move = journal.composer.move("hi-again")
    assert "how is Lisbon" in journal.composer.ready_line(move, priya).text
    lines = journal.composer.ready_lines(move, priya)
    assert all("how is Lisbon" in line.text for _, line in lines if "them.ask" in line.filled)
    assert journal.composer.suggest(priya).move.id == "hi-again"


def test_what_was_chosen_goes_first_and_is_cleaned(journal: Journal, priya: Person) -> None:
    move = journal.composer.move("hi-again")
    line = next(line for line in move.lines if "{them.ask}" in line.text)
    composed = journal.composer.compose(line, priya, chosen={"them.ask": "[bold]x[/ {me.win}\x1b"})
    assert composed.filled["them.ask"] == "[bold]x[/ {me.win}"
    assert "[bold]x[/ {me.win}" in composed.text


def test_candidates_are_of_the_right_kind_newest_first(journal: Journal, priya: Person) -> None:
    journal.entries.log(["with @priya ? her new flat"])
    asks = [one.value for one in journal.composer.candidates("them.ask", priya) if one.fits]
    assert asks == ["your new flat", "how is Lisbon"]
    assert [one.value for one in journal.composer.candidates("me.win", priya)] == ["shipped it"]
    with pytest.raises(RapportError, match="no blank"):
        journal.composer.candidates("them.shoes", priya)


def test_a_topic_is_known_by_its_newest_day(journal: Journal, priya: Person) -> None:
    journal.entries.log(["with @priya #travel #food"])
    assert journal.composer.facts(priya).topics == (("travel", journal.day), ("food", journal.day))


def test_moves_come_in_the_order_of_the_persons_rung(journal: Journal) -> None:
    every = {move.id for move in journal.playbook.moves}
    for stage, step in zip(STAGES, (1, 2, 3, 4, 4), strict=True):
        moves = journal.composer.moves_for(journal.people.add(f"The {stage}", stage=stage))
        assert moves[0].step == step
        assert {move.id for move in moves} == every


def test_every_move_has_a_line_for_somebody_unknown(journal: Journal) -> None:
    for move in journal.playbook.moves:
        assert journal.composer.ready_line(move, None).text
        assert all(line.text for _, line in journal.composer.ready_lines(move, None))


def test_an_unknown_move_names_the_known(journal: Journal) -> None:
    with pytest.raises(RapportError, match="early-bird"):
        journal.composer.move("nonsense")


def test_sending_writes_the_line_and_counts_as_a_talk(journal: Journal, priya: Person, clock: Clock) -> None:
    clock.pass_days(2)
    before = journal.transfer.export("json")
    move = journal.composer.move("hi-again")
    message = journal.messages.new(move, priya, "Hi @you ! how is Lisbon?\x07", blanks={"them.ask": "how is Lisbon"})
    entry = journal.messages.mark_sent(replace(message, register="mail"))
    assert journal.entries.shown(entry) == "Hi @you ! how is Lisbon?"
    assert (entry.people, entry.move, entry.channel) == ((priya.uid,), "hi-again", "mail")
    assert journal.entries.notes(entry) == []
    assert journal.people.summary(priya.uid).last_talked == journal.day
    assert journal.composer.recent_moves(priya.uid) == {"hi-again": journal.day}
    assert journal.composer.recent_moves(priya.uid, before=journal.day) == {}
    assert [action.label for action in journal.history.actions()[1:]] == ["Sent a message to Priya"]
    journal.history.undo()
    assert journal.transfer.export("json") == before


def test_an_introduction_names_both(journal: Journal, priya: Person) -> None:
    tom = journal.people.add("Tom Becker", stage="ally")
    move = journal.composer.move("introduction")
    to_both = next(line for line in move.lines if line.to_both)
    entry = journal.messages.mark_sent(journal.messages.new(move, priya, "Meet Tom.", other=tom, line=to_both))
    assert entry.people == (priya.uid, tom.uid)
    composed = journal.composer.compose(move.lines[0], priya, other=tom)
    assert "Tom" in composed.text


def test_a_draft_is_kept_changed_and_sent_once(journal: Journal, priya: Person) -> None:
    move = journal.composer.move("hi-again")
    draft = journal.messages.save_draft(journal.messages.new(move, priya, "Hi"))
    journal.messages.save_draft(replace(draft, text=f"Hi {GAP}"))
    [kept] = journal.messages.drafts()
    assert (kept.uid, kept.text) == (draft.uid, f"Hi {GAP}")
    assert journal.people.summary(priya.uid).last_talked != journal.day
    journal.messages.mark_sent(kept)
    assert journal.messages.drafts() == []
    with pytest.raises(RapportError, match="sent already"):
        journal.messages.mark_sent(kept)
    with pytest.raises(RapportError, match="empty"):
        journal.messages.mark_sent(journal.messages.new(move, priya, " "))


def test_writing_to_a_stranger_breaks_the_silence(journal: Journal) -> None:
    sam = journal.people.add("Sam")
    journal.messages.mark_sent(journal.messages.new(journal.composer.move("face-to-name"), sam, "Hello"))
    assert journal.people.get(sam.uid).stage == "acquaintance"
