"""Encryption of a plain journal and the way back, in steps that survive a power failure at any point.

The encrypted snapshot decides which of the two a journal is: it appears, or goes, in one step. Before that step, the
log is merged into the snapshot, so both snapshots have the same bytes and either log belongs to both. After it, the
other kind's files are leftovers. Plain ones are removed now, or when the journal is opened next. Encrypted ones are
harmless, and stay until the next conversion: a sync program may be bringing them from another machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from rapport_tui.files import Files
from rapport_tui.model.errors import DamagedError, RapportError
from rapport_tui.store import backups
from rapport_tui.store.backups import JournalPaths
from rapport_tui.store.sealing import SUFFIX, Seal, close_log, open_log, public_of
from rapport_tui.store.storage import LogStorage
from rapport_tui.store.unsaved_text import DRAFTS


def encrypt(files: Files, place: JournalPaths, key: str, wrapped: bytes) -> None:
    """Encrypt a plain journal for `key`, with `wrapped` as its `key.age`. Raises `RapportError` and `OSError`.

    Nothing plain is removed before the encrypted snapshot on the disk was decrypted with `key` and is the same.
    """
    seal = Seal(public_of(key), key)
    storage = LogStorage(place.plain, files)
    storage.open()
    try:
        with storage.locked():
            data = _merged(storage)
            for path in place.backups.glob(f"*{SUFFIX}"):
                files.unlink(path)  # left of an interrupted conversion, for a key that may be another one
            files.put(place.key, wrapped)
            files.put(place.public_key, f"{seal.public}\n".encode())
            files.put(place.sealed, seal.close(data))
            if _opened(files, place.sealed, seal) != data:
                files.unlink(place.sealed)
                raise DamagedError(place.sealed)
            _finish_encryption(files, JournalPaths(place.plain, seal))
    finally:
        storage.close()


def decrypt(files: Files, place: JournalPaths) -> None:
    """Decrypt an encrypted journal. Raises `RapportError` and `OSError`."""
    if not place.seal.is_encrypted:
        raise RapportError("This journal is not encrypted.")
    storage = LogStorage(place.plain, files, place.seal)
    storage.open()
    try:
        with storage.locked():
            data = _merged(storage)
            files.put(place.plain, b"")  # while it is there, something plain may be left, also a part of a file
            files.put(place.plain, data)
            for path in _encrypted_files(place):
                if opened := _opened(files, path, place.seal):  # one that is damaged stays as it is
                    _convert(files, path, path.with_name(path.name.removesuffix(SUFFIX)), opened)
            for path in _logs(place):
                content = files.read(path)
                files.put(path, open_log(content[0] if content else b"", place.seal))
            _finish_decryption(files, place)
    finally:
        storage.close()


def finish(files: Files, place: JournalPaths) -> None:
    """Encrypt what an interrupted conversion left plain, unless one is running. Raises `RapportError` and `OSError`."""
    storage = LogStorage(place.plain, files, place.seal)
    try:
        with storage.locked():
            if place.is_encrypted and place.has_leftovers:
                _finish_encryption(files, place)
    finally:
        storage.close()


def _merged(storage: LogStorage) -> bytes:
    """Merge the log into the snapshot, and return the plain bytes of the snapshot."""
    storage.catch_up()
    storage.settle()
    return _opened(storage.files, storage.place.snapshot, storage.place.seal)


def _convert(files: Files, path: Path, target: Path, data: bytes) -> None:
    """Write `data` to `target` with the time of `path`, by which old backups are told from new ones."""
    time = path.stat().st_mtime_ns
    files.put(target, data)
    os.utime(target, ns=(time, time))


def _opened(files: Files, path: Path, seal: Seal) -> bytes:
    """Return the decrypted content of a file, empty if it is missing or damaged."""
    content = files.read(path)
    return seal.open_or_nothing(content[0]) if content else b""


def _finish_encryption(files: Files, place: JournalPaths) -> None:
    """Encrypt or remove all plain files of an encrypted journal; the plain snapshot goes last."""
    seal, opened, plain = place.seal, _opened(files, place.sealed, place.seal), files.read(place.plain)
    if not opened:
        return  # it was damaged from outside: recovery comes first
    _remove_temporary(files, place)
    for path in _logs(place):
        content = files.read(path)
        if content and content[0] != (closed := close_log(content[0], seal)):
            files.put(path, closed)
    for path in _plain_files(place):
        content = files.read(path)
        _convert(files, path, path.with_name(path.name + SUFFIX), seal.close(content[0] if content else b""))
        files.unlink(path)
    _remove_folder(files, place.index.parent)
    _remove_folder(files, place.folder / "sync")
    if plain and plain[0] not in (opened, b""):  # not the one that was encrypted: another program put it there
        backups.set_aside(files, place, 0, plain[0])
    _sync_folders(files, place)
    files.unlink(place.plain)
    files.sync_folder(place.folder)


def _finish_decryption(files: Files, place: JournalPaths) -> None:
    """Remove all encrypted files of which there is a plain one; the snapshot goes first."""
    plain = JournalPaths(place.plain)
    files.unlink(place.sealed)
    files.sync_folder(place.folder)
    _remove_temporary(files, place)
    _remove_folder(files, place.index.parent)
    for path in _encrypted_files(plain):
        if path.with_name(path.name.removesuffix(SUFFIX)).exists():
            files.unlink(path)
    _remove_folder(files, place.folder / "sync")
    files.unlink(place.public_key)
    files.unlink(place.key)
    _sync_folders(files, place)


def _plain_files(place: JournalPaths) -> Iterator[Path]:
    """Yield the files besides the snapshot and the logs that are plain."""
    stem = place.plain.stem
    found = [*place.backups.glob(f"{stem}-*{place.plain.suffix}"), *place.conflicts(), place.folder / DRAFTS]
    yield from (path for path in found if path.suffix != SUFFIX and path.is_file())


def _encrypted_files(place: JournalPaths) -> Iterator[Path]:
    """Yield the files besides the snapshot and the logs that are encrypted."""
    stem = place.plain.stem
    ending = f"{place.plain.suffix}{SUFFIX}"
    found = [*place.backups.glob(f"{stem}-*{ending}"), *place.conflicts(), place.folder / f"{DRAFTS}{SUFFIX}"]
    yield from (path for path in found if path.suffix == SUFFIX and path.is_file())


def _logs(place: JournalPaths) -> Iterator[Path]:
    """Yield the logs: that of the journal, those of the backups, and the lines that wait."""
    found = [*place.backups.glob(f"{place.plain.stem}-*.log"), place.captured, place.log]
    yield from (path for path in found if path.is_file())


def _sync_folders(files: Files, place: JournalPaths) -> None:
    files.sync_folder(place.folder)
    if place.backups.exists():
        files.sync_folder(place.backups)


def _remove_temporary(files: Files, place: JournalPaths) -> None:
    """Delete the temporary files that `Files.put` left in a killed process."""
    for folder in (place.folder, place.backups):
        for scratch in folder.glob(".*.tmp"):
            files.unlink(scratch)


def _remove_folder(files: Files, folder: Path) -> None:
    """Delete a folder of files that can be made again."""
    if not folder.is_dir():
        return
    for path in [*sorted(folder.rglob("*"), reverse=True), folder]:
        if path.is_dir() and not path.is_symlink():
            files.sync_folder(path)
            path.rmdir()
        else:
            files.unlink(path)
