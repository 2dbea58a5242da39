"""Four users over ninety days, through the journal: what each morning offers, whatever they do with it."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from unittest.mock import patch

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rapport_tui.journal import Journal
from rapport_tui.journal.today import Task
from rapport_tui.model.places import PLACES
from rapport_tui.model.records import STAGES, Person
from rapport_tui.playbook.openings import MAX_OPENINGS
from rapport_tui.settings import Settings
from tests.conftest import Clock
from tests.lines.test_lines import all_faults

DAYS: Final = 90
QUIET_DAYS: Final = 14
START: Final = datetime(2026, 11, 23, 8, 30).astimezone()
WORDS: Final = (
    "tea by the window", "lunch ? her move to Porto", "the lift ! the list by in 5 days", "#trains + we like trains",
    "a call ? how is the new flat", "+advice start with one route", "+likes jazz", "+win the pilot runs", "",
)  # fmt: skip


class Life:
    """One user’s journal, lived through day by day by the throw of a die."""

    def __init__(self, home: Path, dice: random.Random, budget: int) -> None:
        self.clock = Clock(START)
        self.journal = Journal(home, settings=Settings(name="Ana Ferreira", budget=budget), clock=self.clock)
        self.dice = dice
        self.budget = budget
        self.met = 0

    def people(self, stages: tuple[str, ...]) -> None:
        for number, stage in enumerate(stages):
            self.journal.people.add(f"Person Number{number}", stage=stage)  # type: ignore[arg-type]

    def morning(self) -> list[Task]:
        """Look at the list and check what has to hold of every morning."""
        journal, plan = self.journal, self.journal.today.plan()
        items = [task.item for task in plan]
        assert all(item.why for item in items)
        assert len([item for item in items if item.id.startswith("hi:")]) <= self.budget
        assert len([item for item in items if item.is_opening and item.state == "open"]) <= MAX_OPENINGS
        if journal.day.weekday() < 5 and not journal.today.day.off:
            waiting = [summary.person for summary in journal.people.search() if self._waits(summary.person)]
            assert any(item.person for item in items) or not waiting, (journal.day, waiting)
            assert items or (journal.today.day.places or journal.today.usual_places) == ("remote",)
        return plan

    def _waits(self, person: Person) -> bool:
        """True if it would be of use to name the person today."""
        today = self.journal.day
        talked = self.journal.people.last_talked(person.uid, before=today)
        if person.snoozed_until and person.snoozed_until > today:
            return False
        if person.stage == "stranger":
            return talked is None and person.added < today
        return (today - (talked or person.since)).days >= QUIET_DAYS

    def do(self, task: Task, doing: str) -> None:
        words = self.dice.choice(WORDS)
        today = self.journal.today
        if doing == "tick":
            if task.item.is_opening and self.dice.random() < 0.5:
                self.met += 1
                words = f'@"Somebody New{self.met}" {words}'
            today.tick(task.item.id, words)
        elif doing == "skip":
            today.skip(task.item.id)
        elif doing == "later":
            today.postpone(task.item.id)
        elif doing == "snooze" and task.person:
            today.snooze(task.item.id, self.journal.day + timedelta(self.dice.randint(1, 30)))

    def day(self, diligence: float, doings: tuple[str, ...]) -> None:
        if self.dice.random() < 0.6:
            self.journal.today.set_places(self.dice.sample(PLACES, self.dice.randint(1, 2)))
        plan = self.morning()
        for task in plan:
            if task.item.state == "open" and self.dice.random() < diligence:
                self.do(task, self.dice.choice(doings))
        before = [task.item.id for task in plan]
        assert [task.item.id for task in self.journal.today.plan()][: len(before)] == before
        if self.dice.random() < diligence / 2:
            self.journal.entries.log([f"nobody about {self.dice.choice(WORDS[:1])}"])


def new(life: Life) -> Callable[[int], None]:
    return lambda _: life.day(0.5, ("tick", "tick", "skip", "later"))


def heavy(life: Life) -> Callable[[int], None]:
    life.people(STAGES * 3)
    return lambda _: life.day(0.5, ("tick", "tick", "tick", "skip", "later", "snooze"))


def back_after_three_weeks(life: Life) -> Callable[[int], None]:
    life.people(STAGES * 2)
    return lambda number: None if 30 <= number < 51 else life.day(0.5, ("tick", "skip", "later", "snooze"))


def only_strangers(life: Life) -> Callable[[int], None]:
    life.people(("stranger",) * 5)
    return lambda _: life.day(0.4, ("skip", "later"))


@pytest.mark.parametrize("user", [new, heavy, back_after_three_weeks, only_strangers])
@settings(max_examples=2, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(seed=st.integers(0, 2**32), budget=st.integers(1, 4))
def test_ninety_mornings(user: Callable[[Life], Callable[[int], None]], seed: int, budget: int) -> None:
    with tempfile.TemporaryDirectory() as home, patch("os.fsync"):
        life = Life(Path(home), random.Random(seed), budget)
        live = user(life)
        for number in range(DAYS):
            live(number)
            life.clock.pass_days(1)
        faults = list(all_faults(life.journal, life.journal.playbook.moves))
        assert faults[:3] == []
        again = Journal(Path(home), settings=life.journal.settings, clock=life.clock)
        assert again.today.plan() == life.journal.today.plan()
        again.close()
        life.journal.close()
