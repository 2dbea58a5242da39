"""What a board shows: cards in columns, and what a move makes of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

MarkKind = Literal["due", "ask", "birthday", "move", ""]


@dataclass(frozen=True, slots=True)
class Card:
    """One person, as short as a card can tell them.

    `last` is how long ago they last talked ("12d", "5w", "" for never). `mark` is the one most useful thing to
    know, its first character the sign of its kind ("? how is Lisbon"). `ahead`: some steps ahead of me.
    `drifting`: it has been longer than it should.
    """

    uid: str
    name: str
    detail: str = ""
    last: str = ""
    mark: str = ""
    mark_kind: MarkKind = ""
    ahead: bool = False
    drifting: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One rung of the ladder. `count` is text ("7 of 12"); `over` says that it holds more than it was meant to."""

    stage: str
    title: str
    count: str = ""
    over: bool = False
    hint: str = ""
    cards: tuple[Card, ...] = ()
    empty: str = "nobody yet — drag a card here"


def in_order(columns: Sequence[Column], uids: Collection[str]) -> tuple[str, ...]:
    """Return those of `uids` that are on the board, column by column from the top."""
    return tuple(card.uid for column in columns for card in column.cards if card.uid in uids)


def landing(column: Column, index: int, uids: Collection[str]) -> str | None:
    """Return the uid of the card that `uids` land in front of at `index` of `column`; None is its end.

    `index` counts the cards as they lie now, those that are on the move included.
    """
    return next((card.uid for card in column.cards[max(0, index) :] if card.uid not in uids), None)


def rearranged(
    columns: Sequence[Column], uids: Sequence[str], stage: str, before: str | None
) -> tuple[Column, ...] | None:
    """Return the columns once the cards `uids` lie together in `stage`, in front of `before` (None: at its end).

    None is returned where that changes nothing. Columns that stay as they are stay the same objects.
    """
    wanted = frozenset(uids)
    moving = {card.uid: card for column in columns for card in column.cards if card.uid in wanted}
    block = tuple(moving[uid] for uid in uids if uid in moving)
    result = tuple(_without(column, moving) for column in columns)
    place = next((index for index, column in enumerate(columns) if column.stage == stage), None)
    if place is None or not block:
        return None
    rest = result[place].cards
    at = next((index for index, card in enumerate(rest) if card.uid == before), len(rest))
    cards = (*rest[:at], *block, *rest[at:])
    if cards == columns[place].cards:
        return None
    return (*result[:place], replace(columns[place], cards=cards), *result[place + 1 :])


def _without(column: Column, uids: Collection[str]) -> Column:
    kept = tuple(card for card in column.cards if card.uid not in uids)
    return column if len(kept) == len(column.cards) else replace(column, cards=kept)
