"""The user's own editor: `$VISUAL`, `$EDITOR`, or the one that most systems have."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from rapport_tui.model.errors import RapportError

_WAITING: Final = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "subl", "zed", "atom"), "--wait"),
    **dict.fromkeys(("gvim", "mvim"), "--nofork"),
    "mate": "-w",
    "kate": "--block",
}
"""What editors with windows of their own are told, so that they return only when the text is done."""


def editor_command() -> list[str]:
    """Return the command that edits a file and returns when that is done. Raises `RapportError` where there is none."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        try:
            command = shlex.split(chosen, posix=sys.platform != "win32")
        except ValueError as error:
            raise RapportError(f"EDITOR is “{chosen}”, which can’t be read: {error}.") from error
    else:
        fallbacks = ("notepad",) if sys.platform == "win32" else ("sensible-editor", "nano", "vi")
        command = [next((name for name in fallbacks if shutil.which(name)), "")]
    if not command or not shutil.which(command[0]):
        named = f"“{chosen}” is not there" if chosen else "No editor was found"
        raise RapportError(f"{named}. Name one with, for example: export EDITOR=nano")
    wait = _WAITING.get(Path(command[0]).stem.lower())
    return [*command, wait] if wait and wait not in command else command


def edit_text(text: str) -> str:
    """Return `text` as the user leaves it in their editor. Raises `RapportError` where the editor fails."""
    command = editor_command()
    with tempfile.TemporaryDirectory(prefix="rapport-") as folder:
        path = Path(folder) / "message.txt"
        path.write_text(text, encoding="utf-8")
        try:
            done = subprocess.run([*command, str(path)], check=False)
            if done.returncode:
                raise RapportError(f"{command[0]} ended with an error, so the text stays as it was.")
            return path.read_text(encoding="utf-8").rstrip("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise RapportError(f"{command[0]} could not edit the text: {error}.") from error
