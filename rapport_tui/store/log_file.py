"""The append-only log file, open between saves. Each line is durable or removed again."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from rapport_tui.files import Files
from rapport_tui.model.errors import RapportError
from rapport_tui.store.backups import JournalPaths


class LogFile:
    """The log at `place`, written under the lock.

    `refusal` is the reason why nothing more is written; it is empty until the disk fails.
    """

    def __init__(self, files: Files, place: JournalPaths) -> None:
        self.refusal = ""
        self._files = files
        self._place = place
        self._handle = -1
        self._inode = 0

    def check(self) -> None:
        """Raise `RapportError` after the disk failed."""
        if self.refusal:
            raise RapportError(self.refusal)

    def append(self, pieces: Iterable[bytes | memoryview], inode: int, size: int) -> int:
        """Append `pieces` durably to the log, the file `inode` of `size` bytes, and return their size.

        Raises `OSError` if that fails, and leaves the file as it was.
        """
        if self._inode != inode:
            self._open()
        files, handle = self._files, self._handle
        try:
            written = 0
            for piece in pieces:
                files.write_all(handle, piece)
                written += len(piece)
            try:
                files.sync(handle)
            except OSError:
                # The contents of the disk are unknown now, and a second fsync would wrongly report success.
                self._refuse()
                raise
        except BaseException:
            self._take_back(size)
            raise
        if sys.platform == "win32":  # an open file can't be replaced there
            self.close()
        return written

    def close(self) -> None:
        """Close the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle, self._inode = -1, 0

    def __del__(self) -> None:
        self.close()

    def _open(self) -> None:
        self.close()
        self._handle = self._files.open_old(self._place.log)
        self._inode = os.fstat(self._handle).st_ino

    def _take_back(self, size: int) -> None:
        """Truncate the file to its first `size` bytes."""
        try:
            self._files.truncate(self._handle, size)
            if not self.refusal:
                self._files.sync(self._handle)
        except OSError:
            self._refuse()

    def _refuse(self) -> None:
        self.refusal = (
            f"The disk under {self._place.folder} failed, so nothing more is written to it. "
            "Close rapport, see that the disk is well, and open it again."
        )
