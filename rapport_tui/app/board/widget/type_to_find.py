"""Search for a card by the first letters of a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapport_tui.app.board.widget.columns import BoardColumn
from rapport_tui.model.names import name_key


@dataclass(slots=True)
class TypeToFind:
    """The text typed after `f`, and its `matches`, the likeliest first; `at` is the index of the one shown."""

    text: str = ""
    matches: tuple[str, ...] = ()
    at: int = 0

    @property
    def match(self) -> str | None:
        """The uid of the person shown, or None without a match."""
        return self.matches[self.at] if self.matches else None

    def type(self, text: str, columns: Sequence[BoardColumn]) -> None:
        """Search for `text`: first at the start of names, then of later words, then anywhere in a name."""
        self.text, self.at = text, 0
        # A space after a word ends it: "ana " matches Ana but not Anastasia.
        wanted = name_key(text) + " " * (text.strip() != "" and text[-1].isspace())
        begins: list[str] = []
        words: list[str] = []
        inside: list[str] = []
        for column in columns if wanted else ():
            for uid, name in zip(column.cards.uids, column.cards.folded, strict=True):
                if wanted not in name:
                    continue
                if name.startswith(wanted):
                    begins.append(uid)
                elif f" {wanted}" in name:
                    words.append(uid)
                else:
                    inside.append(uid)
        self.matches = (*begins, *words, *inside)

    def invalidate(self, columns: Sequence[BoardColumn]) -> None:
        """Search again after the columns have changed, keeping the person shown."""
        shown = self.match
        self.type(self.text, columns)
        if shown is not None:
            self.at = self.matches.index(shown) if shown in self.matches else 0

    def turn(self, step: int) -> None:
        """Show the next match, or the previous one; after the last comes the first."""
        if self.matches:
            self.at = (self.at + step) % len(self.matches)
