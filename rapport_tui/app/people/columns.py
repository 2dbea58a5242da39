"""The columns of the people table: contents, sorting, and distribution of the width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final, Literal, NamedTuple

from rapport_tui.app.widgets.styled_text import Role, StyledText
from rapport_tui.model.person_summary import PersonSummary, need_order
from rapport_tui.model.records import STAGES
from rapport_tui.model.relative_days import short_age
from rapport_tui.model.text import fold
from rapport_tui.terminal_text import cell_width, pad

ColumnId = Literal["name", "stage", "role", "org", "talked", "next", "added", "met"]
GAP: Final = 2
"""The number of cells between two columns."""


class Column(NamedTuple):
    """A column with its minimum and maximum width, and whether it is sorted newest first by default.

    It is narrower than its minimum if all its texts are.
    One that is `extra` is shown only where the other columns need not cut the texts of most people.
    `sort_key` returns None for people without a value: they come last in either order.
    """

    id: ColumnId
    title: str
    least: int
    most: int
    text: Callable[[PersonSummary, date], str]
    sort_key: Callable[[PersonSummary, date], Any]
    newest_first: bool = False
    right: bool = False
    extra: bool = False


def _by_text(text: str) -> str | None:
    return fold(text) or None


COLUMNS: Final[dict[ColumnId, Column]] = {
    column.id: column
    for column in (
        Column("name", "name", 16, 28, lambda one, _: one.person.name, lambda one, _: _by_text(one.person.name)),
        Column(
            "stage", "stage", 12, 12, lambda one, _: one.person.stage, lambda one, _: STAGES.index(one.person.stage)
        ),
        Column(
            "talked", "talked", 7, 7,
            lambda one, today: short_age(one.last_talked, today),
            lambda one, _: one.last_talked,
            newest_first=True, right=True,
        ),
        Column("role", "role", 14, 40, lambda one, _: one.person.role, lambda one, _: _by_text(one.person.role)),
        Column("org", "org", 9, 40, lambda one, _: one.person.org, lambda one, _: _by_text(one.person.org)),
        Column(
            "next", "next", 16, 60,
            lambda one, _: one.mark.text,
            lambda one, today: need_order(one, today) if one.mark.text or one.drift > 0 else None,
            extra=True,
        ),
        Column(
            "met", "met", 16, 40, lambda one, _: one.person.met, lambda one, _: _by_text(one.person.met), extra=True
        ),
        Column(
            "added", "added", 6, 6,
            lambda one, today: short_age(one.person.added, today),
            lambda one, _: one.person.added,
            newest_first=True, right=True, extra=True,
        ),
    )
}  # fmt: skip
"""All columns by id, the most important first: the last ones are omitted if the width is not enough."""
BOARD_COLUMNS: Final[tuple[ColumnId, ...]] = ("name", "stage", "role", "org", "talked", "next", "added")
INBOX_COLUMNS: Final[tuple[ColumnId, ...]] = ("name", "role", "org", "met", "added")
_MEASURED: Final = 2_000
"""The number of people whose texts decide the widths: measuring 20,000 takes longer than showing them."""
_ROLES: Final[dict[ColumnId, Role]] = {"name": "strong", "role": "text", "next": "note"}


class Cell(NamedTuple):
    """A column and its width in cells."""

    column: Column
    width: int


class Needs(NamedTuple):
    """The widths in cells that columns need to show the texts of most people uncut, and of all."""

    most_people: Mapping[ColumnId, int]
    everybody: Mapping[ColumnId, int]


def needs(ids: Sequence[ColumnId], people: Iterable[PersonSummary], today: date) -> Needs:
    """Return the widths that the texts of `people` need."""
    some = list(islice(people, _MEASURED))
    widths = {one: sorted(cell_width(COLUMNS[one].text(summary, today)) for summary in some) or [0] for one in ids}
    return Needs(
        {one: found[len(found) * 9 // 10] for one, found in widths.items()},
        {one: found[-1] for one, found in widths.items()},
    )


def fit(ids: Sequence[ColumnId], width: int, needed: Needs, sorted_by: ColumnId = "name") -> list[Cell]:
    """Return the columns that fit into `width` cells, in the order of `ids`, with their widths.

    A column in which nobody has a text is left out. What is left goes to the columns that cut the text of many people,
    then of any, and last to those that may grow.
    """
    common = needed.most_people
    least = {
        one.id: min(one.least, max(needed.everybody.get(one.id, 0), len(one.title) + (one.id == sorted_by)))
        for one in COLUMNS.values()
    }
    shown: list[Column] = []
    for column in COLUMNS.values():
        others = [max(least[one.id], min(common.get(one.id, 0), one.most) if column.extra else 0) for one in shown]
        is_empty = not needed.everybody.get(column.id, 1)
        if (
            column.id in ids
            and not (is_empty and shown)
            and (sum(others) + len(others) * GAP + least[column.id] <= width or not shown)
        ):
            shown.append(column)
    widths = {one.id: least[one.id] for one in shown}
    spare = width + GAP - sum(cells + GAP for cells in widths.values())
    for wanted in (common, needed.everybody, {one.id: one.most for one in shown}):
        most = {one.id: min(wanted.get(one.id, 0), one.most) for one in shown}
        while spare > 0 and (growing := [one for one, cells in widths.items() if cells < most[one]]):
            for one in growing[:spare]:
                widths[one] += 1
                spare -= 1
    return [Cell(COLUMNS[one], widths[one]) for one in ids if one in widths]


def header_text(cell: Cell, sorted_by: ColumnId, *, backwards: bool) -> str:
    """Return the title of a column, with an arrow if the table is sorted by it."""
    arrow = ("▲" if backwards == cell.column.newest_first else "▼") if cell.column.id == sorted_by else ""
    title = f"{cell.column.title}{arrow}"
    return title.rjust(cell.width) if cell.column.right else pad(title, cell.width)


def person_cells(one: PersonSummary, cells: Sequence[Cell], today: date) -> tuple[StyledText, ...]:
    """Return a person as the cells of one line."""
    spans: list[StyledText] = []
    for number, (column, width) in enumerate(cells):
        text = column.text(one, today)
        role: Role = _ROLES.get(column.id, "muted")
        if column.id == "stage":
            role = one.person.stage
        elif column.id == "talked" and one.drift > 0:
            role = "warning"
        gap = " " * GAP if number else ""
        spans.append(StyledText(gap + (text.rjust(width) if column.right else pad(text, width)), role))
    return tuple(spans)
