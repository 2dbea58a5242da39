"""The key bindings of the board."""

from __future__ import annotations

from typing import Final

from rapport_tui.app.bindings import bound

BINDINGS: Final = bound(
    {
        "board.left": "walk(-1)",
        "board.down": "step(1)",
        "board.up": "step(-1)",
        "board.right": "walk(1)",
        "board.top": "top",
        "board.bottom": "bottom",
        "board.page_up": "page(-1)",
        "board.page_down": "page(1)",
        "board.half_up": "page(-0.5)",
        "board.half_down": "page(0.5)",
        "board.demote": "promote(-1)",
        "board.promote": "promote(1)",
        "board.open": "open",
        "board.lower": "shift(1)",
        "board.raise": "shift(-1)",
        "board.select": "select",
        "board.send": "send",
        "board.find": "find",
        "board.density": "density",
        "board.let_go": "let_go",
    }
)
