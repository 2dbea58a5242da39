"""Sync through a folder that something else carries: Syncthing, Dropbox, iCloud Drive, a USB stick."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rapport_tui.model.errors import RapportError
from rapport_tui.store import reason
from rapport_tui.sync.share import DEVICE_FILE, ShareFiles, ShareInfo

_LARGEST: Final = 1 << 30
"""A file that has more bytes is not one of ours."""


class FolderTransport:
    """Copies files between the share in the folder `where` and `own`, this machine's copy of it.

    All methods raise `RapportError` where that can't be done; what was copied until then is whole and stays.
    """

    def __init__(self, where: Path, own: ShareFiles) -> None:
        self.where = where
        self._own = own
        self._share = ShareFiles(where, own.files, own.seal)

    def look(self) -> ShareInfo | None:
        """Return what is shared there, None where nothing is."""
        try:
            return self._share.info()
        except OSError as error:
            raise self._failed(error) from error

    def is_empty(self) -> bool:
        """Return whether the share has no segment of any machine."""
        return not any(self._share.numbers(device) for device in self._share.device_ids())

    def exchange(self, device: str, newest: int) -> list[int]:
        """Bring the share and the own copy into step; this machine is `device`, its newest segment `newest`.

        Returns the numbers of segments that another machine wrote in the name of this one: it was made from a copy of
        this journal, or this one from a copy of an older state. They are not copied, and neither are ours.
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
                del there[key]  # it is still arriving, or it was damaged: where we have it, it is written again
            elif key not in here or self._read_whole(own.folder(device) / name, device, name) is None:
                own.put(device, name, data)
        for device, name in sorted(own.sizes().keys() - there.keys()):
            if device != left_out and (data := self._read_whole(own.folder(device) / name, device, name)):
                share.put(device, name, data)

    def _foreign(self, device: str, newest: int) -> list[int]:
        """Return the numbers of our segments in the share that are not the ones that we wrote."""
        here, there = set(self._own.numbers(device)), self._share.numbers(device)
        foreign = [number for number in there if number not in here and number > newest]
        for number in reversed(there):  # once they are the same, so are all before
            if number in here:
                if self._own.end(device, number) == self._share.end(device, number):
                    break
                if not self._read_whole(
                    self._share.path(device, number), device, self._share.name(number)
                ):  # not whole
                    break
                foreign.append(number)
        return sorted(foreign)

    def _read_whole(self, path: Path, device: str, name: str) -> bytes | None:
        """Return the bytes of a file that has arrived whole and is what its name says."""
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
        """Take in a segment whose file was renamed, where it is not here under its own name."""
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
