"""The widgets of the Today screen and their arrangement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.context import AppContext
from rapport_tui.app.today.detail import TaskDetail
from rapport_tui.app.widgets.changed_rows import ChangedRows
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.app.widgets.toggle_bar import ToggleBar
from rapport_tui.model.records import PLACES


class Checklist(ChangedRows):
    """A list whose keys are told in the footer: they are what the day is about."""

    BINDINGS: ClassVar[list[BindingType]] = bound({"today.tick": "tick", "today.unfold": "choose"})


class PlacesBar(ToggleBar):
    """The places of the day."""

    BINDINGS: ClassVar[list[BindingType]] = bound({"places.leave": "screen.places"})


def compose_content(context: AppContext) -> Iterator[Widget]:
    """Yield the places, the two halves of the checklist, and the day's lines."""
    with Horizontal(id="places-line"):
        yield Static(Content("Where you are"), id="places-label")
        toggles = PlacesBar([(place, place.replace("-", " ")) for place in PLACES], id="places")
        toggles.known = False
        yield toggles
    note = Static(id="day-note")
    note.display = False
    yield note
    with Horizontal(id="columns"):
        with Vertical(id="main"):
            yield from _compose_main(context)
        yield RowList(id="beside")


def _compose_main(context: AppContext) -> Iterator[Widget]:
    with Horizontal(id="lists"):
        with Vertical(id="openings-part", classes="part"):
            yield Static(Content("Break the silence"), id="openings-title", classes="heading")
            empty = context.with_keys("No opening for where you are. Press {today.places} to say where.")
            yield Checklist(id="openings", wrap=True, toggle_cells=1, empty=Content(empty))
        with Vertical(id="again-part", classes="part"):
            yield Static(Content("Hi again"), id="again-title", classes="heading")
            empty = "Nobody is waiting. People come here when a promise is due, or when your last talk was weeks ago."
            yield Checklist(id="again", wrap=True, toggle_cells=1, empty=Content(empty))
    yield TaskDetail(id="detail")
    with Vertical(id="written"):
        yield Static(Content("Written today"), classes="heading")
        yield ChangedRows(
            id="entries",
            wrap=True,
            empty=Content(context.with_keys("Nothing yet. Press {write} and write a line about a talk.")),
        )
