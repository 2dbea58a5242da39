"""The Markdown mirror while the app is open: written when the user rests, in a thread that waits while keys come."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from rapport_tui.app.context import AppContext
from rapport_tui.lock import BusyError
from rapport_tui.model.errors import RapportError
from rapport_tui.model.wording import counted

if TYPE_CHECKING:
    from rapport_tui.journal import Journal

REST_SECONDS: Final = 5.0
"""The time in seconds without input after which the mirror is written, and goes on after a key."""
_POLL_SECONDS: Final = 0.2
_RETRY_SECONDS: Final = 300.0
"""The time in seconds before another attempt after a failure."""


class BackgroundMirror:
    """The mirror of one running app. Until it was written once, the journal counts as changed."""

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._thread = Thread()
        self._mirrored: object = None
        self._not_before = 0.0
        self._touched_at = 0.0
        self._told = ""

    def watch(self, touched_at: float) -> None:
        """Write the mirror if something changed and no input came since `touched_at`. Call this every second."""
        self._touched_at = touched_at
        journal, now = self._context.journal, monotonic()
        if not journal.settings.mirror.strip() or self._context.demo or self._thread.is_alive():
            return
        state = (journal.version, journal.settings)
        if state != self._mirrored and now - touched_at > REST_SECONDS and now > self._not_before:
            self._mirrored = state
            if journal.is_encrypted and (told := journal.encryption.plain_words("mirror")):
                self._context.app.notify(told, markup=False, timeout=8)
            # A thread, not a worker: the app waits for its workers at exit, and the folder may not respond.
            self._thread = Thread(target=self._write, args=(journal.copy(),), daemon=True)
            self._thread.start()

    def _write(self, copy: Journal) -> None:
        app, told = self._context.app, ""
        try:
            kept = copy.mirror.run(seconds=0.0, pause=self._wait_for_rest).kept
            if kept:
                told = f"You edited {counted(len(kept), 'page')} of your mirror, so they stay. See: rapport mirror"
        except RapportError as error:
            self._mirrored, self._not_before = None, monotonic() + _RETRY_SECONDS
            is_busy = isinstance(error, BusyError) and error.__cause__ is None  # another window writes it
            told = "" if is_busy else str(error)
        if told and told != self._told:
            with suppress(RuntimeError):  # the app is exiting
                app.call_from_thread(app.notify, told, markup=False, severity="warning", timeout=8)
        self._told = told

    def _wait_for_rest(self) -> None:
        while monotonic() - self._touched_at < REST_SECONDS:
            sleep(_POLL_SECONDS)
