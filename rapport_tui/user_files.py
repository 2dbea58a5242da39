"""Files that the user names: a typed path or one sentence on its error, and bounded reading and writing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from rapport_tui.files import Files, read_regular, reason
from rapport_tui.model.errors import RapportError

_SHOWN: Final = 60
LARGEST_TEXT: Final = 16 * 1024**2
"""The largest text that is read, in bytes: settings, playbooks."""


def user_path(text: str | Path) -> Path:
    """Return the path that the user typed, chose or set. Raises `RapportError` if no such path is possible."""
    typed = str(text)
    path = Path(os.path.expanduser(typed))  # noqa: PTH111  # Path.expanduser raises RuntimeError
    try:
        if str(path).startswith("~"):
            raise OSError(0, f"there is no home folder of {path.parts[0][1:] or 'yours'}")
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return path  # reading or writing it reports the error
    except (OSError, ValueError) as error:
        shown = typed if len(typed) <= _SHOWN else f"{typed[:_SHOWN]}…"
        raise RapportError(f"“{shown}” is not a path that can be used: {reason(error)}.") from error
    return path


def read_text(path: Path, *, most: int = LARGEST_TEXT) -> str:
    """Return the UTF-8 text in the file at `path`. Raises `RapportError` if it is not text or over `most` bytes."""
    try:
        return read_regular(path, most=most)[0].decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise RapportError(f"{path} can’t be read: {reason(error)}.") from error


def write_file(path: Path, data: str | bytes, *, replace: bool, hint: str = "") -> None:
    """Write `data` to `path` atomically, readable by its owner only. Symbolic links are followed.

    Raises `RapportError` where it can't be written, and where something is there that is not a file or not to be
    replaced; `hint` then says how it could be.
    """
    if os.path.lexists(path) and not replace:
        raise RapportError(f"{path} is there already. Choose another name{hint}.")
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            raise RapportError(f"{path} is not a file, so nothing was written. Choose another name.")
        Files().put(target, data.encode() if isinstance(data, str) else data)
    except (OSError, ValueError) as error:
        raise RapportError(f"{path} can’t be written: {reason(error)}.") from error


def make_folder(path: Path) -> None:
    """Create the folder and those above it that are missing, for their owner only. Raises `RapportError`."""
    try:
        Files().make_folder(path)
    except (OSError, ValueError) as error:
        raise RapportError(f"The folder {path} can’t be made: {reason(error)}.") from error


def delete_file(path: Path) -> None:
    """Delete the file if it exists. Raises `RapportError`."""
    try:
        Files().unlink(path)
    except OSError as error:
        raise RapportError(f"{path} can’t be deleted: {reason(error)}.") from error
