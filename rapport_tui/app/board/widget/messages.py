"""The messages posted by a board, available as attributes of `Board`."""

from __future__ import annotations

from dataclasses import dataclass

from textual.dom import DOMNode
from textual.message import Message


class BoardMessage(Message, namespace="board"):
    """Base class of the messages about user actions on a board."""

    @property
    def control(self) -> DOMNode | None:
        """The board that posted the message."""
        return self._sender if isinstance(self._sender, DOMNode) else None


@dataclass
class Moved(BoardMessage, namespace="board"):
    """Posted when the user moved the cards `uids` to `stage`, before the card `before`; None is its end."""

    uids: tuple[str, ...]
    stage: str
    before: str | None


@dataclass
class Opened(BoardMessage, namespace="board"):
    """Posted when the user opened the person `uid`."""

    uid: str


@dataclass
class Highlighted(BoardMessage, namespace="board"):
    """Posted when the cursor moved to the card `uid`, or to a column without cards."""

    uid: str | None


@dataclass
class Linked(BoardMessage, namespace="board"):
    """Posted when the user clicked `link`, one of the links on the card `uid`."""

    uid: str
    link: str
