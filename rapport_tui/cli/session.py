"""What a command works on: which journal, whose settings, what time it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import datetime
from functools import cached_property
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from rapport_tui.model.errors import RapportError
from rapport_tui.model.relative_days import local_time

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.playbook.wording_files import Words
    from rapport_tui.settings import Settings


class Session:
    """One run of the program: the journal and the settings, opened when first asked for.

    `calendar` is the .ics file named for this run, if there is one; `is_window` says that this run opens the app. The
    demo lives in a folder of its own, settings included, that `close` throws away.
    """

    def __init__(self, folder: Path | None, *, demo: bool) -> None:
        self._chosen = folder
        self._open = ExitStack()
        self.demo = demo
        self.wrote_file = False
        """Whether this run changed a file outside the journal, such as the settings."""
        self.calendar: Path | None = None
        self.is_window = False

    @cached_property
    def folder(self) -> Path:
        """Where the journal is."""
        return self._demo[0].folder if self.demo else self._chosen or default_folder()

    @cached_property
    def settings_path(self) -> Path:
        """Where the settings are, whether or not there are any yet."""
        from rapport_tui.settings import settings_file

        return self._demo[1] if self.demo else settings_file()

    @cached_property
    def settings(self) -> Settings:
        """The settings; what can't be used of them is told on stderr."""
        from rapport_tui.settings import read_settings

        settings, doubts = read_settings(self.settings_path)
        _hint(doubts)
        return settings

    @cached_property
    def journal(self) -> Journal:
        """The journal. Asking it for anything raises `RapportError` where it can't be opened."""
        from rapport_tui.journal import Journal
        from rapport_tui.model.records import COMMAND_LINE

        if self.demo:
            return self._demo[0]
        origin = "" if self.is_window else COMMAND_LINE
        journal = Journal(self.folder, settings=self.settings, clock=clock(), words=self._own_words, origin=origin)
        self._open.callback(journal.close)
        self._open.callback(lambda: _hint(journal.notices()))
        return journal

    @property
    def has_saved(self) -> bool:
        """Whether this run changed anything that stays."""
        return self.wrote_file or ("journal" in self.__dict__ and self.journal.has_saved)

    def close(self) -> None:
        """Let go of the journal, and throw the demo away."""
        self._open.close()

    def _own_words(self) -> Words | None:
        return own_words(self.settings_path, self.settings.language)

    @cached_property
    def _demo(self) -> tuple[Journal, Path]:
        from rapport_tui.journal.demo_session import open_demo

        return self._open.enter_context(open_demo(clock()))


def _hint(sentences: Iterable[str]) -> None:
    """Tell each on stderr. Who has nothing to tell needs nothing of what prints."""
    for sentence in sentences:
        from rapport_tui.cli.output import hint

        hint(sentence)


def forgive_encodings() -> None:
    """Have what a terminal can't show replaced by question marks, not raised."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="replace")


def own_words(settings_path: Path, language: str) -> Words | None:
    """Return the wordings in the file beside the settings. Raises `RapportError` where it is no playbook."""
    from rapport_tui.settings import playbook_file

    path = playbook_file(settings_path)
    if not path.exists():
        return None
    from rapport_tui.playbook.languages import load_playbook
    from rapport_tui.playbook.wording_files import read_words

    return read_words(path, load_playbook(language))


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
        moment = local_time(datetime.fromisoformat(held))
    except ValueError as error:
        raise RapportError(
            f"RAPPORT_NOW is “{held}”, which is not an ISO date and time such as 2026-11-23T09:00."
        ) from error
    return lambda: moment
