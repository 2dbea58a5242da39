from __future__ import annotations

from datetime import date, timedelta

from rapport_tui.journal import Journal
from rapport_tui.model.records import STAGES
from tests.conftest import Clock


def test_the_ladder_counts_who_is_on_the_board(journal: Journal) -> None:
    journal.people.add("Ann", stage="ally")
    journal.people.archive([journal.people.add("Ben", stage="ally").uid])
    journal.people.add("Cem", inbox=True)
    assert journal.insights.ladder() == {**dict.fromkeys(STAGES, 0), "ally": 1}


def test_seen_heard_and_known(journal: Journal) -> None:
    journal.people.add("Dana", stage="mentor")
    journal.entries.log(
        [
            "2026-11-16: /early-bird met @ann",
            "2026-11-17: met @ben",
            "2026-11-18: talked to @ann again",
            "2026-11-19: /ask-input with @cem",
            "2026-11-20: /share-goals with @dana",
            "2026-11-20: alone at my desk",
        ]
    )
    last, this = journal.insights.weeks(2)
    assert (last.start, last.seen, last.heard, last.known) == (date(2026, 11, 16), 2, 2, 1)
    assert (this.start, this.seen, this.heard, this.known) == (date(2026, 11, 23), 0, 0, 0)


def test_an_opening_without_a_name_was_seen(journal: Journal) -> None:
    journal.today.tick(journal.today.plan()[0].item.id)
    journal.today.tick(journal.today.plan()[1].item.id, "met @sam")
    assert journal.insights.weeks(1)[0].seen == 2


def test_twelve_weeks_begin_on_mondays(journal: Journal) -> None:
    weeks = journal.insights.weeks()
    assert len(weeks) == 12
    assert {week.start.weekday() for week in weeks} == {0}
    assert weeks[-1].start - weeks[0].start == timedelta(weeks=11)


def test_who_drifts_most_comes_first(journal: Journal, clock: Clock) -> None:
    for name, days in (("Ann", 50), ("Ben", 90), ("Cem", 5)):
        journal.people.add(name, stage="ally")
        journal.entries.log([f"{journal.day - timedelta(days=days)}: met @{name}"])
    assert [person.name for person in journal.insights.drifting()] == ["Ben", "Ann"]
    assert [person.name for person in journal.insights.drifting(1)] == ["Ben"]


def test_a_review_of_the_week(journal: Journal) -> None:
    ann = journal.people.add("Ann", stage="acquaintance")
    journal.entries.log(["2026-11-10: met @old ! too long ago by 2026-11-12"])
    logged = journal.entries.log(
        ["2026-11-18: @ann ! the list by 2026-11-24 ! the book", "2026-11-19: met @sam", "alone"]
    )
    journal.entries.close_note(logged[0].notes[1].uid)
    journal.people.move([ann.uid], "ally", why="she helped")
    review = journal.insights.review(date(2026, 11, 16))
    assert (review.talks, [person.name for person in review.met]) == (2, ["Sam"])
    assert [(person.name, step.to) for person, step in review.steps] == [("Ann", "ally")]
    assert [note.text for note in review.kept] == ["the book"]
    assert {note.text for note in review.promised} == {"the list", "too long ago"}
    assert (review.seen, review.heard, review.known) == (2, 0, 0)
    assert [line.partition(":")[0] for line in review.suggestions] == ["Old", "Ann"]


def test_a_review_of_nothing(journal: Journal) -> None:
    review = journal.insights.review(journal.day)
    assert (review.talks, review.met, review.suggestions) == (0, (), ())
