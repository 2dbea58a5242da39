"""The six screens by name, each imported and created when it is first opened."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rapport_tui.app.tab_screen import TabScreen


def open_screen(name: str) -> TabScreen:
    """Return a new screen named `name`."""
    screen: type[TabScreen] = getattr(import_module(f"rapport_tui.app.{name}.screen"), f"{name.title()}Screen")
    return screen()
