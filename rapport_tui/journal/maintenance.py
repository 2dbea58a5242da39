"""Maintenance: check the journal, back it up, and restore a backup."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import msgspec
from msgspec.structs import replace

from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.history import as_doc
from rapport_tui.journal.person_fields import with_split_name
from rapport_tui.journal.record_repair import Repaired, repaired
from rapport_tui.model.names import name_key
from rapport_tui.model.records import TABLES, Entry, Note, Person
from rapport_tui.model.wording import listed
from rapport_tui.store import Doc
from rapport_tui.store.restore import read_backup, replace_ruined
from rapport_tui.user_files import user_path


class HealthReport(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a check, in sentences: `repaired` is already repaired, `problems` need the user."""

    ok: bool
    people: int
    entries: int
    repaired: tuple[str, ...]
    problems: tuple[str, ...]


class RestoreReport(msgspec.Struct, frozen=True, kw_only=True):
    """The number of records that a restore changed, and a sentence for each that could not be read as it was."""

    changed: int
    repaired: tuple[str, ...]


class MaintenanceService:
    """The service for checks, backups and restores."""

    def __init__(self, context: JournalContext) -> None:
        self._context = context

    def check(self) -> HealthReport:
        """Read the files and every record, repair what is possible, and report the rest. Repairs can be undone."""
        store = self._context.store
        problems = [*store.verify(), *store.warnings()]
        recovered = store.notices()
        cache = self._context.cache
        rewritten = self._rewrite_unreadable()
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
        renamed = self._split_names()
        return HealthReport(
            ok=not problems,
            people=len(cache.people),
            entries=len(cache.entries),
            repaired=(
                *recovered,
                *rewritten,
                *renamed,
                *(f"Mended {what}: no longer linked to what is gone." for what in repaired),
            ),
            problems=tuple(problems),
        )

    def _rewrite_unreadable(self) -> list[str]:
        """Rewrite unreadable records from older versions or manual edits, and return a sentence for each.

        An action that can't be read could not be undone either, so it is removed.
        """
        cache, sentences = self._context.cache, []
        for table in TABLES:
            for _ in cache.table(table).each():
                pass
        if not any(cache.table(table).problems for table in TABLES):
            return []
        with self._context.history.action("Mended records that could not be read") as writer:
            for table in TABLES:
                records = cache.table(table)
                for uid in list(records.problems):
                    if table == "history":
                        writer.put_doc(table, uid, None)
                        sentences.append("Removed an action that could not be read from the history.")
                    elif (doc := records.doc(uid)) and (mended := repaired(table, doc)):
                        writer.put(mended.record)
                        sentences.append(_repair_sentence(table, mended))
        return sentences

    def _split_names(self) -> list[str]:
        """Split titles, degrees and pronouns off names stored by older versions, and return a sentence for each.

        A name stays if the shorter one would be that of somebody else: `rapport duplicates` lists these.
        """
        people = list(self._context.cache.people)
        taken = {name_key(person.name) for person in people}
        changed: list[Person] = []
        sentences: list[str] = []
        for person in people:
            split = with_split_name(person)
            if split.name != person.name and name_key(split.name) not in taken:
                taken.add(name_key(split.name))
                changed.append(split)
                sentences.append(f"“{person.name}” is in its parts now: {split.full_name}.")
        if changed:
            with self._context.history.action("Took titles out of names") as writer:
                writer.put(*changed)
        return sentences

    def _mended(self) -> Iterator[Person | Entry | Note]:
        """Yield each record that is linked to a person or an entry that no longer exists, without that link."""
        cache = self._context.cache
        people, entries = set(cache.people.uids()), set(cache.entries.uids())
        records: Iterator[Person | Entry | Note] = chain(cache.people.each(), cache.entries.each(), cache.notes.each())
        for record in records:
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
        """Write the whole journal to one file. Raises `RapportError` if that fails or the file exists."""
        target = self._context.outside(path)
        self._context.store.backup(target)
        return target

    def restore(self, path: Path) -> RestoreReport:
        """Replace the journal by the readable contents of a backup. Can be undone.

        The replaced journal is backed up too, so that it is still there when the undo has expired. Raises
        `RapportError` if the backup can't be read; then nothing is changed.
        """
        backup, sentences = _readable(read_backup(user_path(path), self._context.store.place.seal))
        self._context.store.tidy(at_once=True)
        with self._context.history.action(f"Restored {path.name}") as writer:
            changed = 0
            for table in TABLES:
                if table == "history":
                    continue
                changed += writer.replace_table(table, backup[table])
        return RestoreReport(changed=changed, repaired=tuple(sentences))


def restore_ruined(folder: Path, backup: Path, key: str = "") -> Path:
    """Replace a journal that can't be opened by a backup, and return the new path of its damaged file.

    An encrypted journal needs its secret `key`.

    Raises `RapportError` if the backup can't be read or the folder can't be written to; then nothing is changed.
    """
    return replace_ruined(folder, user_path(backup), key)


def _readable(backup: dict[str, list[Doc]]) -> tuple[dict[str, dict[str, Doc]], list[str]]:
    """Return the valid documents of a backup by table and uid, and a sentence for each other document."""
    docs: dict[str, dict[str, Doc]] = {table: {} for table in TABLES}
    sentences = []
    for table in TABLES:
        for doc in backup[table] if table != "history" else ():
            uid = doc.get("uid")
            mended = repaired(table, doc) if isinstance(uid, str) and uid else None
            if mended is None:
                sentences.append(f"{table} {uid} of the backup can’t be read, and was left out.")
                continue
            if mended.fields:
                sentences.append(_repair_sentence(table, mended))
            docs[table][mended.record.uid] = as_doc(mended.record) if mended.fields else doc
    return docs, sentences


def _repair_sentence(table: str, mended: Repaired) -> str:
    what = _what(mended.record) if isinstance(mended.record, Person | Entry | Note) else f"{table} {mended.record.uid}"
    return f"Mended {what}: what it had as {listed(mended.fields)} could not be read."


def _what(record: Person | Entry | Note) -> str:
    if isinstance(record, Person):
        return record.name
    return f"the line of {record.day.isoformat()}" if isinstance(record, Entry) else f"the note “{record.text[:40]}”"
