"""The session of a command: its journal, its settings and its clock."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from datetime import datetime
from functools import cached_property
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from rapport_tui.derived import xdg_folder
from rapport_tui.journal import Journal, now
from rapport_tui.model.errors import LockedError, RapportError
from rapport_tui.model.origins import COMMAND_LINE
from rapport_tui.model.relative_days import local_time
from rapport_tui.settings import Settings, playbook_file, settings_file

if TYPE_CHECKING:
    from rapport_tui.journal.encryption import Plain
    from rapport_tui.playbook.wording_files import Words


class Session:
    """One run of the program, with the journal and the settings opened on first access.

    `calendar` is the .ics file given for this run, if any; `is_window` is true if this run opens the app. `may_ask` is
    false if nobody can answer and nothing may take long, as in a shell's completion; `lists_waiting` is true if this
    run lists the lines that wait. The demo uses a temporary folder, settings included, that `close` deletes.
    """

    def __init__(self, folder: Path | None, *, demo: bool) -> None:
        self._chosen = folder
        self._open = ExitStack()
        self.demo = demo
        self.wrote_file = False
        """True if this run changed a file outside the journal, such as the settings."""
        self.calendar: Path | None = None
        self.is_window = False
        self.may_ask = True
        self.lists_waiting = False

    @cached_property
    def folder(self) -> Path:
        """The folder of the journal."""
        return self._demo[0].folder if self.demo else self._chosen or default_folder()

    @cached_property
    def settings_path(self) -> Path:
        """The path of the settings file, which may not exist yet."""
        return self._demo[1] if self.demo else settings_file()

    @cached_property
    def settings(self) -> Settings:
        """The settings; invalid ones are reported on stderr."""
        if not os.path.lexists(self.settings_path):
            return Settings()
        from rapport_tui.settings_io import read_settings

        settings, doubts = read_settings(self.settings_path)
        _hint(doubts)
        return settings

    @cached_property
    def journal(self) -> Journal:
        """The journal; an encrypted one is unlocked first, except for the app, which asks by itself.

        Raises `LockedError` if there is no key and nobody to ask, and the errors of a wrong one. Any access to the
        journal raises `RapportError` if it can't be opened.
        """
        journal = self.locked_journal
        if not self.is_window and journal.is_locked:
            self._unlock(journal, self._given_key(journal))
        return journal

    @cached_property
    def locked_journal(self) -> Journal:
        """The journal as it is, locked if it is encrypted."""
        if self.demo:
            return self._demo[0]
        origin = "" if self.is_window else COMMAND_LINE
        journal = Journal(self.folder, settings=self.settings, clock=clock(), words=self._own_words, origin=origin)
        self._open.callback(journal.close)
        self._open.callback(lambda: _hint(journal.notices()))
        if not self.is_window and journal.is_encrypted:
            journal.encryption.remove_left()
        return journal

    @property
    def is_encrypted(self) -> bool:
        """Return whether an encrypted journal was used; it reads nothing."""
        return "locked_journal" in self.__dict__ and self.locked_journal.is_encrypted

    @property
    def must_capture(self) -> bool:
        """Return whether the journal is locked and the keyring has no key: then a line is written without one."""
        journal = self.locked_journal
        if journal.is_locked and (key := journal.encryption.kept_key()):
            journal.unlock(key)
        return journal.is_locked

    def unlock_unasked(self) -> bool:
        """Unlock the journal if its key is stored, and return whether it is open. Raises as `stored_key` does."""
        if self.locked_journal.is_locked and (key := self.locked_journal.encryption.stored_key()):
            self._unlock(self.locked_journal, key)
        return not self.locked_journal.is_locked

    def _given_key(self, journal: Journal) -> str:
        """Return a stored key, or a passphrase asked for once on a terminal. Raises `LockedError`."""
        key, failed = "", None
        try:
            key = journal.encryption.stored_key() if self.may_ask else journal.encryption.kept_key()
        except RapportError as error:  # the passphrase may still be known
            failed = error
        if not key and self.may_ask:
            from rapport_tui.cli.passphrases import ask_secret

            key = ask_secret(failed)
        if not key:
            raise LockedError
        return key

    def _unlock(self, journal: Journal, key: str) -> None:
        """Unlock the journal, and take in the lines that were written while it was locked."""
        journal.unlock(key)
        with suppress(RapportError):  # a journal that can't be read is reported by the command
            if self.may_ask and journal.captured.has_news:
                from rapport_tui.cli.passphrases import captured_words

                _hint(captured_words(journal.captured.run(), lists_waiting=self.lists_waiting))

    def tell_plain(self, what: Plain) -> None:
        """Say once that what leaves an encrypted journal is plain."""
        if self.locked_journal.is_encrypted and (told := self.locked_journal.encryption.plain_words(what)):
            _hint([told])

    @property
    def has_saved(self) -> bool:
        """Return whether this run changed any stored data."""
        return self.wrote_file or ("locked_journal" in self.__dict__ and self.locked_journal.has_saved)

    def close(self) -> None:
        """Close the journal, and delete the demo."""
        self._open.close()

    def _own_words(self) -> Words | None:
        return own_words(self.settings_path, self.settings.language)

    @cached_property
    def _demo(self) -> tuple[Journal, Path]:
        from rapport_tui.journal.demo_session import open_demo

        return self._open.enter_context(open_demo(clock()))


def _hint(sentences: Iterable[str]) -> None:
    """Print each text on stderr. The output module is imported only if there is one."""
    for sentence in sentences:
        from rapport_tui.cli.output import hint

        hint(sentence)


def forgive_encodings() -> None:
    """Replace characters that a terminal can't show by question marks, instead of raising an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="replace")


def own_words(settings_path: Path, language: str) -> Words | None:
    """Return the wordings in the file beside the settings. Raises `RapportError` if it is not a playbook."""
    path = playbook_file(settings_path)
    if not path.exists():
        return None
    from rapport_tui.playbook.languages import load_playbook
    from rapport_tui.playbook.wording_files import read_words

    return read_words(path, load_playbook(language))


def default_folder() -> Path:
    """Return the platform's folder for this program's user data."""
    if folder := xdg_folder("DATA"):
        return Path(folder)
    import platformdirs

    return platformdirs.user_data_path("rapport", appauthor=False)


def clock() -> Callable[[], datetime]:
    """Return the function that returns the local time; if `RAPPORT_NOW` is set, it always returns that.

    Raises `RapportError` if `RAPPORT_NOW` is not an ISO date and time.
    """
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
