"""Reading of backups, and replacement of an unreadable journal with one."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

from rapport_tui.files import Files, read_regular, reason
from rapport_tui.model.errors import DamagedError, RapportError, WrongKeyError
from rapport_tui.model.records import TABLES
from rapport_tui.store.backups import log_beside, read_log
from rapport_tui.store.location import place_of
from rapport_tui.store.log_format import LogHeader, apply
from rapport_tui.store.migrations import migrate
from rapport_tui.store.sealing import PLAIN, Seal, is_sealed
from rapport_tui.store.snapshot_format import Doc, Tables, decode_snapshot
from rapport_tui.store.storage import LogStorage


def read_backup(path: Path, seal: Seal = PLAIN) -> dict[str, list[Doc]]:
    """Return the documents of a backup by table, including those of the log beside it if that belongs to it.

    Raises `RapportError` if the backup is missing, is not a journal or is encrypted for another key than that of
    `seal`.
    """
    tables = _read_tables(path, seal)
    return {name: list(tables.get(name, {}).values()) for name in TABLES}


def _read_tables(path: Path, seal: Seal) -> Tables:
    try:
        data = _opened(read_regular(path)[0], path, seal)
        log = read_log(Files(), log_beside(path), seal)
    except OSError as error:
        raise RapportError(f"{path} can’t be read: {reason(error)}.") from error
    tables, meta = decode_snapshot(data, path)
    tables = migrate(tables, meta.schema)
    if log and log.header == LogHeader(meta.gen, crc32(data)):
        for line in log.lines:
            apply(tables, line)
    return tables


def _opened(data: bytes, path: Path, seal: Seal) -> bytes:
    if not is_sealed(data):
        return data
    try:
        if seal.is_encrypted:
            return seal.open(data)
    except DamagedError as error:
        raise DamagedError(str(path)) from error
    except WrongKeyError:
        pass
    raise RapportError(
        f"{path} is encrypted with a key that is not the one of this journal. Decrypt it with: "
        f"age -d -i KEYFILE -o copy.json {path}, then: rapport restore copy.json"
    )


def replace_ruined(folder: Path, backup: Path, key: str = "") -> Path:
    """Replace an unreadable journal with `backup`, and return the new path of the old file.

    An encrypted journal needs its secret `key`.

    Raises `RapportError` if the backup is not a journal either, or if the folder is not writable.
    """
    place = place_of(folder, key)
    storage = LogStorage(place.plain, Files(), place.seal)
    tables = _read_tables(backup, storage.place.seal)
    try:
        with storage.locked():
            return storage.replace(tables)
    except OSError as error:
        raise RapportError(f"{storage.place.snapshot} can’t be replaced: {reason(error)}.") from error
