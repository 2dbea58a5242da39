"""A program in a terminal of its own, and how long it takes from bytes in to a frame out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.bench.installs import PLAIN

FRAME: Final = b"\x1b[?2026l"
"""What ends a frame: the end of synchronized output."""
_ASKS: Final = b"\x1b[?2026$p"
_ANSWER: Final = b"\x1b[?2026;2$y"
_PATIENCE: Final = 60.0
_QUIET: Final = 1.5
"""Seconds after which nothing is going to be painted."""
_RESTLESS: Final = 5.0
"""Seconds after which a program is taken as it is that never comes to rest."""
_REST: Final = 0.03
"""Seconds without output after which a program counts as at rest."""


class Terminal:
    """Runs `command` in a pseudo-terminal of `columns` by `lines` cells."""

    def __init__(
        self, command: Sequence[str], *, columns: int = 120, lines: int = 40, env: Mapping[str, str] | None = None
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**PLAIN, "TERM": "xterm-256color", "COLUMNS": str(columns), "LINES": str(lines), **(env or {})},
            start_new_session=True,
        )
        os.close(slave)

    def wait_for(self, wanted: bytes) -> None:
        """Read until `wanted` was painted and nothing more comes. Raises `TimeoutError`."""
        if not self._until(_PATIENCE, wanted):
            raise TimeoutError(f"{wanted!r} was never painted.")
        self.rest()

    def until(self, wanted: bytes) -> None:
        """Read until `wanted` was painted, and no further. Raises `TimeoutError`."""
        if not self._until(_PATIENCE, wanted):
            raise TimeoutError(f"{wanted!r} was never painted.")

    def rest(self, seconds: float = _REST) -> bytes:
        """Read until nothing has come for `seconds`, and return what did; a cursor that blinks never rests for long."""
        seen, end = b"", time.monotonic() + _RESTLESS
        while time.monotonic() < end and (read := self._read(seconds)):
            seen += read
        return seen

    def act(self, typed: bytes, until: bytes = b"") -> float | None:
        """Send bytes and return the seconds to the end of the first frame, or of the first one with `until`.

        None is returned where nothing is painted.
        """
        self.rest()
        start = time.perf_counter()
        os.write(self._master, typed)
        return time.perf_counter() - start if self._until(_QUIET, until, FRAME) else None

    def moments(self, typed: bytes, *wanted: bytes) -> list[float]:
        """Send bytes and return the seconds to the end of a frame with each of `wanted`, one after the other.

        Nothing is returned where one of them never comes.
        """
        self.rest()
        seen, at, start, moments = b"", 0, time.perf_counter(), list[float]()
        os.write(self._master, typed)
        for text in wanted:
            for part in (text, FRAME):
                while (found := seen.find(part, at)) < 0:
                    if (left := start + _QUIET - time.perf_counter()) < 0:
                        return []
                    seen += self._read(left)
                at = found
            moments.append(time.perf_counter() - start)
        return moments

    def settle(self, typed: bytes, seconds: float = 0.7) -> float | None:
        """Send bytes and return the seconds to the last output before nothing comes for `seconds`.

        None is returned where nothing is painted, for as long as the slowest program may think about it.
        """
        self.rest()
        start = time.perf_counter()
        os.write(self._master, typed)
        last, patience = None, _RESTLESS
        while self._read(patience):
            last, patience = time.perf_counter() - start, seconds
        return last

    def type(self, typed: bytes) -> None:
        """Send bytes."""
        os.write(self._master, typed)

    def close(self) -> tuple[float, float]:
        """End the program, and return the seconds of the processor that it took, and its most memory in MB."""
        memory = self._peak()
        self.process.kill()
        _, status, used = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        os.close(self._master)
        return used.ru_utime + used.ru_stime, memory or used.ru_maxrss / 1e6

    def _peak(self) -> float:
        """Return the most memory so far in MB; 0 where the system does not tell it of a running program.

        Linux counts the memory of who started a process as its own in `ru_maxrss`, but not here.
        """
        status = Path(f"/proc/{self.process.pid}/status")
        told = status.read_text("ascii", "replace") if status.exists() else ""
        peaks = [line.split()[1] for line in told.splitlines() if line.startswith("VmHWM:")]
        return int(peaks[0]) * 1024 / 1e6 if peaks else 0.0

    def _until(self, patience: float, *wanted: bytes) -> bool:
        """Read until all of `wanted` came, one after the other; return whether they did."""
        seen, at, end = b"", 0, time.monotonic() + patience
        for text in wanted:
            while (found := seen.find(text, at)) < 0:
                if (left := end - time.monotonic()) < 0:
                    return False
                seen += self._read(left)
            at = found
        return True

    def _read(self, seconds: float) -> bytes:
        if not select.select([self._master], [], [], seconds)[0]:
            return b""
        try:
            read = os.read(self._master, 1 << 20)
        except OSError:  # Linux says so when the program has gone
            return b""
        if _ASKS in read:
            os.write(self._master, _ANSWER)
        return read
