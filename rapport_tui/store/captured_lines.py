"""Lines that were written while the journal was locked: encrypted to the public key, each by itself, in one file.

A writer without the key can't see what the log ends with, so these lines have a file of their own. It has no order to
keep with the snapshot: any line that was acknowledged is read at the next unlock.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from rapport_tui.files import Files, Signature, reason
from rapport_tui.lock import Lock
from rapport_tui.model.errors import RapportError
from rapport_tui.store.backups import JournalPaths
from rapport_tui.store.storage import LOCK_SECONDS


class CapturedLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line as it was typed on the local day `day`. `adds_near` is the option `--new` of the command."""

    uid: str
    day: str
    text: str
    adds_near: bool = False


class CapturedLines:
    """The file with the lines. All methods raise `RapportError` if it can't be read or written."""

    def __init__(self, place: JournalPaths, files: Files | None = None) -> None:
        self._place = place
        self._path = place.captured
        self._files = files or Files()

    @property
    def signature(self) -> Signature | None:
        """The version of the file; None if no line waits."""
        return self._files.signature(self._path)

    def add(self, lines: Collection[CapturedLine]) -> None:
        """Append lines durably, all or none. The public key is enough."""
        data = b"".join(self._place.seal.close_line(msgspec.json.encode(line) + b"\n") for line in lines)
        try:
            with Lock(self._place.lock, seconds=LOCK_SECONDS):
                self._append(data)
        except OSError as error:
            raise RapportError(
                f"That could not be saved: {reason(error)}. See that {self._place.folder} has room and can be written "
                "to, then try again."
            ) from error

    def read(self) -> list[CapturedLine]:
        """Return the lines, oldest first; those that are damaged are left out. The secret key is needed."""
        return [line for line in map(self._decode, self._lines()) if line]

    def remove(self, uids: Collection[str]) -> None:
        """Remove lines that are in the journal now. Damaged lines are kept."""
        try:
            with Lock(self._place.lock, seconds=LOCK_SECONDS):
                left = [raw for raw in self._lines() if not ((line := self._decode(raw)) and line.uid in uids)]
                if left:
                    self._files.put(self._path, b"".join(raw + b"\n" for raw in left))
                else:
                    self._files.unlink(self._path)
                    self._files.sync_folder(self._place.folder)
        except OSError as error:
            raise RapportError(f"{self._path} can’t be written: {reason(error)}.") from error

    def _append(self, data: bytes) -> None:
        """Append under the lock. A line that a killed writer left in part is removed; it was not acknowledged."""
        content = self._files.read(self._path)
        if content is None:
            self._files.put(self._path, data)
            return
        size = content[0].rfind(b"\n") + 1
        handle = self._files.open_old(self._path)
        try:
            if size < len(content[0]):
                self._files.truncate(handle, size)
            try:
                self._files.write_all(handle, data)
                self._files.sync(handle)
            except BaseException:
                self._files.truncate(handle, size)
                raise
        finally:
            self._files.close(handle)

    def _lines(self) -> list[bytes]:
        try:
            content = self._files.read(self._path)
        except OSError as error:
            raise RapportError(f"{self._path} can’t be read: {reason(error)}.") from error
        return [line for line in content[0].split(b"\n") if line] if content else []

    def _decode(self, raw: bytes) -> CapturedLine | None:
        """Return a line; None if it is damaged. A plain journal has plain lines, from before it was decrypted."""
        try:
            return msgspec.json.decode(self._place.seal.open_line(raw), type=CapturedLine)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None
