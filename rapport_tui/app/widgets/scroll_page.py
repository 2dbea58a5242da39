"""A page that scrolls with the arrows and the letters of vim."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll

from rapport_tui.app.bindings import bound


class ScrollPage(VerticalScroll, can_focus=True):
    """A scrollable container for contents taller than the screen."""

    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "page.up": "scroll_up",
            "page.down": "scroll_down",
            "page.page_up": "page_up",
            "page.page_down": "page_down",
            "page.first": "scroll_home",
            "page.last": "scroll_end",
        }
    )

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Style the page alone: nothing in it looks different while the page has the focus."""
        self.app.stylesheet.update_nodes([self])
