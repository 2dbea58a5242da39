"""The contents of a board: cards in columns, and the result of moving them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal, Protocol, overload

from rapport_tui.model.names import name_key

MarkKind = Literal["due", "ask", "birthday", ""]
CountKind = Literal["count", "over", "matches"]
"""The meaning of a count: the people in a column, more of them than intended, or the matches among them."""


@dataclass(frozen=True, slots=True)
class BoardCard:
    """One person in the short form of a card.

    `last` is the time since they last talked ("12d", "5w", "" for never). `mark` is the most useful note, preceded by
    the sign of its kind ("? how is Lisbon") if it has one. `ahead` is True if they are some steps ahead of the user,
    `drifting` if the last talk was too long ago. `links` are the words of `detail` that can be clicked.
    """

    uid: str
    name: str
    detail: str = ""
    last: str = ""
    mark: str = ""
    mark_kind: MarkKind = ""
    ahead: bool = False
    drifting: bool = False
    links: tuple[str, ...] = ()

    @property
    def sign(self) -> str:
        """The sign at the start of the mark; empty for a hint in plain words."""
        return self.mark[:1] if self.mark_kind else ""


class CardSource(Protocol):
    """A source of cards by uid."""

    def card(self, uid: str) -> BoardCard:
        """Return the card of a person."""

    def names(self, uids: Iterable[str]) -> list[str]:
        """Return the names on those cards without making the cards."""


class LazyCards(Sequence[BoardCard]):
    """A sequence of cards made on first access: a column of thousands costs as much as its visible part."""

    __slots__ = ("_folded", "source", "uids")

    def __init__(self, uids: tuple[str, ...], source: CardSource) -> None:
        self.uids = uids
        self.source = source
        self._folded: list[str] | None = None

    @classmethod
    def of(cls, cards: Iterable[BoardCard]) -> LazyCards:
        """Return a sequence of existing cards."""
        made = {card.uid: card for card in cards}
        return cls(tuple(made), _Made(made))

    @overload
    def __getitem__(self, index: int) -> BoardCard: ...
    @overload
    def __getitem__(self, index: slice) -> LazyCards: ...
    def __getitem__(self, index: int | slice) -> BoardCard | LazyCards:
        if isinstance(index, slice):
            return LazyCards(self.uids[index], self.source)
        return self.source.card(self.uids[index])

    def __len__(self) -> int:
        return len(self.uids)

    @property
    def folded(self) -> list[str]:
        """The names on the cards, folded for searching."""
        if self._folded is None:
            self._folded = [name_key(name) for name in self.source.names(self.uids)]
        return self._folded


class _Made:
    """A source of existing cards."""

    def __init__(self, cards: dict[str, BoardCard]) -> None:
        self.cards = cards

    def card(self, uid: str) -> BoardCard:
        return self.cards[uid]

    def names(self, uids: Iterable[str]) -> list[str]:
        return [self.cards[uid].name for uid in uids]


_EMPTY = LazyCards.of(())
_FEW = 4


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One stage of the ladder. `count` is text, such as "7 of 12 places"; `count_kind` says what it counts."""

    stage: str
    title: str
    count: str = ""
    count_kind: CountKind = "count"
    hint: str = ""
    cards: LazyCards = _EMPTY
    empty: str = "nobody yet — drag a card here"


CardPosition = tuple[int, int]
"""A column and a row in it, from 0."""


def in_order(columns: Sequence[BoardColumn], uids: Collection[str]) -> tuple[str, ...]:
    """Return the `uids` that are on the board, column by column from the top."""
    places = _places(columns, uids, (0, 0))
    return tuple(sorted(places, key=places.__getitem__))


def place_of(columns: Sequence[BoardColumn], uid: str, guess: CardPosition) -> CardPosition | None:
    """Return the position of the card `uid`, or None: `guess` if it is there, else found by a linear search."""
    column, row = guess
    if column < len(columns) and columns[column].cards.uids[row : row + 1] == (uid,):
        return guess
    for index, held in enumerate(columns):
        with suppress(ValueError):
            return index, held.cards.uids.index(uid)
    return None


def _places(columns: Sequence[BoardColumn], uids: Collection[str], guess: CardPosition) -> dict[str, CardPosition]:
    """Return the positions of the `uids` that are on the board."""
    if len(uids) > _FEW:
        decks = enumerate(column.cards.uids for column in columns)
        return {uid: (column, row) for column, deck in decks for row, uid in enumerate(deck) if uid in uids}
    # In a column of thousands, searching for a few uids is several times as fast as visiting each card.
    return {uid: place for uid in uids if (place := place_of(columns, uid, guess))}


def landing(column: BoardColumn, index: int, uids: Collection[str]) -> str | None:
    """Return the uid of the card before which `uids` are inserted at `index` of `column`; None for its end.

    `index` counts the cards in their current order, including those being moved.
    """
    below = column.cards.uids
    return next((below[at] for at in range(max(0, index), len(below)) if below[at] not in uids), None)


def rearranged(
    columns: Sequence[BoardColumn], uids: Sequence[str], stage: str, before: str | None, guess: CardPosition = (0, 0)
) -> tuple[tuple[BoardColumn, ...], CardPosition] | None:
    """Return the columns with the cards `uids` moved together to `stage`, before `before` (None: at its end).

    The returned position is that of the first moved card; `guess` is its probable current position. Return None if
    nothing changes. Unchanged columns remain the same objects.
    """
    place = next((index for index, column in enumerate(columns) if column.stage == stage), None)
    places = _places(columns, frozenset(uids), guess)
    if place is None or not places:
        return None
    kept = [
        _without(column.cards.uids, {row for its, row in places.values() if its == index})
        for index, column in enumerate(columns)
    ]
    rest = kept[place]
    at = len(rest)
    if before is not None:
        with suppress(ValueError):
            at = rest.index(before)
    kept[place] = (*rest[:at], *(uid for uid in uids if uid in places), *rest[at:])
    if kept[place] == columns[place].cards.uids:
        return None
    one = columns[place].cards.source
    source = one if all(column.cards.source is one for column in columns) else _Several(columns)
    new = tuple(
        column
        if len(order) == len(column.cards) and index != place
        else replace(column, cards=LazyCards(order, source))
        for index, (column, order) in enumerate(zip(columns, kept, strict=True))
    )
    return new, (place, at)


def _without(uids: tuple[str, ...], rows: Collection[int]) -> tuple[str, ...]:
    """Return `uids` without those at `rows`."""
    if len(rows) > _FEW:
        return tuple(uid for row, uid in enumerate(uids) if row not in rows)
    for row in sorted(rows, reverse=True):
        uids = uids[:row] + uids[row + 1 :]
    return uids


class _Several:
    """A source that combines the sources of several columns."""

    def __init__(self, columns: Sequence[BoardColumn]) -> None:
        self._sources = {uid: column.cards.source for column in columns for uid in column.cards.uids}

    def card(self, uid: str) -> BoardCard:
        return self._sources[uid].card(uid)

    def names(self, uids: Iterable[str]) -> list[str]:
        return [self.card(uid).name for uid in uids]
