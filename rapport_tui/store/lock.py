"""One writer at a time: a lock on a file of its own, held for one write only and let go by the system if we die.

filelock does the same and more; importing it costs a tenth of what `rapport log` takes as a whole. On Unix the lock is
the one that filelock takes, so the two keep each other out.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from typing import Final

from rapport_tui.model.errors import RapportError
from rapport_tui.store.files import PRIVATE

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_BUSY: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_PAUSE: Final = 0.0005
"""Between two tries: short, for between two writes of a busy writer the lock is free for a moment only."""


class BusyError(RapportError):
    """The lock can’t be had: another process has it, or nothing can be written here."""


class Lock:
    """A lock between processes on the file `path`, as a context manager.

    Entering raises `BusyError` after `seconds`, or where the file can't be made.
    """

    def __init__(self, path: Path, *, seconds: float) -> None:
        self._path = path
        self._seconds = seconds
        self._handle = -1

    def __enter__(self) -> None:
        end = time.monotonic() + self._seconds
        try:
            while not self._try():
                if time.monotonic() > end:
                    raise BusyError(
                        f"Another rapport has been writing to {self._path.parent} for {self._seconds:.0f} seconds. "
                        "Try again when it is done."
                    )
                time.sleep(_PAUSE)
        except OSError as error:
            raise BusyError(f"The journal in {self._path.parent} can’t be written to: {reason(error)}.") from error

    def __exit__(self, *_: object) -> None:
        handle, self._handle = self._handle, -1
        if sys.platform == "win32":
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        os.close(handle)

    def _try(self) -> bool:
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, PRIVATE)
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if sys.platform == "win32" or os.fstat(handle).st_nlink:  # else a sync client took it away in between
                self._handle = handle
                return True
        except OSError as error:
            os.close(handle)
            if error.errno not in _BUSY:
                raise
            return False
        os.close(handle)
        return False


def reason(error: OSError) -> str:
    """Return why the system refused, to stand within a sentence."""
    return (error.strerror or str(error)).lower()
