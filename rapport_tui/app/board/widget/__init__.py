"""The widget of the board: `Board` shows `BoardColumn`s of `BoardCard`s and posts messages for the user's actions."""

from rapport_tui.app.board.widget.board import Board
from rapport_tui.app.board.widget.columns import BoardCard, BoardColumn, LazyCards, MarkKind
from rapport_tui.app.board.widget.geometry import Density
from rapport_tui.app.board.widget.viewport import Sorting

__all__ = ["Board", "BoardCard", "BoardColumn", "Density", "LazyCards", "MarkKind", "Sorting"]
