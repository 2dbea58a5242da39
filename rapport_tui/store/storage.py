"""TinyDB's storage on a snapshot and a log: reads come from memory, a save appends one line."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from io import UnsupportedOperation
from pathlib import Path
from typing import Any, Final, NamedTuple, cast
from zlib import crc32

import msgspec

from rapport_tui.files import Files, Signature
from rapport_tui.lock import BusyError, Lock
from rapport_tui.model.errors import RapportError
from rapport_tui.store import backups, generations
from rapport_tui.store.backups import Generation, JournalPaths
from rapport_tui.store.changes import StoredChanges
from rapport_tui.store.index_file import index_crc
from rapport_tui.store.lazy_docs import crc_of_index
from rapport_tui.store.log_file import LogFile
from rapport_tui.store.log_format import (
    apply,
    decode_lines,
    decode_log,
    encode_line,
    note_changes,
)
from rapport_tui.store.recovery import JournalState, RecoveryInput, RecoveryResult, Repair, examine
from rapport_tui.store.sealing import PLAIN, Seal
from rapport_tui.store.snapshot_format import LogLine, Tables, raw_tables
from rapport_tui.store.snapshot_index import SMALLEST, Kept, index_of
from rapport_tui.store.stored_docs import StoredDocs

LOCK_SECONDS: Final = 15.0
"""The seconds to wait for another writer. One write takes milliseconds; this is for a stalled disk."""
READ_SECONDS: Final = 1.0
"""The seconds to wait for another writer before reading without the lock."""
SMALLEST_LOG: Final = 64 * 1024
"""The bytes up to which a log is not merged into the snapshot: reading it again costs less."""
PART: Final = 4
"""A log that is longer than this part of the snapshot is merged into it."""
PART_ENCRYPTED: Final = 64
"""The same for an encrypted journal, whose lines are decrypted one by one."""
_TRIES: Final = 5
_SOUND: Final = (Repair.NOTHING, Repair.BEGIN)

Seen = tuple[Signature | None, Signature | None]


class Contents(NamedTuple):
    """The two files as read, None for a missing one."""

    snapshot: tuple[bytes, Signature] | None = None
    log: tuple[bytes, Signature] | None = None


class LogStorage:
    """The tables of a journal in memory, loaded from the files and saved to them.

    `tables` are shared: do not change them. `notes` are sentences for the user about repairs of the files.
    `is_read_only` says that the folder is not writable. `pending` has the changes of the open transaction, if any.
    `next_ids` has the ids of the next new documents by table, as far as they are known.
    """

    def __init__(self, path: Path, files: Files, seal: Seal = PLAIN) -> None:
        self.place = JournalPaths(path, seal)
        self._names = os.fspath(self.place.snapshot), os.fspath(self.place.log)  # used at each save
        self.files = files
        self.notes: list[str] = []
        self.is_read_only = False
        self.pending: LogLine | None = None
        self.next_ids: dict[str, int] = {}
        self._ids_before: dict[str, int] = {}
        self._state = JournalState({})
        self.tables: Tables = self._state.tables
        self._mend = Repair.BEGIN
        self._seen: Seen = (None, None)
        self._has_appended = False  # since the files were seen
        self._is_swept = False
        self._lock = Lock(self.place.lock)
        self._log = LogFile(files, self.place)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return all documents; None for a new journal."""
        return cast("dict[str, dict[str, Any]]", dict(self.tables)) or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:  # noqa: ARG002
        """Refuse to replace all tables, since `commit` saves changes.

        TinyDB expects this method; only its `drop_table` and `drop_tables` call it, which nothing here does.
        """
        raise UnsupportedOperation("Truncate the tables instead.")

    def begin(self) -> StoredChanges | None:
        """Acquire the lock, open a transaction, and return the changes of other processes, as `catch_up` does.

        `commit` or `roll_back` ends it. Raises as `catch_up` does, `BusyError`, and `RapportError` after the disk
        failed.
        """
        if self.pending is not None:
            raise RuntimeError("a transaction is open already")
        self._log.check()  # after a disk failure, do not repair damaged files either
        if self._seen == (None, None) and self._mend is Repair.BEGIN:
            self.files.make_folder(self.place.folder)
            with suppress(PermissionError):  # a parent folder may be unreadable
                self.files.sync_folder(self.place.folder.parent)
        self.locked().__enter__()
        try:
            changes = self.catch_up()
        except BaseException:
            self._lock.__exit__()
            raise
        self.pending, self._ids_before = {}, {**self.next_ids}
        return changes

    def commit(self) -> StoredChanges:
        """Save the pending changes, release the lock, and return the changes. Raises as `append` does."""
        line, self.pending = self.pending or {}, None
        try:
            return self.append(line) if any(line.values()) else {}
        except BaseException:
            self.next_ids = self._ids_before
            raise
        finally:
            self._lock.__exit__()

    def roll_back(self) -> None:
        """Discard the pending changes, and release the lock."""
        self.pending, self.next_ids = None, self._ids_before
        self._lock.__exit__()

    def locked(self, seconds: float = LOCK_SECONDS) -> Lock:
        """Return the lock against other writers, a context manager that may raise `BusyError`."""
        self._lock.seconds = seconds
        return self._lock

    def open(self) -> None:
        """Read the files, and repair them after a killed writer. Raises `RapportError` and `OSError`."""
        self.is_read_only = not self.files.can_write(self.place.folder)
        if self._signatures() == (None, None):
            self._take(*self._find(Contents()))
            return
        try:
            with self.locked(READ_SECONDS):
                contents = self._read()
        except BusyError:
            contents = self._read_unlocked()
        found, seen = self._find(contents)
        if found.mend in _SOUND:
            self._take(found, seen)
            return
        try:
            with self.locked(READ_SECONDS):
                self._reload(None)
        except (BusyError, OSError):  # show the contents; the first change repairs the files
            self._take(found, seen, found.message(self.place))

    @property
    def is_stale(self) -> bool:
        """True if the files changed since they were read; takes two stat calls."""
        return not self._is_seen(self._signatures())

    @property
    def unread(self) -> int:
        """The size in bytes of what other processes appended to the log, or of the whole journal if it was replaced."""
        snapshot, log = self._signatures()
        size = log.size if log else 0
        return size - self._state.log_size if snapshot == self._seen[0] else size + (snapshot.size if snapshot else 0)

    def catch_up(self) -> StoredChanges | None:
        """Load the changes of other processes, under the lock, and return them by id; None if all was read again.

        Raises `RapportError` and `OSError`, and leaves memory as it was.
        """
        if not self._is_swept:
            self._check_kind()
            self.files.delete_temporary(self.place.snapshot)
            self.files.delete_temporary(self.place.log)
            self._is_swept = True
        snapshot, log = now = self._signatures()
        if self._is_seen(now) and self._mend in _SOUND:
            return {}
        old = self._seen[1]
        is_longer = log and old and log.inode == old.inode and log.size > self._state.log_size
        if snapshot != self._seen[0] or not is_longer or self._mend is not Repair.NOTHING:
            self._reload(self._state)
            return None
        content = self.files.read(self.place.log, self._state.log_size)
        new = decode_lines(content[0] if content else b"", self.place.seal)
        if new.is_torn:
            self._reload(self._state)
            return None
        changes: StoredChanges = {}
        for line in new.lines:
            note_changes(changes, self.tables, line)
            apply(self.tables, line)
            self._reserve(line)
        self._state.crcs += new.crcs
        self._state.log_size += new.size
        self._look()
        return changes

    def _reserve(self, line: LogLine) -> None:
        """Give no new document an id that another process used in `line`."""
        for name in line.keys() & self.next_ids.keys():
            used = [int(key) + 1 for key, doc in line[name].items() if doc is not None]
            self.next_ids[name] = max([self.next_ids[name], *used])

    def is_sound(self) -> bool:
        """Read the files again, and return whether they still match memory. Raises `OSError`.

        Checksums are compared, so that a large journal is not in memory twice.
        """
        snapshot, log = self._read_unlocked()
        if not self._is_seen((snapshot and snapshot[1], log and log[1])):
            return True  # others wrote meanwhile: the next refresh loads it
        seal = self.place.seal
        crc = crc32(seal.open_or_nothing(snapshot[0])) if snapshot else 0
        return (crc, decode_log(log[0], seal).crcs if log else []) == (self._state.crc, self._state.crcs)

    def read_anew(self) -> None:
        """Load the changes of other processes without the lock, for a folder that is not writable."""
        self._check_kind()
        self._take(*self._find(self._read_unlocked(), self._state))

    def append(self, line: LogLine) -> StoredChanges:
        """Save a line, under the lock and after `catch_up`, and return the changes by id.

        Memory then has the documents as they are in the line. Raises `OSError` if it can't be saved, and ValueError or
        TypeError for values that are not JSON, and leaves memory and file as they were.
        """
        pieces, crc, read = encode_line(line)
        if self.place.seal.is_encrypted:
            pieces = (self.place.seal.close_line(b"".join(pieces)),)
        changes: StoredChanges = {}
        note_changes(changes, self.tables, read)  # before the wait for the disk, while the processor's cache is warm
        if not (log := self._seen[1]):
            generations.begin(self.files, self.place, self._state)
            self._mend = Repair.NOTHING
            log = self._look()[1]
            assert log is not None  # `begin` created it
        state = self._state
        state.log_size += self._log.append(pieces, log.inode, state.log_size)
        self._has_appended = True
        state.crcs.append(crc)
        apply(self.tables, read)
        return changes

    @property
    def is_long(self) -> bool:
        """True if the log is long enough to merge it into the snapshot."""
        size = self._seen[0].size if self._seen[0] else 0
        part = PART_ENCRYPTED if self.place.seal.is_encrypted else PART
        return self._state.log_size > max(SMALLEST_LOG, size // part)

    def compact(self) -> None:
        """Merge the log into the snapshot, under the lock and after `catch_up`. Raises `OSError`; nothing is lost."""
        if not self._log.refusal and self._mend is Repair.NOTHING:
            generations.compact(self.files, self.place, self._state)
            self._look()

    def settle(self) -> None:
        """Merge the log into the snapshot, and create both if the journal is new. As `compact`."""
        self._log.check()
        if self._mend is Repair.BEGIN:
            generations.begin(self.files, self.place, self._state)
            self._mend = Repair.NOTHING
        self.compact()

    def replace(self, tables: Tables) -> Path:
        """Replace the journal with `tables`, under the lock, and return the old files' new path. Raises `OSError`."""
        aside = generations.replace(self.files, self.place, tables)
        self.open()
        return aside

    def close(self) -> None:
        """Close the files."""
        self._log.close()
        self._lock.close()

    def _reload(self, known: JournalState | None) -> None:
        """Read the files again, and repair them if needed, under the lock."""
        self._check_kind()
        found, seen = self._find(self._read(), known)
        if found.mend in _SOUND:
            self._take(found, seen)
            return
        note = generations.mend(self.files, self.place, found)
        self._take(msgspec.structs.replace(found, mend=Repair.NOTHING), self._look(), note)

    def _check_kind(self) -> None:
        """Raise `RapportError` if another process encrypted or decrypted the journal.

        That changes both files before, so it is enough to check it when the files were changed from outside.
        """
        if self.place.is_encrypted != self.place.seal.is_encrypted:
            what = "encrypted" if self.place.is_encrypted else "decrypted"
            raise RapportError(f"This journal was {what} meanwhile. Close rapport and open it again; nothing is lost.")

    def _take(self, found: RecoveryResult, seen: Seen, note: str = "") -> None:
        self._state, self._mend, self._seen, self._has_appended = found.state, found.mend, seen, False
        self.tables = found.state.tables
        self.next_ids.clear()
        if note:
            self.notes.append(note)

    def _is_seen(self, now: Seen) -> bool:
        """Return whether the files are unchanged; our own saves changed the size and the change time of the log."""
        (snapshot, old), (_, log) = self._seen, now
        if self._has_appended and old and log and log.inode == old.inode and log.size == self._state.log_size:
            self._seen, self._has_appended = (snapshot, log), False
        return now == self._seen

    def _look(self) -> Seen:
        self._seen, self._has_appended = self._signatures(), False
        return self._seen

    def _signatures(self) -> Seen:
        return self.files.signature(self._names[0]), self.files.signature(self._names[1])

    def _find(self, contents: Contents, known: JournalState | None = None) -> tuple[RecoveryResult, Seen]:
        """Return the contents of the files, and their signatures."""

        def rebuild(gen: int, crc: int) -> Tables | None:
            return backups.rebuild(self.files, self.place, gen, crc)

        def descend(gen: int, crc: int) -> tuple[Generation, Generation] | None:
            return backups.descendants(self.files, self.place, gen, crc)

        snapshot, log = contents
        index = self._index() if snapshot and len(snapshot[0]) >= SMALLEST else None
        case = RecoveryInput(self.place, snapshot and snapshot[0], log and log[0], known, rebuild, descend, index)
        return examine(case), (snapshot and snapshot[1], log and log[1])

    def keep_index(self, kept: Callable[[Tables], Kept]) -> None:
        """Keep an index of the snapshot in `derived/`, unless there is one or the snapshot is small.

        `kept` returns what is to be kept with it, from the tables of the snapshot.
        """
        snapshot, seal = self._seen[0], self.place.seal
        if not snapshot or snapshot.size < SMALLEST or self.is_read_only:
            return
        if self._mend is not Repair.NOTHING or crc_of_index(self.tables) == self._state.crc:
            return
        if (index := self._index()) and index_crc(index, seal) == self._state.crc:
            return
        with suppress(OSError, RapportError, msgspec.DecodeError):
            found = self.files.read(self.place.snapshot)
            stored = found[0] if found else b""
            data = seal.open_or_nothing(stored)
            if crc32(data) == self._state.crc:
                tables, meta = raw_tables(data)
                content = kept({name: StoredDocs(docs) for name, docs in tables.items()})
                del tables
                if index := index_of(stored, data, meta, content, seal):
                    self.files.make_folder(self.place.index.parent)
                    self.files.put(self.place.index, index, durable=False)

    def _index(self) -> bytes | None:
        """Return the file of the index of a snapshot in `derived/`; None if there is none that can be read."""
        try:
            found = self.files.read(self.place.index)
        except OSError:
            return None
        return found[0] if found else None

    def _read(self) -> Contents:
        return Contents(self.files.read(self.place.snapshot), self.files.read(self.place.log))

    def _read_unlocked(self) -> Contents:
        """Read a snapshot and log that belong together, although another process may be writing."""
        for _ in range(_TRIES):
            contents = self._read()
            snapshot = contents.snapshot and contents.snapshot[1]
            if snapshot == self.files.signature(self.place.snapshot):
                break
        return contents
