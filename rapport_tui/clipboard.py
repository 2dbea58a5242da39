"""The clipboard: that of the desktop where there is one, otherwise the terminal's own (OSC 52).

A terminal never answers whether it took an OSC 52 text, so that is told as “sent”, not as “copied”.
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

_PATIENCE: Final = 3
"""Seconds after which a clipboard tool counts as hung."""
_TERMINAL: Final = Path("/dev/tty")


def copy_to_desktop(text: str) -> bool:
    """Put `text` on the desktop's clipboard, and say whether that was possible."""
    return any(_feed(command, text) for command in _tools())


def copy_to_terminal(text: str) -> bool:
    """Send `text` to the clipboard of the terminal this process runs in, and say whether there is a terminal.

    For a program that draws on the terminal itself, `osc52` is the sequence to write.
    """
    try:
        with _TERMINAL.open("w", encoding="ascii") as terminal:
            terminal.write(osc52(text))
    except OSError:
        return False
    return True


def osc52(text: str) -> str:
    """Return the control sequence that asks a terminal to put `text` on its clipboard (xterm's OSC 52)."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode('ascii')}\x07"


def _tools() -> Iterator[list[str]]:
    """Yield the commands that may reach a clipboard here, the best first."""
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
        # xclip and wl-copy stay behind to serve the text, and would hold pipes open.
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
