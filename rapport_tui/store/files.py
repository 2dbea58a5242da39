"""The few things that the store asks of the operating system, in one place, so that tests can let each of them fail."""

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
"""How long Windows is asked again to replace a file that somebody holds open."""


class Signature(msgspec.Struct, frozen=True):
    """What tells a file from another one at the same place, without reading it."""

    inode: int
    size: int
    changed: int


class Files:
    """The system's files. What is written here lasts once `sync` (a file) or `sync_folder` (a name) returned.

    Everything raises `OSError` as the system does. Subclasses in the tests count, fail or record these calls.
    """

    def open_new(self, path: Path) -> int:
        """Make the file `path`, readable by its owner only, and return its handle."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | _BINARY, PRIVATE)

    def open_old(self, path: Path) -> int:
        """Return a handle to write to the file `path`, which must be there."""
        return os.open(path, os.O_RDWR | os.O_APPEND | _BINARY)

    def write(self, handle: int, data: bytes | memoryview) -> int:
        """Write at the end of the file, and return how many bytes the system took."""
        return os.write(handle, data)

    def truncate(self, handle: int, size: int) -> None:
        """Cut the file to `size` bytes."""
        os.ftruncate(handle, size)

    def sync(self, handle: int) -> None:
        """Wait until the file is on the disk itself."""
        if sys.platform == "darwin":
            _sync_drive(handle)
        else:
            os.fsync(handle)

    def close(self, handle: int) -> None:
        """Let go of a handle."""
        os.close(handle)

    def replace(self, old: Path, new: Path) -> None:
        """Give the file `old` the name `new`, in the place of what was there."""
        if sys.platform == "win32":
            _replace_patiently(old, new)
        else:
            old.replace(new)

    def link(self, old: Path, new: Path) -> None:
        """Give the file `old` a second name."""
        new.hardlink_to(old)

    def unlink(self, path: Path) -> None:
        """Take a name away; it may be gone already."""
        path.unlink(missing_ok=True)

    def make_folder(self, path: Path) -> None:
        """Make a folder for its owner only, where it is missing."""
        path.mkdir(mode=0o700, exist_ok=True)

    def sync_folder(self, path: Path) -> None:
        """Wait until the names in a folder are on the disk."""
        if sys.platform != "win32":  # NTFS journals its names, and a folder has no handle to sync
            _sync_names(path)

    def signature(self, path: Path | str) -> Signature | None:
        """Return what is at `path`, None where nothing is."""
        try:
            stat = os.stat(path)  # noqa: PTH116  # half the time of Path.stat, twice a save
        except FileNotFoundError:
            return None
        return Signature(stat.st_ino, stat.st_size, stat.st_mtime_ns)

    def read(self, path: Path, offset: int = 0) -> tuple[bytes, Signature] | None:
        """Return what a file holds from `offset` on, and which file it is; None where there is none."""
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
        """Put `data` at `path`, readable by its owner only: all of it and durably, or not at all."""
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

    def sweep(self, path: Path) -> None:
        """Take away what `put` left beside `path` in a process that was killed. Only for who holds the lock."""
        for scratch in path.parent.glob(f".{path.name}.*.tmp"):
            self.unlink(scratch)


if sys.platform == "win32":

    def _replace_patiently(old: Path, new: Path) -> None:
        """Replace a file that a scanner or a sync client may hold open for a moment."""
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
