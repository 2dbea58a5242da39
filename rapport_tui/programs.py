"""Other programs that rapport starts: the editor, the tools for the clipboard."""

from __future__ import annotations

import os
import shutil
import sys


def find_program(name: str, *, windows: bool = sys.platform == "win32") -> str | None:
    """Return the path of a program; None if it is missing. The current folder is never searched.

    `shutil.which` searches it first on Windows, so a `clip.exe` in a folder of downloads would be run.
    """
    if not windows or os.path.dirname(name):  # noqa: PTH120
        return shutil.which(name)
    endings = os.environ.get("PATHEXT", ".COM;.EXE;.BAT;.CMD").split(";")
    if name.upper().endswith(tuple(ending.upper() for ending in endings)):
        endings = [""]
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        for ending in endings if os.path.isabs(folder) else ():  # noqa: PTH117
            path = os.path.join(folder, name + ending)  # noqa: PTH118
            if os.path.isfile(path) and os.access(path, os.X_OK):  # noqa: PTH113
                return path
    return None
