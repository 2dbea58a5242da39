"""Decoding of long JSON in parts: one call on all of it would hold the interpreter while somebody types.

JSON is cut where a part should end, and each part is decoded by itself. A part that was cut at a wrong place is no
JSON; then the rest is decoded as a whole, so that the result is the same for any JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from rapport_tui.model.patterns import lazy_pattern

if TYPE_CHECKING:
    import re

T = TypeVar("T")
LONG: Final = 256 * 1024
"""The bytes from which JSON is decoded in parts, and those of one part."""
_MARK: Final = 64
"""More bytes than the end of a document and the next id take."""
_RAW_DOC: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_RAW_LIST: Final = msgspec.json.Decoder(list[msgspec.Raw])
_RAW_LINE: Final = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_FIRST_TABLE: Final = lazy_pattern(rb'\{"([^\W\d]\w*)":\{(?="\d+":)')
_NEXT_TABLE: Final = lazy_pattern(rb'\},"([^\W\d]\w*)":\{(?="\d+":)')
_NEXT_DOC: Final = lazy_pattern(rb',(?="\d+":)')


def decode_tables(data: bytes) -> dict[str, dict[str, msgspec.Raw]]:
    """Return the documents of a JSON object by table and id. Raises `msgspec.DecodeError` if it is none."""
    try:
        return _tables_in_parts(data)
    except ValueError:
        return _RAW_LINE.decode(data)


def decode_list(raw: msgspec.Raw, decoder: msgspec.json.Decoder[list[T]]) -> list[T]:
    """Return the items of a JSON array. Raises `msgspec.DecodeError` if `decoder` can't decode it."""
    if len(raw) < LONG:
        return decoder.decode(raw)
    data = bytes(memoryview(raw))
    between = b"}," + data[1 : data.find(b":", 0, _MARK) + 1]  # alike items begin as the first one does
    items: list[T] = []
    at = 1
    while between[2:3] == b"{" and (end := data.find(between, at + LONG) + 1):
        try:
            items += decoder.decode(b"[%s]" % data[at:end])
        except msgspec.DecodeError:
            break
        at = end + 1
    return items + decoder.decode(b"[" + data[at:])


def divided(raw: msgspec.Raw) -> dict[str, msgspec.Raw] | list[msgspec.Raw]:
    """Return the members or items of a long JSON object or array; nothing of other JSON."""
    if len(raw) < LONG or (first := memoryview(raw)[0]) not in b"{[":
        return []
    return _RAW_DOC.decode(raw) if first == ord("{") else decode_list(raw, _RAW_LIST)


def _tables_in_parts(data: bytes) -> dict[str, dict[str, msgspec.Raw]]:
    first = _FIRST_TABLE.match(data)
    if first is None or not data.endswith(b"}}"):
        raise ValueError
    table: dict[str, msgspec.Raw] = {}
    tables = {first[1].decode(): table}
    at, end = first.end(), len(data) - 2
    while at < end:
        found = _search(_NEXT_DOC, data, at + LONG, end)
        cut = found.start() if found else end
        while found := _search(_NEXT_TABLE, data, at, cut):
            table.update(_RAW_DOC.decode(b"{%s}" % data[at : found.start()]))
            table = tables[found[1].decode()] = {}  # of several tables of one name, JSON has the last
            at = found.end()
        table.update(_RAW_DOC.decode(b"{%s}" % data[at:cut]))
        at = cut + 1
    return tables


def _search(pattern: re.Pattern[bytes], data: bytes, start: int, end: int) -> re.Match[bytes] | None:
    """Return the first match of a pattern, which is short. Each call of the search goes over little."""
    windows = ((at, min(at + LONG + _MARK, end)) for at in range(start, end, LONG))
    return next(filter(None, (pattern.search(data, *window) for window in windows)), None)
