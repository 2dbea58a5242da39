"""A lock between writers, on a file of its own: held for one write, and released by the system if the process dies.

filelock would add 20 ms of imports to every command and 0.3 ms to every save, which takes 0.07 ms now
(docs/decisions/02-own-file-lock.md). On Unix the lock is the one that filelock takes, so the two keep each other out.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from typing import Final

from rapport_tui.files import PRIVATE, reason
from rapport_tui.model.errors import RapportError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_BUSY: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_PAUSE: Final = 0.0005
"""The seconds between two attempts: few, since a busy writer releases the lock only briefly between writes."""


class BusyError(RapportError):
    """The lock is not available: another process holds it, or the folder is not writable."""


class Lock:
    """A lock between processes on the file `path`, as a context manager. The file stays open between two uses.

    Entering raises `BusyError` after `seconds`, or if the file can't be created.
    """

    def __init__(self, path: Path, *, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self._path = path
        self._name = os.fspath(path)
        self._handle = -1
        self._inode = 0
        self._process = 0

    def __enter__(self) -> None:
        try:
            if not self._try():
                self._wait()
        except OSError as error:
            raise BusyError(f"The folder {self._path.parent} can’t be written to: {reason(error)}.") from error

    def __exit__(self, *_: object) -> None:
        if sys.platform == "win32":
            os.lseek(self._handle, 0, os.SEEK_SET)
            msvcrt.locking(self._handle, msvcrt.LK_UNLCK, 1)
        else:
            fcntl.flock(self._handle, fcntl.LOCK_UN)

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _wait(self) -> None:
        end = time.monotonic() + self.seconds
        while not self._try():
            if time.monotonic() > end:
                raise BusyError(
                    f"Another rapport has been writing to {self._path.parent} for {self.seconds:.0f} seconds. "
                    "Try again when it is done."
                )
            time.sleep(_PAUSE)

    def _try(self) -> bool:
        if self._process != os.getpid():  # a child process shares the lock of an open file
            self.close()
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, PRIVATE)
            self._inode = os.fstat(self._handle).st_ino
            self._process = os.getpid()
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in _BUSY:
                raise
            return False
        try:
            if sys.platform == "win32" or os.stat(self._name).st_ino == self._inode:  # noqa: PTH116
                return True
        except FileNotFoundError:
            pass
        self._process = 0  # a sync client removed or replaced the file
        return False
