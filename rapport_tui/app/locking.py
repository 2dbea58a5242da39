"""Locking of an encrypted journal while the app is open: nothing of it stays on the screen or in memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Final, NamedTuple

from textual import events
from textual.screen import Screen

from rapport_tui.app import dialogs
from rapport_tui.app.background import WATCH_SECONDS, Background
from rapport_tui.app.context import AppContext
from rapport_tui.app.in_thread import in_thread
from rapport_tui.app.keys.key_queue import KeyQueue, Typed
from rapport_tui.app.switching import SwitchingApp
from rapport_tui.app.tab_screen import SCREENS, ScreenPlace, TabScreen
from rapport_tui.model.errors import RapportError
from rapport_tui.model.uids import new_uid
from rapport_tui.startup import collect_all

_AWAY: Final = "away"
"""The mode of the locked screen, and of the one during a conversion."""


class _Left(NamedTuple):
    """The screen of the user and the place in it, the dialog to go on with, and whether anything was typed."""

    mode: str
    place: ScreenPlace
    again: str
    typed: bool


class AppLock:
    """The lock of one running app. `start` shows the journal for the first time; `forget` forgets what was painted."""

    def __init__(
        self,
        app: SwitchingApp,
        context: AppContext,
        background: Background,
        start: Callable[[], None],
        forget: Callable[[], None],
    ) -> None:
        self._app = app
        self._context = context
        self._background = background
        self._start = start
        self._forget = forget
        self._left: _Left | None = None

    def queue(self, handle: Callable[[Typed], Awaitable[None]]) -> KeyQueue:
        """Return a queue of keys for `handle`. The key that locks works above every screen and dialog."""

        async def handle_key(event: Typed) -> None:
            if isinstance(event, events.Key) and self._context.is_key_of(event.key, "lock"):
                self.lock()
            else:
                await handle(event)

        self._keys = KeyQueue(self._app, handle_key)
        self._context.is_answering = self._keys.is_busy
        return self._keys

    def begin(self) -> None:
        """Ask for the passphrase, since the journal is locked at the start."""
        self._go_away()
        self._context.journal.encryption.remove_left()
        self._app.run_worker(self._show_locked(asks_stored_key=True))

    def follow(self) -> None:
        """Lock the journal from now on when the user was idle for the time in the settings."""
        self._app.set_interval(WATCH_SECONDS, self.lock_if_idle)

    def lock(self) -> None:
        """Lock the journal now, or tell how to encrypt a plain one."""
        if self._context.is_locked:
            return
        if not self._context.is_encrypted:
            told = "This journal is not encrypted. To encrypt it, press {palette} and type: encrypt"
            self._context.notify_text(self._context.with_keys(told))
            return
        self._left = self._place()
        self._go_away()
        self._app.run_worker(self._lock())

    def convert(self, title: str, work: Callable[[], None], done: str) -> None:
        """Run `work`, which replaces the files of the journal, in a thread while nothing else uses it."""
        self._left = self._place()
        self._go_away()
        self._app.run_worker(self._convert(title, work, done))

    def _go_away(self) -> None:
        """Stop all that reads the journal, and let keys wait."""
        self._context.is_locked = True
        self._keys.hold()
        self._app.clear_notifications()
        self._app.workers.cancel_all()

    async def _lock(self) -> None:
        await self._show_locked(asks_stored_key=False)
        await self._drop_screens()
        self._context.journal.lock()
        collect_all()
        self._keys.release()

    async def _show_locked(self, *, asks_stored_key: bool) -> None:
        from rapport_tui.app.lock_screen import LockScreen

        await self._show(partial(LockScreen, self._keys, self._open_with, asks_stored_key=asks_stored_key))

    async def _convert(self, title: str, work: Callable[[], None], done: str) -> None:
        from rapport_tui.app.lock_screen import BusyScreen

        await self._show(partial(BusyScreen, title))
        await self._drop_screens()
        failed: RapportError | None = None
        try:
            await in_thread(work)
        except RapportError as error:
            failed = error
        self._context.journal.open()
        await self._come_back()
        if failed:
            self._context.notify_error(failed)
        else:
            self._context.notify_text(done)

    def _open_with(self, key: str, line: str) -> None:
        """Unlock the journal, keep `line` as a draft, and return to where the user was.

        Raises `RapportError`; then the journal is locked again.
        """
        journal = self._context.journal
        journal.unlock(key)
        try:
            journal.open()
        except RapportError:
            journal.lock()
            raise
        if line:
            journal.drafts.keep(f"log:#{new_uid()}", line)
        self._app.run_worker(self._come_back())

    async def _show(self, screen: Callable[[], Screen[None]]) -> None:
        self._app.add_mode(_AWAY, screen)
        await self._app.switch_mode(_AWAY)

    async def _drop_screens(self) -> None:
        """Remove the screens and dialogs with all that they show; typed text is kept as drafts."""
        first = self._app.default_screen  # Textual holds it while the app runs
        for name in SCREENS:
            await self._app.remove_mode(name)
            self._app.add_mode(name, partial(self._app.create_screen, name))
        await first.remove_children()
        _ = first.displayed_children  # this forgets those that were removed
        self._background.references.release()
        self._forget()
        for signal in (self._context.changed, self._context.synced):
            signal.publish(None)  # a signal forgets removed subscribers only then

    async def _come_back(self) -> None:
        """Show the journal where the user was."""
        left, self._left = self._left, None
        self._context.is_locked = False
        await self._app.switch_mode(left.mode if left else "today")
        await self._app.remove_mode(_AWAY)
        if left is None:
            self._start()
        else:
            self._background.renew()
        if left and isinstance(screen := self._app.screen, TabScreen):
            screen.call_after_refresh(self._return, screen, left)
        self._keys.release()

    async def _return(self, screen: TabScreen, left: _Left) -> None:
        screen.return_to(left.place)
        if left.again == "form":
            if dialog := dialogs.typed_text.left_form(self._context.journal):
                self._app.push_screen(dialog, screen.show_added)
        elif left.again == "log":
            dialogs.entry_actions.write_entry(self._context, goes_on=True)
        elif left.again == "tick":
            await screen.run_action("tick")
            if isinstance(asked := self._app.screen, dialogs.capture_dialog.CaptureDialog):
                asked.call_after_refresh(asked.action_complete)
        elif left.again:
            dialogs.entry_actions.edit_entry(self._context, left.again, goes_on=True)
        elif left.typed:
            told = "What you were typing is kept: {write}, then tab, brings it back."
            self._context.notify_text(self._context.with_keys(told))

    def _place(self) -> _Left:
        """Return where the user is, and keep what is being typed as a draft."""
        base, *above = self._app.screen_stack
        assert isinstance(base, TabScreen)
        place = base.place()
        return _Left(self._app.current_mode, place, *dialogs.typed_text.keep_typed_text(self._context.journal, above))

    def lock_if_idle(self) -> None:
        """Lock the journal if the user was idle for the time in the settings."""
        minutes = self._context.journal.settings.lock_after
        is_idle = minutes > 0 and self._background.rested >= timedelta(minutes=minutes)
        if is_idle and self._context.is_encrypted:
            self.lock()
