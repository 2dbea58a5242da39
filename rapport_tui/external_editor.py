"""The user's editor, started on a file."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from rapport_tui.model.errors import RapportError
from rapport_tui.programs import find_program

_WAIT: Final = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf", "subl", "zed", "atom"), "--wait"),
    **dict.fromkeys(("gvim", "mvim"), "-f"),
}
"""Editors that return at once unless they are told to wait."""


def editor_command(env: Mapping[str, str]) -> list[str]:
    """Return the command in $VISUAL or $EDITOR, with the option to wait where it needs one; else the system's editor.

    Raises `RapportError` if the value is not a command, for example if it has an unclosed quote.
    """
    named = env.get("VISUAL", "").strip() or env.get("EDITOR", "").strip()
    try:
        command = shlex.split(named, posix=os.name != "nt")
    except ValueError as error:
        raise RapportError(f"“{named}” is not a command. Mend it with: export EDITOR=…") from error
    if os.name == "nt":  # backslashes stand for themselves there, and quotes stay around a path with spaces
        command = [part.strip('"') for part in command]
    command = command or ["notepad" if os.name == "nt" else "vi"]
    flag = _WAIT.get(Path(command[0]).stem.lower())
    return [*command, flag] if flag and not {flag, "-w", "--nofork"} & set(command) else command


def edit_file(path: Path) -> None:
    """Open a file in the editor, and return when the editor ends.

    Raises `RapportError` if there is no editor, or if it fails.
    """
    command = editor_command(os.environ)
    try:
        if (program := find_program(command[0])) is None:
            raise FileNotFoundError(command[0])
        status = subprocess.run([program, *command[1:], str(path)], check=False).returncode
    except (OSError, ValueError) as error:
        raise RapportError(
            f"The editor “{command[0]}” could not be started. Name yours with: export EDITOR=…"
        ) from error
    if status:
        raise RapportError(f"The editor “{command[0]}” ended with an error, so what it wrote was not read.")
