"""The order of the people table: sorted by a column, in groups that can be folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal, NamedTuple, get_args

from rapport_tui.app.people.columns import COLUMNS, ColumnId
from rapport_tui.model.person_summary import PersonSummary
from rapport_tui.model.records import STAGES, Person
from rapport_tui.model.text import fold

Grouping = Literal["", "org", "role", "stage"]
GROUPINGS: Final[tuple[Grouping, ...]] = get_args(Grouping)
GROUP_KEY: Final = "group:"
"""The prefix of the keys of group rows; the name of the group follows."""
_MOST_COMMON: Final = 4
_NONE: Final[dict[Grouping, str]] = {"org": "no organisation", "role": "no role"}


class Arrangement(NamedTuple):
    """The keys of the rows from top to bottom, and the uids in each group by its key."""

    keys: list[str]
    groups: dict[str, list[str]]


def sort_people(
    people: Sequence[PersonSummary], column: ColumnId, today: date, *, backwards: bool
) -> list[PersonSummary]:
    """Return people sorted by a column, those without a value last. The sort is stable."""
    keys = [COLUMNS[column].sort_key(one, today) for one in people]
    known = [index for index, key in enumerate(keys) if key is not None]
    known.sort(key=keys.__getitem__, reverse=backwards != COLUMNS[column].newest_first)
    return [people[index] for index in known] + [one for key, one in zip(keys, people, strict=True) if key is None]


def arrange(people: Sequence[PersonSummary], grouping: Grouping, unfolded: frozenset[str] | None) -> Arrangement:
    """Return people in groups: the largest first, stages from the bottom of the ladder, people without a group last.

    `unfolded` contains the keys of the groups whose people are shown; None stands for all.
    """
    if not grouping:
        return Arrangement([one.person.uid for one in people], {})
    named: dict[str, list[PersonSummary]] = {}
    for one in people:
        named.setdefault(fold(getattr(one.person, grouping)), []).append(one)
    order = sorted(named, key=lambda name: (not name, -len(named[name]), name))
    if grouping == "stage":
        order = [stage for stage in STAGES if stage in named]
    keys: list[str] = []
    groups: dict[str, list[str]] = {}
    for name in order:
        title = getattr(named[name][0].person, grouping) or _NONE.get(grouping, "")
        key = f"{GROUP_KEY}{title}"
        groups[key] = [one.person.uid for one in named[name]]
        keys += [key, *(groups[key] if unfolded is None or key in unfolded else ())]
    return Arrangement(keys, groups)


def common_values(people: Sequence[Person], grouping: Grouping) -> list[str]:
    """Return the most frequent roles in a group, the organisations if people are grouped by role, with their counts."""
    values = Counter(person.org if grouping == "role" else person.role for person in people)
    del values[""]
    return [f"{value} {count}" if count > 1 else value for value, count in values.most_common(_MOST_COMMON)]
