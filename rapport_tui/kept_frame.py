"""The kept frame of Today, shown in the terminal before Textual is imported, until the app paints over it.

The terminal's echo is turned off first, so that keys typed meanwhile wait, unseen, until the app reads them. This
module imports only what Python has loaded, and `termios`.
"""

import os
import sys

from rapport_tui.derived import kept

if sys.platform != "win32":
    import termios

_INPUT, _OUTPUT = 0, 2  # as Textual's driver uses them
ENTER = "\x1b[?1049h"
"""Switches to the alternate screen. In a terminal that is there already, it may clear the screen."""
_BEFORE = f"{ENTER}\x1b[?25l\x1b[?7l"
_AFTER = "\x1b[?7h\x1b[?1049l\x1b[?25h"


class EarlyTerminal:
    """The terminal from the start of the program until the app takes it over.

    As a context manager it shows the kept frame, and gives the terminal back at the end unless `is_taken`. `modes` are
    the terminal's modes before, None if this is no terminal; `frame` is what was shown, "" for nothing.
    """

    def __init__(self) -> None:
        self.modes: list[object] | None = None
        self.frame = ""
        self.is_taken = False

    def __enter__(self) -> "EarlyTerminal":
        if sys.platform != "win32" and _is_ours():
            try:
                self._begin()
            except (OSError, termios.error):
                self.end()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Give the terminal back as it was, unless the app has taken it."""
        if self.modes is None or self.is_taken or sys.platform == "win32":
            return
        modes, self.modes = self.modes, None
        try:
            if self.frame:
                _write(_AFTER)
            termios.tcsetattr(_INPUT, termios.TCSANOW, modes)  # type: ignore[arg-type]
        except (OSError, termios.error):
            pass  # the terminal is gone

    def _begin(self) -> None:
        if sys.platform == "win32":
            return
        self.modes = termios.tcgetattr(_INPUT)
        modes = termios.tcgetattr(_INPUT)
        modes[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        modes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        modes[6][termios.VMIN] = 1
        termios.tcsetattr(_INPUT, termios.TCSANOW, modes)
        size = os.get_terminal_size(_OUTPUT)
        if frame := kept(name_of(size.columns, size.lines)):
            self.frame = frame
            _write(_BEFORE + frame)
        import signal

        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _leave)


def name_of(columns: int, lines: int) -> str:
    """Return the name of the kept frame for a terminal's size."""
    return f"today-{columns}x{lines}.txt"


def _is_ours() -> bool:
    """Return whether the app would run in this terminal now: not for another driver, nor in the background."""
    if "TEXTUAL_DRIVER" in os.environ or "TEXTUAL_ALLOW_SIGNALS" in os.environ or sys.platform == "win32":
        return False
    if not all(map(os.isatty, (0, 1, 2))):
        return False
    try:
        return os.tcgetpgrp(_INPUT) == os.getpgrp()
    except OSError:
        return True  # a terminal without jobs


def _write(text: str) -> None:
    data = text.encode()
    while data:
        data = data[os.write(_OUTPUT, data) :]


def _leave(number: int, _frame: object) -> None:
    sys.exit(128 + number)
