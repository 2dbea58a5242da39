"""The record of what is shown only once, such as the greeting: a file of words beside the settings."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

from rapport_tui.files import Files, read_regular

DEMO: Final = 100
"""The exit code that requests the demo."""
Once = Literal["greeting", "tour"]


def was_seen(settings_path: Path, what: Once) -> bool:
    """Return whether `what` was shown before."""
    try:
        return what in read_regular(_file(settings_path))[0].decode().split()
    except (OSError, ValueError):
        return False


def mark_seen(settings_path: Path, what: Once) -> None:
    """Record that `what` was shown. If the file cannot be written, it is shown again."""
    if was_seen(settings_path, what):
        return
    with suppress(OSError):
        path = _file(settings_path)
        files = Files()
        files.make_folder(path.parent)
        seen = files.read(path)
        files.put(path, (seen[0] if seen else b"") + f"{what}\n".encode())


def _file(settings_path: Path) -> Path:
    return settings_path.with_name("seen.txt")
