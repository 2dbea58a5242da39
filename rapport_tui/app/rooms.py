"""The six rooms by name, each made when it is first gone to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rapport_tui.app.screens.room import Room

ROOMS: Final = {
    "today": "Today",
    "board": "Board",
    "journal": "Journal",
    "compose": "Compose",
    "people": "People",
    "insights": "Insights",
}


def open_room(name: str) -> Room:
    """Return a new screen for the room called `name`; its module is imported only now."""
    match name:
        case "today":
            from rapport_tui.app.screens.today import TodayRoom

            return TodayRoom()
        case "board":
            from rapport_tui.app.screens.board import BoardRoom

            return BoardRoom()
        case "journal":
            from rapport_tui.app.screens.journal import JournalRoom

            return JournalRoom()
        case "compose":
            from rapport_tui.app.screens.compose import ComposeRoom

            return ComposeRoom()
        case "people":
            from rapport_tui.app.screens.people import PeopleRoom

            return PeopleRoom()
        case _:
            from rapport_tui.app.screens.insights import InsightsRoom

            return InsightsRoom()
