"""Upkeep: is the journal sound, a copy of it, and back from a copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from rapport_tui.journal.context import JournalContext
from rapport_tui.model.records import TABLES, Entry, Note, Person
from rapport_tui.store import read_backup, replace_ruined
from rapport_tui.user_files import user_path


class HealthReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found, in sentences: `repaired` is mended already, `problems` need a person."""

    ok: bool
    people: int
    entries: int
    repaired: tuple[str, ...]
    problems: tuple[str, ...]


class MaintenanceService:
    """Checks, backups and the way back."""

    def __init__(self, context: JournalContext) -> None:
        self._context = context

    def check(self) -> HealthReport:
        """Read the files and every record, take out links to what is gone, and tell what can't be read."""
        store = self._context.store
        problems = [*store.verify(), *store.warnings()]
        recovered = store.notices()
        cache = self._context.cache
        for table in TABLES:
            list(cache.table(table))
        problems += [
            f"{table} {uid} can’t be read ({why}). It is kept as it is, and shown nowhere."
            for table in TABLES
            for uid, why in cache.table(table).problems.items()
        ]
        problems += [
            f"{table}: {count} of the records in the file have no uid of their own. They are kept, and shown nowhere."
            for table, count in store.strays.items()
        ]
        repaired = [_what(record) for record in self._mended()]
        if repaired:
            with self._context.history.action("Mended the journal") as writer:
                writer.put(*self._mended())
        return HealthReport(
            ok=not problems,
            people=len(cache.people),
            entries=len(cache.entries),
            repaired=(*recovered, *(f"Mended {what}: no longer linked to what is gone." for what in repaired)),
            problems=tuple(problems),
        )

    def _mended(self) -> Iterator[Person | Entry | Note]:
        """Yield each record that is linked to a person or an entry who is no more, without that link."""
        cache = self._context.cache
        people, entries = set(cache.people.uids()), set(cache.entries.uids())
        record: Person | Entry | Note
        for record in (*cache.people, *cache.entries, *cache.notes):
            mended: Person | Entry | Note = record
            if isinstance(record, Person):
                if record.met_through and record.met_through not in people:
                    mended = replace(record, met_through="")
            elif not people.issuperset(record.people):
                mended = replace(record, people=tuple(uid for uid in record.people if uid in people))
            if isinstance(mended, Note) and mended.entry and mended.entry not in entries:
                mended = replace(mended, entry="")
            if isinstance(mended, Note) and mended.closed_by and mended.closed_by not in entries:
                mended = replace(mended, closed_by="")
            if mended is not record:
                yield mended

    def backup(self, path: Path) -> Path:
        """Write the whole journal to one file. Raises `RapportError` where that fails or the file is there already."""
        target = self._context.outside(path)
        self._context.store.backup(target)
        return target

    def restore(self, path: Path) -> int:
        """Make the journal what it was in a backup, and return how many records changed. It can be undone.

        What is replaced becomes a backup too, so that it is there when the undo is forgotten. Raises `RapportError`
        where the backup can't be read; then nothing is changed.
        """
        backup = read_backup(user_path(path))
        self._context.store.tidy(at_once=True)
        with self._context.history.action(f"Restored {path.name}") as writer:
            changed = 0
            for table in TABLES:
                if table == "history":
                    continue
                docs = {doc["uid"]: doc for doc in backup[table] if isinstance(doc.get("uid"), str)}
                changed += writer.replace_table(table, docs)
        return changed


def restore_ruined(folder: Path, backup: Path) -> Path:
    """Put a backup in the place of a journal that can't be opened, and return where its ruined file is kept.

    Raises `RapportError` where the backup can't be read or the folder not be written to; then nothing is changed.
    """
    return replace_ruined(folder, user_path(backup))


def _what(record: Person | Entry | Note) -> str:
    if isinstance(record, Person):
        return record.name
    return f"the line of {record.day.isoformat()}" if isinstance(record, Entry) else f"the note “{record.text[:40]}”"
