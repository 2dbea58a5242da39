"""How a journal is written down: the snapshot, an ordinary TinyDB file, and the lines of the log behind it.

    rapport.json   {"_meta":{"1":{"schema":2,"gen":7,"after":[…,…]}},"people":{"4":{…},…},…}, one document a line
    rapport.log    1f0c44aa {"gen":7,"snapshot":2868374161}
                   9be3a1d0 {"entries":{"81":{…}},"people":{"4":null}}

A line of the log is the CRC-32 of its JSON in hexadecimal, a space, and the JSON: whole documents by table and
TinyDB's id, null for one that is gone. So a line can be applied twice, and is all there or not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import msgspec

from rapport_tui.model.errors import RapportError

SCHEMA: Final = 2
"""The number of the format that this version writes."""
META: Final = "_meta"
"""The table that says which format and which generation a snapshot is."""

Doc = dict[str, Any]
Tables = dict[str, dict[str, Doc]]
"""Documents by table and by TinyDB's id, as JSON has them."""
Line = dict[str, dict[str, Doc | None]]
"""What one action changed: documents by table and id, None where one is gone."""

_TABLES: Final = msgspec.json.Decoder(dict[str, dict[str, dict[str, Any]]])
_LINE: Final = msgspec.json.Decoder(Line)
_CRC_DIGITS: Final = 8


class UnreadableError(RapportError):
    """The journal's file is there, but it is not a journal. Nothing was changed."""


class NewerSchemaError(RapportError):
    """The journal was written by a later version of rapport."""


class Meta(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a snapshot says of itself.

    `gen` is 0 in a file without a log: one of the first format, or a backup. `after` are the CRC-32 of the snapshot
    before and the digest of its log, which together are this one.
    """

    schema: int
    gen: int = 0
    after: tuple[int, int] | None = None


class Header(msgspec.Struct, frozen=True):
    """The first line of a log: the generation and the CRC-32 of the snapshot that the log goes on from."""

    gen: int
    snapshot: int


class Log(msgspec.Struct, frozen=True):
    """What a log holds.

    `crcs` are those of its good lines, `size` counts the bytes to the end of the last one. `header` is None where it
    can't be read. `is_torn`: something follows that is no line, as after a write that was cut short. `is_damaged`:
    there are good lines behind a bad one, which no write of ours leaves.
    """

    header: Header | None
    lines: list[Line]
    crcs: list[int]
    size: int
    is_torn: bool = False
    is_damaged: bool = False


def encode_snapshot(tables: Tables, meta: Meta) -> bytes:
    """Return `tables` as JSON that stock TinyDB reads, one document a line and in the order of their ids."""
    blocks = [b'"%s": {\n"1": %s\n}' % (META.encode(), msgspec.json.encode(meta))]
    for name, documents in tables.items():
        if name == META:
            continue
        lines = b",\n".join([b'"%s": %s' % (key.encode(), _encode_doc(doc)) for key, doc in in_order(documents)])
        blocks.append(b"%s: {\n%s\n}" % (_encode_json(name), lines) if lines else b"%s: {}" % _encode_json(name))
    return b"{\n" + b",\n".join(blocks) + b"\n}\n"


def in_order(documents: Mapping[str, Doc]) -> Iterable[tuple[str, Doc]]:
    """Return documents with their ids, lowest id first."""
    if all(a < b for a, b in pairwise(map(int, documents))):
        return documents.items()
    return sorted(documents.items(), key=lambda item: int(item[0]))


def _encode_doc(doc: Doc) -> bytes:
    try:
        return msgspec.json.encode(doc)
    except UnicodeEncodeError:
        return _encode_json(doc)


def _encode_json(value: object) -> bytes:
    """Return JSON, and raise ValueError or TypeError for what is none: NaN, sets, dates."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # half a surrogate pair, from a file that somebody changed by hand
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def decode_snapshot(data: bytes, path: Path) -> tuple[Tables, Meta]:
    """Return the tables in `data`, the content of `path`, and what it says of itself.

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
    """Return the number of the format of a file that may be shaped as none that we know; 0 where it doesn't say."""
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


def encode_line(content: Line | Header) -> bytes:
    """Return one line of a log. Raises ValueError or TypeError for what is no JSON."""
    data = _encode_json(msgspec.to_builtins(content) if isinstance(content, Header) else content)
    return b"%08x %s\n" % (crc32(data), data)


def decode_line(line: bytes) -> tuple[int, Line] | None:
    """Return a log's line with its CRC-32, or None where it is none. `line` is without its end."""
    data = _sound(line)
    if data is None:
        return None
    try:
        try:
            changes = _LINE.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError):  # half a surrogate pair
            changes = msgspec.convert(json.loads(data), Line)
    except (ValueError, RecursionError):
        return None
    return crc32(data), changes


def _sound(line: bytes) -> bytes | None:
    """Return the JSON of a line whose checksum fits."""
    digits, data = line[:_CRC_DIGITS], line[_CRC_DIGITS + 1 :]
    return data if digits == b"%08x" % crc32(data) and line[_CRC_DIGITS : _CRC_DIGITS + 1] == b" " else None


def decode_log(data: bytes) -> Log:
    """Return what a whole log holds. It never raises: what can't be read is told in the answer."""
    first, newline, rest = data.partition(b"\n")
    content = _sound(first) if newline else None
    header = None
    if content is not None:
        try:
            header = msgspec.json.decode(content, type=Header)
        except msgspec.DecodeError:
            header = None
    if header is None:
        return decode_lines(data)
    start = len(first) + len(newline)
    log = decode_lines(rest)
    return msgspec.structs.replace(log, header=header, size=start + log.size)


def decode_lines(data: bytes) -> Log:
    """Return what the part of a log holds that begins with a line; the answer has no header."""
    lines: list[Line] = []
    crcs: list[int] = []
    at = size = 0
    is_torn = is_damaged = False
    while at < len(data):
        end = data.find(b"\n", at)
        found = decode_line(data[at:end]) if end >= 0 else None
        at = end + 1 if end >= 0 else len(data)
        if found is None:
            is_torn = True
            continue
        is_damaged = is_damaged or is_torn
        crcs.append(found[0])
        lines.append(found[1])
        size = at
    return Log(None, lines, crcs, size, is_torn=size < len(data), is_damaged=is_damaged)


def digest(crcs: Iterable[int]) -> int:
    """Return one number for all lines of a log, in their order."""
    return crc32(b"".join(crc.to_bytes(4, "big") for crc in crcs))


def apply(tables: Tables, line: Line) -> None:
    """Do to `tables` what a line of the log says."""
    for name, documents in line.items():
        table = tables.setdefault(name, {})
        for key, doc in documents.items():
            if doc is None:
                table.pop(key, None)
            else:
                table[key] = doc


def merge(tables: Tables, lines: Iterable[Line]) -> None:
    """Do to `tables` what the lines say, although they were not written for these tables.

    A document whose id another one has here (told by their uids) goes where its uid is, or gets a new id.
    """
    moved: dict[tuple[str, str], str] = {}
    for line in lines:
        for name, documents in line.items():
            table = tables.setdefault(name, {})
            for key, doc in documents.items():
                place = moved.get((name, key), key)
                if doc is None:
                    table.pop(place, None)
                    continue
                if place in table and table[place].get("uid") != doc.get("uid"):
                    place = _place_of(table, doc)
                    moved[name, key] = place
                table[place] = doc


def _place_of(table: Mapping[str, Doc], doc: Doc) -> str:
    uid = doc.get("uid")
    same = (key for key, other in table.items() if uid is not None and other.get("uid") == uid)
    return next(same, None) or str(max(map(int, table)) + 1)
