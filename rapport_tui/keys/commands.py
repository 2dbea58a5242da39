"""Commands and groups of commands."""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """A command. `keys` are separated by commas, the one to show first; the comma key is `comma`.

    `label` is its text in the footer, if it is `shown` there; the commands of one `pair` share a hint with that text.
    `early` commands take precedence over the focused widget, so none of their keys may type a character. `means` is the
    common meaning of all commands on one character, by default the label.
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
    """Commands that are available together, on a screen, in a dialog or in a kind of widget."""

    id: str
    title: str
    commands: tuple[Command, ...]
