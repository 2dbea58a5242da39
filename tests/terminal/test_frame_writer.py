"""Test that frames are written at once, or by the thread where a pseudo-terminal has no room for them."""

from __future__ import annotations

import os
import pty
import select
import termios
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest

from rapport_tui.app.early_driver import FrameWriter

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"
SECONDS = 10


@dataclass
class _Ends:
    """A writer into a pseudo-terminal, and the end at which the terminal reads."""

    writer: FrameWriter
    master: int
    slave: int

    def read(self, size: int) -> str:
        """Return `size` characters as they come, fewer if the rest does not come."""
        found = b""
        while len(found) < size and select.select([self.master], [], [], SECONDS)[0]:
            found += os.read(self.master, size - len(found))
        return found.decode()

    @property
    def has_some(self) -> bool:
        """True if there is something to read at this moment."""
        return bool(select.select([self.master], [], [], 0)[0])


@pytest.fixture
def ends() -> Iterator[_Ends]:
    """Return a writer whose thread does not run yet: what it writes then is written at once."""
    master, slave = pty.openpty()
    modes = termios.tcgetattr(slave)
    modes[1] &= ~termios.OPOST  # or the terminal would add a return to each line
    termios.tcsetattr(slave, termios.TCSANOW, modes)
    file = os.fdopen(slave, "w", encoding="utf-8")
    yield _Ends(FrameWriter(file), master, slave)
    for close in (file.close, lambda: os.close(master)):
        with suppress(OSError):
            close()


def _frame(writer: FrameWriter, text: str) -> str:
    for part in (BEGIN, text, END):
        writer.write(part)
    return BEGIN + text + END


def test_a_frame_is_written_at_once_and_as_a_whole(ends: _Ends) -> None:
    ends.writer.write(BEGIN)
    ends.writer.write("Ann")
    assert not ends.has_some
    ends.writer.write(END)
    assert ends.read(len(BEGIN + "Ann" + END)) == f"{BEGIN}Ann{END}"


def test_what_is_no_frame_is_written_as_it_comes(ends: _Ends) -> None:
    ends.writer.write("\x1b[?25l")
    assert ends.read(6) == "\x1b[?25l"


def test_a_stopped_terminal_holds_nobody_up_and_gets_all_in_order(ends: _Ends) -> None:
    termios.tcflow(ends.slave, termios.TCOOFF)
    frames = [_frame(ends.writer, f"frame {number}") for number in range(5)]
    ends.writer.start()
    assert not ends.has_some
    termios.tcflow(ends.slave, termios.TCOON)
    frames.append(_frame(ends.writer, "the last"))
    wanted = "".join(frames)
    assert ends.read(len(wanted)) == wanted
    ends.writer.stop()


def test_a_long_frame_and_what_follows_it_come_in_order(ends: _Ends) -> None:
    ends.writer.start()
    wanted = "".join(_frame(ends.writer, text) for text in ("é" * 50_000, "short", "x" * 9_000, "shorter"))
    assert ends.read(len(wanted.encode())) == wanted
    ends.writer.stop()


def test_it_stops_after_all_is_written(ends: _Ends) -> None:
    termios.tcflow(ends.slave, termios.TCOOFF)
    wanted = _frame(ends.writer, "the end")
    ends.writer.start()
    termios.tcflow(ends.slave, termios.TCOON)
    ends.writer.stop()
    assert ends.read(len(wanted)) == wanted


def test_a_terminal_that_has_gone_is_left_to_the_signal(ends: _Ends) -> None:
    os.close(ends.master)
    ends.writer.start()
    _frame(ends.writer, "short")
    for _ in range(50):
        _frame(ends.writer, "x" * 9_000)
    ends.writer.stop()
    assert not ends.writer.is_alive()
