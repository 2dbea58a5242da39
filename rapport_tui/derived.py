"""The folder `derived/` in the journal's folder: results kept to save time, which can be deleted at any moment.

A file in it holds the values that its content depends on: the environment, the day, and the state of each file that was
read for it. If any of these differ, the content is not used. Reading imports only modules that Python has loaded.
"""

import os
import sys
import time

from rapport_tui import __version__

FOLDER = "derived"
_NAMES = (
    *("RAPPORT_JOURNAL", "RAPPORT_SETTINGS", "RAPPORT_NOW", "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "TZ"),
    *("NO_COLOR", "TERM", "COLORTERM", "TERM_PROGRAM", "COLUMNS", "LINES", "LANG", "LC_ALL", "LC_CTYPE"),
    *("TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_THEME", "PYTHONUTF8", "PYTHONIOENCODING"),
)
_XDG = {"DATA": ".local/share", "CONFIG": ".config"}
"""The default folder in the home of each kind of files, in the XDG Base Directory Specification."""
_PLAIN = b"{"
"""The first byte of a journal that is not encrypted."""


def kept(name: str) -> str | None:
    """Return the content of the file `name`, or None if there is none for this moment."""
    folder = "" if "_RAPPORT_COMPLETE" in os.environ else journal_folder()
    if not folder:
        return None
    try:
        with open(os.path.join(folder, FOLDER, name), encoding="utf-8", newline="\n") as file:  # noqa: PTH118, PTH123
            values, _, content = file.read().partition("\n\n")
        head, day, *states = values.split("\n")
        if head != _head() or day != _day(int(day.rpartition(" ")[2])):
            return None
    except (OSError, ValueError):
        return None
    return content if all(state == _state(state.split("\t")[-1]) for state in states) else None


def keep(name: str, content: str, *, folder: str, day: str, start: int, states: list[str]) -> None:
    """Keep `content` for the ISO day `day`, which began at the hour `start`. `folder` is that of the journal.

    `states` are those of the files before they were read; if they differ by now, nothing is kept. Nothing is kept
    either if the journal is encrypted, or is not the one of the environment, or if the folder is not writable.
    """
    from contextlib import suppress
    from pathlib import Path

    from rapport_tui.files import Files

    place = Path(folder, FOLDER)
    if not is_allowed(folder):
        clear(folder)
    elif journal_folder() == folder and _day(start, day) == _day(start) and states == [*map(_again, states)]:
        with suppress(OSError, ValueError):
            place.mkdir(mode=0o700, exist_ok=True)
            data = "\n".join((_head(), _day(start), *states, "", content)).encode()
            Files().put(place / name, data, durable=False)


def clear(folder: str) -> None:
    """Delete all readable text that was derived from the journal in `folder`."""
    from contextlib import suppress
    from pathlib import Path

    for path in Path(folder, FOLDER).glob("*.txt"):
        with suppress(OSError):
            path.unlink()


def is_allowed(folder: str) -> bool:
    """Return whether readable text may be kept: the journal exists and is not encrypted."""
    try:
        with open(os.path.join(folder, "rapport.json"), "rb") as file:  # noqa: PTH118, PTH123
            return file.read(1) == _PLAIN
    except OSError:
        return False


def states_of(folder: str, settings: str, *more: str) -> list[str]:
    """Return the states of the files that the journal is shown from, and of `more`. Call it before they are read."""
    beside = os.path.dirname(settings)  # noqa: PTH120
    files = (
        *(os.path.join(folder, name) for name in ("rapport.json", "rapport.log")),  # noqa: PTH118
        settings,
        os.path.join(beside, "playbook.toml"),  # noqa: PTH118
        os.path.dirname(os.path.dirname(__file__)),  # noqa: PTH120  # changes when a package is installed
        *more,
    )
    return [_state(os.path.realpath(file)) for file in files]


def journal_folder() -> str:
    """Return the journal's folder, or "" if unknown, without importing the slow platformdirs."""
    if named := os.environ.get("RAPPORT_JOURNAL"):
        return os.path.abspath(os.path.expanduser(named))  # noqa: PTH100, PTH111
    return xdg_folder("DATA")


def xdg_folder(kind: str) -> str:
    """Return the program's folder for files of a `kind` on Linux; "" elsewhere, where platformdirs has to say it."""
    if sys.platform != "linux" or "ANDROID_DATA" in os.environ:
        return ""
    base = os.environ.get(f"XDG_{kind}_HOME", "")
    if not os.path.isabs(base):  # noqa: PTH117  # the specification has relative ones ignored
        base = os.path.join(os.path.expanduser("~"), _XDG[kind])  # noqa: PTH111, PTH118
    return os.path.join(base, "rapport")  # noqa: PTH118


def _head() -> str:
    values = "\t".join(f"{name}={os.environ.get(name, '')}" for name in _NAMES)
    return f"rapport {__version__} {values}"


def _day(start: int, day: str = "") -> str:
    """Return the present day, or `day`, and the hour `start` at which days begin. A clock that is held has no day."""
    if "RAPPORT_NOW" in os.environ:
        return f"held {start}"
    now = time.localtime()
    if now.tm_hour < start:
        now = time.localtime(time.mktime((*now[:2], now[2] - 1, 12, 0, 0, 0, 0, -1)))
    return f"{day or f'{now[0]:04}-{now[1]:02}-{now[2]:02}'} {start}"


def _again(state: str) -> str:
    return _state(state.split("\t")[-1])


def _state(path: str) -> str:
    """Return a value that differs for each version of a file, without reading it, and the file's path."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return f"none\t{path}"
    return f"{found.st_ino}\t{found.st_size}\t{found.st_mtime_ns}\t{path}"
