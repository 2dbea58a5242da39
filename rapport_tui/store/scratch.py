"""A folder for the text that is open in the user's editor: beside an encrypted journal, never on another disk.

Every start looks for such folders, so what takes milliseconds to import is imported where one is found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rapport_tui.store.backups import JournalPaths

_NAME: Final = ".editing-"


@contextmanager
def scratch_folder(place: JournalPaths) -> Iterator[Path]:
    """Yield a new folder that only its owner can read, and delete it at the end."""
    import tempfile

    inside = place.seal.is_encrypted
    prefix = f"{_NAME}{os.getpid()}-" if inside else "rapport-"
    with tempfile.TemporaryDirectory(
        prefix=prefix, dir=place.folder if inside else None, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def remove_left(place: JournalPaths) -> None:
    """Delete the folders that killed processes left."""
    try:
        left = [name for name in os.listdir(place.folder) if name.startswith(_NAME)]  # noqa: PTH208  # at each start
    except OSError:
        return
    for name in left:
        import shutil

        from rapport_tui.store.unsaved_text import is_running

        process = name.removeprefix(_NAME).partition("-")[0]
        if not (process.isdecimal() and is_running(int(process))):
            shutil.rmtree(place.folder / name, ignore_errors=True)
