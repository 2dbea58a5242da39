"""The folder of a journal and the paths in it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rapport_tui.files import reason
from rapport_tui.model.errors import LockedError, RapportError
from rapport_tui.store.backups import JournalPaths
from rapport_tui.store.sealing import Seal, public_of
from rapport_tui.user_files import user_path

FILE_NAME: Final = "rapport.json"


def place_of(folder: Path, key: str = "") -> JournalPaths:
    """Return the paths of the journal in `folder`, with the seal for its secret `key` if it is encrypted.

    Raises `LockedError` if it is encrypted and there is no key, and `RapportError` if there can be no such folder.
    """
    place = locate(folder)
    if not place.is_encrypted:
        return place
    from rapport_tui.store.scratch import remove_left

    remove_left(place)
    if not key:
        raise LockedError
    return JournalPaths(place.plain, Seal(public_of(key), key))


def locate(folder: Path) -> JournalPaths:
    """Return the paths of the journal in `folder`, as those of a plain one. Raises `RapportError`."""
    with opening(folder):
        return JournalPaths((folder_of(folder) / FILE_NAME).resolve())


def folder_of(folder: Path) -> Path:
    """Return the absolute path of `folder`. Raises `OSError` if something else is there."""
    path = user_path(folder).resolve()
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    return path


@contextmanager
def opening(folder: Path) -> Iterator[None]:
    """Convert the errors of opening the journal in `folder`."""
    try:
        yield
    except OSError as error:
        raise RapportError(f"The journal in {folder} can’t be opened: {reason(error)}.") from error
    except RuntimeError as error:  # raised by pathlib for circular links
        raise RapportError(f"{folder} does not lead to a folder. Name another one for the journal.") from error
