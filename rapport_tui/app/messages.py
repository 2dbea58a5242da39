"""Messages with which screens and dialogs ask the app to go somewhere. Post them to the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from rapport_tui.model.records import Person


class ScreenShown(Message):
    """The screen has painted its first frame."""


class ShowPerson(Message):
    """Go to a person in People."""

    def __init__(self, uid: str) -> None:
        super().__init__()
        self.uid = uid


class ShowEntry(Message):
    """Go to an entry in Journal."""

    def __init__(self, uid: str) -> None:
        super().__init__()
        self.uid = uid


class ComposeTo(Message):
    """Go to Compose with a person, and with a move and a question to ask if they are known."""

    def __init__(self, person: Person, move_id: str = "", thread: str = "") -> None:
        super().__init__()
        self.person = person
        self.move_id = move_id
        self.thread = thread
