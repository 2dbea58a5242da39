"""The board of people in columns: `Board` shows `Column`s of `Card`s and tells what the user does with them."""

from .cards import Card, Column, Deck, MarkKind
from .geometry import Density
from .widget import Board

__all__ = ["Board", "Card", "Column", "Deck", "Density", "MarkKind"]
