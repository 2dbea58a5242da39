"""The subjects of queries, in one form for people and entries."""

from __future__ import annotations

from datetime import date

import msgspec


class QuerySubject(msgspec.Struct, frozen=True, kw_only=True):
    """The searchable side of a person or an entry.

    `text` is folded (see `model.text.fold`) and has everything that plain words may match. `uid` is that of a person,
    `people` are those of all who are named with them or on the entry. `tags`, `topics`, `orgs` are folded. `day` is the
    entry's day, or the day a person was last talked to.
    """

    text: str
    uid: str = ""
    stages: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    orgs: frozenset[str] = frozenset()
    moves: frozenset[str] = frozenset()
    day: date | None = None
