"""The driver of a terminal that the program holds before Textual is imported."""

from __future__ import annotations

import select
from contextlib import suppress
from typing import IO, Final, Protocol, cast

from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from rapport_tui.kept_frame import ENTER, EarlyTerminal

_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
"""The begin and the end of a frame, which terminals paint at once."""
_AT_ONCE: Final = 8_192
"""The most characters that are written at once: Linux holds 8 KB for a terminal that is slow to read."""


class _Frames(Protocol):
    terminal: EarlyTerminal

    def passes(self, data: str) -> bool: ...


class _HasFrames(Protocol):
    frames: _Frames


class FrameWriter(WriterThread):
    """A writer that writes a frame as a whole, and at once where the terminal takes it.

    Textual hands each frame to a thread in three parts. Where the app goes on to work, that thread was seen to begin
    4 ms later. Here it only has what a terminal has no room for: a long frame, or one while the terminal is stopped.
    """

    def __init__(self, file: IO[str]) -> None:
        super().__init__(file)
        self._frame = ""

    def write(self, text: str) -> None:
        """Write `text`; one that begins a frame with the rest of it."""
        self._frame += text
        if text != _END and self._frame.startswith(_BEGIN):
            return
        frame, self._frame = self._frame, ""
        if len(frame) <= _AT_ONCE and not self._queue.unfinished_tasks and self._has_room():
            self._write_now(frame)
        else:
            self._queue.put(frame)

    def run(self) -> None:
        """Write what `write` has left to the thread, until `stop` is called."""
        while (text := self._queue.get()) is not None:
            self._write_now(text)
            self._queue.task_done()

    def _write_now(self, text: str) -> None:
        with suppress(OSError):  # the terminal has gone; a signal ends the app
            self._file.write(text)
            self._file.flush()

    def _has_room(self) -> bool:
        return bool(select.select([], [self._file], [], 0)[1])


class EarlyDriver(LinuxDriver):
    """A driver that takes over the terminal with what is shown in it, and leaves it as it was before."""

    def write(self, data: str) -> None:
        """Write `data` unless a kept frame is shown in its place."""
        frames = cast(_HasFrames, self._app).frames
        if data == ENTER and frames.terminal.frame and not frames.terminal.is_taken:
            return
        if frames.passes(data):
            super().write(data)

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        frames = cast(_HasFrames, self._app).frames
        frames.terminal.is_taken = True
        self.attrs_before = frames.terminal.modes
        if self._writer_thread is not None and self._file is not None:
            self._writer_thread.stop()  # LinuxDriver offers no way to give it another
            self._writer_thread = FrameWriter(self._file)
            self._writer_thread.start()
