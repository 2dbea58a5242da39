"""Segments: the files in which a device tells its changes. One device writes them, once, and nobody changes them.

    {"format":1,"journal":"4k2m9x7q1c","device":"0f6t3n8b2z","number":3}
    {"id":"0375…","knows":{"9v1c…":"0375…"},"label":"Wrote a line about Priya","changes":[{"table":"entries",…}]}
    {"lines":1,"sha256":"5c1f…"}

The last line tells whether all of a file has arrived. Bytes go through a `Seal` on their way to a file and back, which
is where an encrypted journal's segments are encrypted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.sync.merge import RecordChange

FORMAT: Final = 1
"""The number of the format that this version writes."""


class SyncAction(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What one action did: its stamp is `id`. `knows` is the newest stamp of each other device that was known then.

    `at` is the stamp of the records where it is not `id`: what was in the journal before it was shared. `settles` has
    the uids of conflicts that it solved.
    """

    id: str
    knows: dict[str, str] = {}
    label: str = ""
    at: str = ""
    changes: list[RecordChange] = []
    settles: list[str] = []


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


class Seal:
    """Turns the bytes of a segment into those that are written, and back. This one leaves them as they are.

    `suffix` ends the names of its files and `kind` is how `share.json` calls it.
    """

    kind = "plain"
    suffix = ".jsonl"

    def close(self, data: bytes) -> bytes:
        """Return the bytes to write."""
        return data

    def open(self, data: bytes) -> bytes | None:
        """Return the bytes as they were before `close`, None where they are not whole."""
        return data


def encode_segment(header: Header, actions: Iterable[SyncAction]) -> bytes:
    """Return the bytes of a segment."""
    from hashlib import sha256  # not for each save: it takes as long as reading the journal

    lines = [msgspec.json.encode(header), *map(msgspec.json.encode, actions), b""]
    content = b"\n".join(lines)
    trailer = _Trailer(len(lines) - 2, sha256(content).hexdigest())
    return content + msgspec.json.encode(trailer) + b"\n"


def decode_segment(data: bytes) -> Segment | None:
    """Return the segment, None where the file is not whole or is none.

    Raises `RapportError` where a newer rapport wrote it.
    """
    from hashlib import sha256

    first = data.partition(b"\n")[0]
    content, newline, last = data.removesuffix(b"\n").rpartition(b"\n")
    content += newline
    try:
        header = msgspec.json.decode(first)
        if isinstance(header, dict) and isinstance(header.get("format"), int) and header["format"] > FORMAT:
            raise RapportError(
                "Another machine syncs with a newer rapport than this one. Update rapport here; nothing was taken in."
            )
        trailer = msgspec.json.decode(last, type=_Trailer)
        if trailer.sha256 != sha256(content).hexdigest():
            return None
        lines = content.splitlines()[1:]
        actions = [msgspec.json.decode(line, type=SyncAction) for line in lines]
        return Segment(msgspec.convert(header, Header), actions) if len(actions) == trailer.lines else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
