"""One line to type in, which takes no character that a terminal would obey, pasted ones included."""

from __future__ import annotations

from textual.widgets import Input

from rapport_tui.model.text import clean


class Field(Input):
    """An input line for the user's own words."""

    def validate_value(self, value: str) -> str:
        """Leave out control characters; what is not one line becomes one."""
        return clean(value).replace("\n", " ").replace("\t", " ")
