"""Counts of steps, with the same rule for the review and the insights."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rapport_tui.journal.record_cache import RecordCache
from rapport_tui.model.records import Entry, Item


def is_step(entry: Entry) -> bool:
    """Return whether the entry describes a step: a talk with somebody, or a move."""
    return bool(entry.people or entry.move)


def is_bare_step(item: Item) -> bool:
    """Return whether the item is a step without an entry: an opening that was ticked without a text."""
    return item.is_opening and item.state == "done" and not item.entry


def taken_steps(
    cache: RecordCache, step_of: Callable[[str], int | None], since: date, until: date
) -> list[tuple[date, int]]:
    """Return the day and the step number of each step taken from `since` to `until`, both included.

    `step_of` returns the step of a move, None for an unknown one. Without a move, the first talk with a person is of
    step 1 and a later one of step 2. Only entries of these days are decoded.
    """

    def was_named(uid: str) -> bool:
        return (first := cache.first_talk_with(uid)) is not None and first < since

    known: set[str] = set()
    taken = []
    for entry in cache.entries_between(since, until):
        if is_step(entry):
            step = step_of(entry.move) if entry.move else None
            if step is None:
                is_first = known.isdisjoint(entry.people) and not any(was_named(uid) for uid in entry.people)
                step = 1 if is_first else 2
            taken.append((entry.day, step))
        known.update(entry.people)
    first, last = since.isoformat(), until.isoformat()
    days = cache.days.get_many(uid for uid in cache.days.uids() if first <= uid <= last)
    taken += [(day.day, step_of(item.move) or 1) for day in days for item in day.items if is_bare_step(item)]
    return taken


def silence_broken(cache: RecordCache, uid: str) -> date | None:
    """Return the day of the first talk with a person who was a stranger until then, None if there is none.

    Moving, editing or importing a person does not count.
    """
    first = cache.first_talk_with(uid)
    if first is None:
        return None
    stage_then = next((change.origin for change in cache.stage_changes_of(uid) if change.day >= first), None)
    return first if stage_then == "stranger" else None
