"""The cached line of `today --brief`, for shell prompts: reading it takes no longer than Python takes to start.

The file `derived/brief.txt` in the journal's folder holds the line and the values it depends on: the day, the
environment, and the state of each file that was read for it. If any of these differ, the line is computed again. The
file can be deleted at any time. Reading it imports only modules that Python has already loaded.
"""

import os
import sys
import time

from rapport_tui import __version__

ARGUMENTS = ["today", "--brief"]
_NAMES = ("RAPPORT_JOURNAL", "RAPPORT_SETTINGS", "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "NO_COLOR", "TERM")
_XDG = {"linux"}
"""Systems on which the data folder is known without platformdirs."""
_FOLDER, _FILE = "derived", "brief.txt"


def kept_line() -> str | None:
    """Return the cached line, or None if there is none for this day and these files."""
    if "RAPPORT_NOW" in os.environ or "_RAPPORT_COMPLETE" in os.environ or not (folder := _journal_folder()):
        return None
    try:
        with open(os.path.join(folder, _FOLDER, _FILE), encoding="utf-8", newline="\n") as file:  # noqa: PTH118, PTH123
            head, day, *states, line = file.read().split("\n")
            start = int(day.partition(" ")[2])
            if head != _head() or day != _day(start) or any(state != _state(state.split("\t")[-1]) for state in states):
                return None
    except (OSError, ValueError):
        return None
    return line


def print_kept_line() -> bool:
    """Print the cached line, and return whether there was one and it could be printed."""
    line = kept_line()
    if line is None:
        return False
    try:
        print(line, flush=True)
    except (OSError, ValueError):
        return False
    return True


def states_of(folder: str, settings: str) -> list[str]:
    """Return the states of the files that the line depends on. Call it before they are read."""
    beside = os.path.dirname(settings)  # noqa: PTH120
    files = (
        *(os.path.join(folder, name) for name in ("rapport.json", "rapport.log")),  # noqa: PTH118
        settings,
        os.path.join(beside, "playbook.toml"),  # noqa: PTH118
    )
    return [_state(os.path.realpath(file)) for file in files]


def keep_line(line: str, day: str, start: int, folder: str, states: list[str]) -> None:
    """Write `line` to the cache in the journal's folder. It is for the ISO day `day`, which began at the hour `start`.

    Nothing is written if the folder does not exist, is not that of the environment, or is not writable.
    """
    from contextlib import suppress
    from pathlib import Path

    from rapport_tui.files import Files

    place = Path(folder, _FOLDER)
    if "RAPPORT_NOW" in os.environ or _journal_folder() != folder or not place.parent.is_dir() or "\n" in line:
        return
    with suppress(OSError, ValueError):
        place.mkdir(mode=0o700, exist_ok=True)
        Files().put(place / _FILE, "\n".join((_head(), f"{day} {start}", *states, line)).encode(), durable=False)


def _journal_folder() -> str:
    """Return the journal's folder, or "" if unknown, without importing the slow platformdirs."""
    if named := os.environ.get("RAPPORT_JOURNAL"):
        return os.path.abspath(os.path.expanduser(named))  # noqa: PTH100, PTH111
    if sys.platform in _XDG:
        data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")  # noqa: PTH111
        return os.path.join(data, "rapport")  # noqa: PTH118
    return ""


def _head() -> str:
    environment = "\t".join(f"{name}={os.environ.get(name, '')}" for name in _NAMES)
    return f"rapport {__version__} {environment}"


def _day(start: int) -> str:
    """Return the present day if days begin at the hour `start`, and that hour."""
    now = time.localtime()
    if now.tm_hour < start:
        now = time.localtime(time.mktime((*now[:2], now[2] - 1, 12, 0, 0, 0, 0, -1)))
    return f"{now[0]:04}-{now[1]:02}-{now[2]:02} {start}"


def _state(path: str) -> str:
    """Return a value that differs for each version of a file, without reading it, and the file's path."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return f"none\t{path}"
    return f"{found.st_ino}\t{found.st_size}\t{found.st_mtime_ns}\t{path}"
