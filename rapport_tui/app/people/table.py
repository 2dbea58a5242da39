"""The table of people, with a header, sorting, foldable groups, and rows that can be marked.

It is painted by `RowList`, not by Textual’s `DataTable`, which takes five seconds to measure the cells of 20,000
people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from rapport_tui.app.bindings import bound
from rapport_tui.app.people.arrangement import (
    GROUP_KEY,
    GROUPINGS,
    Arrangement,
    Grouping,
    arrange,
    common_values,
    sort_people,
)
from rapport_tui.app.people.columns import (
    BOARD_COLUMNS,
    GAP,
    INBOX_COLUMNS,
    Cell,
    ColumnId,
    Needs,
    fit,
    header_text,
    needs,
    person_cells,
)
from rapport_tui.app.widgets.jump_target import JumpTarget
from rapport_tui.app.widgets.lazy_rows import LazyRows
from rapport_tui.app.widgets.mark_list import MarkList
from rapport_tui.app.widgets.roles import RoleWidget
from rapport_tui.app.widgets.row_painter import GUTTER, MARGIN
from rapport_tui.app.widgets.rows import Row, RowLine, StyledText
from rapport_tui.app.widgets.styled_text import Role
from rapport_tui.model.person_summary import PersonSummary
from rapport_tui.terminal_text import cut, pad

View = Literal["board", "inbox"]
_EDGES = GUTTER + MARGIN + 1
"""The width in cells of what stands beside the columns, with the scrollbar."""
_GROUP_CELLS = 36
"""The width in cells of the name and the count of a group; what its people have in common stands beside them."""
_FOLDED_FROM = 30
"""The number of people from which the groups of the inbox are folded at first."""


@dataclass
class TableState:
    """The arrangement of one view. `unfolded` contains the keys of unfolded groups; None stands for all."""

    columns: tuple[ColumnId, ...]
    sorted_by: ColumnId = "name"
    backwards: bool = False
    grouping: Grouping = ""
    unfolded: frozenset[str] | None = field(default=None)


class TableHeader(RoleWidget):
    """The titles of the columns. A click on one posts `Sorted`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TableHeader { height: 1; }"

    @dataclass
    class Sorted(Message):
        """Posted when the title of a column was clicked."""

        column: ColumnId

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[Cell] = []
        self._state = TableState(BOARD_COLUMNS)

    def show(self, cells: list[Cell], state: TableState) -> None:
        """Show the titles of `cells`, and which of them the table is sorted by."""
        self._cells, self._state = cells, state
        self.refresh()

    def jump_targets(self) -> Iterator[JumpTarget]:
        """Yield the titles."""
        for x, cell in self._places():
            yield JumpTarget(self.region.offset + Offset(x, 0), lambda cell=cell: self._sort(cell))  # type: ignore[misc]

    def on_click(self, event: events.Click) -> None:
        """Post `Sorted` for the column under the mouse."""
        for x, cell in self._places():
            if x <= event.x < x + cell.width + GAP:
                self._sort(cell)

    def render_line(self, y: int) -> Strip:
        """Paint the titles."""
        ground = self.role_style()
        segments = [Segment(" " * GUTTER, ground)]
        for cell in self._cells:
            role: Role = "heading" if cell.column.id == self._state.sorted_by else "muted"
            text = header_text(cell, self._state.sorted_by, backwards=self._state.backwards)
            segments += [
                Segment(text, self.role_style(role)),
                Segment(" " * GAP, ground),
            ]
        return Strip(segments).adjust_cell_length(self.size.width, ground)

    def _places(self) -> Iterator[tuple[int, Cell]]:
        x = GUTTER
        for cell in self._cells:
            yield x, cell
            x += cell.width + GAP

    def _sort(self, cell: Cell) -> None:
        self.post_message(self.Sorted(cell.column.id))


class PeopleRows(MarkList):
    """The rows of people and groups."""

    BINDINGS: ClassVar[list[BindingType]] = bound({"people.open": "choose"})


class PeopleTable(Vertical):
    """The people in a table with two views: the people on the board, and the inbox.

    Rows are people, with their uids as keys, and groups, whose keys begin with `GROUP_KEY`.
    """

    DEFAULT_CSS = "PeopleTable MarkList { height: 1fr; }"

    def __init__(self, empty: Content, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._empty = empty
        self._states: dict[View, TableState] = {
            "board": TableState(BOARD_COLUMNS),
            "inbox": TableState(INBOX_COLUMNS, grouping="org", unfolded=frozenset()),
        }
        self._view: View = "board"
        self._searched = False
        self._people: dict[str, PersonSummary] = {}
        self._arranged = Arrangement([], {})
        self._cells: list[Cell] = []
        self._needs = Needs({}, {})
        self._today = date.min
        self._marked: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """Yield the header and the rows."""
        yield TableHeader()
        rows = PeopleRows(id="list")
        rows.empty = self._empty
        yield rows

    @property
    def rows(self) -> MarkList:
        """The list of rows."""
        return self.query_one(MarkList)

    @property
    def state(self) -> TableState:
        """The arrangement of the current view."""
        return self._states[self._view]

    @property
    def count(self) -> int:
        """The number of people, including those in folded groups."""
        return len(self._people)

    @property
    def uid_at_cursor(self) -> str | None:
        """The uid of the person at the cursor; None on a group."""
        key = self.rows.cursor_key
        return key if key in self._people else None

    @property
    def marked(self) -> list[str]:
        """The uids of the marked people, in display order."""
        return [uid for uid in self._people if uid in self._marked]

    @property
    def at_hand(self) -> list[str]:
        """The uids of the marked people; without marks, of the person or the group at the cursor."""
        key = self.rows.cursor_key or ""
        return self.marked or self._arranged.groups.get(key) or ([key] if key else [])

    def show(self, people: Sequence[PersonSummary], today: date, view: View, *, searched: bool = False) -> None:
        """Show people, sorted and grouped as the view was before; the groups of `searched` people are unfolded."""
        self._view, self._today, self._searched = view, today, searched
        self._people = {one.person.uid: one for one in people}
        self._needs = needs(self.state.columns, people, today)
        self._marked &= self._people.keys()
        self._arrange()

    def sort_by(self, column: ColumnId) -> None:
        """Sort by a column, or reverse the order if the table is sorted by it already."""
        state = self.state
        state.backwards = column == state.sorted_by and not state.backwards
        state.sorted_by = column
        self._arrange()

    def group_by(self, grouping: Grouping) -> None:
        """Group people, with all groups unfolded, or remove the groups."""
        self.state.grouping, self.state.unfolded = grouping, None
        self._arrange()

    def next_grouping(self) -> Grouping:
        """Return the grouping after the current one; the inbox has no stages."""
        offered = [one for one in GROUPINGS if one != "stage" or self._view == "board"]
        return offered[(offered.index(self.state.grouping) + 1) % len(offered)]

    def fold(self, key: str) -> None:
        """Fold a group, or unfold it."""
        state = self.state
        unfolded = self._arranged.groups.keys() if self._unfolded() is None else self._unfolded() or frozenset()
        state.unfolded = frozenset(unfolded) ^ {key}
        self._arrange()

    def go_to(self, uid: str) -> bool:
        """Move the cursor to a person, unfolding their group; return whether they are shown."""
        group = next((key for key, uids in self._arranged.groups.items() if uid in uids), None)
        if group and uid not in self._arranged.keys:
            self.fold(group)
        return self.rows.go_to(uid)

    def mark(self, uids: Sequence[str], *, on: bool) -> None:
        """Mark people, or remove their marks."""
        self._marked = self._marked | set(uids) if on else self._marked - set(uids)
        whole = (key for key, uids in self._arranged.groups.items() if self._marked.issuperset(uids))
        self.rows.marked = self._marked | set(whole)

    def mark_all(self) -> None:
        """Mark all people, or none if all are marked."""
        self.mark(list(self._people), on=len(self._marked) < len(self._people))

    def members(self, key: str) -> list[str]:
        """Return the uids of the people that a row represents."""
        return self._arranged.groups.get(key, [key])

    @on(TableHeader.Sorted)
    def _sorted(self, event: TableHeader.Sorted) -> None:
        event.stop()
        self.sort_by(event.column)

    def on_resize(self) -> None:
        """Distribute the new width among the columns."""
        self._show_rows()

    def _unfolded(self) -> frozenset[str] | None:
        """Return the keys of the unfolded groups; in a short or searched list, all of them until one is folded."""
        opens = self._searched or len(self._people) < _FOLDED_FROM
        return None if not self.state.unfolded and opens else self.state.unfolded

    def _arrange(self) -> None:
        state = self.state
        people = sort_people(list(self._people.values()), state.sorted_by, self._today, backwards=state.backwards)
        self._arranged = arrange(people, state.grouping, self._unfolded())
        self._show_rows()
        self.mark((), on=True)

    def _show_rows(self) -> None:
        """Show the rows in the columns that fit."""
        width = self.size.width - _EDGES
        self._cells = fit(self.state.columns, width, self._needs, self.state.sorted_by)
        self.query_one(TableHeader).show(self._cells, self.state)
        self.rows.show(LazyRows(self._arranged.keys, self._row))

    def _row(self, key: str) -> Row:
        if (one := self._people.get(key)) is not None:
            return Row(key, (RowLine(person_cells(one, self._cells, self._today)),))
        uids = self._arranged.groups[key]
        unfolded = self._unfolded()
        sign = "▾" if unfolded is None or key in unfolded else "▸"
        count = f"  {len(uids):,}"
        name = StyledText(pad(key.removeprefix(GROUP_KEY), _GROUP_CELLS - len(count) - 2), "accent")
        common = " · ".join(common_values([self._people[uid].person for uid in uids], self.state.grouping))
        room = self.size.width - _EDGES - _GROUP_CELLS
        told = StyledText(f"  {cut(common, room)}" if room > _GROUP_CELLS else "", "muted")
        return Row(key, (RowLine((StyledText(f"{sign} ", "muted"), name, StyledText(count, "muted"), told)),))
