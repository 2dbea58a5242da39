"""Whatever is done can be undone to the first word and redone to the last, and every window sees the same."""

from __future__ import annotations

import copy
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from rapport_tui.model.places import PLACES, Place
from rapport_tui.model.records import STAGES, Kind, Stage
from rapport_tui.store import Doc
from tests.conftest import Clock

NAMES = ("Ann Lee", "Ann Berg", "Zoë", "王小明", "[bold]x[/", "Tom Becker")
LINES = (
    "coffee with @tom ? how is Lisbon ! the deck by friday",
    '@zoe and @"Ann Lee" + we all ran Berlin #running',
    "yesterday: /early-bird met @sam",
    "wrote it down +goal lead a team +win shipped it",
    "@王小明 ? a ? a < the numbers by tomorrow",
    "nothing in particular",
    "@ann again",
)
KINDS: tuple[Kind, ...] = ("ask", "owe", "share", "goal")
numbers = st.integers(min_value=0, max_value=30)
lines = st.sampled_from(LINES)


def documents(journal: Journal) -> dict[str, dict[str, Doc]]:
    tables = {table: dict(docs) for table, docs in journal._context.store.docs.items() if table != "history"}
    return copy.deepcopy(tables)


class Undoing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="rapport-undo-"))
        self.clock = Clock()
        self.sync = patch.object(os, "fsync")
        self.sync.start()
        self.journal = Journal(self.folder, clock=self.clock)
        for name in NAMES[:2]:
            self.journal.people.add(name)
        self.start = documents(self.journal)
        self.kept = len(self.journal.history.actions())

    def attempt(self, action: Callable[[], object]) -> None:
        """Do something that may be refused; then it must have changed nothing."""
        before = documents(self.journal)
        try:
            action()
        except RapportError:
            assert documents(self.journal) == before

    def person(self, number: int) -> str:
        people = list(self.journal._context.cache.people)
        return people[number % len(people)].uid if people else "nobody"

    def entry(self, number: int) -> str:
        entries = list(self.journal._context.cache.entries)
        return entries[number % len(entries)].uid if entries else "nothing"

    def note(self, number: int) -> str:
        notes = list(self.journal._context.cache.notes)
        return notes[number % len(notes)].uid if notes else "nothing"

    def item(self, number: int) -> str:
        plan = self.journal.today.plan()
        return plan[number % len(plan)].item.id if plan else "nothing"

    @rule(name=st.sampled_from(NAMES), stage=st.sampled_from(STAGES))
    def add(self, name: str, stage: Stage) -> None:
        self.attempt(lambda: self.journal.people.add(name, stage=stage))

    @rule(number=numbers, name=st.sampled_from(NAMES), role=st.text(max_size=5))
    def edit(self, number: int, name: str, role: str) -> None:
        self.attempt(lambda: self.journal.people.edit(self.person(number), name=name, role=role))

    @rule(number=numbers, other=numbers, stage=st.sampled_from(STAGES), is_placed=st.booleans())
    def move(self, number: int, other: int, stage: Stage, is_placed: bool) -> None:
        people = self.journal.people
        if is_placed:
            self.attempt(lambda: people.place([self.person(number)], stage, self.person(other)))
        else:
            self.attempt(lambda: people.move([self.person(number)], stage, why="so"))

    @rule(number=numbers, archived=st.booleans())
    def archive(self, number: int, archived: bool) -> None:
        self.attempt(lambda: self.journal.people.archive([self.person(number)], archived=archived))

    @rule(number=numbers)
    def delete_person(self, number: int) -> None:
        self.attempt(lambda: self.journal.people.delete(self.person(number)))

    @rule(texts=st.lists(lines, min_size=1, max_size=3))
    def log(self, texts: list[str]) -> None:
        self.attempt(lambda: self.journal.entries.log(texts))

    @rule(number=numbers, text=lines)
    def edit_entry(self, number: int, text: str) -> None:
        self.attempt(lambda: self.journal.entries.edit(self.entry(number), text))

    @rule(number=numbers, other=numbers)
    def delete_entries(self, number: int, other: int) -> None:
        self.attempt(lambda: self.journal.entries.delete(list({self.entry(number), self.entry(other)})))

    @rule(number=numbers, kind=st.sampled_from(KINDS), text=st.text(max_size=5))
    def add_note(self, number: int, kind: Kind, text: str) -> None:
        self.attempt(lambda: self.journal.notes.add(kind, text, people=[self.person(number)]))

    @rule(number=numbers, closed=st.booleans())
    def close_note(self, number: int, closed: bool) -> None:
        self.attempt(lambda: self.journal.notes.close(self.note(number), closed=closed))

    @rule(number=numbers)
    def delete_note(self, number: int) -> None:
        self.attempt(lambda: self.journal.notes.delete(self.note(number)))

    @rule(places=st.lists(st.sampled_from(PLACES), max_size=3))
    def say_where(self, places: list[Place]) -> None:
        self.attempt(lambda: self.journal.today.set_places(places))

    @rule(number=numbers, text=lines | st.just(""))
    def tick(self, number: int, text: str) -> None:
        self.attempt(lambda: self.journal.today.tick(self.item(number), text))

    @rule(number=numbers)
    def skip(self, number: int) -> None:
        self.attempt(lambda: self.journal.today.skip(self.item(number)))

    @rule(number=numbers)
    def reopen(self, number: int) -> None:
        self.attempt(lambda: self.journal.today.reopen(self.item(number)))

    @rule(number=numbers, is_sent=st.booleans())
    def write_message(self, number: int, is_sent: bool) -> None:
        composer, outbox = self.journal.composer, self.journal.messages
        people = list(self.journal._context.cache.people)
        if people:
            person = people[number % len(people)]
            message = outbox.new(composer.suggest(person).move, person, "Hi!")
            self.attempt(lambda: outbox.mark_sent(message) if is_sent else outbox.save_draft(message))

    @rule()
    def undo(self) -> None:
        if sum(not action.undone for action in self.journal.history.actions()) > self.kept:
            self.journal.history.undo()

    @rule(number=numbers)
    def undo_one_and_redo_it(self, number: int) -> None:
        actions = [action for action in self.journal.history.actions()[self.kept :] if not action.undone]
        before = documents(self.journal)
        try:
            undone = self.journal.history.undo(actions[number % len(actions)].uid if actions else "nothing")
        except RapportError:
            return
        assert self.journal.history.redo().uid == undone.uid
        assert documents(self.journal) == before

    @rule()
    def redo(self) -> None:
        self.attempt(self.journal.history.redo)

    @rule(days=st.integers(min_value=1, max_value=50))
    def sleep(self, days: int) -> None:
        self.clock.pass_days(days)

    @rule()
    def close_and_open(self) -> None:
        before = documents(self.journal)
        self.journal = Journal(self.folder, clock=self.clock)
        assert documents(self.journal) == before

    @invariant()
    def another_window_sees_the_same(self) -> None:
        mine, theirs = self.journal, Journal(self.folder, clock=self.clock)
        assert mine.people.board() == theirs.people.board()
        for query in ("", "is:archived", "lisbon", "is:open", "with:ann", "#running"):
            assert mine.people.search(query) == theirs.people.search(query)
            assert mine.entries.search(query) == theirs.entries.search(query)
        assert mine.today.plan() == theirs.today.plan()
        for person in mine._context.cache.people:
            assert mine.people.find(person.uid) == person
            assert mine.people.find(mine.people.mention(person)) == person

    def teardown(self) -> None:
        try:
            self.undo_and_redo_all()
        finally:
            self.sync.stop()
            shutil.rmtree(self.folder)

    def undo_and_redo_all(self) -> None:
        end = documents(self.journal)
        standing = sum(not action.undone for action in self.journal.history.actions()) - self.kept
        later = Journal(self.folder, clock=self.clock)
        for _ in range(standing):
            later.history.undo()
        assert documents(later) == self.start
        assert self.journal.refresh() == (standing > 0)
        for _ in range(standing):
            self.journal.history.redo()
        assert documents(self.journal) == end


Undoing.TestCase.settings = settings(
    max_examples=15, stateful_step_count=25, suppress_health_check=[HealthCheck.too_slow]
)
TestUndoing = Undoing.TestCase
