"""The order of people on the rungs of the board, kept up to date as people change."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, Final

from msgspec.structs import replace

from rapport_tui.capture.query_line import Query, SubjectPool, narrows
from rapport_tui.capture.query_subject import QuerySubject
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.history import ActionWriter
from rapport_tui.journal.record_cache import people_in
from rapport_tui.model.manual_order import merged, placing
from rapport_tui.model.person_summary import PersonSummary, need_order
from rapport_tui.model.records import STAGES, Person, Stage
from rapport_tui.model.text import fold
from rapport_tui.settings import Order
from rapport_tui.store import ChangeSet

Key = tuple[Any, ...]
Place = tuple[Stage, Key, float | None]
"""The stage, the sort key within it, and the rank of a person that the user dragged."""
Found = tuple[list[int], tuple[str, ...]]
"""The people of a rung who match a query: their indexes among all of the rung, and their uids."""


_KEPT_QUERIES: Final = 20
"""The number of query results to cache, as users delete letters as often as they type them."""


class _Rung:
    """One rung: `line` are the people in the sort order, `placed` those that the user dragged to a place."""

    def __init__(self) -> None:
        self.line: list[str] = []
        self._keys: list[tuple[Key, str]] = []
        self.placed: list[tuple[float, str]] = []
        self._uids: tuple[str, ...] | None = None

    @property
    def uids(self) -> tuple[str, ...]:
        """The uids of all people from the top; the same object until something about one of them changes."""
        if self._uids is None:
            self._uids = tuple(merged(self.line, self.placed))
        return self._uids

    def add(self, uid: str, key: Key, rank: float | None) -> None:
        """Add a person."""
        self._uids = None
        if rank is None:
            place = bisect_left(self._keys, (key, uid))
            self._keys.insert(place, (key, uid))
            self.line.insert(place, uid)
        else:
            insort(self.placed, (rank, uid))

    def discard(self, uid: str, key: Key, rank: float | None) -> None:
        """Remove a person who was added with the same key and rank."""
        self._uids = None
        if rank is None:
            place = bisect_left(self._keys, (key, uid))
            del self._keys[place], self.line[place]
        else:
            self.placed.remove((rank, uid))


class Ladder:
    """All people on the board. Changes are applied when the ladder is next read.

    `summary` and `subject` return the data of a person; both are called again after a change.
    """

    def __init__(
        self,
        context: JournalContext,
        summary: Callable[[str], PersonSummary],
        subject: Callable[[str], QuerySubject | None],
    ) -> None:
        self._context = context
        self._summary = summary
        self._subject = subject
        self._made_for: tuple[Order, date, dict[Stage, int]] | None = None
        self._rungs: dict[Stage, _Rung] = {}
        self._places: dict[str, Place] = {}
        self._stale: set[str] = set()
        self._pools: dict[Stage, tuple[tuple[str, ...], SubjectPool]] = {}
        self._matched: dict[Query, dict[Stage, Found]] = {}
        context.observe(self._forget)

    def rungs(self, order: Order) -> dict[Stage, tuple[str, ...]]:
        """Return the uids of all people by stage, from the top.

        A tuple stays the same object until something changes about a person on its rung.
        """
        self._settle(order)
        return {stage: self._rungs[stage].uids for stage in STAGES}

    def matching(self, order: Order, query: Query) -> dict[Stage, tuple[str, ...]]:
        """Return those of `rungs` that match `query`."""
        pools = {stage: self._pool(stage, uids) for stage, uids in self.rungs(order).items()}
        if query not in self._matched:
            wider = next((known for known in reversed(self._matched) if narrows(query, known)), None)
            among = self._matched.get(wider, {}) if wider else {}
            while len(self._matched) >= _KEPT_QUERIES:
                del self._matched[next(iter(self._matched))]
            self._matched[query] = found = {}
            for stage, pool in pools.items():
                indexes = pool.select(query, among[stage][0] if among else None)
                found[stage] = indexes, tuple(map(pool.uids.__getitem__, indexes))
        return {stage: uids for stage, (_, uids) in self._matched[query].items()}

    def _pool(self, stage: Stage, uids: tuple[str, ...]) -> SubjectPool:
        """Return the people of a rung to search. Results of earlier queries are dropped if the rung has changed."""
        kept = self._pools.get(stage)
        if kept is None or kept[0] is not uids:
            self._matched.clear()
            kept = self._pools[stage] = uids, SubjectPool(filter(None, map(self._subject, uids)))
        return kept[1]

    def put(self, writer: ActionWriter, people: Sequence[Person], stage: Stage, before: str | None) -> dict[str, float]:
        """Return the ranks that put `people` into `stage`, in front of the person `before`, or at the end for None.

        `writer` writes ranks for other people whose position would change otherwise, so that they keep it.
        """
        moving = {person.uid: None for person in people}
        self._settle("manual")
        for rung in {person.stage for person in people} - {stage}:
            if ranks := self._ranks_beside(rung, moving):
                self._write(writer, placing(self._beside(rung, moving), ranks))
        rest = self._beside(stage, moving)
        at = len(rest)
        if before is not None:
            with suppress(ValueError):
                at = rest.index(before)
        ranks = placing([*rest[:at], *moving, *rest[at:]], self._ranks_beside(stage, moving), moving.keys())
        self._write(writer, {uid: rank for uid, rank in ranks.items() if uid not in moving})
        return {uid: ranks[uid] for uid in moving}

    def landing(self, order: Order, people: Sequence[PersonSummary], among: Sequence[str]) -> int:
        """Return the index in `among`, people of one rung as sorted, where the first of `people` would stand.

        It is the end if there is nobody in `people`, or somebody in `among` who is on no rung.
        """
        self._settle(order)
        keys = [(_key(one, order, self._context.today), one.person.uid) for one in people]
        with suppress(KeyError):
            return bisect_left(among, min(keys), key=lambda uid: (self._places[uid][1], uid)) if keys else len(among)
        return len(among)

    def _beside(self, stage: Stage, moving: Iterable[str]) -> list[str]:
        left = list(self._rungs[stage].uids)
        # Removing a few is several times as fast as testing thousands.
        for uid in moving:
            if uid in self._places and self._places[uid][0] == stage:
                left.remove(uid)
        return left

    def _ranks_beside(self, stage: Stage, moving: Container[str]) -> dict[str, float]:
        return {uid: rank for rank, uid in self._rungs[stage].placed if uid not in moving}

    def _write(self, writer: ActionWriter, ranks: dict[str, float]) -> None:
        writer.put(*(replace(person, rank=ranks[person.uid]) for person in self._context.cache.people.get_many(ranks)))

    def _settle(self, order: Order) -> None:
        """Apply all changes; rebuild everything for another order or day."""
        today = self._context.today
        wanted = (order, today, self._context.settings.cadence)
        if self._made_for != wanted:
            self._made_for = wanted
            self._rungs = {stage: _Rung() for stage in STAGES}
            self._places.clear()
            self._pools.clear()
            self._matched.clear()
            self._stale = set()
            places = [
                (uid, place) for uid in self._context.cache.people.uids() if (place := self._place(uid, order, today))
            ]
            # In sorted order each person is appended, which is fast.
            for uid, place in sorted(places, key=lambda one: one[1][1]):
                self._places[uid] = place
                self._rungs[place[0]].add(uid, *place[1:])
        for uid in self._stale:
            self._take(uid, self._place(uid, order, today))
        self._stale.clear()

    def _take(self, uid: str, place: Place | None) -> None:
        if (old := self._places.pop(uid, None)) is not None:
            self._rungs[old[0]].discard(uid, *old[1:])
        if place is not None:
            self._places[uid] = place
            self._rungs[place[0]].add(uid, *place[1:])

    def _place(self, uid: str, order: Order, today: date) -> Place | None:
        person = self._context.cache.people.get(uid)
        if person is None or person.archived or person.inbox:
            return None
        key = _key(self._summary(uid), order, today)
        return person.stage, key, person.rank if order == "manual" else None

    def _forget(self, changes: ChangeSet) -> None:
        self._stale.update(people_in(changes))


def _key(summary: PersonSummary, order: Order, today: date) -> Key:
    name = fold(summary.person.name)
    if order == "name":
        return (name,)
    if order == "talk":
        last = summary.last_talked
        return (-last.toordinal() if last else 0, name)
    return need_order(summary, today)
