"""The file of the index of a snapshot: a head, and parts that are decrypted when they are first read.

The head is all that opening a journal needs. It and each part are encrypted by themselves if the journal is. The
file begins with its CRC-32 and with the size of the head; both are of the bytes as they are stored.
"""

# Without `from __future__ import annotations`: msgspec would evaluate strings again when it decodes, which takes long.

from collections.abc import Mapping
from threading import Lock
from typing import Final
from zlib import crc32

import msgspec

from rapport_tui import __version__
from rapport_tui.store.sealing import Seal
from rapport_tui.store.snapshot_format import SCHEMA, Meta

_FORMAT: Final = 3
"""The number of this form of the index; an index in another form is not used."""
_NUMBER_BYTES: Final = 4


class IndexHead(msgspec.Struct, frozen=True):
    """Facts about a snapshot: how many documents each table has, and the sizes of the parts of its index, in order.

    `size` and `file_crc` are those of the file, `crc` is the CRC-32 of its content, which differs if it is encrypted.
    """

    size: int
    file_crc: int
    crc: int
    meta: Meta
    counts: dict[str, int]
    parts: dict[str, int]
    version: str = ""


_HEAD: Final = msgspec.msgpack.Decoder(IndexHead)


class StoredPart:
    """The content of a file or a part of one, decrypted when it is first read."""

    def __init__(self, stored: bytes | memoryview, seal: Seal) -> None:
        self._stored, self._seal = stored, seal
        self._lock = Lock()  # two threads may read it at once
        self._content: memoryview | None = None

    def read(self) -> memoryview:
        """Return the content. Raises as `Seal.open` does."""
        with self._lock:
            if self._content is None:
                stored = self._stored
                self._content = memoryview(self._seal.open(bytes(stored)) if self._seal.is_encrypted else stored)
                self._stored = b""
            return self._content


class IndexFile:
    """The index of a snapshot: its head, and its parts by name."""

    def __init__(self, head: IndexHead, parts: memoryview, seal: Seal) -> None:
        self.head = head
        self.parts: dict[str, StoredPart] = {}
        at = 0
        for name, size in head.parts.items():
            self.parts[name] = StoredPart(parts[at : at + size], seal)
            at += size


def decode_index(snapshot: bytes, index: bytes, seal: Seal) -> IndexFile | None:
    """Return the index of the snapshot in the file `snapshot`; None if it is that of another."""
    found = _decoded(index, seal)
    if found is None:
        return None
    head = found.head
    is_same = (head.size, head.meta.schema, head.file_crc) == (len(snapshot), SCHEMA, crc32(snapshot))
    return found if is_same else None


def index_crc(index: bytes, seal: Seal) -> int | None:
    """Return the CRC-32 of the snapshot that an index of this version is for, else None."""
    found = _decoded(index, seal)
    return found.head.crc if found else None


def encode_index(head: IndexHead, parts: Mapping[str, bytes], seal: Seal) -> bytes:
    """Return the file of an index with the facts in `head`, which says nothing of the parts and the version yet."""
    stored = {name: seal.close(part) for name, part in parts.items()}
    sizes = {name: len(part) for name, part in stored.items()}
    whole = msgspec.structs.replace(head, parts=sizes, version=_version())
    sealed = seal.close(msgspec.msgpack.encode(whole))
    body = b"".join((_number(len(sealed)), sealed, *stored.values()))
    return _number(crc32(body)) + body


def _decoded(index: bytes, seal: Seal) -> IndexFile | None:
    """Return an index of this version; None if it is damaged, which would be found only when it is used."""
    body = memoryview(index)[_NUMBER_BYTES:]
    if index[:_NUMBER_BYTES] != _number(crc32(body)):
        return None
    start = _NUMBER_BYTES + int.from_bytes(body[:_NUMBER_BYTES], "big")
    try:
        head = _HEAD.decode(seal.open_or_nothing(bytes(body[_NUMBER_BYTES:start])))
    except (ValueError, RecursionError):
        return None
    return IndexFile(head, body[start:], seal) if head.version == _version() else None


def _version() -> str:
    return f"{__version__} {_FORMAT}"


def _number(value: int) -> bytes:
    return value.to_bytes(_NUMBER_BYTES, "big")
