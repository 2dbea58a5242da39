"""The board in a real terminal: bytes of keys and of the mouse in, a screen out."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyte
import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are a Unix thing", allow_module_level=True)

import fcntl
import pty
import struct
import termios

ROOT = Path(__file__).parents[3]
PROGRAM = """
from tests.app.board.boards import BoardApp, small
app = BoardApp(small())
app.run()
print(app.moves, app.opened)
"""
COLUMNS, LINES = 100, 30
PATIENCE = 20.0


class Terminal:
    """A terminal that runs a board."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "LINES": str(LINES)},
            start_new_session=True,
        )
        os.close(slave)

    def type(self, text: str) -> None:
        """Send bytes as keys would."""
        os.write(self._master, text.encode())

    def mouse(self, button: int, x: int, y: int, *, up: bool = False) -> None:
        """Send what a terminal sends for the mouse; `button` 32 is a move with the left one held."""
        self.type(f"\x1b[<{button};{x + 1};{y + 1}{'m' if up else 'M'}")

    def until(self, seen: Callable[[list[str]], bool]) -> None:
        """Read until the lines on the screen are as wanted."""
        end = time.monotonic() + PATIENCE
        while not seen(self.screen.display):
            if not select.select([self._master], [], [], max(0.0, end - time.monotonic()))[0]:
                pytest.fail("\n".join(self.screen.display))
            try:
                self._stream.feed(os.read(self._master, 65536))
            except OSError:  # Linux says so when the program has gone.
                assert seen(self.screen.display), "\n".join(self.screen.display)

    def close(self) -> None:
        """End the program, if it has not ended."""
        self.process.kill()
        self.process.wait()
        os.close(self._master)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """Run a board in a terminal."""
    terminal = Terminal()
    try:
        terminal.until(lambda lines: lines[3].startswith("▌Ann"))
        yield terminal
    finally:
        terminal.close()


def test_a_drag_with_the_bytes_of_a_mouse(terminal: Terminal) -> None:
    terminal.mouse(0, 5, 4)
    terminal.mouse(32, 15, 6)
    terminal.mouse(32, 25, 5)
    terminal.until(lambda lines: lines[6][20:22] == "▸━" and lines[7][26:30] == " Ann")
    terminal.mouse(0, 25, 5, up=True)
    terminal.until(lambda lines: lines[7][20:24] == "▌Ann" and "━" not in "".join(lines))
    for _ in range(2):
        terminal.mouse(0, 45, 4)
        terminal.mouse(0, 45, 4, up=True)
    terminal.until(lambda lines: lines[3][40:44] == "▌Fay")
    terminal.type("\x11")
    terminal.until(lambda lines: "[(('Ann',), 'acquaintance', 'Eve')] ['Fay']" in "".join(lines))


def test_keys_and_the_loss_of_focus(terminal: Terminal) -> None:
    terminal.mouse(0, 5, 4)
    terminal.mouse(32, 25, 5)
    terminal.until(lambda lines: lines[6][20:22] == "▸━")
    terminal.type("\x1b[O")
    terminal.until(lambda lines: "━" not in "".join(lines) and lines[3].startswith("▏Ann"))
    terminal.type("\x1b[I")
    terminal.until(lambda lines: lines[3].startswith("▌Ann"))
    terminal.type("\x1b[1;2C")
    terminal.until(lambda lines: lines[3][20:24] == "▌Ann")
    terminal.type("fhal")
    terminal.until(lambda lines: lines[7][80:84] == "▌Hal" and " go to hal▏   1 of 1" in lines[1])
    terminal.type("\x1b[27ukL")
    terminal.until(lambda lines: lines[1].startswith(" a hint") and lines[3][80:84] == "▌Gus")


def test_a_release_right_after_escape_drops_nothing(terminal: Terminal) -> None:
    terminal.mouse(0, 5, 4)
    terminal.mouse(32, 25, 5)
    terminal.until(lambda lines: lines[6][20:22] == "▸━")
    terminal.type("\x1b[27u\x1b[<0;26;6m\x11")
    terminal.until(lambda lines: "[] []" in "".join(lines))
