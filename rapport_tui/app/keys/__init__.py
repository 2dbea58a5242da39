"""Keys of the app: the key queue, jump mode and the palette. The latter two are imported when they are first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapport_tui.startup import submodules

if TYPE_CHECKING:
    from rapport_tui.app.keys import jump_mode as jump_mode
    from rapport_tui.app.keys import palette as palette

__getattr__ = submodules(__name__)
