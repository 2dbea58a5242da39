"""The board of people in columns: `Board` shows `BoardColumn`s of `BoardCard`s and posts what the user does."""

from rapport_tui.app.board.widget.board import Board
from rapport_tui.app.board.widget.columns import BoardCard, BoardColumn, LazyCards, MarkKind
from rapport_tui.app.board.widget.geometry import Density

__all__ = ["Board", "BoardCard", "BoardColumn", "Density", "LazyCards", "MarkKind"]
