"""The details of the item at the cursor of Today: instructions, ready lines, and the brief on the person."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal

from rapport_tui.app import today
from rapport_tui.app.bindings import bound
from rapport_tui.app.widgets.rows import RowList

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.today import Task


class DetailList(RowList):
    """A list in one half of the detail. It shows its beginning until it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = bound({"detail.leave": "screen.leave_detail"})

    def on_focus(self) -> None:
        """Scroll to the cursor."""
        self._reveal()

    def _reveal(self) -> None:
        if self.has_focus:
            super()._reveal()
        else:
            self._scroll_y(0)


class TaskDetail(Horizontal):
    """The detail of one item: on the left instructions and ready lines, on the right the brief on the person.

    The halves are mounted when an item is shown first. The first frame of the app, which has none, takes 15 ms less.
    """

    @cached_property
    def _halves(self) -> tuple[DetailList, DetailList]:
        halves = DetailList(id="how", classes="part", wrap=True), DetailList(id="essence", classes="part", wrap=True)
        self.mount(*halves)
        return halves

    @property
    def how(self) -> RowList:
        """The list of instructions and ready lines."""
        return self._halves[0]

    def show(self, journal: Journal, task: Task | None, keys: str) -> None:
        """Show an item, or nothing for None. `keys` names the actions on a promise or a thread."""
        how, essence = self._halves
        person = task.person if task else None
        essence.display = person is not None
        how.head(today.detail_rows.title(task))
        how.show(list(today.detail_rows.how_rows(journal, task, keys)) if task else [])
        if person is not None:
            essence.head(person.name)
            essence.show(list(today.detail_rows.essence_rows(journal, person.uid)))
