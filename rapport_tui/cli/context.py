"""What a command works on: which journal, whose settings, what time it is."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from rapport_tui.cli.output import hint
from rapport_tui.model.errors import RapportError

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.settings import Settings


class Session:
    """One run of the program: the journal and the settings, opened when first asked for.

    The demo lives in a folder of its own, settings included, that `close` throws away.
    """

    def __init__(self, folder: Path | None, *, demo: bool) -> None:
        self._chosen = folder
        self.demo = demo
        self._scratch = _scratch_folder() if demo else None
        self._handlers = _leave_when_told_to() if demo else {}

    @cached_property
    def folder(self) -> Path:
        """Where the journal is."""
        if self._scratch:
            return Path(self._scratch.name) / "journal"
        return self._chosen or default_folder()

    @cached_property
    def settings_path(self) -> Path:
        """Where the settings are, whether or not there are any yet."""
        from rapport_tui.settings import settings_file

        return Path(self._scratch.name) / "settings.toml" if self._scratch else settings_file()

    @cached_property
    def settings(self) -> Settings:
        """The settings; what can't be used of them is told on stderr."""
        from rapport_tui.settings import read_settings

        if self.demo:
            self._introduce_demo()
        settings, doubts = read_settings(self.settings_path)
        for doubt in doubts:
            hint(doubt)
        return settings

    @cached_property
    def journal(self) -> Journal:
        """The journal, opened. Raises `RapportError` where it can't be."""
        from rapport_tui.journal import Journal

        journal = Journal(self.folder, settings=self.settings, clock=clock())
        if self.demo:
            journal.fill_demo()
        return journal

    def close(self) -> None:
        """Let go of the journal, and throw the demo away."""
        if "journal" in self.__dict__:
            self.journal.close()
        if self._scratch:
            self._scratch.cleanup()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _introduce_demo(self) -> None:
        """Write down who the demo's journal belongs to."""
        from rapport_tui.journal.demo import read_demo
        from rapport_tui.settings import change_setting

        for key, value in read_demo()["me"].items():
            change_setting(self.settings_path, key, value)


def _scratch_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="rapport-demo-", ignore_cleanup_errors=True)


def _leave_when_told_to() -> dict[int, Any]:
    """Have a closed terminal or a polite kill unwind the program, so that the demo is thrown away then too.

    Return the handlers to put back.
    """

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    wanted = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    return {number: signal.signal(number, leave) for number in wanted}


def default_folder() -> Path:
    """Return the platform's folder for a user's data of this program."""
    import platformdirs

    return platformdirs.user_data_path("rapport", appauthor=False)


def clock() -> Callable[[], datetime]:
    """Return what tells the local time; where `RAPPORT_NOW` is set, time stands still there.

    Raises `RapportError` where `RAPPORT_NOW` is not an ISO date and time.
    """
    from rapport_tui.journal import now

    held = os.environ.get("RAPPORT_NOW")
    if not held:
        return now
    try:
        moment = datetime.fromisoformat(held).astimezone()
    except ValueError as error:
        raise RapportError(
            f"RAPPORT_NOW is “{held}”, which is not an ISO date and time such as 2026-11-23T09:00."
        ) from error
    return lambda: moment
