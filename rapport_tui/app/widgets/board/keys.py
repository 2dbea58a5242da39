"""The keys of the board, each with an id so that a keymap can change it."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

_WALK: Final = Binding.Group("Walk")
_MOVE: Final = Binding.Group("Move cards")
_LOOK: Final = Binding.Group("Look")


def _key(
    name: str, keys: str, action: str, label: str, tooltip: str, group: Binding.Group, show: bool = False
) -> Binding:
    return Binding(keys, action, label, id=f"board.{name}", tooltip=tooltip, group=group, show=show)


BINDINGS: Final = [
    _key("left", "left,h", "walk(-1)", "Left", "Go to the column on the left", _WALK),
    _key("down", "down,j", "step(1)", "Down", "Go to the next card", _WALK),
    _key("up", "up,k", "step(-1)", "Up", "Go to the card above", _WALK),
    _key("right", "right,l", "walk(1)", "Right", "Go to the column on the right", _WALK),
    _key("top", "g,home", "top", "Top", "Go to the first card of the column", _WALK),
    _key("bottom", "G,end", "bottom", "Bottom", "Go to the last card of the column", _WALK),
    _key("page_up", "pageup", "page(-1)", "Page up", "Go up by what is in sight", _WALK),
    _key("page_down", "pagedown", "page(1)", "Page down", "Go down by what is in sight", _WALK),
    _key("half_up", "ctrl+u", "page(-0.5)", "Half up", "Go up by half of what is in sight", _WALK),
    _key("half_down", "ctrl+d", "page(0.5)", "Half down", "Go down by half of what is in sight", _WALK),
    _key("find", "f", "find", "Find", "Go to a name by its first letters", _WALK, show=True),
    _key("promote", "L,shift+right", "promote(1)", "Rung up", "Move to the next column", _MOVE, show=True),
    _key("demote", "H,shift+left", "promote(-1)", "Rung down", "Move to the column before", _MOVE, show=True),
    _key("lower", "J,shift+down", "shift(1)", "Lower", "Move down within the column", _MOVE),
    _key("raise", "K,shift+up", "shift(-1)", "Higher", "Move up within the column", _MOVE),
    _key("select", "space", "select", "Select", "Select the card, to move several together", _MOVE, show=True),
    _key("let_go", "escape", "let_go", "Let go", "Stop dragging or finding, select nothing", _MOVE),
    _key("open", "enter", "open", "Open", "Open this person", _LOOK, show=True),
    _key("density", "z", "density", "Density", "Cards of three lines, or one line each", _LOOK),
]
