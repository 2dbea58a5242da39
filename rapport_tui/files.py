"""The operating system calls for files, in one place so that tests can make each of them fail.

All writes go through `Files.put` or the log: private to the user, atomic and durable.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from pathlib import Path
from typing import Final, NamedTuple

PRIVATE: Final = 0o600
LARGEST: Final = 1024**3
"""The largest file that is read whole, in bytes."""
_MORE: Final = 1 << 20
_BINARY: Final = getattr(os, "O_BINARY", 0)
_NO_FOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT: Final = getattr(os, "O_NONBLOCK", 0)
_STEM_LENGTH: Final = 48
"""The number of characters that a temporary file's name takes from the file's name; names are limited to 255 bytes."""
_REPLACE_SECONDS: Final = 2.0
"""The seconds to retry replacing a file that another program holds open on Windows."""


class Signature(NamedTuple):
    """The identity of a file's version, known without reading it."""

    inode: int
    size: int
    changed: int


class Files:
    """File operations. A write is durable once `sync` (contents) or `sync_folder` (names) has returned.

    All methods may raise `OSError`. Subclasses in the tests count, fail or record these calls.
    """

    def open_new(self, path: Path) -> int:
        """Create the file `path`, which must not exist, readable by its owner only, and return its handle."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | _BINARY | _NO_FOLLOW, PRIVATE)

    def open_old(self, path: Path) -> int:
        """Return a handle to write to the existing file `path`."""
        return os.open(path, os.O_RDWR | os.O_APPEND | _BINARY)

    def write(self, handle: int, data: bytes | memoryview) -> int:
        """Write at the end of the file, and return the number of bytes written."""
        return os.write(handle, data)

    def truncate(self, handle: int, size: int) -> None:
        """Cut the file to `size` bytes."""
        os.ftruncate(handle, size)

    def sync(self, handle: int) -> None:
        """Wait until the contents are on the disk."""
        if sys.platform == "darwin":
            _sync_drive(handle)
        else:
            os.fsync(handle)

    def close(self, handle: int) -> None:
        """Close the handle."""
        os.close(handle)

    def replace(self, old: Path, new: Path) -> None:
        """Rename the file `old` to `new`, replacing an existing file."""
        if sys.platform == "win32":
            _replace_patiently(old, new)
        else:
            old.replace(new)

    def link(self, old: Path, new: Path) -> None:
        """Create a hard link `new` to the file `old`."""
        new.hardlink_to(old)

    def unlink(self, path: Path) -> None:
        """Delete the file if it exists."""
        path.unlink(missing_ok=True)

    def make_folder(self, path: Path) -> None:
        """Create the folder and those above it that are missing, for their owner only."""
        if not path.parent.exists():
            self.make_folder(path.parent)
            self.sync_folder(path.parent.parent)
        path.mkdir(mode=0o700, exist_ok=True)

    def sync_folder(self, path: Path) -> None:
        """Wait until the folder's entries are on the disk."""
        if sys.platform != "win32":  # NTFS journals its names, and a folder has no handle to sync
            _sync_names(path)

    def signature(self, path: Path | str) -> Signature | None:
        """Return the signature of the file at `path`; None if there is no file."""
        try:
            found = os.stat(path)  # noqa: PTH116  # half the time of Path.stat, twice a save
        except FileNotFoundError:
            return None
        return Signature(found.st_ino, found.st_size, found.st_mtime_ns)

    def read(self, path: Path, offset: int = 0) -> tuple[bytes, Signature] | None:
        """Return the contents from `offset` on with the file's signature; None if there is no file."""
        try:
            data, found = read_regular(path, offset)
        except FileNotFoundError:
            return None
        return data, Signature(found.st_ino, found.st_size, found.st_mtime_ns)

    def can_write(self, folder: Path) -> bool:
        """Return whether files can be created in `folder`, or the folder itself where it is missing."""
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if sys.platform == "win32":
            return _can_create(folder)
        return os.access(folder, os.W_OK)

    def write_all(self, handle: int, data: bytes | memoryview) -> None:
        """Write all of `data` at the end of the file."""
        written = self.write(handle, data)
        while written < len(data):
            written += self.write(handle, memoryview(data)[written:])

    def put(self, path: Path, data: bytes, *, durable: bool = True) -> None:
        """Write `data` to `path` atomically, readable by its owner only.

        With `durable`, the data is on the disk when this returns; a file that can be recreated need not be durable.
        """
        scratch = path.with_name(f".{path.name[:_STEM_LENGTH]}.{os.urandom(8).hex()}.tmp")
        handle = self.open_new(scratch)
        try:
            try:
                self.write_all(handle, data)
                if durable:
                    self.sync(handle)
            finally:
                self.close(handle)
            self.replace(scratch, path)
        except BaseException:
            self.unlink(scratch)
            raise
        if durable:
            self.sync_folder(path.parent)

    def delete_temporary(self, path: Path) -> None:
        """Delete temporary files that `put` left beside `path` in a killed process. The caller must hold the lock."""
        for scratch in path.parent.glob(f".{path.name}.*.tmp"):
            self.unlink(scratch)


def read_regular(path: Path, offset: int = 0, *, most: int = LARGEST) -> tuple[bytes, os.stat_result]:
    """Return the contents of a regular file from `offset` on, at most `most` bytes, and its stat.

    Raises `OSError`, also for a device or a pipe, which might never end, and for a larger file.
    """
    handle = os.open(path, os.O_RDONLY | _BINARY | _NO_WAIT)
    with open(handle, "rb") as file:  # noqa: PTH123  # it is open already
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "It is not a file", str(path))
        file.seek(offset)
        data = file.read(min(found.st_size, most) + 1)
        while len(data) <= most and (more := file.read(min(most + 1 - len(data), _MORE))):  # it has grown
            data += more
        if len(data) > most:
            raise OSError(errno.EFBIG, f"It is larger than {most // 1024**2:,} MB", str(path))
    return data, found


def reason(error: OSError | ValueError) -> str:
    """Return the message of `error`, its first letter in lower case, for use within a sentence."""
    text = getattr(error, "strerror", None) or str(error)
    return text[:1].lower() + text[1:]


if sys.platform == "win32":

    def _can_create(folder: Path) -> bool:
        """Return whether a file can be created; on Windows the access bits of a folder do not tell."""
        scratch = folder / f".rapport.{os.urandom(8).hex()}.tmp"
        try:
            os.close(os.open(scratch, os.O_CREAT | os.O_EXCL, PRIVATE))
            scratch.unlink()
        except OSError:
            return False
        return True

    def _replace_patiently(old: Path, new: Path) -> None:
        """Replace a file, retrying while a scanner or a sync client holds it open."""
        end = time.monotonic() + _REPLACE_SECONDS
        while True:
            try:
                old.replace(new)
            except PermissionError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)
            else:
                return


if sys.platform == "darwin":
    import fcntl

    def _sync_drive(handle: int) -> None:
        """Flush the drive’s own cache too, which `fsync` on macOS does not."""
        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                raise
            os.fsync(handle)


def _sync_names(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        if sys.platform == "darwin":
            _sync_drive(handle)
        else:
            os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # not supported by some network file systems
            raise
    finally:
        os.close(handle)
