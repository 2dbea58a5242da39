"""The files of a share, and this machine's own copy of them.

    share.json                       the id of the journal; written once
    devices/DEVICE/device.json       the name of a machine
    devices/DEVICE/000001.jsonl      its segments

The copy, in the journal's folder, has the same layout. Files are added to both and never changed, so synchronizing is
copying the missing files in both directions, which also restores files that one side lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from rapport_tui.files import Files
from rapport_tui.model.errors import RapportError
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.store.sealing import PLAIN, Seal
from rapport_tui.sync.segments import (
    FORMAT,
    Header,
    Segment,
    SyncAction,
    decode_segment,
    encode_segment,
    header_of,
)

SHARE_FILE: Final = "share.json"
DEVICE_FILE: Final = "device.json"
_DEVICE: Final = lazy_pattern(r"[0-9a-z]{1,32}")
_END: Final = 128
_SEGMENT: Final = lazy_pattern(r"(\d{6,})(\.jsonl(?:\.age)?)")


def _other_seal(theirs: str, ours: Seal) -> str:
    """Return the sentence for a share that is not encrypted with our key."""
    if theirs == PLAIN.kind:
        return "{where} is shared in plain, and this journal is encrypted. Share it anew, in an empty place."
    if ours.is_encrypted:
        return "{where} is encrypted with another key. Both journals need the same: rapport encrypt --with-key"
    return (
        "{where} is encrypted. To take part, encrypt this journal with the recovery key of the other one: "
        "rapport encrypt --with-key"
    )


class ShareInfo(msgspec.Struct, kw_only=True, frozen=True):
    """The contents of `share.json`: the journal, the stamp of its records from before it was shared, and the seal.

    The seal is the public key of the encrypted journal, or "plain".
    """

    format: int
    journal: str
    baseline: str
    seal: str = "plain"


class DeviceInfo(msgspec.Struct, kw_only=True, frozen=True):
    """The contents of `device.json` of a machine; `was` is its previous id."""

    device: str
    name: str
    joined: str
    was: str = ""


class ShareFiles:
    """The files of a share or of a copy of it, in the folder `root`. All methods may raise `OSError`."""

    def __init__(self, root: Path, files: Files | None = None, seal: Seal = PLAIN) -> None:
        self.root = root
        self.files = files or Files()
        self.seal = seal

    def info(self) -> ShareInfo | None:
        """Return the contents of `share.json`; None if it is missing. Raises `RapportError` if its format is newer."""
        content = self.files.read(self.root / SHARE_FILE)
        if content is None:
            return None
        try:
            info = msgspec.json.decode(content[0], type=ShareInfo)
        except msgspec.DecodeError as error:
            raise RapportError(
                f"{self.root / SHARE_FILE} can’t be read. If it is still arriving, try again in a while."
            ) from error
        if info.format > FORMAT:
            raise RapportError(f"{self.root} is shared by a newer rapport than this one. Update rapport here.")
        if info.seal != self.seal.kind:
            raise RapportError(_other_seal(info.seal, self.seal).format(where=self.root))
        return info

    def write_info(self, info: ShareInfo) -> None:
        """Write `share.json`."""
        self.make_folder(self.root)
        self.files.put(self.root / SHARE_FILE, msgspec.json.encode(info) + b"\n")

    def devices(self) -> dict[str, DeviceInfo]:
        """Return all machines by their ids."""
        return {device: self.device(device) for device in self.device_ids()}

    def device_ids(self) -> list[str]:
        """Return the ids of all machines."""
        return sorted(self._names(self.root / "devices"))

    def write_device(self, info: DeviceInfo) -> None:
        """Write `device.json`."""
        self.put(info.device, DEVICE_FILE, msgspec.json.encode(info) + b"\n")

    def put(self, device: str, name: str, data: bytes) -> None:
        """Write a file of a machine durably with the given bytes."""
        self.make_folder(self.folder(device))
        self.files.put(self.folder(device) / name, data)

    def folder(self, device: str) -> Path:
        """Return the folder of a machine, which is inside the share for any `device` text."""
        return self.root / "devices" / (device if _DEVICE.fullmatch(device) else "unknown")

    def path(self, device: str, number: int) -> Path:
        """Return the path of a segment."""
        return self.folder(device) / self.name(number)

    def name(self, number: int) -> str:
        """Return the name of a segment’s file."""
        return f"{number:06d}.jsonl{self.seal.suffix}"

    def numbers(self, device: str) -> list[int]:
        """Return the numbers of the segments of a machine, lowest first."""
        return sorted(int(match[1]) for name in self._names(self.folder(device)) if (match := _SEGMENT.fullmatch(name)))

    def write(self, journal: str, device: str, number: int, actions: list[SyncAction]) -> None:
        """Write a segment durably."""
        data = encode_segment(Header(format=FORMAT, journal=journal, device=device, number=number), actions)
        self.put(device, self.name(number), self.seal.close(data))

    def read(self, device: str, number: int) -> Segment | None:
        """Return a segment; None if it is missing or incomplete."""
        content = self.files.read(self.path(device, number))
        return self.decode(content[0]) if content else None

    def end(self, device: str, number: int) -> bytes:
        """Return the last bytes of a segment, which have its checksum: segments with the same end are the same."""
        path = self.path(device, number)
        signature = self.files.signature(path)
        content = self.files.read(path, max(0, signature.size - _END)) if signature else None
        return content[0] if content else b""

    def decode(self, data: bytes) -> Segment | None:
        """Return the segment in the bytes of a file; None if they are incomplete."""
        return decode_segment(self.seal.open_or_nothing(data))

    def header(self, data: bytes) -> Header | None:
        """Return the header of the segment in the bytes of a file; None if they are incomplete."""
        return header_of(self.seal.open_or_nothing(data))

    def renamed(self) -> Iterator[Path]:
        """Yield the files that a sync program may have renamed, such as conflict copies."""
        for device in self._names(self.root / "devices"):
            for name in self._names(self.folder(device)):
                if name != DEVICE_FILE and not name.startswith(".") and not _SEGMENT.fullmatch(name):
                    yield self.folder(device) / name

    def sizes(self) -> dict[tuple[str, str], int]:
        """Return the sizes of the machines' files by machine and name, without renamed files."""
        sizes = {}
        for device in self._names(self.root / "devices"):
            with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self.folder(device)) as entries:
                for entry in entries:
                    if entry.name == DEVICE_FILE or _SEGMENT.fullmatch(entry.name):
                        sizes[device, entry.name] = entry.stat().st_size
        return sizes

    def device(self, device: str) -> DeviceInfo:
        """Return the contents of a machine's `device.json`; if it is unreadable, its id as its name."""
        content = self.files.read(self.folder(device) / DEVICE_FILE)
        try:
            return msgspec.json.decode(content[0] if content else b"", type=DeviceInfo)
        except msgspec.DecodeError:
            return DeviceInfo(device=device, name=device, joined="")

    def _names(self, folder: Path) -> list[str]:
        try:
            return os.listdir(folder)  # noqa: PTH208  # names only, of thousands
        except (FileNotFoundError, NotADirectoryError):
            return []

    def make_folder(self, folder: Path) -> None:
        """Create the folder and its missing parents, for their owner only."""
        if not folder.is_dir():
            self.make_folder(folder.parent)
            self.files.make_folder(folder)
            self.files.sync_folder(folder.parent)
