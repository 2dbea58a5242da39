"""The installed command in a real terminal: bytes of keys and of the mouse in, a screen out."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

import pyte
import pytest
from rich.cells import cell_len

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are a Unix thing", allow_module_level=True)

import fcntl
import pty
import struct
import termios

PATIENCE = 30.0
"""Seconds after which what was waited for is not going to come."""
ENTER, TAB, ESCAPE, CTRL_Q, DOWN, SHIFT_RIGHT = "\r", "\t", "\x1b", "\x11", "\x1b[B", "\x1b[1;2C"
# pyte draws the final letter of sequences with < = > after the bracket, such as those that ask for key protocols.
REST = 0.03
"""Seconds without a byte after which a screen counts as painted: it comes in several reads."""
_PRIVATE = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]")


class Terminal:
    """A terminal of `size` columns and lines in which `command` runs."""

    def __init__(self, command: list[str], size: tuple[int, int], env: Mapping[str, str]) -> None:
        columns, lines = size
        self.raw = b""
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.modes = termios.tcgetattr(slave)
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=env)
        self._slave = slave
        self._is_open = True

    @property
    def lines(self) -> list[str]:
        """The lines on the screen."""
        # A wide character is followed by an empty cell.
        return ["".join(row[x].data for x in range(self._screen.columns)) for row in map(self._row, self._rows)]

    @property
    def text(self) -> str:
        """The text on the screen, its lines without the spaces at their ends."""
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def cells(self) -> list[list[pyte.screens.Char]]:
        """All that is on the screen, with its colours."""
        return [[self._row(y)[x] for x in range(self._screen.columns)] for y in self._rows]

    @property
    def colours(self) -> set[str]:
        """The colours of all that is on the screen."""
        return {self._row(y)[x].fg for y in self._rows for x in range(self._screen.columns)}

    def type(self, *keys: str) -> None:
        """Send what keys send."""
        os.write(self._master, "".join(keys).encode())

    def place(self, text: str) -> tuple[int, int]:
        """Return the cell and the line where `text` is first painted."""
        for y, line in enumerate(self.lines):
            if text in line:
                return cell_len(line[: line.index(text)]), y
        raise AssertionError(f"“{text}” is not on the screen:\n{self.text}")

    def mouse(self, button: int, x: int, y: int, *, up: bool = False) -> None:
        """Send what a terminal sends for the mouse (SGR); `button` 32 is a move with the left one held."""
        self.type(f"\x1b[<{button};{x + 1};{y + 1}{'m' if up else 'M'}")

    def click(self, text: str) -> None:
        """Press and release the mouse on a text."""
        x, y = self.place(text)
        self.mouse(0, x, y)
        self.mouse(0, x, y, up=True)

    def drag(self, text: str, to: tuple[int, int]) -> None:
        """Press the mouse on a text, go to a cell in steps, and let go there."""
        x, y = self.place(text)
        self.mouse(0, x, y)
        for step in range(1, 9):
            self.mouse(32, x + (to[0] - x) * step // 8, y + (to[1] - y) * step // 8)
        self.mouse(0, *to, up=True)

    def shows(self, *texts: str) -> bool:
        """Return whether all the texts are on the screen, as far as it was read."""
        return all(text in self.text for text in texts)

    def sees(self, *texts: str) -> None:
        """Wait until all the texts are on the screen."""
        self.until(lambda: self.shows(*texts), f"all of {texts}")

    def sees_no(self, *texts: str) -> None:
        """Wait until none of the texts is on the screen."""
        self.until(lambda: not any(text in self.text for text in texts), f"none of {texts}")

    def until(self, seen: Callable[[], bool], what: str) -> None:
        """Read until what is wanted is on the screen, and the screen has come to rest."""
        end = time.monotonic() + PATIENCE
        while True:
            while self._read(REST):
                pass
            if seen():
                return
            if not self._read(end - time.monotonic()):
                pytest.fail(f"waited for {what}:\n{self.text}")

    def ends(self) -> int:
        """Wait until the program has ended, and return its exit status."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            if time.monotonic() > end:
                pytest.fail(f"it does not end:\n{self.text}")
            self._read(0.05)
        while self._read(0.0):
            pass
        return self.process.returncode

    @property
    def modes_now(self) -> list[object]:
        """The way in which the terminal treats keys now: as before the program, if it left it well."""
        return termios.tcgetattr(self._slave)

    def hang_up(self) -> None:
        """Take the terminal away from the program, as when its window is closed."""
        os.close(self._slave)
        os.close(self._master)
        self._is_open = False

    def close(self) -> None:
        """End the program, if it has not ended."""
        self.process.kill()
        self.process.wait()
        if self._is_open:
            self.hang_up()

    @property
    def _rows(self) -> range:
        return range(self._screen.lines)

    def _row(self, y: int) -> Mapping[int, pyte.screens.Char]:
        return self._screen.buffer[y]

    def _read(self, patience: float) -> bool:
        """Read once, and say whether anything came in time."""
        if not select.select([self._master], [], [], max(0.0, patience))[0]:
            return False
        data = os.read(self._master, 65536)
        self.raw += data
        self._stream.feed(_PRIVATE.sub(b"", data))
        return True
