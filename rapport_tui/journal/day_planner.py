"""The planner of the day: the checklist that follows from the journal, before anything on it was ticked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from msgspec.structs import replace

from rapport_tui.journal.agenda import AgendaService
from rapport_tui.journal.composer import ComposerService
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.people import PeopleService
from rapport_tui.journal.record_cache import people_in
from rapport_tui.model.cadence import drift
from rapport_tui.model.records import Day, Item, Person, Place
from rapport_tui.model.relative_days import iso_day
from rapport_tui.playbook.openings import START_DAYS
from rapport_tui.playbook.plan import PersonState, plan_day
from rapport_tui.settings import Settings
from rapport_tui.store import ChangeSet

_UPPER_RUNGS: Final = ("ally", "mentor", "sponsor")
_LONGEST_START: Final = 28
"""The number of days after which the first seven mornings end, even if some of them are left."""


class DayPlanner:
    """A planner that caches the state of each person and the last plan until the journal changes."""

    def __init__(
        self, context: JournalContext, people: PeopleService, composer: ComposerService, agenda: AgendaService
    ) -> None:
        self._context = context
        self._people = people
        self._composer = composer
        self._agenda = agenda
        self._states: dict[str, PersonState] = {}
        self._unknown: dict[str, bool] = {}
        self._fresh: tuple[tuple[int, int, date, Settings, tuple[Place, ...]], tuple[Item, ...]] | None = None
        context.observe(self._forget)

    @property
    def start_day(self) -> int:
        """The number of the current one of the first seven mornings, from 1.

        It is 0 if they have ended, were skipped, or never began.
        """
        first = iso_day(self._context.settings.start)
        if first is None or not 0 <= (self._context.today - first).days <= _LONGEST_START:
            return 0
        openings = [
            {item.state for item in past.items if item.is_opening} for past in self.past_days() if past.day >= first
        ]
        number = sum("done" in states for states in openings) + 1
        return 0 if number > START_DAYS or any("skipped" in states for states in openings) else number

    def plan(self, places: tuple[Place, ...]) -> tuple[Item, ...]:
        """Return the checklist for `places` as `plan_day` makes it; cached until something it depends on changes."""
        context, today = self._context, self._context.today
        key = (context.cache.version, self._agenda.edition, today, context.settings, places)
        if self._fresh is None or self._fresh[0] != key:
            if self._fresh and self._fresh[0][2:4] != key[2:4]:
                self._states.clear()
                self._unknown.clear()
            last = context.cache.last_days(today.isoformat()) if not self._states else None
            people = list(context.cache.people)
            states = self._states_of_all(people, today, last)
            planned = plan_day(
                today=today,
                places=places,
                people=states,
                playbook=context.playbook,
                past_days=self.past_days(),
                budget=context.settings.budget,
                meetings=self._agenda.meetings,
                off=self.kept(today).off,
                strangers=self._strangers(people, today, last),
                start_day=self.start_day,
                in_inbox=sum(person.inbox and not person.archived for person in people),
                dormant=context.settings.dormant,
                in_full=self._in_full,
            )
            self._fresh = (key, planned)
        return self._fresh[1]

    def kept(self, day: date) -> Day:
        """Return the stored record of `day`, or an empty one."""
        return self._context.cache.days.get(day.isoformat()) or Day(uid=day.isoformat(), day=day)

    def past_days(self) -> list[Day]:
        """Return the stored days before today, in no particular order."""
        return [past for past in self._context.cache.days if past.day < self._context.today]

    def _forget(self, changes: ChangeSet) -> None:
        for uid in people_in(changes):
            self._states.pop(uid, None)
            self._unknown.pop(uid, None)

    def _may_be_planned(self, person: Person) -> bool:
        """Return whether a plan may name the person. Strangers need an open note."""
        if person.archived or person.inbox:
            return False
        return person.stage != "stranger" or bool(self._context.cache.open_notes_of(person.uid))

    def _states_of_all(self, people: list[Person], today: date, last: Mapping[str, str] | None) -> list[PersonState]:
        """Return the state of each of `people` who may be planned.

        `last` has the stored days of the last talks with all people, at the first time: one pass over all costs less.
        """
        cache, known = self._context.cache, self._states
        for person in filter(self._may_be_planned, people):
            if person.uid not in known:
                uid = person.uid
                talked = iso_day(last.get(uid, "")) if last else None
                if talked is None and (last is None or uid in last):  # the stored value may not be a valid day
                    talked = self._people.last_talked(uid, before=today)
                known[uid] = PersonState(
                    person=person,
                    last_talked=talked,
                    drift=drift(talked, person.since, self._people.cadence(person), today),
                    notes=tuple(cache.open_notes_of(uid)),
                    talks=len(cache.entry_uids_of([uid])) if person.stage in _UPPER_RUNGS else 0,
                )
        return list(known.values())

    def _strangers(self, people: list[Person], today: date, last: Mapping[str, str] | None) -> list[Person]:
        """Return those of `people` on the board who were strangers this morning, with no talk before today.

        A talk of today changes nothing here, so that ticking an item does not reorder the list. `last` is as above.
        """
        known, strangers = self._unknown, []
        for person in people:
            if person.uid not in known:
                known[person.uid] = self._is_unknown(person, today, last)
            if known[person.uid]:
                strangers.append(person)
        return strangers

    def _is_unknown(self, person: Person, today: date, last: Mapping[str, str] | None) -> bool:
        cache = self._context.cache
        if person.archived or person.inbox:
            return False
        if person.stage != "stranger" and (person.since != today or person.added == today):
            return False
        days = cache.days_of(person.uid) if last is None else [last[person.uid]] if person.uid in last else []
        if any(day < today.isoformat() for day in days):
            return False
        steps = cache.stage_changes_of(person.uid) if person.stage != "stranger" else []
        return person.stage == "stranger" or any(step.origin == "stranger" and step.entry for step in steps)

    def _in_full(self, state: PersonState) -> PersonState:
        uid = state.person.uid
        moves = self._composer.recent_moves(uid, before=self._context.today)
        notes = (*self._context.cache.notes_of(uid), *self._composer.mine_for(state.person))
        return replace(state, notes=notes, recent_moves=moves)
