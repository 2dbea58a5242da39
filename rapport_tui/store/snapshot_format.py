"""The format of a snapshot: an ordinary TinyDB file with one document a line, in the order of their ids.

The table `_meta` has its format and its generation: {"schema":2,"gen":7,"after":[2868374161,417364]}.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from io import BytesIO
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any, Final, cast
from zlib import crc32

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.store.long_json import divided

SCHEMA: Final = 2
"""The number of the format that this version writes."""
META: Final = "_meta"
"""The table with a snapshot's format and generation."""

_INTEGER_DIGITS: Final = 18
"""The most digits of a number that always fits into 64 bits."""

Doc = dict[str, Any]
Tables = dict[str, MutableMapping[str, Doc]]
"""Documents by table and by TinyDB's id, as JSON types."""
Stored = Doc | msgspec.Raw
"""A document as it is kept: decoded, or as the JSON that `msgspec` encodes it to."""
LogLine = dict[str, dict[str, Stored | None]]
"""One line of the log: changed documents by table and id, None for a removed one."""

_RAW: Final = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_DOC: Final = msgspec.json.Decoder(dict[str, Any])
_TABLES: Final = msgspec.json.Decoder(dict[str, dict[str, dict[str, Any]]])


class UnreadableError(RapportError):
    """The journal's file exists but is not a journal. Nothing was changed."""


class NewerSchemaError(RapportError):
    """The journal was written by a later version of rapport."""


class Meta(msgspec.Struct, frozen=True, omit_defaults=True):
    """The metadata of a snapshot.

    `gen` is 0 in a file without a log: one of the first format, or a backup. `after` are the CRC-32 of the snapshot
    before and the digest of its log, from which this one was made.
    """

    schema: int
    gen: int = 0
    after: tuple[int, int] | None = None


def encode_snapshot(tables: Tables, meta: Meta) -> bytes:
    """Return `tables` as JSON that stock TinyDB reads, one document a line, in the order of their ids."""
    data = BytesIO()
    for piece in _pieces(tables, meta):
        data.write(piece)
    return data.getvalue()


def snapshot_crc(tables: Tables, meta: Meta) -> int:
    """Return the CRC-32 of the result of `encode_snapshot` without building it in memory."""
    crc = 0
    for piece in _pieces(tables, meta):
        crc = crc32(piece, crc)
    return crc


def _pieces(tables: Tables, meta: Meta) -> Iterator[bytes]:
    yield b'{\n"%s": {\n"1": %s\n}' % (META.encode(), msgspec.json.encode(meta))
    for name, documents in tables.items():
        if name == META:
            continue
        yield b",\n%s: {" % encode_json(name)
        mark = b"\n"
        for key, doc in in_order(documents):
            yield b'%s"%s": ' % (mark, key.encode())
            yield from _encoded(doc) if isinstance(doc, msgspec.Raw) else (msgspec.json.encode(doc),)
            mark = b",\n"
        yield b"\n}" if documents else b"}"
    yield b"\n}\n"


def _encoded(raw: msgspec.Raw) -> Iterator[bytes]:
    """Yield JSON as it is encoded once it was decoded. If it is long, no object is made of the whole."""
    if not (parts := divided(raw)):
        yield msgspec.json.encode(msgspec.json.decode(raw))
    elif isinstance(parts, dict):
        for place, (name, part) in enumerate(parts.items()):
            yield b"%s%s:" % (b"," if place else b"{", msgspec.json.encode(name))
            yield from _encoded(part)
        yield b"}"
    else:
        for place, part in enumerate(parts):
            yield b"," if place else b"["
            yield from _encoded(part)
        yield b"]"


def in_order(documents: Mapping[str, Doc]) -> Iterable[tuple[str, Stored]]:
    """Return documents as they are kept with their ids, lowest id first."""
    items: Callable[[], Iterable[tuple[str, Stored]]] = getattr(documents, "stored_items", documents.items)
    if all(a < b for a, b in pairwise(map(int, documents))):
        return items()
    return sorted(items(), key=lambda item: int(item[0]))


def encode_json(value: object) -> bytes:
    """Return JSON with lone surrogates as question marks. Raises ValueError or TypeError for NaN, sets, dates."""
    import json

    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")


def checksum(doc: Doc | None) -> int:
    """Return the CRC-32 of `doc` in a canonical JSON form, 0 for no document."""
    if doc is None:
        return 0
    import json

    return crc32(json.dumps(doc, sort_keys=True).encode("ascii"))


def repaired_json(data: bytes) -> bytes:
    """Return JSON from an editor or another program in a form that rapport can write.

    A byte order mark is removed, a lone surrogate becomes a question mark, and a number that is NaN, infinite or longer
    than 64 bits becomes null. Raises ValueError and RecursionError.
    """
    import json

    return encode_json(json.loads(data, parse_constant=lambda _: None, parse_float=_finite, parse_int=_short))


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if isfinite(number) else None


def _short(digits: str) -> int | None:
    return int(digits) if len(digits) <= _INTEGER_DIGITS else None


def is_id(key: str) -> bool:
    """Return whether `key` is an id as TinyDB writes it: an integer without leading zeros."""
    return len(key) <= _INTEGER_DIGITS and key.isascii() and key.isdecimal() and (key[0] != "0" or key == "0")


def decode_snapshot(data: bytes, path: Path) -> tuple[Tables, Meta]:
    """Return the tables and the metadata in `data`, the content of `path`.

    Raises `UnreadableError` if it is not a journal, `NewerSchemaError` if a later version wrote it.
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


def decode_raw(data: bytes, path: Path) -> tuple[Tables, Meta]:
    """Decode like `decode_snapshot`, but with each document as a `msgspec.Raw`, which takes a tenth of the memory.

    Each document is decoded once as a check. Use it only for a snapshot that rapport wrote, which encodes to the same.
    """
    try:
        tables, meta = raw_tables(data)
        for documents in tables.values():
            for raw in documents.values():
                _DOC.decode(raw)
    except (ValueError, KeyError, RecursionError):
        return decode_snapshot(data, path)
    return cast(Tables, tables), meta


def raw_tables(data: bytes) -> tuple[dict[str, dict[str, msgspec.Raw]], Meta]:
    """Return the tables and the metadata of a snapshot that rapport wrote, its documents as JSON."""
    tables = _RAW.decode(data)
    return tables, msgspec.json.decode(tables.pop(META)["1"], type=Meta)


def _newer(path: Path) -> NewerSchemaError:
    return NewerSchemaError(
        f"{path} was written by a newer rapport than this one. Update rapport to open it; nothing was changed."
    )


def _schema_of(data: bytes) -> int:
    """Return the format number of any JSON file, 0 if it has none."""
    import json

    try:
        schema = json.loads(data)[META]["1"]["schema"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0
    return schema if isinstance(schema, int) else 0


def _decode_tables(data: bytes) -> Tables:
    try:
        tables = _TABLES.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        tables = _TABLES.decode(repaired_json(data))
    return {name: _with_ids(documents) for name, documents in tables.items()}


def _with_ids(documents: dict[str, Doc]) -> dict[str, Doc]:
    """Return the documents, with new ids for those whose id TinyDB would not write, such as the second of 1 and 01."""
    if all(map(is_id, documents)):
        return documents
    if not all(key.isascii() and key.isdecimal() for key in documents):
        raise ValueError("an id that is no number")
    good = {key: doc for key, doc in documents.items() if is_id(key)}
    others = [doc for key, doc in documents.items() if key not in good]
    return good | {str(number): doc for number, doc in enumerate(others, max(map(int, good), default=0) + 1)}
