"""The base of the screens that a query narrows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from rapport_tui.app.bindings import bound
from rapport_tui.app.tab_screen import ScreenPlace, TabScreen
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.app.widgets.turns import widget_messages_handled

_READ_AT_ONCE: Final = 10
"""The number of people read at a time for the first query."""
_PAUSE_SECONDS: Final = 0.02


class QueryLine(TextField):
    """The line that narrows what a screen shows, as one types. Escape empties and hides it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "screen.leave_query", "clear", show=False)]


class QueryScreen(TabScreen):
    """A screen with a query line, which is shown while it narrows the screen."""

    query_line = getters.query_one(QueryLine)
    QUERY_HINT: ClassVar[str]
    BINDINGS: ClassVar[list[BindingType]] = bound({"find": "query"})

    @property
    def query_text(self) -> str:
        """The text in the query line."""
        return self.query_line.value

    def compose_query(self) -> Iterator[Widget]:
        """Yield the query line, hidden."""
        query = QueryLine(placeholder=self.QUERY_HINT, compact=True, id="query")
        query.display = False
        yield query

    def return_to(self, place: ScreenPlace) -> None:
        """Return to a place in the screen, with its query."""
        if place.query:
            self.action_narrow(place.query)
        super().return_to(place)

    def read_ahead(self) -> None:
        """Read for the first query, a little at a time, so that painting and keys need not wait for it."""
        self.set_timer(_PAUSE_SECONDS, self._read_more)

    def _read_more(self) -> None:
        if not self.prepare_query():
            self.read_ahead()

    def prepare_query(self) -> bool:
        """Read some more people, and return whether all are read."""
        return self.journal.people.prepare_search(_READ_AT_ONCE)

    def action_query(self) -> None:
        """Open the query line."""
        self.query_line.display = True
        self.query_line.focus()

    def action_narrow(self, query: str) -> None:
        """Show what matches `query` with it in the query line, or everything without that line if it is empty."""
        with self.query_line.prevent(QueryLine.Changed):
            self.query_line.value = query
        self.query_line.display = bool(query)
        self.show_safely()
        self.focus_content()

    def action_leave_query(self) -> None:
        """Empty and hide the query line."""
        self.action_narrow("")

    @on(QueryLine.Changed, "#query")
    async def _query_changed(self) -> None:
        self.show_safely()
        # While this runs nothing is painted: the letter and what it finds are one frame. Else the second one would have
        # to wait for the clock of the first.
        await widget_messages_handled()

    @on(QueryLine.Submitted, "#query")
    def _query_submitted(self, event: QueryLine.Submitted) -> None:
        if not event.value.strip():
            self.action_leave_query()
        else:
            self.focus_content()
