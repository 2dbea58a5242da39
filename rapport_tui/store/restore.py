"""Reading of backups, and replacement of an unreadable journal with one."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

from rapport_tui.files import Files, read_regular, reason
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import TABLES
from rapport_tui.store.backups import read_log
from rapport_tui.store.log_format import LogHeader, apply
from rapport_tui.store.migrations import migrate
from rapport_tui.store.snapshot_format import Doc, Tables, decode_snapshot
from rapport_tui.store.storage import LogStorage
from rapport_tui.store.store import FILE_NAME


def read_backup(path: Path) -> dict[str, list[Doc]]:
    """Return the documents of a backup by table, including those of the log beside it if that belongs to it.

    Raises `RapportError` if the backup is missing or is not a journal.
    """
    tables = _read_tables(path)
    return {name: list(tables.get(name, {}).values()) for name in TABLES}


def _read_tables(path: Path) -> Tables:
    try:
        data = read_regular(path)[0]
        log = read_log(Files(), path.with_suffix(".log"))
    except OSError as error:
        raise RapportError(f"{path} can’t be read: {reason(error)}.") from error
    tables, meta = decode_snapshot(data, path)
    tables = migrate(tables, meta.schema)
    if log and log.header == LogHeader(meta.gen, crc32(data)):
        for line in log.lines:
            apply(tables, line)
    return tables


def replace_ruined(folder: Path, backup: Path) -> Path:
    """Replace an unreadable journal with `backup`, and return the new path of the old file.

    Raises `RapportError` if the backup is not a journal either, or if the folder is not writable.
    """
    tables = _read_tables(backup)
    storage = LogStorage((folder.resolve() / FILE_NAME).resolve(), Files())
    try:
        with storage.locked():
            return storage.replace(tables)
    except OSError as error:
        raise RapportError(f"{storage.place.snapshot} can’t be replaced: {reason(error)}.") from error
