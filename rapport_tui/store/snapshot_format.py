"""The format of a snapshot: an ordinary TinyDB file with one document a line, in the order of their ids.

`_meta` says which format and which generation it is: {"schema":2,"gen":7,"after":[2868374161,417364]}.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import msgspec

from rapport_tui.model.errors import RapportError

SCHEMA: Final = 2
"""The number of the format that this version writes."""
META: Final = "_meta"
"""The table that says which format and which generation a snapshot is."""

Doc = dict[str, Any]
Tables = dict[str, dict[str, Doc]]
"""Documents by table and by TinyDB's id, as JSON types."""
LogLine = dict[str, dict[str, Doc | None]]
"""One line of the log: changed documents by table and id, None for a removed one."""

_TABLES: Final = msgspec.json.Decoder(dict[str, dict[str, dict[str, Any]]])


class UnreadableError(RapportError):
    """The journal's file is there, but it is not a journal. Nothing was changed."""


class NewerSchemaError(RapportError):
    """The journal was written by a later version of rapport."""


class Meta(msgspec.Struct, frozen=True, omit_defaults=True):
    """The metadata of a snapshot.

    `gen` is 0 in a file without a log: one of the first format, or a backup. `after` are the CRC-32 of the snapshot
    before and the digest of its log, which together are this one.
    """

    schema: int
    gen: int = 0
    after: tuple[int, int] | None = None


def encode_snapshot(tables: Tables, meta: Meta) -> bytes:
    """Return `tables` as JSON that stock TinyDB reads, one document a line and in the order of their ids."""
    pieces = [b'{\n"%s": {\n"1": %s\n}' % (META.encode(), msgspec.json.encode(meta))]
    for name, documents in tables.items():
        if name == META:
            continue
        pieces.append(b",\n%s: {" % encode_json(name))
        mark = b"\n"
        for key, doc in in_order(documents):
            pieces.append(b'%s"%s": %s' % (mark, key.encode(), _encode_doc(doc)))
            mark = b",\n"
        pieces.append(b"\n}" if documents else b"}")
    pieces.append(b"\n}\n")
    return b"".join(pieces)


def in_order(documents: Mapping[str, Doc]) -> Iterable[tuple[str, Doc]]:
    """Return documents with their ids, lowest id first."""
    if all(a < b for a, b in pairwise(map(int, documents))):
        return documents.items()
    return sorted(documents.items(), key=lambda item: int(item[0]))


def _encode_doc(doc: Doc) -> bytes:
    try:
        return msgspec.json.encode(doc)
    except UnicodeEncodeError:
        return encode_json(doc)


def encode_json(value: object) -> bytes:
    """Return JSON. Raises ValueError or TypeError for other values: NaN, sets, dates."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # half a surrogate pair, from a file that somebody changed by hand
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def decode_snapshot(data: bytes, path: Path) -> tuple[Tables, Meta]:
    """Return the tables and the metadata in `data`, the content of `path`.

    Raises `UnreadableError` where it is not a journal, `NewerSchemaError` where a later version wrote it.
    """
    try:
        tables = _decode_tables(data)
        meta = msgspec.convert(tables.pop(META)["1"], Meta)
    except (ValueError, KeyError, RecursionError) as error:
        if _schema_of(data) > SCHEMA:
            raise _newer(path) from error
        raise UnreadableError(
            f"{path} is not a journal that can be read, so nothing was changed. "
            "Put back a copy you have with: rapport restore FILE"
        ) from error
    if meta.schema > SCHEMA:
        raise _newer(path)
    return tables, meta


def _newer(path: Path) -> NewerSchemaError:
    return NewerSchemaError(
        f"{path} was written by a newer rapport than this one. Update rapport to open it; nothing was changed."
    )


def _schema_of(data: bytes) -> int:
    """Return the format number of a file of any shape, 0 if it has none."""
    try:
        schema = json.loads(data)[META]["1"]["schema"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0
    return schema if isinstance(schema, int) else 0


def _decode_tables(data: bytes) -> Tables:
    try:
        tables = _TABLES.decode(data)
    except (msgspec.ValidationError, UnicodeDecodeError, msgspec.DecodeError):
        # Slower, and takes what a hand may have put into the file: a byte order mark, NaN (which is no JSON and could
        # not be written again), half a surrogate pair.
        tables = msgspec.convert(json.loads(data, parse_constant=lambda _: None), dict[str, dict[str, dict[str, Any]]])
    if not all(key.isascii() and key.isdecimal() for documents in tables.values() for key in documents):
        raise ValueError("an id that is no number")
    return tables
