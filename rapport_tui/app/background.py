"""Background work between key presses: external changes, received lines, the calendar, and maintenance."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

from rapport_tui.app.background_mirror import BackgroundMirror
from rapport_tui.app.background_sync import BackgroundSync
from rapport_tui.app.context import AppContext
from rapport_tui.app.in_thread import in_background
from rapport_tui.app.references import References
from rapport_tui.app.terminal import has_terminal
from rapport_tui.model.errors import RapportError
from rapport_tui.model.wording import counted

if TYPE_CHECKING:
    from rapport_tui.journal.received import ReceivedReport

WATCH_SECONDS: Final = 1.0
"""The interval in seconds for detecting changes by other processes and the beginning of a new day."""
_FEEDS_SECONDS: Final = 0.3
"""The time in seconds until feeds are read first, so that the plan is painted before their threads compete with it."""
IDLE_SECONDS: Final = 60.0
"""The time in seconds without input after which the journal’s files are maintained."""
_LONG: Final = 256 * 1024
"""The bytes that another window wrote from which they are read in a thread."""
_LINES_AT_ONCE: Final = 10
"""The number of received lines that are imported between two keys."""


class Background:
    """The periodic work on the open journal, once a second. `touched_at` is the time of the last input."""

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._journal = context.journal
        self._day = self._journal.day
        self._warned_of = ""
        self._waiting: dict[str, int] = {}
        self._mails_of: date | None = None
        self._calendar = Thread()
        self.sync = BackgroundSync(context)
        self.mirror = BackgroundMirror(context)
        self.references = References(context.app)
        self.touch()

    def renew(self) -> None:
        """Read everything again, now that the journal is open again."""
        self._mails_of = None
        self.touch()
        self._read_feeds()

    def touch(self) -> None:
        """Record the time of the last input."""
        self.touched_at = monotonic()
        self._touched_on = self._journal.clock()

    @property
    def rested(self) -> timedelta:
        """The time since the last input by the clock, which goes on while the machine sleeps."""
        return self._journal.clock() - self._touched_on

    def begin(self) -> None:
        """Run every second from now on, also before the journal is open."""
        self._context.app.set_interval(WATCH_SECONDS, self.run)

    def start(self) -> None:
        """Start the work on the journal, which must be open."""
        self._show_notices()
        self.sync.begin()
        self._context.app.set_timer(_FEEDS_SECONDS, self._read_feeds)

    def run(self) -> None:
        """Run the tasks that are due, unless keys wait: on a busy machine showing what is new would hold them up."""
        app = self._context.app
        if not (app.is_headless or app.is_web or has_terminal()):
            app.exit()  # no key can arrive any more, and waiting for one would never end
            return
        if self._context.is_locked or self._journal.is_busy or self._context.is_answering():
            return
        if self._journal.unread > _LONG:
            app.run_worker(self._read_much())
            return
        try:
            self._journal.refresh()
        except RapportError as error:
            self._warn(error)
        else:
            self._warned_of = ""
        self._show_notices()
        rested = monotonic() - self.touched_at
        if rested > IDLE_SECONDS and self._journal.is_untidy and not self._context.is_asking:
            app.run_worker(in_background(self._journal, self._journal.tidy))
        self.sync.watch(rested)
        self.mirror.watch(self.touched_at)
        self.references.release()
        if self._day != self._journal.day:
            self._day = self._journal.day
            self._context.changed.publish(None)
        self._read_feeds()

    async def _read_much(self) -> None:
        """Read what another window imported, between keys."""
        try:
            await in_background(self._journal, self._journal.refresh)
        except RapportError as error:
            self._warn(error)

    def _warn(self, error: RapportError) -> None:
        if str(error) != self._warned_of:  # once, not every second
            self._context.notify_error(error)
        self._warned_of = str(error)

    def _show_notices(self) -> None:
        """Report what was found in the journal’s files and repaired."""
        for notice in self._journal.notices():
            self._context.app.notify(notice, markup=False, timeout=10)

    def _read_feeds(self) -> None:
        if self._context.is_locked:
            return
        if self._journal.agenda.sources and not self._calendar.is_alive():
            self._calendar = Thread(target=self._read_calendar, daemon=True)
            self._calendar.start()
        if self._journal.settings.mail and self._mails_of != self._journal.day:
            self._mails_of = self._journal.day
            Thread(target=self._read_mails, daemon=True).start()
        if self._journal.is_encrypted:
            self._take_captured()
        if self._journal.settings.inbox:
            self._take_received()

    def _read_calendar(self) -> None:
        """Read the user's calendar if it or the day has changed, and show the meetings of today.

        Use a thread, not a worker: the app waits for its workers at exit, and a calendar may be on a disk that does not
        respond.
        """
        app, agenda = self._context.app, self._journal.agenda
        if not agenda.is_stale:
            return
        told: RapportError | None = None
        try:
            agenda.read()
        except RapportError as error:
            told = error
        with suppress(RuntimeError):  # the app is exiting
            if told and app.is_running and not self._context.is_locked:
                app.call_from_thread(self._context.notify_error, told)
            if app.is_running:
                app.call_from_thread(self._context.changed.publish, None)

    def _read_mails(self) -> None:
        """Read the recipients of the user's recent mail once a day, in a thread; Today proposes entries from them."""
        app, suggestions = self._context.app, self._journal.suggestions
        with suppress(RapportError, RuntimeError):  # `rapport suggest` reports errors; the app may be exiting
            suggestions.mails = suggestions.read()
            if suggestions.mails and app.is_running:
                app.call_from_thread(self._context.changed.publish, None)

    def _take_received(self) -> None:
        """Import lines received from the phone, in batches."""
        received = self._journal.received
        if received.has_news:
            self._take("from your phone", lambda: received.run(most=_LINES_AT_ONCE))

    def _take_captured(self) -> None:
        """Import lines that were written while the journal was locked."""
        captured = self._journal.captured
        if captured.has_news:
            self._take("that you wrote while it was locked", captured.run)

    def _take(self, origin: str, run: Callable[[], ReceivedReport]) -> None:
        try:
            report = run()
        except RapportError as error:
            self._context.notify_error(error)
            return
        if report.taken:
            self._context.notify_text(f"{counted(len(report.taken), 'line')} {origin} came in.")
        if len(report.waiting) > self._waiting.get(origin, 0):
            lines = counted(len(report.waiting), "line")
            self._context.app.notify(f"{lines} {origin} can’t be taken in yet. See: rapport inbox", markup=False)
        self._waiting[origin] = len(report.waiting)
