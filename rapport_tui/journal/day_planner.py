"""The planner of the day: the checklist that follows from the journal, before anything on it was ticked."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from msgspec.structs import replace

from rapport_tui.journal.agenda import AgendaService
from rapport_tui.journal.composer import ComposerService
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.people import PeopleService
from rapport_tui.journal.record_cache import people_in
from rapport_tui.model.cadence import drift
from rapport_tui.model.person_digest import PersonDigest
from rapport_tui.model.places import Place
from rapport_tui.model.records import Day, Item
from rapport_tui.model.relative_days import iso_day
from rapport_tui.playbook.openings import START_DAYS
from rapport_tui.playbook.plan import PersonState, may_be_dormant, plan_day
from rapport_tui.settings import Settings
from rapport_tui.store import ChangeSet

_LONGEST_START: Final = 28
"""The number of days after which the first seven mornings end, even if some of them are left."""


class _PlanInputs(NamedTuple):
    """The values that a plan depends on: the versions of journal and agenda, the day, the settings, the places."""

    version: int
    edition: int
    today: date
    settings: Settings
    places: tuple[Place, ...]


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
        self._strangers: dict[str, PersonDigest] = {}
        self._inbox: set[str] = set()
        self._changed: set[str] | None = None  # None: everybody
        self._last: tuple[_PlanInputs, tuple[Item, ...]] | None = None
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
        inputs = _PlanInputs(context.cache.version, self._agenda.edition, today, context.settings, places)
        if self._last is None or self._last[0] != inputs:
            last = self._last and self._last[0]
            if last and (last.today, last.settings) != (today, context.settings):
                self._changed = None
            self._update(today)
            planned = plan_day(
                today=today,
                places=places,
                people=list(self._states.values()),
                playbook=context.playbook,
                past_days=self.past_days(),
                budget=context.settings.budget,
                meetings=self._agenda.meetings,
                off=self.kept(today).off,
                strangers=list(self._strangers.values()),
                start_day=self.start_day,
                in_inbox=len(self._inbox),
                dormant=context.settings.dormant,
                in_full=self._in_full,
            )
            self._last = (inputs, planned)
        return self._last[1]

    def kept(self, day: date) -> Day:
        """Return the stored record of `day`, or an empty one."""
        return self._context.cache.days.get(day.isoformat()) or Day(uid=day.isoformat(), day=day)

    def past_days(self) -> list[Day]:
        """Return the stored days before today, in no particular order."""
        return [past for past in self._context.cache.days if past.day < self._context.today]

    def _forget(self, changes: ChangeSet) -> None:
        if self._changed is not None:
            self._changed |= people_in(changes)

    def _update(self, today: date) -> None:
        """Bring what is known of the people who changed up to date; at first, of all in one pass, which costs less."""
        context, changed = self._context, self._changed
        digests = context.cache.digests.all()
        last: dict[str, str] | None = None
        if changed is None:
            self._states, self._strangers, self._inbox = {}, {}, set()
            last = context.cache.last_days(today.isoformat())
        for uid in digests if changed is None else changed:
            self._states.pop(uid, None)
            self._strangers.pop(uid, None)
            self._inbox.discard(uid)
            person = digests.get(uid)
            if person and person.inbox and not person.archived:
                self._inbox.add(uid)
            elif person and not person.archived:
                self._take(person, self._last_day(uid, today) if last is None else last.get(uid, ""), today)
        self._changed = set()

    def _take(self, person: PersonDigest, last: str, today: date) -> None:
        """Keep the state of a person on the board if a plan may name them. Strangers need an open note.

        `last` is the stored day of the last talk before today, "" if there is none; it may not be a valid day.
        """
        uid, cache = person.uid, self._context.cache
        if person.asks or person.due or person.stage != "stranger":
            talked = iso_day(last) or (self._people.last_talked(uid, before=today) if last else None)
            self._states[uid] = PersonState(
                person=person,
                last_talked=talked,
                drift=drift(talked, person.since, self._people.cadence(person), today),
                notes=tuple(cache.open_notes_of(uid)) if person.due and person.due <= today else (),
                talks=cache.number_of_talks(uid) if may_be_dormant(person, talked, today) else 0,
            )
        if not last and self._was_stranger(person, today):
            self._strangers[uid] = person

    def _was_stranger(self, person: PersonDigest, today: date) -> bool:
        """Return whether a person was a stranger this morning.

        A talk of today changes nothing here, so that ticking an item does not reorder the list.
        """
        if person.stage == "stranger" or person.since != today or person.added == today:
            return person.stage == "stranger"
        steps = self._context.cache.stage_changes_of(person.uid)
        return any(step.origin == "stranger" and step.entry for step in steps)

    def _last_day(self, uid: str, today: date) -> str:
        """Return the stored day of the last talk with a person before today, "" if there is none."""
        before = today.isoformat()
        return max((day for day in self._context.cache.days_of(uid) if day < before), default="")

    def _in_full(self, state: PersonState) -> PersonState:
        uid = state.person.uid
        moves = self._composer.recent_moves(uid, before=self._context.today)
        notes = (*self._context.cache.notes_of(uid), *self._composer.mine_for(self._people.get(uid)))
        return replace(state, notes=notes, recent_moves=moves)
