"""The keys of the board, each with an id so that a keymap can change it."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

_MOVE: Final = Binding.Group("move")
"""Keys that share one hint in the footer."""


def _key(
    name: str,
    keys: str,
    action: str,
    label: str,
    tooltip: str,
    *,
    show: bool = False,
    group: Binding.Group | None = None,
) -> Binding:
    return Binding(keys, action, label, id=f"board.{name}", tooltip=tooltip, group=group, show=show)


BINDINGS: Final = [
    _key("left", "left,h", "walk(-1)", "Left", "Go to the column on the left"),
    _key("down", "down,j", "step(1)", "Down", "Go to the next card"),
    _key("up", "up,k", "step(-1)", "Up", "Go to the card above"),
    _key("right", "right,l", "walk(1)", "Right", "Go to the column on the right"),
    _key("top", "g,home", "top", "Top", "Go to the first card of the column"),
    _key("bottom", "G,end", "bottom", "Bottom", "Go to the last card of the column"),
    _key("page_up", "pageup", "page(-1)", "Page up", "Go up by what is in sight"),
    _key("page_down", "pagedown", "page(1)", "Page down", "Go down by what is in sight"),
    _key("half_up", "ctrl+u", "page(-0.5)", "Half up", "Go up by half of what is in sight"),
    _key("half_down", "ctrl+d", "page(0.5)", "Half down", "Go down by half of what is in sight"),
    _key("demote", "H,shift+left", "promote(-1)", "Rung down", "Move to the column before", show=True, group=_MOVE),
    _key("promote", "L,shift+right", "promote(1)", "Rung up", "Move to the next column", show=True, group=_MOVE),
    _key("lower", "J,shift+down", "shift(1)", "Lower", "Move down within the column"),
    _key("raise", "K,shift+up", "shift(-1)", "Higher", "Move up within the column"),
    _key("select", "space", "select", "select", "Select the card, to move several together", show=True),
    _key("send", "m", "send", "send to", "Send to a rung by its number", show=True),
    _key("find", "f", "find", "find", "Go to a name by its first letters", show=True),
    _key("open", "enter", "open", "open", "Open this person", show=True),
    _key("density", "z", "density", "Density", "Cards of three lines, or one line each"),
    _key("let_go", "escape", "let_go", "Let go", "Stop dragging or finding, select nothing"),
]
