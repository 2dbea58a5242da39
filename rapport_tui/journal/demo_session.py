"""The demo in a temporary folder."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType

from rapport_tui.journal import Journal
from rapport_tui.journal.demo import read_demo
from rapport_tui.settings_io import change_setting, read_settings


@contextmanager
def open_demo(clock: Callable[[], datetime]) -> Iterator[tuple[Journal, Path]]:
    """Open the demo in a temporary folder and yield its journal and its settings path; delete both at the end."""
    folder = tempfile.TemporaryDirectory(prefix="rapport-demo-", ignore_cleanup_errors=True)
    with _exit_on_signals(), folder as scratch:
        settings_path = Path(scratch) / "settings.toml"
        for key, value in read_demo()["me"].items():
            change_setting(settings_path, key, value)
        journal = Journal(Path(scratch) / "journal", settings=read_settings(settings_path)[0], clock=clock)
        try:
            journal.fill_demo()
            yield journal, settings_path
        finally:
            journal.close()


@contextmanager
def _exit_on_signals() -> Iterator[None]:
    """Turn a hangup or a termination signal into an exit that unwinds the program, so that the demo is deleted."""

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    wanted = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    handlers = {number: signal.signal(number, leave) for number in wanted}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
