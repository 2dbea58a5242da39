"""Migrations from each older format to the next: pure functions on the tables of a journal.

Each changes what it is given or returns something new, raises nothing, and is never edited again once it was released;
tests/store/fixtures holds a file of each format. What was there before a migration stays as the last backup.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rapport_tui.store.snapshot_format import SCHEMA, Tables


def _to_2(tables: Tables) -> Tables:
    """Go from one file that was replaced whole to a snapshot with a log: the documents are the same.

    The number is a new one so that a rapport that knows of no log leaves the journal alone.
    """
    return tables


MIGRATIONS: Final[tuple[Callable[[Tables], Tables], ...]] = (_to_2,)
"""The n-th migrates format n to format n + 1."""


def migrate(tables: Tables, schema: int) -> Tables:
    """Migrate `tables` from the format `schema` to the current one."""
    for step in MIGRATIONS[max(schema, 1) - 1 : SCHEMA - 1]:
        tables = step(tables)
    return tables
