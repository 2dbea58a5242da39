"""Sync through a folder that another program or a person copies: Syncthing, Dropbox, iCloud Drive, a USB stick."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rapport_tui.model.errors import RapportError
from rapport_tui.store import reason
from rapport_tui.sync.share import DEVICE_FILE, ShareFiles, ShareInfo

_LARGEST: Final = 1 << 30
"""The most bytes of a file written by rapport."""


class FolderTransport:
    """The exchange of files between the share in the folder `where` and `own`, this machine's copy of it.

    All methods raise `RapportError` on failure; files that were copied before are complete and are kept.
    """

    def __init__(self, where: Path, own: ShareFiles) -> None:
        self.where = where
        self._own = own
        self._share = ShareFiles(where, own.files, own.seal)

    def look(self) -> ShareInfo | None:
        """Return the share in the folder; None if there is none."""
        try:
            return self._share.info()
        except OSError as error:
            raise self._failed(error) from error

    def is_empty(self) -> bool:
        """Return whether the share has no segments."""
        return not any(self._share.numbers(device) for device in self._share.device_ids())

    def exchange(self, device: str, newest: int) -> list[int]:
        """Synchronize the share and the own copy; this machine is `device`, its newest segment `newest`.

        Returns the numbers of segments that another machine wrote with this machine's id, because one of the two
        journals is a copy of the other. They are not copied, and neither are this machine's segments.
        """
        try:
            foreign = self._foreign(device, newest)
            self._exchange(device if foreign else "")
        except OSError as error:
            raise self._failed(error) from error
        return foreign

    def _exchange(self, left_out: str) -> None:
        own, share = self._own, self._share
        ours, theirs = own.info(), share.info()
        if ours and theirs and ours.journal != theirs.journal:
            raise RapportError(
                f"{self.where} holds another journal than this one. If both are yours, stop here with: "
                "rapport sync --off and then take part there with: rapport sync --join"
            )
        if ours and theirs is None:
            share.write_info(ours)
        here, there = own.sizes(), share.sizes()
        for path in share.renamed():
            self._take_renamed(path, left_out)
        for device, name in sorted(there):
            key, path = (device, name), share.folder(device) / name
            if device == left_out or here.get(key) == there[key]:
                continue
            if (data := self._read_whole(path, device, name)) is None:
                del there[key]  # incomplete or damaged: if the own copy has it, it is written again
            elif key not in here or self._read_whole(own.folder(device) / name, device, name) is None:
                own.put(device, name, data)
        for device, name in sorted(own.sizes().keys() - there.keys()):
            if device != left_out and (data := self._read_whole(own.folder(device) / name, device, name)):
                share.put(device, name, data)

    def _foreign(self, device: str, newest: int) -> list[int]:
        """Return the numbers of this machine's segments in the share that it did not write."""
        here, there = set(self._own.numbers(device)), self._share.numbers(device)
        foreign = [number for number in there if number not in here and number > newest]
        for number in reversed(there):  # if one is the same, so are all before it
            if number in here:
                if self._own.end(device, number) == self._share.end(device, number):
                    break
                if not self._read_whole(
                    self._share.path(device, number), device, self._share.name(number)
                ):  # incomplete
                    break
                foreign.append(number)
        return sorted(foreign)

    def _read_whole(self, path: Path, device: str, name: str) -> bytes | None:
        """Return the bytes of a file if it is complete and matches its name, else None."""
        signature = self._own.files.signature(path)
        content = self._own.files.read(path) if signature and signature.size < _LARGEST else None
        if content is None:
            return None
        if name == DEVICE_FILE:
            return content[0] if content[0].endswith(b"}\n") else None
        header = self._own.header(content[0])
        is_it = header and (header.device, self._own.name(header.number)) == (device, name)
        return content[0] if is_it else None

    def _take_renamed(self, path: Path, left_out: str) -> None:
        """Copy a segment whose file was renamed, if the own copy lacks it under its proper name."""
        content = self._own.files.read(path)
        header = self._own.header(content[0]) if content else None
        if content is None or header is None:
            return
        device, number = header.device, header.number
        if device == path.parent.name and device != left_out and number not in self._own.numbers(device):
            self._own.put(device, self._own.name(number), content[0])

    def _failed(self, error: OSError) -> RapportError:
        return RapportError(
            f"The share in {self.where} can’t be used: {reason(error)}. "
            "What you write is kept here and goes there with the next sync."
        )
