"""The format of the log of changes since the snapshot, and the application of its lines to tables.

    1f0c44aa {"gen":7,"snapshot":2868374161}
    9be3a1d0 {"entries":{"81":{…}},"people":{"4":null}}

A line is the CRC-32 of its JSON in hexadecimal, a space, and the JSON: whole documents by table and TinyDB's id, null
for a removed one. A line can be applied twice, and a partial line is detected. In an encrypted journal each line is
encrypted by itself; its CRC-32 is that of the plain JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar
from zlib import crc32

import msgspec

from rapport_tui.store.changes import StoredChange, StoredChanges
from rapport_tui.store.long_json import LONG, decode_tables, divided
from rapport_tui.store.sealing import PLAIN, Seal
from rapport_tui.store.snapshot_format import Doc, LogLine, Stored, Tables, encode_json, is_id, repaired_json
from rapport_tui.store.stored_docs import decoded, packed, store_in, stored_in

T = TypeVar("T")

_ENCODER: Final = msgspec.json.Encoder()
_LINE: Final[msgspec.json.Decoder[LogLine]] = msgspec.json.Decoder(dict[str, dict[str, dict[str, Any] | None]])
_DOC: Final = msgspec.json.Decoder(dict[str, Any])
_ANY: Final = msgspec.json.Decoder(Any)
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


class _LongLine:
    """A long line of the log in pieces, encoded anew each time: it is not in memory twice, and no call takes long."""

    def __init__(self, line: LogLine) -> None:
        self._line = line
        self.crc = 0
        for piece in _pieces(line):
            self.crc = crc32(piece, self.crc)

    def __iter__(self) -> Iterator[bytes | memoryview]:
        yield b"%08x " % self.crc
        yield from _pieces(self._line)
        yield b"\n"


def encode_line(line: LogLine) -> tuple[Iterable[bytes | memoryview], int, LogLine]:
    """Return the encoded line in pieces, the CRC-32 of its JSON, and its documents as they are kept from now on.

    Of a long line these are JSON, not decoded. Raises ValueError or TypeError for values that are not JSON.
    """
    for docs in line.values():
        if len(docs) > _AT_ONCE or msgspec.Raw in map(type, docs.values()):
            kept = {name: {key: _kept(doc) for key, doc in docs.items()} for name, docs in line.items()}
            long = _LongLine(kept)
            return long, long.crc, kept
    data, read = _there_and_back(line, _LINE)
    return (_framed(data, crc := crc32(data)),), crc, read


def _pieces(line: LogLine) -> Iterator[bytes | memoryview]:
    """Yield the JSON of a long line."""
    mark = b"{"
    for name, docs in line.items():
        yield mark + encode_json(name) + b":{"
        yield from _members(docs)
        yield b"}"
        mark = b","
    yield b"}"


def _kept(doc: Stored | None) -> Stored | None:
    """Return a document as JSON, where the same is read from it."""
    if doc is None or isinstance(doc, msgspec.Raw):
        return doc
    raw = packed(doc)
    return raw if isinstance(raw, msgspec.Raw) else _there_and_back(doc, _DOC)[1]


def _members(docs: dict[str, Stored | None]) -> Iterator[bytes | memoryview]:
    """Yield the members of a JSON object, some hundred at a time, and a long document by itself."""
    parts: list[bytes | memoryview] = []
    for nth, (key, doc) in enumerate(docs.items()):
        data = memoryview(doc) if isinstance(doc, msgspec.Raw) else encode_json(doc)
        is_long = len(data) >= LONG
        parts += (b"," if nth else b"", encode_json(key), b":", b"" if is_long else data)
        if is_long or nth % _AT_ONCE == _AT_ONCE - 1:
            yield b"".join(parts)
            parts.clear()
        if is_long:
            yield data
    yield b"".join(parts)


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
            changes = _LINE.decode(data) if len(data) < LONG else _decode_long(data)
        except (msgspec.DecodeError, UnicodeDecodeError):  # half a surrogate pair, which older versions wrote
            changes = _LINE.decode(repaired_json(data))
    except (ValueError, RecursionError):
        return None
    if not all(is_id(key) for docs in changes.values() for key in docs):
        return None
    return crc32(data), changes


def _decode_long(data: bytes) -> LogLine:
    """Decode a long line document by document, each only to check it."""
    return {name: {key: _checked(raw) for key, raw in docs.items()} for name, docs in decode_tables(data).items()}


def _checked(raw: msgspec.Raw) -> Stored | None:
    """Return a document as JSON. Raises ValueError if it is invalid."""
    if bytes(memoryview(raw)[:4]) == b"null":
        return None
    _check(raw, _DOC)
    return raw


def _check(raw: msgspec.Raw, decoder: msgspec.json.Decoder[Any]) -> None:
    """Raise ValueError if `decoder` can't decode JSON. If long, it is checked in parts."""
    if not (parts := divided(raw)):
        decoder.decode(raw)
    for part in parts.values() if isinstance(parts, dict) else parts:
        _check(part, _ANY)


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
            if doc.__class__ is dict:
                table[key] = doc
            elif doc is not None:
                table = store_in(tables, name, key, doc)
            elif key in table:
                del table[key]


def merge(tables: Tables, lines: Iterable[LogLine]) -> None:
    """Apply lines of another log to `tables`.

    A document whose id belongs to another uid here replaces the document with its uid, or gets a new id.
    """
    moved: dict[tuple[str, str], str] = {}
    for line in lines:
        for name, documents in line.items():
            table = tables.setdefault(name, {})
            for key, stored in documents.items():
                place = moved.get((name, key), key)
                if stored is None:
                    table.pop(place, None)
                    continue
                doc = decoded(stored)
                if place in table and table[place].get("uid") != doc.get("uid"):
                    place = _place_of(table, doc)
                    moved[name, key] = place
                table[place] = doc


def _place_of(table: Mapping[str, Doc], doc: Doc) -> str:
    uid = doc.get("uid")
    same = (key for key, other in table.items() if uid is not None and other.get("uid") == uid)
    return next(same, None) or str(max(map(int, table)) + 1)


def note_changes(changes: StoredChanges, tables: Tables, line: LogLine) -> None:
    """Add the changes that a line makes to `tables` to `changes`, by id.

    A second change of the same document extends the first.
    """
    for name, docs in line.items():
        stored, changed = tables.get(name, {}), changes.setdefault(name, {})
        for key, doc in docs.items():
            first = changed.get(key)
            changed[key] = StoredChange(first.old if first else stored_in(stored, key), doc)
