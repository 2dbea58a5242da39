"""Wording shared by all interfaces: the titles of the kinds of notes, counts, lists and people in prose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rapport_tui.model.records import Kind, Person

KIND_TITLES: Final[dict[Kind, str]] = {
    "ask": "To ask next time",
    "owe": "You promised",
    "await": "They promised",
    "share": "In common",
    "said": "They said",
    "expert": "They know",
    "likes": "They like",
    "advice": "They advised",
    "door": "Doors they opened",
    "date": "Dates",
    "fact": "Good to know",
    "project": "Your projects",
    "question": "Your questions",
    "goal": "Your goals",
    "win": "Your wins",
    "next": "Your next steps",
    "struggle": "Your struggles",
    "free": "Your free times",
}
"""The heading of each kind of note, in the order in which kinds are shown."""


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: 1 person, 1,200 people; the plural of a regular noun need not be given."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def listed(items: Sequence[str]) -> str:
    """Return items as prose: a, b and c."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def named(people: Sequence[Person]) -> str:
    """Return the names of people as a short text: Priya Nair; Priya and Tom; 4 people."""
    names = [person.name for person in people]
    return names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else f"{len(names)} people"
