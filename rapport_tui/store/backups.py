"""Backups: older generations of a journal, each a snapshot with its log.

backups/rapport-000007.json   the snapshot that generation 8 replaced
backups/rapport-000007.log    the changes after it; both together make snapshot 8
backups/rapport-000009.aside-1.json, .log   files that were unreadable or replaced from outside

In an encrypted journal the names of snapshots end in `.json.age`.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

from rapport_tui.derived import FOLDER
from rapport_tui.files import Files
from rapport_tui.model.errors import RapportError
from rapport_tui.store.log_format import DecodedLog, LogHeader, apply, decode_log, digest
from rapport_tui.store.migrations import migrate
from rapport_tui.store.sealing import PLAIN, SUFFIX, Seal
from rapport_tui.store.snapshot_format import SCHEMA, Meta, Tables, decode_raw, decode_snapshot, is_id, snapshot_crc
from rapport_tui.store.stored_docs import StoredDocs

KEPT_LATEST: Final = 3
"""The number of newest generations to keep."""
KEPT_AGES: Final = (timedelta(days=1), timedelta(days=7))
"""For each age, also keep the newest older generation of at least that age."""
KEPT_BYTES: Final = 200_000_000
"""The limit for all backups together, unless the newest alone is larger."""
KEPT_ASIDE: Final = 20
"""The number of set-aside snapshots to keep, with their logs: usually all, until the user deletes them."""
_CONFLICTS: Final = ("*sync-conflict*", "*conflicted copy*", "*conflict-copy*")
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EXDEV, errno.EMLINK, errno.ENOSYS, errno.EACCES, errno.EINVAL}
)


class BackupGeneration(NamedTuple):
    """One older generation: its number, snapshot, size in bytes with the log, and time of the snapshot."""

    gen: int
    snapshot: Path
    size: int
    made: datetime


class JournalPaths:
    """The paths of a journal's files, all in the folder of the snapshot after links are resolved.

    `plain` is the path of the snapshot if the journal is not encrypted. `seal` encrypts the files if it is.
    """

    def __init__(self, plain: Path, seal: Seal = PLAIN) -> None:
        self.plain = plain
        self.sealed = plain.with_name(plain.name + SUFFIX)
        self.seal = seal
        self.snapshot = self.sealed if seal.is_encrypted else plain
        self.ending = plain.suffix + seal.suffix
        self.log = plain.with_suffix(".log")
        self.lock = plain.with_suffix(".lock")
        self.folder = plain.parent
        self.backups = self.folder / "backups"
        self.index = self.folder / FOLDER / "index.bin"
        self.captured = self.folder / "captured.log"
        self.key = self.folder / "key.age"
        self.public_key = self.folder / "key.pub"

    @property
    def is_encrypted(self) -> bool:
        """Return whether the journal on the disk is encrypted. In a conversion, the encrypted snapshot decides."""
        return os.path.exists(self.sealed) or (  # noqa: PTH110  # half the time of Path.exists, at each start
            (self.key.exists() or self.public_key.exists())
            and not self.plain.exists()
            and not any(self.backups.glob(f"{self.plain.stem}-*{self.plain.suffix}"))
        )

    @property
    def has_leftovers(self) -> bool:
        """Return whether an encrypted journal has plain files of a conversion that was interrupted."""
        return self.seal.is_encrypted and self.plain.exists()

    def archived(self, gen: int) -> Path:
        """Return the path of an older generation's snapshot; its log is beside it."""
        return self.backups / f"{self.plain.stem}-{gen:06d}{self.ending}"

    def archives(self) -> list[BackupGeneration]:
        """Return the older generations, newest first."""
        pattern = re.compile(rf"{re.escape(self.plain.stem)}-(\d{{6,}}){re.escape(self.ending)}")
        found = []
        for path in self.backups.glob(f"{self.plain.stem}-*{self.ending}"):
            if match := pattern.fullmatch(path.name):
                stat = path.stat()
                log = log_beside(path)
                size = stat.st_size + (log.stat().st_size if log.exists() else 0)
                found.append(BackupGeneration(int(match[1]), path, size, time_of_file(stat.st_mtime)))
        return sorted(found, reverse=True)

    def asides(self) -> list[Path]:
        """Return the files that were set aside; a log only if its snapshot is missing."""
        paths = sorted(self.backups.glob(f"{self.plain.stem}-*.aside-*"))
        logs = {log_beside(path) for path in paths if path.suffix != ".log"}
        return [path for path in paths if path not in logs]

    def conflicts(self) -> list[Path]:
        """Return the conflict copies that a sync client created beside the journal."""
        ours = (self.plain.stem.casefold(), self.plain.stem)
        return sorted({p for some in _CONFLICTS for p in self.folder.glob(some) if p.name.startswith(ours)})


def log_beside(snapshot: Path) -> Path:
    """Return the path of the log that belongs to a snapshot."""
    return snapshot.with_name(snapshot.name.removesuffix(SUFFIX)).with_suffix(".log")


def time_of_file(seconds: float) -> datetime:
    """Return a time of the file system; the epoch for one outside of the years 1 to 9999."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def archive(files: Files, place: JournalPaths, gen: int) -> None:
    """Back up the snapshot and the log of `gen` durably before they are replaced. Raises `OSError`."""
    files.make_folder(place.backups)
    files.sync_folder(place.folder)
    target = place.archived(gen)
    for source, name in ((place.snapshot, target), (place.log, log_beside(target))):
        _link(files, source, name)
    files.sync_folder(place.backups)


def set_aside(files: Files, place: JournalPaths, gen: int, ours: bytes | None) -> Path:
    """Back up two files that are unreadable or not ours, or `ours` in their place, and return the new path.

    Raises `OSError`.
    """
    files.make_folder(place.backups)
    files.sync_folder(place.folder)
    number = 1
    stem = f"{place.plain.stem}-{gen:06d}.aside"
    while any((place.backups / f"{stem}-{number}{ending}").exists() for ending in (place.ending, ".log")):
        number += 1
    snapshot = place.backups / f"{stem}-{number}{place.ending}"
    log = log_beside(snapshot)
    if ours is not None:
        files.put(snapshot, place.seal.close(ours))
        return snapshot
    _link(files, place.snapshot, snapshot)
    _link(files, place.log, log)
    files.sync_folder(place.backups)
    return snapshot if snapshot.exists() else log


def _link(files: Files, source: Path, target: Path) -> None:
    try:
        files.unlink(target)
        files.link(source, target)
    except FileNotFoundError:
        return
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        content = files.read(source)
        if content is not None:
            files.put(target, content[0])


def prune(files: Files, place: JournalPaths, now: datetime) -> None:
    """Delete the backups that `to_keep` does not name, and the oldest files set aside."""
    archives = place.archives()
    kept = {archive.gen for archive in to_keep(archives, now)}
    doomed = [archive.snapshot for archive in archives if archive.gen not in kept]
    asides = sorted(place.backups.glob(f"{place.plain.stem}-*.aside-*"), key=lambda path: path.stat().st_mtime)
    stems = list(dict.fromkeys(log_beside(path).with_suffix("") for path in reversed(asides)))
    doomed += [stem.with_name(f"{stem.name}{place.ending}") for stem in stems[KEPT_ASIDE:]]
    for snapshot in doomed:
        files.unlink(snapshot)
        files.unlink(log_beside(snapshot))


def to_keep(archives: Sequence[BackupGeneration], now: datetime) -> list[BackupGeneration]:
    """Return the backups to keep of `archives`, given newest first."""
    kept = list(archives[:KEPT_LATEST])
    for age in KEPT_AGES:
        old = next((archive for archive in archives[KEPT_LATEST:] if now - archive.made >= age), None)
        if old and old not in kept:
            kept.append(old)
    while len(kept) > 1 and sum(archive.size for archive in kept) > KEPT_BYTES:
        kept.pop()
    return kept


def rebuild(files: Files, place: JournalPaths, gen: int, crc: int) -> Tables | None:
    """Rebuild the tables of snapshot `gen` from older ones and their logs; return None if the result is not exact.

    `crc` is the CRC-32 of that snapshot; the rebuilt tables must encode to the same bytes.
    """
    if snapshot_crc({}, Meta(SCHEMA, gen)) == crc:
        return {}
    for archived in place.archives():
        if archived.gen <= gen and (tables := _replay(files, place, archived.gen, gen, crc)) is not None:
            return tables
    return None


class Generation(NamedTuple):
    """A snapshot rebuilt from backups: its number, CRC-32, tables, and the lines of the log that produced it."""

    gen: int
    crc: int
    tables: Tables
    crcs: list[int]


def _replay(files: Files, place: JournalPaths, start: int, gen: int, crc: int) -> Tables | None:
    """Return the tables of snapshot `gen`, rebuilt from snapshot `start` and later logs; None if a part is missing."""
    for made in _generations(files, place, start):
        if made.gen == gen:
            return made.tables if made.crc == crc else None
    return None


def descendants(files: Files, place: JournalPaths, gen: int, crc: int) -> tuple[Generation, Generation] | None:
    """Return the first and the newest snapshot that the backups lead to from snapshot `gen` with the CRC-32 `crc`.

    None if the backups lack it or its log, or lead to another journal. The tables are those of the newest.
    """
    first = None
    for made in _generations(files, place, gen):
        if _crc_of(files, place, made.gen) not in (None, made.crc):
            return None
        if made.gen == gen and made.crc != crc:
            return None
        first = first or (made if made.gen > gen else None)
        newest = made
    return (first, newest) if first else None


def _generations(files: Files, place: JournalPaths, start: int, *, raw: bool = False) -> Iterator[Generation]:
    """Yield the snapshot `start` and those that its log and later logs produce, up to the first incomplete file.

    All share one tables object. With `raw`, documents are undecoded, for checksums only.
    """
    content = _read(files, place, start)
    if content is None:
        return
    gen, crc = start, crc32(content)
    try:
        tables, meta = (_undecoded if raw else decode_snapshot)(content, place.archived(start))
    except RapportError:
        return
    del content
    tables = migrate(tables, meta.schema)
    yield Generation(gen, crc, tables, [])
    while True:
        log = read_log(files, log_beside(place.archived(gen)), place.seal)
        if log is None and gen > 0:
            return
        if log is not None and (log.header != LogHeader(gen, crc) or log.is_torn):
            return
        for line in log.lines if log else ():
            apply(tables, line)
        crcs = log.crcs if log else []
        gen += 1
        crc = snapshot_crc(tables, Meta(SCHEMA, gen, (crc, digest(crcs))))
        yield Generation(gen, crc, tables, crcs)


def verify(files: Files, place: JournalPaths) -> list[str]:
    """Read the backups, and return one sentence for each problem.

    A backup and its log must lead to the next backup.
    """
    problems = [
        f"{path} is what was in the journal’s folder before it was mended or replaced. Look into it, or take it back "
        f"with: rapport restore {path}. Then delete it."
        for path in place.asides()
    ]
    for archived in place.archives():
        newer_crc = _crc_of(files, place, archived.gen + 1)  # only one backup is in memory at a time
        wanted = 1 if newer_crc is None else 2
        made = list(islice(_generations(files, place, archived.gen, raw=True), wanted))
        if not made:
            problems.append(f"The backup {archived.snapshot} can’t be read. The journal itself is not touched by that.")
        elif newer_crc not in (None, made[-1].crc):
            problems.append(f"The backup {archived.snapshot} and its log don’t lead to the next one. It still opens.")
    return problems


def _undecoded(content: bytes, path: Path) -> tuple[Tables, Meta]:
    """Return the tables and the metadata of a snapshot, its documents as JSON if possible. Raises as `decode_snapshot`.

    The first one may be by another program: its documents are encoded anew, not taken as they are.
    """
    tables, meta = decode_raw(content, path)
    if meta.gen > 0:
        return tables, meta
    if meta.schema < SCHEMA or not all(is_id(key) for documents in tables.values() for key in documents):
        return decode_snapshot(content, path)
    return {name: StoredDocs(documents) for name, documents in tables.items()}, meta


def _crc_of(files: Files, place: JournalPaths, gen: int) -> int | None:
    content = _read(files, place, gen)
    return None if content is None else crc32(content)


def _read(files: Files, place: JournalPaths, gen: int) -> bytes | None:
    """Return the decrypted snapshot of an older generation; None if there is no file."""
    content = files.read(place.archived(gen))
    return place.seal.open_or_nothing(content[0]) if content else None


def read_log(files: Files, path: Path, seal: Seal) -> DecodedLog | None:
    """Return the decoded log at `path`; None if there is no file."""
    content = files.read(path)
    return decode_log(content[0], seal) if content else None
