from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from rapport_tui.journal import Journal
from rapport_tui.journal.review import review_sections
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
    journal.notes.close(logged[0].notes[1].uid)
    journal.people.move([ann.uid], "ally", why="she helped")
    review = journal.insights.review(date(2026, 11, 16))
    assert (review.talks, [person.name for person in review.met]) == (2, ["Sam"])
    assert [(person.name, step.to) for person, step in review.steps] == [("Ann", "ally")]
    assert [note.text for note in review.kept] == ["the book"]
    assert {note.text for note in review.promised} == {"the list", "too long ago"}
    assert (review.seen, review.heard, review.known) == (2, 0, 0)
    assert review.suggestions == ()  # what is promised is said once


def test_a_review_counts_only_what_happened(journal: Journal) -> None:
    def head() -> list[str]:
        sections = review_sections(journal.insights.review(), journal.threads.people_of, journal.day)
        return [line.text for line in sections[0].lines]

    assert head() == ["No talk was written down in these days."]
    journal.entries.log(["hello to @Odile"])
    assert head() == ["1 talk · 1 silence broken", "seen 1 · heard 0 · known 0"]


def test_a_review_of_nothing(journal: Journal) -> None:
    review = journal.insights.review(journal.day)
    assert (review.talks, review.met, review.suggestions) == (0, (), ())


def test_only_a_first_talk_breaks_a_silence(journal: Journal, clock: Clock) -> None:
    moved, edited = journal.people.add("Ann"), journal.people.add("Ben")
    journal.people.move([moved.uid], "acquaintance")
    journal.people.edit(edited.uid, stage="ally")
    journal.people.add("Cem", stage="mentor")
    journal.entries.log(["coffee with @cem"])
    assert journal.insights.review().met == ()
    clock.pass_days(1)
    journal.entries.log(["met @dana", "met @dana again"])
    assert [person.name for person in journal.insights.review().met] == ["Dana"]


def test_a_review_is_of_seven_days(journal: Journal) -> None:
    review = journal.insights.review()
    assert (review.until - review.since).days == 6


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["@ann", "@ben and @ann", "@cem", "alone"])), max_size=12)
)
def test_a_naive_recount_agrees(talks: list[tuple[int, str]]) -> None:
    with tempfile.TemporaryDirectory() as home, patch("os.fsync"):
        journal = Journal(Path(home), clock=Clock(datetime(2026, 11, 23, 9, tzinfo=UTC)))
        for ago, text in talks:
            journal.entries.log([f"{journal.day - timedelta(ago)}: with {text}"])
        review, named = journal.insights.review(), [(ago, text) for ago, text in talks if "@" in text]
        first = {
            who: max(ago for ago, text in named if who in text)
            for who in ("@ann", "@ben", "@cem")
            if any(who in text for _, text in named)
        }
        assert review.talks == sum(ago < 7 for ago, _ in named) == review.seen + review.heard + review.known
        assert len(review.met) == sum(ago < 7 for ago in first.values())
        weeks = journal.insights.weeks(6)
        assert sum(week.seen + week.heard for week in weeks) == len(named)
        journal.close()
