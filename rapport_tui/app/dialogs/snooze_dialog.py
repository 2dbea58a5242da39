"""Leaving somebody in peace for a while."""

from __future__ import annotations

from datetime import date
from typing import Final

from rapport_tui.app.dialogs.pick_dialog import PickDialog
from rapport_tui.app.widgets.rows import Row, RowLine, StyledText
from rapport_tui.capture.dates import DateOrder, parse_day, parse_span
from rapport_tui.model.records import Person
from rapport_tui.model.relative_days import full_day

AWAKE: Final = "awake"
"""What the dialog returns for: not any longer."""


class SnoozeDialog(PickDialog):
    """Asks until when to leave `person` in peace: a week, a month, or a date that is typed; returns it in ISO form."""

    HELP_LINE = (
        "a date or a span, such as fri, 20 dec or 3w · {choose.up} {choose.down} and enter to choose · {leave} to leave"
    )

    def __init__(self, person: Person, today: date, order: DateOrder) -> None:
        self._today = today
        self._order = order
        rows = [self._row(name, span) for name, span in (("one week", "1w"), ("one month", "1m"))]
        if person.snoozed_until and person.snoozed_until > today:
            rows.append(Row(AWAKE, (RowLine((StyledText("not any longer"),)),)))
        super().__init__(f"Leave {person.name} in peace until …", rows)

    def rows_with(self, text: str) -> list[Row]:
        """Return the day that `text` names, else the offers that have its letters."""
        day = self._day(text)
        return [_day_row(day, "")] if day else super().rows_with(text)

    def _day(self, text: str) -> date | None:
        """Return a day to come, None where `text` names none."""
        try:
            span = parse_span(text)
            day = self._today + span if span else None
        except (ValueError, OverflowError):
            return None
        day = day or parse_day(text, today=self._today, order=self._order, toward="future")
        return day if day and day > self._today else None

    def _row(self, name: str, span: str) -> Row:
        day = self._day(span)
        assert day is not None
        return _day_row(day, name)


def _day_row(day: date, name: str) -> Row:
    spans = (StyledText(f"{name:<12}"), StyledText(full_day(day), "muted")) if name else (StyledText(full_day(day)),)
    return Row(day.isoformat(), (RowLine(spans),))
