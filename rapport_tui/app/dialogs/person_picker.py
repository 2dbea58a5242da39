"""Choosing a person."""

from __future__ import annotations

from rapport_tui.app.dialogs.pick_dialog import PickDialog
from rapport_tui.app.widgets.rows import Row


class PersonPicker(PickDialog):
    """Asks for one of `rows`, whose keys are uids: found as on the command line, by any part of a name or address."""

    def rows_with(self, text: str) -> list[Row]:
        """Return who is found by `text`, the likeliest first, then the rows that have its words elsewhere."""
        if not text.strip():
            return super().rows_with(text)
        rows = {row.key: row for row in self._rows}
        found = [summary.person.uid for summary in self.journal.people.holding(text.strip().lstrip("@"))]
        likeliest = [rows[uid] for uid in found if uid in rows]
        return [*likeliest, *(row for row in super().rows_with(text) if row not in likeliest)]
