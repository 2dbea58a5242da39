"""Sync while the app is open: at the start, when the user is idle, and on request. It never delays a key."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, Final

from rapport_tui.app import dialogs
from rapport_tui.app.context import AppContext
from rapport_tui.app.in_thread import in_thread
from rapport_tui.lock import BusyError
from rapport_tui.model.errors import RapportError

if TYPE_CHECKING:
    from rapport_tui.journal.sync import SyncReport

REST_SECONDS: Final = 60.0
"""The time in seconds without input after which local changes are sent."""
_RETRY_SECONDS: Final = 300.0
"""The time in seconds before another attempt after a failed sync."""
_PAUSE: Final = 0.01
"""The pause in seconds between two batches of received changes, in which keys are handled."""


class BackgroundSync:
    """The syncs of one running app. `word` is their status in the top line, empty for a journal that is not shared."""

    def __init__(self, context: AppContext) -> None:
        self._app = context.app
        self._context = context
        self._is_running = False
        self._not_before = 0.0
        self._failed = False
        self._looked = (0, -1)

    def begin(self) -> None:
        """Sync after the app has opened, if the journal is shared."""
        if self._context.journal.is_shared and not self._context.demo:
            self.run()

    def watch(self, rested: float) -> None:
        """Sync pending changes after `rested` seconds without input. Call this every second."""
        journal = self._context.journal
        if not journal.is_shared or self._context.demo:
            self._say("")
            return
        if rested > REST_SECONDS and monotonic() > self._not_before and journal.sync.pending:
            self.run()
        elif not self._is_running and (now := (journal.sync.pending, journal.clock().minute)) != self._looked:
            self._looked = now
            self._say(self._how_it_is())

    def run(self, *, is_asked: bool = False) -> None:
        """Start a sync, unless one is running. With `is_asked`, show its result."""
        if not self._is_running:
            self._is_running = True
            self._app.run_worker(self._sync(is_asked), group="sync", exit_on_error=False)

    async def _sync(self, is_asked: bool) -> None:
        try:
            self._say("syncing…")
            report = await self._go_through()
        except BusyError:
            return  # another window is syncing: its changes appear here too
        except RapportError as error:
            self._not_before = monotonic() + _RETRY_SECONDS
            is_new, self._failed = not self._failed, True
            if is_asked or is_new:
                self._context.notify_error(error)
        else:
            self._failed = False
            self._report(report, is_asked)
        finally:
            self._is_running = False
            self._say(self._how_it_is())

    async def _go_through(self) -> SyncReport:
        """Sync step by step: use the journal in this thread, and files and the network in another one."""
        service = self._context.journal.sync
        run = service.start()
        with service.locked(seconds=0.0):
            run.prepare()
            await in_thread(run.carry)
            if run.adopt():
                await in_thread(run.carry)
            for batch in await in_thread(lambda: list(run.incoming())):
                run.apply(batch)
                await asyncio.sleep(_PAUSE)
            return service.finish(run)

    def _report(self, report: SyncReport, is_asked: bool) -> None:
        for notice in report.notices:
            self._app.notify(notice, markup=False, timeout=10)
        if is_asked:
            self._context.notify_text(f"Sent {report.sent}, took in {report.received}.")
        if report.conflicts and (is_asked or report.received):
            if is_asked:
                self._app.push_screen(dialogs.conflicts_dialog.ConflictsDialog())
            else:
                self._context.notify_text(
                    f"{report.conflicts} changed on two machines at once. {self._context.key('sync')} shows both."
                )

    def _how_it_is(self) -> str:
        if not self._context.journal.is_shared:
            return ""
        report = self._context.journal.sync.status()
        if self._failed:
            return f"offline, {report.waiting} waiting" if report.waiting else "offline"
        if report.waiting:
            return f"{report.waiting} to sync"
        if report.last is None:
            return "not synced yet"
        minutes = int((self._context.journal.clock() - report.last).total_seconds() // 60)
        if minutes < 1:
            return "synced"
        return f"synced {minutes} min ago" if minutes < 60 else f"synced {minutes // 60} h ago" * (minutes < 1440)

    def _say(self, word: str) -> None:
        if word != self._context.sync_word:
            self._context.sync_word = word
            self._context.synced.publish(None)
