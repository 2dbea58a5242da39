from __future__ import annotations

from datetime import date

from rapport_tui.journal import Journal
from rapport_tui.journal.trends import GiveAskBalance, OpeningStats, StageStay
from rapport_tui.model.records import STAGES
from tests.conftest import Clock


def test_talks_are_counted_by_day_for_a_year(journal: Journal) -> None:
    journal.entries.log(
        [
            "2026-11-20: met @ann",
            "2026-11-20: met @ben",
            "2026-11-19: alone",
            "2025-11-24: met @cem",
            "2025-11-23: @cem",
        ]
    )
    assert journal.trends.talks() == {date(2025, 11, 24): 1, date(2026, 11, 20): 2}


def test_the_ladder_is_told_back_in_time(journal: Journal, clock: Clock) -> None:
    ann = journal.people.add("Ann", stage="acquaintance")
    clock.pass_days(7)
    journal.people.move([ann.uid], "ally")
    journal.people.add("Ben")
    clock.pass_days(7)
    journal.people.archive([journal.people.add("Cem", stage="ally").uid])
    course = journal.trends.ladder(4)
    assert course == {
        **{stage: [0, 0, 0, 0] for stage in STAGES},
        "stranger": [0, 0, 1, 1],
        "acquaintance": [0, 1, 0, 0],
        "ally": [0, 0, 1, 1],
    }
    assert {stage: values[-1] for stage, values in course.items()} == journal.insights.ladder()


def test_time_on_a_rung_is_told_of_those_who_went_up(journal: Journal, clock: Clock) -> None:
    people = [journal.people.add(name) for name in ("Ann", "Ben", "Cem")]
    journal.people.move([person.uid for person in people], "acquaintance")
    clock.pass_days(10)
    journal.people.move([people[0].uid], "ally")
    clock.pass_days(20)
    journal.people.move([people[1].uid], "ally")
    journal.people.move([people[2].uid], "stranger")
    assert journal.trends.stays() == [StageStay(stage="acquaintance", days=20, people=2)]


def test_give_and_ask(journal: Journal) -> None:
    journal.people.add("Ann")
    [logged] = journal.entries.log(["@ann ! the list"])
    journal.notes.close(logged.notes[0].uid)
    journal.entries.log(
        ["/thank-you-note @ann", "/ask-input @ann +advice sleep on it +advice eat", "2026-01-02: /ask-input @ann"]
    )
    balance = journal.trends.balance()
    assert list(balance.given.values()) == [1, 1]
    assert list(balance.asked.values()) == [1, 2, 0]


def test_an_opening_works_where_there_was_a_talk_again(journal: Journal) -> None:
    journal.entries.log(
        [
            "2026-11-10: /early-bird met @ann",
            "2026-11-11: /crossroads met @ben and @cem",
            "2026-11-12: coffee with @cem",
            "2026-11-12: /early-bird with @ann again",
        ]
    )
    assert journal.trends.openings() == [
        OpeningStats(move="early-bird", people=1, again=1),
        OpeningStats(move="crossroads", people=2, again=1),
    ]


def test_an_empty_journal_has_no_trends(journal: Journal) -> None:
    trends = journal.trends
    assert (trends.talks(), trends.stays(), trends.openings()) == ({}, [], [])
    assert trends.ladder() == {stage: [0] * 52 for stage in STAGES}
    assert trends.balance() == GiveAskBalance(
        given={"gave thanks or a gift": 0, "kept a promise": 0},
        asked={"asked for a view or help": 0, "got advice": 0, "got a door opened": 0},
    )
