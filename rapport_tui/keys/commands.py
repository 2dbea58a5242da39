"""What a command is, and a group of them."""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """One thing to do. `keys` are separated by commas, that which is shown first; a comma itself is `comma`.

    `label` is what the footer says, if the command is `shown` there; those of one `pair` share a hint. `early`
    commands come before the widget that has the focus, so none of their keys may be one that types a character.
    `means` is what the commands on one character have in common, wherever it is bound; without it, the label.
    """

    id: str
    keys: str
    label: str
    help: str
    shown: bool = True
    pair: str = ""
    early: bool = False
    means: str = ""


class CommandGroup(NamedTuple):
    """Commands that are at hand together, in a room, in a dialog or in a kind of widget."""

    id: str
    title: str
    commands: tuple[Command, ...]
