"""A page that scrolls, by the arrows and by the letters of vim."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll

from rapport_tui.app.bindings import bound


class ScrollPage(VerticalScroll, can_focus=True):
    """What is taller than the screen, to be scrolled."""

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
