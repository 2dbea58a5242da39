"""The user's own editor, for texts that want more room than a line."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from textual.app import App, SuspendNotSupported

from rapport_tui.model.errors import RapportError
from rapport_tui.model.text import clean

_WAIT: Final = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf", "subl", "zed", "atom"), "--wait"),
    **dict.fromkeys(("gvim", "mvim"), "-f"),
}
"""Editors that return at once unless they are told to wait."""


def editor_command(env: Mapping[str, str]) -> list[str]:
    """Return the command that $VISUAL or $EDITOR names, made to wait where it would not; else the system's editor."""
    named = env.get("VISUAL", "").strip() or env.get("EDITOR", "").strip()
    command = shlex.split(named, posix=os.name != "nt") if named else ["notepad" if os.name == "nt" else "vi"]
    flag = _WAIT.get(Path(command[0].strip('"')).stem.lower())
    return [*command, flag] if flag and not {flag, "-w", "--nofork"} & set(command) else command


def edit_text(app: App[object], text: str, *, suffix: str = ".md") -> str:
    """Have `text` edited while the app steps aside, and return what it became, without line ends at its end.

    Raises `RapportError` where there is no editor, where it fails, or where this terminal can't be lent to it.
    """
    command = editor_command(os.environ)
    with tempfile.TemporaryDirectory(prefix="rapport-") as folder:
        path = Path(folder) / f"line{suffix}"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        try:
            with app.suspend():
                status = subprocess.run([*command, str(path)], check=False).returncode
            edited = path.read_text(encoding="utf-8", errors="replace")
        except SuspendNotSupported as error:
            raise RapportError("This terminal can’t be lent to an editor. Write here instead.") from error
        except OSError as error:
            raise RapportError(
                f"The editor “{command[0]}” could not be started. Name yours with: export EDITOR=…"
            ) from error
    if status:
        raise RapportError(f"The editor “{command[0]}” ended with an error, so the text stays as it was.")
    return clean(edited).rstrip()
