"""The dialogs that ask for a future day or for a range of days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar, Final, NamedTuple

from textual import getters, on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.capture.dates import parse_day_or_span
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.relative_days import full_day

_TO: Final = lazy_pattern(r"\s+(?:to|until|till)\s+|\s*[–—]\s*", re.IGNORECASE)


class DaySpan(NamedTuple):
    """The first and last day of a range; they are equal for a single day."""

    first: date
    last: date


class DaysDialog(Dialog[DaySpan]):
    """A prompt that offers the `offered` days by name, and parses any other that is typed: 20 dec, friday, 2w.

    With `ranged`, two days with “to” between them are a range; a single day is its last day, and `today` its first.
    """

    rows = getters.query_one(RowList)
    HELP_LINE = (
        "type a day, such as 20 dec, friday or 2w · {choose.up} {choose.down} and enter to choose · {leave} to leave"
    )
    BINDINGS: ClassVar[list[BindingType]] = bound({"choose.down": "step(1)", "choose.up": "step(-1)"})

    def __init__(self, title: str, offered: Sequence[tuple[str, date]], *, ranged: bool = False) -> None:
        super().__init__(title)
        self._offered = offered
        self._ranged = ranged
        self._found: list[tuple[str, DaySpan]] = []

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the field and the list of days."""
        hint = "until which day, or: 20 dec to 5 jan" if self._ranged else "another day"
        yield TextField(placeholder=hint, compact=True, id="day")
        days = RowList(id="days", menu=True, empty=Content("That is not a day in the future."))
        days.can_focus = False
        yield days

    def on_mount(self) -> None:
        """Show the offered days."""
        self._show("")

    def action_step(self, by: int) -> None:
        """Move the selection while the field keeps the focus."""
        self.rows.action_step(by)

    @on(TextField.Changed, "#day")
    def _changed(self, event: TextField.Changed) -> None:
        self._show(event.value)

    @on(TextField.Submitted, "#day")
    def _submitted(self) -> None:
        key = self.rows.cursor_key
        if key is not None:
            self.dismiss(self._found[int(key)][1])

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.dismiss(self._found[int(event.key)][1])

    def _show(self, typed: str) -> None:
        wanted = " ".join(typed.lower().split())
        today = self.journal.day
        self._found = [(word, DaySpan(today, day)) for word, day in self._offered if wanted in word]
        if not self._found and (days := self._read(typed)):
            self._found = [(typed.strip(), days)]
        rows = []
        for place, (word, days) in enumerate(self._found):
            told = full_day(days.last) if days.first == today else f"{full_day(days.first)} – {full_day(days.last)}"
            rows.append(Row(str(place), (RowLine((StyledText(f"{word:<18}  ", "strong"), StyledText(told, "muted"))),)))
        self.rows.show(rows)

    def _read(self, typed: str) -> DaySpan | None:
        parts = _TO.split(typed.strip(), maxsplit=1) if self._ranged else [typed]
        days = [self._day(part, self.journal.day) for part in parts]
        first, last = (self.journal.day, days[0]) if len(days) == 1 else (days[0], days[1])
        if first and last and last < first and len(days) > 1:
            last = self._day(parts[1], first)
        return DaySpan(first, last) if first and last and last >= first else None

    def _day(self, text: str, today: date) -> date | None:
        settings = self.journal.settings
        return parse_day_or_span(
            text, today=today, order=settings.date_order, toward="future", language=settings.language
        )
