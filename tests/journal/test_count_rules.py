"""The counts of insights against the plain rules over all records, in journals of any content."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.journal import Journal
from rapport_tui.journal.step_counts import silence_broken, taken_steps
from rapport_tui.model.entry_order import in_order
from rapport_tui.model.records import STAGES, Day, Entry, Item, Person, StageChange
from rapport_tui.model.relative_days import week_start
from tests.conftest import Clock

TODAY = date(2026, 11, 23)
UIDS = ("ann", "ben", "cem")
MOVES = ("", "", "early-bird", "ask-input", "thank-you-note", "gone")
days = st.integers(0, 400).map(lambda ago: TODAY - timedelta(ago))
stages = st.sampled_from(STAGES)
entries = st.builds(
    Entry,
    uid=st.uuids().map(str),
    day=days,
    text=st.just("tea"),
    people=st.lists(st.sampled_from(UIDS), max_size=2, unique=True).map(tuple),
    move=st.sampled_from(MOVES),
)
steps = st.builds(
    StageChange, uid=st.uuids().map(str), person=st.sampled_from(UIDS), origin=stages, to=stages, day=days
)
ticked = st.sampled_from(["early-bird", "gone"]).map(lambda move: Item(id=move, move=move, state="done"))
mornings = st.builds(lambda day, item: Day(uid=day.isoformat(), day=day, items=(item,)), days, ticked)
people = st.tuples(days, stages)


@given(st.lists(entries, max_size=20), st.lists(steps, max_size=8), st.lists(mornings, max_size=4), people)
def test_counts_follow_their_rules(
    lines: list[Entry], changes: list[StageChange], ticks: list[Day], somebody: tuple[date, str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal", clock=Clock())
        added, stage = somebody
        known = [Person(uid=uid, name=uid, added=added, since=added, stage=stage) for uid in UIDS]  # type: ignore[arg-type]
        with journal.history.action("all") as writer:
            writer.put(*known, *lines, *changes, *{day.uid: day for day in ticks}.values())
        cache = journal._context.cache
        kept_lines, kept_days, kept_changes = list(cache.entries), list(cache.days), list(cache.stage_changes)
        moves: dict[str, int] = {move.id: move.step for move in journal.playbook.moves}
        since, until = TODAY - timedelta(100), TODAY - timedelta(3)

        assert Counter(taken_steps(cache, moves.get, since, until)) == Counter(
            step for step in _all_steps(kept_lines, kept_days, moves) if since <= step[0] <= until
        )
        broken = {uid: day for uid in UIDS if (day := silence_broken(cache, uid))}
        assert broken == _all_broken(kept_lines, kept_changes)
        weeks = Counter((week.start, week.seen + week.heard + week.known) for week in journal.insights.weeks())
        taken = Counter(week_start(day) for day, _ in _all_steps(kept_lines, kept_days, moves))
        assert weeks == Counter((start, taken[start]) for start, _ in weeks)
        assert journal.trends.ladder() == _all_ladder(known, kept_changes)
        openings = {move for move, step in moves.items() if step == 1}
        told = {one.move: (one.people, one.again) for one in journal.trends.openings()}
        assert told == _all_openings(kept_lines, openings)
        journal.close()


def _all_steps(lines: list[Entry], ticks: list[Day], moves: dict[str, int]) -> list[tuple[date, int]]:
    known: set[str] = set()
    taken = []
    for entry in sorted(lines, key=lambda entry: entry.day):
        if entry.people or entry.move:
            taken.append((entry.day, moves.get(entry.move) or (1 if known.isdisjoint(entry.people) else 2)))
        known.update(entry.people)
    return taken + [(day.day, moves.get(item.move) or 1) for day in ticks for item in day.items]


def _all_broken(lines: list[Entry], changes: list[StageChange]) -> dict[str, date]:
    first: dict[str, date] = {}
    for entry in lines:
        for uid in entry.people:
            first[uid] = min(entry.day, first.get(uid, entry.day))
    then: dict[str, str] = {}
    for change in sorted(changes, key=lambda change: change.day):
        if change.person in first and change.day >= first[change.person]:
            then.setdefault(change.person, change.origin)
    return {uid: day for uid, day in first.items() if then.get(uid) == "stranger"}


def _all_ladder(known: list[Person], changes: list[StageChange]) -> dict[str, list[int]]:
    weeks = [TODAY - timedelta(weeks=ago) for ago in reversed(range(52))]
    counts: dict[str, list[int]] = {stage: [0] * 52 for stage in STAGES}
    for person in known:
        taken = sorted((one for one in changes if one.person == person.uid), key=lambda one: one.day)
        for place, day in enumerate(weeks):
            if day >= person.added or (taken and taken[0].day <= day):
                ahead = [step for step in taken if step.day > day]
                counts[ahead[0].origin if ahead else person.stage][place] += 1
    return counts


def _all_openings(lines: list[Entry], openings: set[str]) -> dict[str, tuple[int, int]]:
    begun: dict[str, set[str]] = defaultdict(set)
    again: dict[str, set[str]] = defaultdict(set)
    opened: dict[str, str] = {}
    for entry in in_order(lines, 0):
        for uid in entry.people:
            if uid in opened:
                again[opened[uid]].add(uid)
            elif entry.move in openings:
                opened[uid] = entry.move
                begun[entry.move].add(uid)
    return {move: (len(uids), len(again[move])) for move, uids in begun.items()}
