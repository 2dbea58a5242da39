"""The operating system calls of the store, in one place so that tests can make each of them fail."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from typing import Final

import msgspec

PRIVATE: Final = 0o600
_BINARY: Final = getattr(os, "O_BINARY", 0)
_REPLACE_SECONDS: Final = 2.0
"""How long to retry replacing a file that another program holds open on Windows."""


class Signature(msgspec.Struct, frozen=True):
    """Identifies the version of a file without reading it."""

    inode: int
    size: int
    changed: int


class Files:
    """File operations. A write is durable once `sync` (contents) or `sync_folder` (names) has returned.

    All methods may raise `OSError`. Subclasses in the tests count, fail or record these calls.
    """

    def open_new(self, path: Path) -> int:
        """Create the file `path`, readable by its owner only, and return its handle."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | _BINARY, PRIVATE)

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
        """Rename the file `old` to `new`, replacing what is there."""
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
        """Create the folder, for its owner only, if it is missing."""
        path.mkdir(mode=0o700, exist_ok=True)

    def sync_folder(self, path: Path) -> None:
        """Wait until the folder's entries are on the disk."""
        if sys.platform != "win32":  # NTFS journals its names, and a folder has no handle to sync
            _sync_names(path)

    def signature(self, path: Path | str) -> Signature | None:
        """Return the signature of the file at `path`, None if there is no file."""
        try:
            stat = os.stat(path)  # noqa: PTH116  # half the time of Path.stat, twice a save
        except FileNotFoundError:
            return None
        return Signature(stat.st_ino, stat.st_size, stat.st_mtime_ns)

    def read(self, path: Path, offset: int = 0) -> tuple[bytes, Signature] | None:
        """Return the contents from `offset` on with the file's signature; None if there is no file."""
        try:
            with path.open("rb") as file:
                stat = os.fstat(file.fileno())
                file.seek(offset)
                return file.read(), Signature(stat.st_ino, stat.st_size, stat.st_mtime_ns)
        except FileNotFoundError:
            return None

    def can_write(self, folder: Path) -> bool:
        """Return whether files can be made in `folder`."""
        return os.access(folder, os.W_OK)

    def write_all(self, handle: int, data: bytes) -> None:
        """Write all of `data` at the end of the file."""
        written = self.write(handle, data)
        while written < len(data):
            written += self.write(handle, memoryview(data)[written:])

    def put(self, path: Path, data: bytes) -> None:
        """Write `data` to `path` atomically and durably, readable by its owner only."""
        scratch = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            handle = self.open_new(scratch)
            try:
                self.write_all(handle, data)
                self.sync(handle)
            finally:
                self.close(handle)
            self.replace(scratch, path)
        except BaseException:
            self.unlink(scratch)
            raise
        self.sync_folder(path.parent)

    def release_references(self, path: Path) -> None:
        """Delete temporary files that `put` left beside `path` in a killed process. The caller must hold the lock."""
        for scratch in path.parent.glob(f".{path.name}.*.tmp"):
            self.unlink(scratch)


if sys.platform == "win32":

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

    def _sync_drive(handle: int) -> None:
        """Sync past the drive’s own cache, where macOS leaves the data otherwise."""
        import fcntl

        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                raise
            os.fsync(handle)


def _sync_names(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # network file systems that don’t know how
            raise
    finally:
        os.close(handle)
