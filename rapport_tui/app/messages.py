"""Messages by which screens and dialogs navigate in the app. Post them to the app."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from textual.screen import Screen

    from rapport_tui.model.records import Person


class ScreenShown(Message):
    """Posted when the screen has painted its first frame."""


class ScreenReady(Message):
    """Posted when a screen that was switched to has shown what is new, and can be painted."""

    def __init__(self, screen: Screen[None]) -> None:
        super().__init__()
        self.screen = screen


class ShowPerson(Message):
    """Show a person on the People screen."""

    def __init__(self, uid: str) -> None:
        super().__init__()
        self.uid = uid


class ShowEntry(Message):
    """Show an entry on the Journal screen."""

    def __init__(self, uid: str) -> None:
        super().__init__()
        self.uid = uid


class ConvertJournal(Message):
    """Run `work`, which replaces the files of the journal; `title` is shown meanwhile, `done` is told afterwards."""

    def __init__(self, title: str, work: Callable[[], None], done: str) -> None:
        super().__init__()
        self.title = title
        self.work = work
        self.done = done


class ComposeTo(Message):
    """Open the Compose screen with a person, and with a move and a question if they are known."""

    def __init__(self, person: Person, move_id: str = "", thread: str = "") -> None:
        super().__init__()
        self.person = person
        self.move_id = move_id
        self.thread = thread
