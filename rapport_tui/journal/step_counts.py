"""Counts of steps, with the same rule for the review, the insights, the streak and today."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from rapport_tui.model.records import Day, Entry, Item, StageChange


def is_step(entry: Entry) -> bool:
    """Return whether the entry describes a step: a talk with somebody, or a move."""
    return bool(entry.people or entry.move)


def is_bare_step(item: Item) -> bool:
    """Return whether the item is a step without an entry: an opening that was ticked without a text."""
    return item.is_opening and item.state == "done" and not item.entry


def taken_steps(
    entries: Iterable[Entry], days: Iterable[Day], step_of: Callable[[str], int | None]
) -> list[tuple[date, int]]:
    """Return the day and the step number of each step taken.

    `step_of` returns the step of a move, None for an unknown one. Without a move, the first talk with a person is of
    step 1 and a later one of step 2.
    """
    known: set[str] = set()
    taken = []
    for entry in sorted(entries, key=lambda entry: entry.day):
        if is_step(entry):
            step = step_of(entry.move) if entry.move else None
            taken.append((entry.day, step or (1 if known.isdisjoint(entry.people) else 2)))
        known.update(entry.people)
    taken += [(day.day, step_of(item.move) or 1) for day in days for item in day.items if is_bare_step(item)]
    return taken


def silences_broken(entries: Iterable[Entry], changes: Iterable[StageChange]) -> dict[str, date]:
    """Return the day of the first talk with each person who was a stranger until then, by uid.

    Moving, editing or importing a person does not count.
    """
    first: dict[str, date] = {}
    for entry in entries:
        for uid in entry.people:
            first[uid] = min(entry.day, first.get(uid, entry.day))
    stage_then: dict[str, str] = {}
    for change in sorted(changes, key=lambda change: change.day):
        if change.person in first and change.day >= first[change.person]:
            stage_then.setdefault(change.person, change.origin)
    return {uid: day for uid, day in first.items() if stage_then.get(uid) == "stranger"}
