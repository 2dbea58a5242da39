"""The format of the log of changes since the snapshot, and the application of its lines to tables.

    1f0c44aa {"gen":7,"snapshot":2868374161}
    9be3a1d0 {"entries":{"81":{…}},"people":{"4":null}}

A line is the CRC-32 of its JSON in hexadecimal, a space, and the JSON: whole documents by table and TinyDB's id, null
for a removed one. A line can be applied twice, and a partial line is detected. In an encrypted journal each line is
encrypted by itself; its CRC-32 is that of the plain JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar, cast
from zlib import crc32

import msgspec

from rapport_tui.store.changes import ChangeSet, add_change
from rapport_tui.store.sealing import PLAIN, Seal
from rapport_tui.store.snapshot_format import Doc, LogLine, Tables, encode_json, is_id, repaired_json

T = TypeVar("T")

_ENCODER: Final = msgspec.json.Encoder()
_LINE: Final = msgspec.json.Decoder(LogLine)
_DOCS: Final = msgspec.json.Decoder(dict[str, Doc | None])
_ANY: Final = msgspec.json.Decoder(Any)
_LIST: Final = msgspec.json.Decoder(list[Any])
_RAW_LINE: Final = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_RAW_DOC: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_RAW_LIST: Final = msgspec.json.Decoder(list[msgspec.Raw])
_LONG: Final = 256 * 1024
"""The bytes from which JSON is decoded in parts, so that a window answers a key while it reads a large import."""
_AT_ONCE: Final = 1000
_CRC_DIGITS: Final = 8


class LogHeader(msgspec.Struct, frozen=True):
    """The first line of a log: the generation and the CRC-32 of the snapshot that the log continues."""

    gen: int
    snapshot: int


class DecodedLog(msgspec.Struct, frozen=True):
    """A decoded log.

    `crcs` are the checksums of the valid lines, `size` is the number of bytes up to the end of the last one. `header`
    is None if it is unreadable. `is_torn`: invalid bytes follow, as after an interrupted write. `is_damaged`: valid
    lines follow an invalid one, which rapport never writes.
    """

    header: LogHeader | None
    lines: list[LogLine]
    crcs: list[int]
    size: int
    is_torn: bool = False
    is_damaged: bool = False


def encode_header(header: LogHeader) -> bytes:
    """Return the first line of a log."""
    data = msgspec.json.encode(header)
    return _framed(data, crc32(data))


def encode_line(line: LogLine) -> tuple[bytes, int, LogLine]:
    """Return the encoded line, its CRC-32, and the line decoded again.

    Documents may be removed from `line` once encoded, to save memory in large imports. Raises ValueError or TypeError
    for values that are not JSON.
    """
    if sum(map(len, line.values())) <= _AT_ONCE and not any(map(_is_long, _docs_of(line))):
        data, read = _there_and_back(line, _LINE)
        return _framed(data, crc := crc32(data)), crc, read
    pieces: list[bytes] = []
    read = {}
    for name, docs in line.items():
        read[name] = {}
        pieces += [b"," if pieces else b"{", encode_json(name), b":{"]
        keys = list(docs)
        for first in range(0, len(keys), _AT_ONCE):
            some = {key: docs.pop(key) for key in keys[first : first + _AT_ONCE]}
            long = {key: some.pop(key) for key, doc in list(some.items()) if doc and _is_long(doc)}
            parts = [_there_and_back(some, _DOCS)] if some else []
            parts += [_long_there_and_back(key, doc) for key, doc in long.items() if doc]
            for data, docs_read in parts:
                pieces += [b"" if pieces[-1] == b":{" else b",", data[1:-1]]
                read[name].update(docs_read)
        pieces.append(b"}")
    pieces.append(b"}")
    crc = 0
    for piece in pieces:
        crc = crc32(piece, crc)
    return b"".join((b"%08x " % crc, *pieces, b"\n")), crc, read


def _docs_of(line: LogLine) -> Iterator[Doc]:
    return (doc for docs in line.values() for doc in docs.values() if doc)


def _is_long(doc: Doc) -> bool:
    """Return whether a document has a list that is encoded in parts: an action that changed thousands of records."""
    return any(value.__class__ is list and len(value) > _AT_ONCE for value in doc.values())


def _long_there_and_back(key: str, doc: Doc) -> tuple[bytes, dict[str, Doc | None]]:
    """Return a long document under its id as JSON, and decoded from it again; no call takes longer than a frame."""
    pieces: list[bytes] = []
    read: Doc = {}
    for name, value in doc.items():
        pieces += [b"," if pieces else b"{", encode_json(name), b":"]
        if value.__class__ is not list:
            data, read[name] = _there_and_back(value, _ANY)
            pieces.append(data)
            continue
        read[name] = []
        for first in range(0, len(value), _AT_ONCE):
            data, some = _there_and_back(value[first : first + _AT_ONCE], _LIST)
            pieces += [b"," if first else b"[", data[1:-1]]
            read[name] += some
        pieces.append(b"]" if value else b"[]")
    return b"".join((b"{", encode_json(key), b":", *pieces, b"}}")), {key: read}


def _there_and_back(value: T, decoder: msgspec.json.Decoder[T]) -> tuple[bytes, T]:
    """Return documents as JSON, and decoded from it again."""
    try:
        data = _ENCODER.encode(value)
        if (read := decoder.decode(data)) == value:
            return data, read
    except UnicodeEncodeError:  # half a surrogate pair
        pass
    # Tuples are not JSON; msgspec writes NaN as null, and encode_json raises an error for it.
    data = encode_json(value)
    return data, decoder.decode(data)


def _framed(data: bytes, crc: int) -> bytes:
    return b"%08x %s\n" % (crc, data)


def decode_line(line: bytes) -> tuple[int, LogLine] | None:
    """Return the CRC-32 and the content of a line (without its newline), or None if it is invalid."""
    data = _sound(line)
    if data is None:
        return None
    try:
        try:
            changes = _LINE.decode(data) if len(data) < _LONG else _decode_long(data)
        except (msgspec.DecodeError, UnicodeDecodeError):  # half a surrogate pair, which older versions wrote
            changes = _LINE.decode(repaired_json(data))
    except (ValueError, RecursionError):
        return None
    if not all(is_id(key) for docs in changes.values() for key in docs):
        return None
    return crc32(data), changes


def _decode_long(data: bytes) -> LogLine:
    """Decode a long line document by document, and an action of many changes change by change."""
    return {name: {key: _decode_doc(raw) for key, raw in docs.items()} for name, docs in _RAW_LINE.decode(data).items()}


def _decode_doc(raw: msgspec.Raw) -> Doc | None:
    if len(raw) < _LONG:
        return cast("Doc | None", msgspec.json.decode(raw))
    return {name: _decode_value(value) for name, value in _RAW_DOC.decode(raw).items()}


def _decode_value(raw: msgspec.Raw) -> Any:
    if len(raw) < _LONG or memoryview(raw)[0] != ord("["):
        return msgspec.json.decode(raw)
    return [msgspec.json.decode(one) for one in _RAW_LIST.decode(raw)]


def _sound(line: bytes) -> bytes | None:
    """Return the JSON of a line; None if the checksum does not match."""
    digits, data = line[:_CRC_DIGITS], line[_CRC_DIGITS + 1 :]
    return data if digits == b"%08x" % crc32(data) and line[_CRC_DIGITS : _CRC_DIGITS + 1] == b" " else None


def decode_log(data: bytes, seal: Seal = PLAIN) -> DecodedLog:
    """Decode a whole log. Raises nothing: the result tells the unreadable parts."""
    first, newline, rest = data.partition(b"\n")
    content = _sound(seal.open_line(first)) if newline else None
    header = None
    if content is not None:
        try:
            header = msgspec.json.decode(content, type=LogHeader)
        except msgspec.DecodeError:
            header = None
    if header is None:
        return decode_lines(data, seal)
    start = len(first) + len(newline)
    log = decode_lines(rest, seal)
    return msgspec.structs.replace(log, header=header, size=start + log.size)


def decode_lines(data: bytes, seal: Seal = PLAIN) -> DecodedLog:
    """Decode part of a log from the start of a line; the result has no header."""
    lines: list[LogLine] = []
    crcs: list[int] = []
    at = size = 0
    is_torn = is_damaged = False
    while at < len(data):
        end = data.find(b"\n", at)
        found = decode_line(seal.open_line(data[at:end])) if end >= 0 else None
        at = end + 1 if end >= 0 else len(data)
        if found is None:
            is_torn = True
            continue
        is_damaged = is_damaged or is_torn
        crcs.append(found[0])
        lines.append(found[1])
        size = at
    return DecodedLog(None, lines, crcs, size, is_torn=size < len(data), is_damaged=is_damaged)


def digest(crcs: Iterable[int]) -> int:
    """Return one checksum for all lines of a log, in their order."""
    return crc32(b"".join(crc.to_bytes(4, "big") for crc in crcs))


def apply(tables: Tables, line: LogLine) -> None:
    """Apply a line of the log to `tables`."""
    for name, documents in line.items():
        table = tables.setdefault(name, {})
        for key, doc in documents.items():
            if doc is None:
                table.pop(key, None)
            else:
                table[key] = doc


def merge(tables: Tables, lines: Iterable[LogLine]) -> None:
    """Apply lines of another log to `tables`.

    A document whose id belongs to another uid here replaces the document with its uid, or gets a new id.
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


def note_changes(changes: ChangeSet, tables: Tables, line: LogLine) -> None:
    """Add the changes that a line makes to `tables` to `changes`, by id."""
    for name, docs in line.items():
        stored = tables.get(name, {})
        for key, doc in docs.items():
            add_change(changes, name, key, stored.get(key), doc)


def difference(tables: Tables, wanted: LogLine) -> LogLine:
    """Return the part of `wanted` that differs from `tables`."""
    line: LogLine = {}
    for name, docs in wanted.items():
        stored = tables.get(name, {})
        for key, doc in docs.items():
            old = stored.get(key)
            if old != doc or repr(old) != repr(doc):  # 1, 1.0 and True are equal
                line.setdefault(name, {})[key] = doc
    return line
