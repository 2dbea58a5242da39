"""Migrations from each older format to the next: pure functions on the tables of a journal.

Each may change its argument, returns the new tables, raises nothing, and is not edited after its release;
tests/store/fixtures has a file of each format. The journal before a migration is kept as the last backup.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rapport_tui.store.snapshot_format import SCHEMA, Tables


def _to_2(tables: Tables) -> Tables:
    """Migrate from one file, replaced as a whole, to a snapshot with a log; the documents are unchanged.

    The schema number is new so that versions without a log do not open the journal.
    """
    return tables


MIGRATIONS: Final[tuple[Callable[[Tables], Tables], ...]] = (_to_2,)
"""The migrations; the n-th migrates format n to format n + 1."""


def migrate(tables: Tables, schema: int) -> Tables:
    """Migrate `tables` from the format `schema` to the current one."""
    for step in MIGRATIONS[max(schema, 1) - 1 : SCHEMA - 1]:
        tables = step(tables)
    return tables
