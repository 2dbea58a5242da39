"""Going to a name by its first letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapport_tui.model.text import fold

from .cards import Card, Column


@dataclass(slots=True)
class Finder:
    """What has been typed after `f`, and whom it may mean: `matches`, the likeliest first, `at` the one shown."""

    text: str = ""
    matches: tuple[Card, ...] = ()
    at: int = 0

    @property
    def match(self) -> Card | None:
        """The person shown, if anybody fits."""
        return self.matches[self.at] if self.matches else None

    def type(self, text: str, columns: Sequence[Column]) -> None:
        """Look for `text`: first names that begin with it, then later words of a name, then anything inside one."""
        self.text, self.at = text, 0
        wanted = _folded(text.lstrip())
        begins: list[Card] = []
        words: list[Card] = []
        inside: list[Card] = []
        for column in columns if wanted else ():
            for card in column.cards:
                name = _folded(card.name)
                if wanted not in name:
                    continue
                if name.startswith(wanted):
                    begins.append(card)
                elif f" {wanted}" in name:
                    words.append(card)
                else:
                    inside.append(card)
        self.matches = (*begins, *words, *inside)

    def look_again(self, columns: Sequence[Column]) -> None:
        """Look for the same text in other columns, staying with the person shown."""
        shown = self.match
        self.type(self.text, columns)
        if shown is not None:
            self.at = next((at for at, card in enumerate(self.matches) if card.uid == shown.uid), 0)

    def turn(self, step: int) -> None:
        """Show the next match, or the one before; after the last comes the first."""
        if self.matches:
            self.at = (self.at + step) % len(self.matches)


def _folded(text: str) -> str:
    # This runs over everybody at each letter, and folding a name costs fifty times what lowering it does.
    return text.lower() if text.isascii() else _kept_fold(text)


_kept_fold = lru_cache(1 << 16)(fold)
