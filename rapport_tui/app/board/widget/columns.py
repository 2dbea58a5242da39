"""What a board shows: cards in columns, and what a move makes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal, Protocol, overload

from rapport_tui.model.names import name_key

MarkKind = Literal["due", "ask", "birthday", ""]


@dataclass(frozen=True, slots=True)
class BoardCard:
    """One person, as short as a card can tell them.

    `last` is how long ago they last talked ("12d", "5w", "" for never). `mark` is the one most useful thing to
    know, its first character the sign of its kind ("? how is Lisbon") where it has one. `ahead`: some steps ahead
    of me. `drifting`: it has been longer than it should. `links` are the words of `detail` that can be clicked.
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
    """Where the cards of a deck come from."""

    def card(self, uid: str) -> BoardCard:
        """Return the card of somebody."""

    def names(self, uids: Iterable[str]) -> list[str]:
        """Return the names on those cards; no card has to be made for that."""


class LazyCards(Sequence[BoardCard]):
    """Cards from the top, each made when it is looked at: a column of thousands costs what is seen of it."""

    __slots__ = ("_folded", "source", "uids")

    def __init__(self, uids: tuple[str, ...], source: CardSource) -> None:
        self.uids = uids
        self.source = source
        self._folded: list[str] | None = None

    @classmethod
    def of(cls, cards: Iterable[BoardCard]) -> LazyCards:
        """Return a deck of cards that are made already."""
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
        """The names on the cards as they are looked for."""
        if self._folded is None:
            self._folded = [name_key(name) for name in self.source.names(self.uids)]
        return self._folded


class _Made:
    """Cards that were made before."""

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
    """One rung of the ladder. `count` is text ("7 of 12"); `over` says that it holds more than it was meant to."""

    stage: str
    title: str
    count: str = ""
    over: bool = False
    hint: str = ""
    cards: LazyCards = _EMPTY
    empty: str = "nobody yet — drag a card here"


CardPosition = tuple[int, int]
"""A column and a row in it, from 0."""


def in_order(columns: Sequence[BoardColumn], uids: Collection[str]) -> tuple[str, ...]:
    """Return those of `uids` that are on the board, column by column from the top."""
    places = _places(columns, uids, (0, 0))
    return tuple(sorted(places, key=places.__getitem__))


def place_of(columns: Sequence[BoardColumn], uid: str, guess: CardPosition) -> CardPosition | None:
    """Return where the card `uid` is: `guess`, or where it is found by looking through thousands."""
    column, row = guess
    if column < len(columns) and columns[column].cards.uids[row : row + 1] == (uid,):
        return guess
    for index, held in enumerate(columns):
        with suppress(ValueError):
            return index, held.cards.uids.index(uid)
    return None


def _places(columns: Sequence[BoardColumn], uids: Collection[str], guess: CardPosition) -> dict[str, CardPosition]:
    """Return where those of `uids` are that are on the board."""
    if len(uids) > _FEW:
        decks = enumerate(column.cards.uids for column in columns)
        return {uid: (column, row) for column, deck in decks for row, uid in enumerate(deck) if uid in uids}
    # Over thousands, looking for a few is several times as fast as looking at each.
    return {uid: place for uid in uids if (place := place_of(columns, uid, guess))}


def landing(column: BoardColumn, index: int, uids: Collection[str]) -> str | None:
    """Return the uid of the card that `uids` land in front of at `index` of `column`; None is its end.

    `index` counts the cards as they lie now, those that are on the move included.
    """
    below = column.cards.uids
    return next((below[at] for at in range(max(0, index), len(below)) if below[at] not in uids), None)


def rearranged(
    columns: Sequence[BoardColumn], uids: Sequence[str], stage: str, before: str | None, guess: CardPosition = (0, 0)
) -> tuple[tuple[BoardColumn, ...], CardPosition] | None:
    """Return the columns once the cards `uids` lie together in `stage`, in front of `before` (None: at its end).

    The place is the one of the first of them there; `guess` is where it probably is now. None is returned where
    nothing changes. Columns that stay as they are stay the same objects.
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
    """Return `uids` without those at some rows."""
    if len(rows) > _FEW:
        return tuple(uid for row, uid in enumerate(uids) if row not in rows)
    for row in sorted(rows, reverse=True):
        uids = uids[:row] + uids[row + 1 :]
    return uids


class _Several:
    """The cards of several columns that have sources of their own."""

    def __init__(self, columns: Sequence[BoardColumn]) -> None:
        self._sources = {uid: column.cards.source for column in columns for uid in column.cards.uids}

    def card(self, uid: str) -> BoardCard:
        return self._sources[uid].card(uid)

    def names(self, uids: Iterable[str]) -> list[str]:
        return [self.card(uid).name for uid in uids]
