"""Long-term statistics: talks by day, the ladder over a year, time on each rung, give and ask, and openings."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Final

import msgspec

from rapport_tui.journal.context import JournalContext
from rapport_tui.model.records import STAGES, Entry, Stage, StageChange
from rapport_tui.model.relative_days import week_start

YEAR_WEEKS: Final = 52
GIVING: Final = frozenset({"thank-you-note", "back-channel", "made-me-think", "thought-of-you", "introduction"})
"""The ids of the moves that give something."""
ASKING: Final = frozenset({"ask-input", "ask-advice", "ask-story", "ask-involvement"})
"""The ids of the moves that ask for something."""


class StageStay(msgspec.Struct, frozen=True, kw_only=True):
    """The time on a rung before a step up: the median in days, over the number of `people`."""

    stage: Stage
    days: float
    people: int


class GiveAskBalance(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of what was given, and of what was asked for or received, by label."""

    given: dict[str, int]
    asked: dict[str, int]


class OpeningStats(msgspec.Struct, frozen=True, kw_only=True):
    """The results of an opening: the number of `people` it was used with, and of those talked to `again`."""

    move: str
    people: int
    again: int


class TrendsService:
    """The service for statistics of a long journal. Like all insights a balance, not a grade."""

    def __init__(self, context: JournalContext) -> None:
        self._context = context

    def talks(self) -> dict[date, int]:
        """Return the number of talks of each day in the last 53 calendar weeks; days without talks are left out."""
        first = week_start(self._context.today) - timedelta(weeks=YEAR_WEEKS)
        days = Counter(entry.day for entry in self._context.cache.entries_between(first, date.max) if entry.people)
        return dict(sorted(days.items()))

    def ladder(self, weeks: int = YEAR_WEEKS) -> dict[Stage, list[int]]:
        """Return the number of people on each rung at the end of each week, up to today, of those now on the board."""
        today = self._context.today
        days = [today - timedelta(weeks=ago) for ago in reversed(range(weeks))]
        changes: dict[Stage, list[int]] = {stage: [0] * (weeks + 1) for stage in STAGES}
        steps = self._steps()
        for person in self._context.cache.people:
            if person.archived or person.inbox:
                continue
            taken = steps.get(person.uid, [])
            place = bisect_left(days, min([person.added, *(step.day for step in taken[:1])]))
            for step in taken:
                came, place = place, max(place, bisect_left(days, step.day))
                changes[step.origin][came] += 1
                changes[step.origin][place] -= 1
            changes[person.stage][place] += 1
        return {stage: list(accumulate(by_week[:-1])) for stage, by_week in changes.items()}

    def stays(self) -> list[StageStay]:
        """Return the time spent on each rung from which somebody moved up, in the order of the ladder."""
        stays: dict[Stage, list[int]] = defaultdict(list)
        for steps in self._steps().values():
            for came, went in pairwise(steps):
                if STAGES.index(went.to) > STAGES.index(came.to) and came.to == went.origin:
                    stays[came.to].append((went.day - came.day).days)
        return [
            StageStay(stage=stage, days=_median(stays[stage]), people=len(stays[stage]))
            for stage in STAGES
            if stays[stage]
        ]

    def balance(self, weeks: int = 12) -> GiveAskBalance:
        """Return the counts of giving and asking in the last `weeks`, including the current one."""
        first = week_start(self._context.today) - timedelta(weeks=weeks - 1)
        cache, since = self._context.cache, first.isoformat()
        moves = Counter(entry.move for entry in cache.entries_between(first, date.max))
        made = Counter(note.kind for note in cache.notes_made(since))
        kept = [note for note in cache.notes_done(since) if note.kind == "owe"]
        return GiveAskBalance(
            given={
                "gave thanks or a gift": sum(moves[move] for move in GIVING),
                "kept a promise": len(kept),
            },
            asked={
                "asked for a view or help": sum(moves[move] for move in ASKING),
                "got advice": made["advice"],
                "got a door opened": made["door"],
            },
        )

    def openings(self) -> list[OpeningStats]:
        """Return the results of the openings of the first step, those most often followed by a talk first."""
        begun, again = Counter[str](), Counter[str]()
        openings = [move.id for move in self._context.playbook.moves if move.step == 1]
        cache, first = self._context.cache, dict[str, Entry]()
        for entry in cache.entries_with(openings):
            for uid in entry.people:
                first.setdefault(uid, entry)
        for uid, entry in first.items():
            begun[entry.move] += 1
            again[entry.move] += cache.has_later_talk(uid, entry)
        found = [OpeningStats(move=move, people=people, again=again[move]) for move, people in begun.items()]
        return sorted(found, key=lambda one: (-one.again / one.people, -one.people, one.move))

    def _steps(self) -> dict[str, list[StageChange]]:
        """Return the steps of each person with any, oldest first."""
        steps: dict[str, list[StageChange]] = defaultdict(list)
        for step in sorted(self._context.cache.stage_changes, key=lambda step: step.day):
            steps[step.person].append(step)
        return steps


def _median(days: list[int]) -> float:
    """Return the median of `days`. The `statistics` module takes longer to import than the rest of this module."""
    ordered, middle = sorted(days), len(days) // 2
    return ordered[middle] if len(days) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
