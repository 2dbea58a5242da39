"""The messages that a board posts; `Board` has them as its attributes."""

from __future__ import annotations

from dataclasses import dataclass

from textual.dom import DOMNode
from textual.message import Message


class BoardMessage(Message, namespace="board"):
    """Something that the user did on a board."""

    @property
    def control(self) -> DOMNode | None:
        """The board it comes from."""
        return self._sender if isinstance(self._sender, DOMNode) else None


@dataclass
class Moved(BoardMessage, namespace="board"):
    """The user put the cards `uids` into `stage`, in front of the card `before`; None is its end."""

    uids: tuple[str, ...]
    stage: str
    before: str | None


@dataclass
class Opened(BoardMessage, namespace="board"):
    """The user wants to see more of the person `uid`."""

    uid: str


@dataclass
class Highlighted(BoardMessage, namespace="board"):
    """The cursor came to the card `uid`, or to a column without cards."""

    uid: str | None


@dataclass
class Linked(BoardMessage, namespace="board"):
    """The user clicked `link`, one of the links on the card `uid`."""

    uid: str
    link: str
