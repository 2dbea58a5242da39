"""The list of moves in the composer, below headings that fold."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from rapport_tui.app.bindings import bound
from rapport_tui.app.row_builders import RUNG_KEY
from rapport_tui.app.widgets.rows import RowList


class MoveList(RowList):
    """The moves below the headings of their rungs, which show and hide them."""

    BINDINGS: ClassVar[list[BindingType]] = bound({"compose.fill": "choose", "compose.unfold": "tick"})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable filling in on a move, and folding on a heading."""
        is_heading = (self.cursor_key or RUNG_KEY).startswith(RUNG_KEY)
        if action in ("choose", "tick"):
            return is_heading is (action == "tick")
        return super().check_action(action, parameters)
