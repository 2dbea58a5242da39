"""TinyDB's storage on one JSON file that is only ever replaced whole: a reader sees the old journal or the new one."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any, Final

from tinydb.storages import Storage

from rapport_tui.model.errors import RapportError

SCHEMA: Final = 1
"""The number of the format that this version writes."""

Tables = dict[str, dict[str, dict[str, Any]]]
Signature = tuple[int, int, int]


class UnreadableError(RapportError):
    """The journal's file is there, but it is not a journal. Nothing was changed."""


class NewerSchemaError(RapportError):
    """The journal was written by a later version of rapport."""


def encode(tables: Tables) -> bytes:
    """Return `tables` as JSON that stock TinyDB reads, one document a line so that a diff is readable."""
    try:
        return _written(tables, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair, from a file that somebody changed by hand
        return _written(tables, ensure_ascii=True).encode("ascii")


def _written(tables: Tables, *, ensure_ascii: bool) -> str:
    encode_doc = json.JSONEncoder(ensure_ascii=ensure_ascii, allow_nan=False).encode
    blocks = []
    for name, documents in tables.items():
        lines = ",\n".join(f"{json.dumps(key)}: {encode_doc(doc)}" for key, doc in documents.items())
        blocks.append(f"{json.dumps(name)}: {{\n{lines}\n}}" if lines else f"{json.dumps(name)}: {{}}")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def decode(data: bytes, path: Path) -> Tables:
    """Return the tables in `data`, the content of `path`.

    Raises `UnreadableError` where it is not a journal, `NewerSchemaError` where a later version wrote it.
    """
    try:
        # NaN is no JSON and could not be written again; only a hand that changed the file can have put it there.
        tables = json.loads(data, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(_unreadable(path)) from error
    well_formed = isinstance(tables, dict) and all(
        isinstance(documents, dict) and all(key.isdecimal() and isinstance(doc, dict) for key, doc in documents.items())
        for documents in tables.values()
    )
    if not well_formed or "_meta" not in tables:
        raise UnreadableError(_unreadable(path))
    schemas = [doc.get("schema") for doc in tables["_meta"].values()]
    if any(isinstance(schema, int) and schema > SCHEMA for schema in schemas):
        raise NewerSchemaError(
            f"{path} was written by a newer rapport than this one. Update rapport to open it; nothing was changed."
        )
    return dict(tables)


def _unreadable(path: Path) -> str:
    return (
        f"{path} is not a journal that can be read, so nothing was changed. "
        "Put back a copy you have with: rapport restore FILE"
    )


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path`, readable by its owner only: all of it and durably, or not at all (OSError)."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class AtomicStorage(Storage):
    """A TinyDB storage that keeps the tables in memory and saves them when told to.

    TinyDB writes after each of its operations; one action of the user is several of them. So `write` only takes the
    tables, and `save` puts them on disk in one step. `stale` says whether another process saved in between.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tables: Tables | None = None
        self._signature: Signature | None = None

    def read(self) -> Tables | None:
        """Return the tables in memory; None for a new journal."""
        return self._tables

    def write(self, data: Tables | None) -> None:
        """Take `data` as the tables in memory; `save` makes them last."""
        self._tables = data

    def load(self) -> None:
        """Take the tables from the file. Raises as `decode` does, and `OSError`; then memory stays as it is."""
        try:
            with self.path.open("rb") as file:
                signature = _signature(os.fstat(file.fileno()))
                data = file.read()
        except FileNotFoundError:
            return
        self._tables, self._signature = decode(data, self.path), signature

    def save(self) -> None:
        """Put the tables in memory on disk in one atomic step (OSError where that fails); no tables, no file."""
        for left_by_a_killed_writer in self.path.parent.glob(f".{self.path.name}.*.tmp"):
            left_by_a_killed_writer.unlink(missing_ok=True)
        if self._tables is None:
            self.path.unlink(missing_ok=True)
            self._signature = None
        else:
            write_atomically(self.path, encode(self._tables))
            self._signature = _signature(self.path.stat())

    @property
    def stale(self) -> bool:
        """Whether the file is another one than that in memory.

        A file that is gone is not: memory is then all there is of the journal, and the next save puts it back.
        """
        try:
            return _signature(self.path.stat()) != self._signature
        except FileNotFoundError:
            return False


def _signature(stat: os.stat_result) -> Signature:
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
