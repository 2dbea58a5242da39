"""Upkeep: is the journal sound, a copy of it, and back from a copy."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec.structs import replace

from rapport_tui.journal.core import Core
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import TABLES, Entry, Note, Record
from rapport_tui.store import read_backup, replace_ruined


class Soundness(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found: `repaired` is mended already, `problems` need a person."""

    ok: bool
    people: int
    entries: int
    repaired: tuple[str, ...]
    problems: tuple[str, ...]


class Upkeep:
    """Checks, backups and the way back."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def check(self) -> Soundness:
        """Read every record, take out links to people who are gone, and tell what can't be read."""
        shelf = self._core.shelf
        for table in TABLES:
            list(shelf.table(table))
        problems = tuple(
            f"{table} {uid} can’t be read ({why}). It is kept as it is, and shown nowhere."
            for table in TABLES
            for uid, why in shelf.table(table).problems.items()
        )
        kept = set(shelf.people.uids())
        repaired = []
        with self._core.history.action("Mended the journal") as hand:
            for record in [*shelf.entries, *shelf.notes]:
                gone = [uid for uid in record.people if uid not in kept]
                if gone:
                    hand.put(self._without(record, kept))
                    repaired.append(f"{_what(record)}: no longer linked to somebody who is gone")
        return Soundness(
            ok=not problems,
            people=len(shelf.people),
            entries=len(shelf.entries),
            repaired=tuple(repaired),
            problems=problems,
        )

    def backup(self, path: Path) -> Path:
        """Write the whole journal to one file. Raises `RapportError` where that fails or the file is there already."""
        target = path.expanduser()
        if target.exists():
            raise RapportError(f"{target} is there already. Choose another name, so that no older copy is lost.")
        try:
            self._core.store.backup(target)
        except OSError as error:
            raise RapportError(f"{target} can’t be written: {(error.strerror or str(error)).lower()}.") from error
        return target

    def restore(self, path: Path) -> int:
        """Make the journal what it was in a backup, and return how many records changed. It can be undone.

        Raises `RapportError` where the backup can't be read; then nothing is changed.
        """
        backup = read_backup(path.expanduser())
        with self._core.history.action(f"Restored {path.name}") as hand:
            changed = 0
            for table in TABLES:
                if table == "history":
                    continue
                changed += hand.replace_table(table, {doc["uid"]: doc for doc in backup[table] if "uid" in doc})
        return changed

    def _without(self, record: Entry | Note, kept: set[str]) -> Entry | Note:
        return replace(record, people=tuple(uid for uid in record.people if uid in kept))


def restore_ruined(folder: Path, backup: Path) -> Path:
    """Put a backup in the place of a journal that can't be opened, and return where its ruined file is kept.

    Raises `RapportError` where the backup can't be read or the folder not be written to; then nothing is changed.
    """
    try:
        return replace_ruined(folder, backup.expanduser())
    except OSError as error:
        raise RapportError(f"{folder} can’t be written to: {(error.strerror or str(error)).lower()}.") from error


def _what(record: Record) -> str:
    if isinstance(record, Entry):
        return f"the line of {record.day.isoformat()}"
    return f"the note “{record.text[:40]}”" if isinstance(record, Note) else record.uid
