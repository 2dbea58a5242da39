"""The counts of review, insights and Today agree with a plain recount from the exported journal."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import STAGES
from tests.conftest import Clock

NAMES = ("Ann", "Ben", "Cem", "Dana", "Eve")
MOVES = ("", "", "", "/early-bird", "/hi-again", "/ask-input", "/share-goals", "/nonsense")
DOINGS = st.lists(
    st.one_of(
        st.tuples(
            st.just("log"), st.integers(0, 20), st.sets(st.sampled_from(NAMES), max_size=3), st.sampled_from(MOVES)
        ),
        st.tuples(st.just("move"), st.sampled_from(NAMES), st.sampled_from(STAGES)),
        st.tuples(st.just("edit"), st.sampled_from(NAMES), st.sampled_from(STAGES)),
        st.tuples(st.just("tick"), st.integers(0, 6)),
        st.tuples(st.just("promise"), st.sampled_from(NAMES), st.booleans()),
        st.tuples(st.just("send"), st.sampled_from(NAMES), st.sampled_from(["hi-again", "share-goals", "first-hello"])),
        st.tuples(st.just("delete"), st.sampled_from(NAMES)),
        st.tuples(st.just("sleep"), st.integers(1, 6)),
    ),
    min_size=5,
    max_size=40,
)


def do(journal: Journal, clock: Clock, doing: tuple[Any, ...], number: int) -> None:
    kind, *told = doing
    if kind == "sleep":
        clock.pass_days(told[0])
    elif kind == "log":
        ago, names, move = told
        journal.entries.log([f"{ago} days ago: words {move} {' '.join(f'@{name}' for name in sorted(names))}"])
    elif kind == "tick":
        plan = journal.today.plan()
        if plan:
            journal.today.tick(plan[told[0] % len(plan)].item.id)
    else:
        person = journal.people.find(told[0])
        if kind == "move":
            journal.people.move([person.uid], told[1])
        elif kind == "edit":
            journal.people.edit(person.uid, stage=told[1])
        elif kind == "promise":
            due = journal.day + timedelta(2) if told[1] else None
            journal.notes.add("owe", f"promise {number} of mine", people=[person.uid], due=due)
        elif kind == "send":
            message = journal.messages.new(journal.composer.move(told[1]), person, "Hello there")
            journal.messages.mark_sent(message)
        else:
            journal.people.delete(person.uid)
            journal.people.add(told[0])


def recount(told: dict[str, Any], since: date, until: date, step_of: Mapping[str, int]) -> dict[str, Any]:
    """Count again, in the plainest way, from what was exported."""
    entries = sorted(told.get("entries", []), key=lambda entry: entry["day"])
    within = [str(since + timedelta(days)) for days in range((until - since).days + 1)]
    steps, talked, met = [], set[str](), []
    for entry in entries:
        people, move = entry.get("people", []), entry.get("move", "")
        if (people or move) and entry["day"] in within:
            steps.append(step_of.get(move) or (2 if talked & set(people) else 1))
        for uid in set(people) - talked:
            later = [
                change for change in told.get("stage_changes", [])
                if change["person"] == uid and change["day"] >= entry["day"]
            ]  # fmt: skip
            first = min(later, key=lambda change: change["day"], default=None)
            if first and first["from"] == "stranger" and entry["day"] in within:
                met.append(uid)
        talked |= set(people)
    for day in told.get("days", []):
        steps += [
            1
            for item in day.get("items", [])
            if day["day"] in within and item.get("state") == "done" and not item.get("entry")
            if item.get("move") == item["id"]
        ]
    known = {person["uid"] for person in told.get("people", [])}
    return {
        "talks": sum(bool(entry.get("people")) and entry["day"] in within for entry in entries),
        "met": set(met) & known,
        "hi_agains": steps.count(2),
        "chats": steps.count(3) + steps.count(4),
        "scores": (steps.count(1), steps.count(2) + steps.count(3), steps.count(4)),
    }


@settings(max_examples=25)
@given(DOINGS)
def test_all_counts_agree_with_a_recount_from_the_export(doings: list[tuple[Any, ...]]) -> None:
    clock = Clock(datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as home, patch("os.fsync"):
        journal = Journal(Path(home), clock=clock)
        for name in NAMES:
            journal.people.add(name)
        for number, doing in enumerate(doings):
            try:
                do(journal, clock, doing, number)
            except RapportError:
                assert doing[0] == "tick", doing
        told = json.loads(journal.transfer.export())
        step_of = {move.id: move.step for move in journal.playbook.moves}
        review = journal.insights.review()
        assert review.until - review.since == timedelta(6)
        again = recount(told, review.since, review.until, step_of)
        assert {
            "talks": review.talks,
            "met": {person.uid for person in review.met},
            "hi_agains": review.hi_agains,
            "chats": review.chats,
            "scores": (review.seen, review.heard, review.known),
        } == again
        for week in journal.insights.weeks(4):
            scores = recount(told, week.start, week.start + timedelta(6), step_of)["scores"]
            assert (week.seen, week.heard, week.known) == scores
        for note in review.promised:
            assert not any(note.text in suggestion for suggestion in review.suggestions)
        stepped = {
            day for days in range(30)
            if sum(recount(told, day := journal.day - timedelta(days), day, step_of)["scores"])
        }  # fmt: skip
        assert (journal.today.streak > 0) == bool(
            {day for day in stepped if all(between.weekday() > 4 for between in _days_between(day, journal.day))}
        )
        journal.close()


def test_a_talk_that_ticks_an_item_by_itself_is_counted_once(journal: Journal) -> None:
    journal.people.add("Ann", stage="ally")
    journal.entries.log(["@ann, by the lift"])
    journal.today.tick("crossroads")
    review = journal.insights.review()
    assert (review.seen, review.heard, review.talks) == (2, 0, 1)


def _days_between(day: date, today: date) -> list[date]:
    """Return the days after `day` and before today; today itself may still bring a step."""
    return [day + timedelta(days) for days in range(1, (today - day).days)]
