"""The name of a person with their stage, on one line above what is known of them."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from rapport_tui.app.widgets.roles import RoleWidget
from rapport_tui.app.widgets.styled_text import GAP
from rapport_tui.model.records import Stage
from rapport_tui.terminal_text import cell_width, cut, isolated


class PersonName(RoleWidget):
    """A name and a stage. A name that is too long is cut, the stage never."""

    DEFAULT_CSS = "PersonName { height: 1; padding: 0 2; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._name = ""
        self._stage: Stage | None = None

    def show(self, name: str = "", stage: Stage | None = None) -> None:
        """Show a person, or nothing."""
        self._name, self._stage = name, stage
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        width = self.size.width
        if y or self._stage is None:
            return Strip.blank(width, self.role_style())
        name = cut(self._name, width - GAP - cell_width(self._stage))
        segments = [
            Segment(isolated(name), self.role_style("strong")),
            Segment(f"{' ' * GAP}{self._stage}", self.role_style(self._stage)),
        ]
        return Strip(segments).adjust_cell_length(width, self.role_style())
