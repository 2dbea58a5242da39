"""The six screens by name, each created when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rapport_tui.app.tab_screen import TabScreen


def open_screen(name: str) -> TabScreen:
    """Return a new screen named `name`; its module is imported on the first call."""
    match name:
        case "today":
            from rapport_tui.app.today.screen import TodayScreen

            return TodayScreen()
        case "board":
            from rapport_tui.app.board.screen import BoardScreen

            return BoardScreen()
        case "journal":
            from rapport_tui.app.journal.screen import JournalScreen

            return JournalScreen()
        case "compose":
            from rapport_tui.app.compose.screen import ComposeScreen

            return ComposeScreen()
        case "people":
            from rapport_tui.app.people.screen import PeopleScreen

            return PeopleScreen()
        case _:
            from rapport_tui.app.insights.screen import InsightsScreen

            return InsightsScreen()
