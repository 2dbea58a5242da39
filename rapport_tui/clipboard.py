"""The clipboard of the desktop, or of the terminal (OSC 52) where there is no desktop.

pyperclip is not used: it reports a copy even if the tool failed, and waits for ever for a tool that hangs; two tests of
`tests/test_clipboard.py` fail with it. A terminal does not acknowledge an OSC 52 sequence, so the user is told “sent”,
not “copied”.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rapport_tui.programs import find_program

_PATIENCE: Final = 3.0
"""Seconds after which a clipboard tool counts as hung."""
_TERMINAL: Final = Path("/dev/tty")


def copy_to_desktop(text: str) -> bool:
    """Copy `text` to the desktop's clipboard, and return whether that was possible."""
    return any(_feed(command, text) for command in _tools())


def copy_to_terminal(text: str) -> bool:
    """Copy `text` to the clipboard of the process's terminal, and return whether there is a terminal.

    A program that draws on the terminal itself writes the sequence of `osc52` instead.
    """
    try:
        with _TERMINAL.open("w", encoding="ascii") as terminal:
            terminal.write(osc52(text))
    except OSError:
        return False
    return True


def osc52(text: str) -> str:
    """Return the control sequence that copies `text` to a terminal's clipboard (xterm's OSC 52)."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode('ascii')}\x07"


def _tools() -> Iterator[list[str]]:
    """Yield the clipboard commands of this system, the preferred one first."""
    if sys.platform == "darwin":
        yield ["pbcopy"]
    if os.environ.get("WAYLAND_DISPLAY"):
        yield ["wl-copy"]
    if os.environ.get("DISPLAY"):
        yield ["xclip", "-selection", "clipboard"]
        yield ["xsel", "--clipboard", "--input"]
    if sys.platform == "win32" or os.environ.get("WSL_DISTRO_NAME"):
        yield ["clip.exe"]


def _feed(command: list[str], text: str) -> bool:
    tool = find_program(command[0])
    if tool is None:
        return False
    # clip.exe reads the console's code page, and UTF-16 where it begins with a byte order mark.
    data = text.encode("utf-16") if command[0] == "clip.exe" else text.encode("utf-8")
    try:
        # xclip and wl-copy keep running to serve the text, and would hold pipes open.
        done = subprocess.run(
            [tool, *command[1:]],
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
