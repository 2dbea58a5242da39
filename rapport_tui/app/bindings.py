"""Textual bindings made from the catalogue of commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from textual.binding import Binding, BindingType
from textual.content import Content

from rapport_tui.keys.catalogue import COMMANDS

_COMMAND: Final = r"\{([a-z_.]+)\}"
"""A command id in braces, which stands for its key."""


def bound(actions: Mapping[str, str]) -> list[BindingType]:
    """Return a binding for each command id in `actions`, with the action that it runs.

    Raise `KeyError` for a command that is not in the catalogue.
    """
    return [_binding(command_id, action) for command_id, action in actions.items()]


def with_keys(text: str, key: Callable[[str], str]) -> str:
    """Return `text` with each `{command}` replaced by the result of `key` for that command id."""
    return re.sub(_COMMAND, lambda match: key(match[1]), text)


def styled_keys(text: str, key: Callable[[str], str]) -> Content:
    """Return `text` as `with_keys` does, with the keys in the colour that they have in the footer."""
    parts = re.split(_COMMAND, text)
    return Content.assemble(*((key(part), "bold $text-accent") if at % 2 else part for at, part in enumerate(parts)))


def _binding(command_id: str, action: str) -> Binding:
    command = COMMANDS[command_id]
    return Binding(
        command.keys,
        action,
        command.label,
        show=command.shown,
        priority=command.early,
        tooltip=command.help,
        id=command.id,
        group=Binding.Group(command.pair) if command.pair else None,
    )
