"""The dialog that asks for a person."""

from __future__ import annotations

from rapport_tui.app.dialogs.pick_dialog import PickDialog
from rapport_tui.app.widgets.rows import Row


class PersonPicker(PickDialog):
    """A list of `rows` with uids as keys, searched as on the command line by any part of a name or address."""

    def choose(self, key: str) -> None:
        """Close the dialog with a person, unless another window has deleted them meanwhile."""
        if not key or self.attempt(lambda: self.journal.people.get(key)):
            super().choose(key)

    def rows_with(self, text: str) -> list[Row]:
        """Return the people who match `text`, the likeliest first, then the other rows that contain its words."""
        if not text.strip():
            return super().rows_with(text)
        rows = {row.key: row for row in self._rows}
        found = [summary.person.uid for summary in self.journal.people.holding(text.strip().lstrip("@"))]
        likeliest = [rows[uid] for uid in found if uid in rows]
        return [*likeliest, *(row for row in super().rows_with(text) if row not in likeliest)]
