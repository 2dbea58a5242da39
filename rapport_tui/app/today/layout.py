"""The widgets of the Today screen and their arrangement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from rapport_tui.app.bindings import bound
from rapport_tui.app.context import AppContext
from rapport_tui.app.widgets.changed_rows import ChangedRows
from rapport_tui.app.widgets.rows import Row
from rapport_tui.app.widgets.toggle_bar import ToggleBar
from rapport_tui.model.places import PLACES

OPENINGS: Final = "Break the silence"
AGAIN: Final = "Hi again"


class Checklist(ChangedRows):
    """A list whose keys are told in the footer: they are what the day is about."""

    BINDINGS: ClassVar[list[BindingType]] = bound({"today.tick": "tick", "today.unfold": "choose"})

    def __init__(self, title: str, *, id: str, empty: str) -> None:
        super().__init__(id=id, classes="part", wrap=True, toggle_cells=1, heading=title, empty=empty)
        self._title = title

    def show_items(self, rows: Sequence[Row], progress: str) -> None:
        """Show `rows`, and beside the title how many of them are done."""
        self.head(self._title, progress)
        self.show(rows)


class PlacesBar(ToggleBar):
    """The places of the day."""

    BINDINGS: ClassVar[list[BindingType]] = bound({"places.leave": "screen.places"})

    @property
    def label(self) -> str:
        """The label in front of the places; left out in a narrow terminal."""
        return "" if self.screen.has_class("-narrow") else "Where you are   "


def compose_content(context: AppContext) -> Iterator[Widget]:
    """Yield the places, the two halves of the checklist, and the day's lines."""
    toggles = PlacesBar([(place, place.replace("-", " ")) for place in PLACES], id="places")
    toggles.known = False
    yield toggles
    with Vertical(id="main", classes="group"):
        yield from _compose_main(context)


def _compose_main(context: AppContext) -> Iterator[Widget]:
    with Horizontal(id="lists", classes="group"):
        empty = context.with_keys("No opening for where you are. Press {today.places} to say where.")
        yield Checklist(OPENINGS, id="openings", empty=empty)
        empty = "Nobody is waiting. People come here when a promise is due, or when your last talk was weeks ago."
        yield Checklist(AGAIN, id="again", empty=empty)
    yield Horizontal(id="detail", classes="group")
    yield ChangedRows(
        id="entries",
        wrap=True,
        heading="Written today",
        empty=context.with_keys("Nothing yet. Press {write} and write a line about a talk."),
    )
