"""Segments: the files with a device's changes. One device writes each of them once, and it is never changed.

    {"format":1,"journal":"4k2m9x7q1c","device":"0f6t3n8b2z","number":3}
    {"id":"0375…","knows":{"9v1c…":"0375…"},"label":"Wrote a line about Priya","changes":[{"table":"entries",…}]}
    {"lines":1,"sha256":"5c1f…"}

The last line shows that a file is complete. The segments of an encrypted journal are encrypted with its key.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.sync.merge import RecordChange
from rapport_tui.sync.stamps import device_of, is_stamp

FORMAT: Final = 1
"""The number of the format that this version writes."""


class SyncAction(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The changes of one action, whose stamp is `id`. `knows` has the newest stamp known then of each other device.

    `at` is the stamp of the records if it is not `id`: for those that the journal had before it was shared. `settles`
    has the uids of the conflicts that it solved.
    """

    id: str
    knows: dict[str, str] = {}
    label: str = ""
    at: str = ""
    changes: list[RecordChange] = []
    settles: list[str] = []


_ACTION: Final = msgspec.json.Decoder(SyncAction)


class Header(msgspec.Struct, kw_only=True):
    """The first line of a segment."""

    format: int
    journal: str
    device: str
    number: int


class Segment(msgspec.Struct, frozen=True):
    """A decoded segment."""

    header: Header
    actions: list[SyncAction]


class _Trailer(msgspec.Struct):
    lines: int
    sha256: str


def encode_segment(header: Header, actions: Iterable[SyncAction]) -> bytes:
    """Return the bytes of a segment."""
    lines = [msgspec.json.encode(header), *map(msgspec.json.encode, actions), b""]
    content = b"\n".join(lines)
    trailer = _Trailer(len(lines) - 2, sha256(content).hexdigest())
    return content + msgspec.json.encode(trailer) + b"\n"


def header_of(data: bytes) -> Header | None:
    """Return the header of a segment; None if the file is incomplete or not a segment.

    Raises `RapportError` if a newer rapport wrote it.
    """
    first = data.partition(b"\n")[0]
    end = data.rfind(b"\n", 0, -1) + 1
    try:
        header = msgspec.json.decode(first)
        if isinstance(header, dict) and isinstance(header.get("format"), int) and header["format"] > FORMAT:
            raise RapportError(
                "Another machine syncs with a newer rapport than this one. Update rapport here; nothing was taken in."
            )
        trailer = msgspec.json.decode(data[end:], type=_Trailer)
        if trailer.sha256 != sha256(memoryview(data)[:end]).hexdigest():
            return None
        return msgspec.convert(header, Header)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def decode_segment(data: bytes) -> Segment | None:
    """Decode a segment. Returns None and raises as `header_of` does."""
    header = header_of(data)
    if header is None:
        return None
    try:
        actions = [_ACTION.decode(line) for line in data.splitlines()[1:-1]]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    is_its_own = all(is_stamp(action.id) and device_of(action.id) == header.device for action in actions)
    return (
        Segment(header, actions) if is_its_own and all(is_stamp(action.at or action.id) for action in actions) else None
    )
