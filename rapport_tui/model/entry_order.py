"""The order of entries: by day, and within a day by time, where a day may start after midnight."""

from __future__ import annotations

from collections.abc import Iterable

from rapport_tui.model.records import Entry


def time_order(at: str, start: int) -> str:
    """Return the sort key of a time in ISO form within a day that starts at the hour `start`; no time comes first."""
    return f"~{at}" if at and at < f"{start:02}" else at


def in_order(entries: Iterable[Entry], start: int) -> list[Entry]:
    """Return `entries` by day and time; those without a time come first in their day, in the order given."""
    return sorted(entries, key=lambda one: (one.day, time_order(one.time.isoformat() if one.time else "", start)))
