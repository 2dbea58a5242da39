"""The frames of Today that are kept for the next start, and the change from a kept frame to the app's own.

A kept frame (`rapport_tui.kept_frame`) shows the plan. So that it stays without a flicker, the driver does not switch
to the alternate screen again, and holds the app's frames back until the plan is in them.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rapport_tui.app.context import AppContext
from rapport_tui.app.screens import open_screen
from rapport_tui.derived import FOLDER, journal_folder, keep, states_of
from rapport_tui.kept_frame import EarlyTerminal, name_of
from rapport_tui.model.errors import RapportError
from rapport_tui.model.patterns import lazy_pattern

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.screen import Screen

_FRAME: Final = lazy_pattern(r"\x1b\[\d+;\d+H")
_MOST: Final = 4
"""The number of terminal sizes for which a frame is kept."""
_LAYOUTS: Final = 4
"""The layouts after which Today is as it stays: lists wrap their lines once they know their size."""


class FrameKeeper:
    """The keeper of the frame with which Today opens.

    The driver asks it what may be written: while `is_held`, no frame of the app.
    """

    def __init__(self, context: AppContext, terminal: EarlyTerminal | None) -> None:
        self.terminal = terminal or EarlyTerminal()
        self.is_held = context.has_kept_frame = bool(self.terminal.frame)
        self._context = context
        self._states: list[str] = []
        self._last = ""
        self._was_touched = self._is_leaving = False
        self._kept: object = None

    def passes(self, data: str) -> bool:
        """Return whether `data` may be written to the terminal now."""
        if not _FRAME.match(data):
            return True
        if data.startswith("\x1b[1;1H") and data.count("\n") == self._context.app.size.height - 1:
            self._last = data
        return not self.is_held

    def touch(self) -> None:
        """Note that the user did something: what is painted is not what the app opens with any more."""
        self._was_touched = True

    def forget(self) -> None:
        """Forget what was painted."""
        self._last = self.terminal.frame = ""

    def before_open(self) -> None:
        """Note the states of the journal's files before they are read."""
        if self._is_on:
            self._states = self._states_now()

    async def paint_plan(self) -> None:
        """Paint the whole screen once the plan is shown, over the kept frame, and keep that for the next time."""
        if not self._is_on:
            return
        app = self._context.app
        await _settled(app.screen)
        self.is_held = False
        await self._paint(app.screen)
        if not (self._was_touched or app.screen.is_modal or app.screen.query("Toast")):
            self._keep(self._states)

    async def keep_and_exit(self) -> None:
        """Keep the frame with which the app would open now, and exit; asked again meanwhile, exit at once."""
        if not self._is_leaving:
            self._is_leaving = True
            with suppress(RapportError):  # the journal can't be read any more
                await self._paint_next_start()
        self._context.app.exit()

    async def _paint_next_start(self) -> None:
        """Paint Today, unseen, as the app would open with it now, and keep that."""
        app, journal = self._context.app, self._context.journal
        is_fed = journal.agenda.sources or journal.settings.mail or journal.is_shared
        if not self._is_on or not journal.is_open or is_fed or app.screen.is_modal or self._kept == self._version():
            return
        journal.tidy()
        states = self._states_now()
        journal.refresh()
        self.is_held = True
        app.clear_notifications()
        screen = open_screen("today")
        await app.push_screen(screen)
        await _settled(screen)
        await self._paint(screen)
        self._keep(states)

    @property
    def _is_on(self) -> bool:
        return self.terminal.modes is not None and not self._context.demo and bool(journal_folder())

    def _states_now(self) -> list[str]:
        return states_of(journal_folder(), str(self._context.settings_path.absolute()))

    async def _paint(self, screen: Screen[Any]) -> None:
        self._last = ""
        screen.refresh()
        await _refreshed(screen)

    def _keep(self, states: list[str]) -> None:
        journal, size = self._context.journal, self._context.app.size
        folder, is_timed = journal_folder(), any(item.at for item in journal.today.day.items)
        if not self._last or is_timed or journal.is_empty:
            return
        self._kept = self._version()
        if self._last == self.terminal.frame:
            return
        day, start = journal.day.isoformat(), journal.settings.day_start
        keep(name_of(*size), self._last, folder=folder, day=day, start=start, states=states)
        with suppress(OSError):
            files = sorted(Path(folder, FOLDER).glob("today-*.txt"), key=lambda file: file.stat().st_mtime_ns)
            for file in files[:-_MOST]:
                file.unlink()

    def _version(self) -> object:
        journal, app = self._context.journal, self._context.app
        return journal.version, journal.day, journal.settings, app.size


async def _settled(screen: Screen[Any]) -> None:
    """Wait until the widgets of `screen` have laid out again what depends on their size."""
    for _ in range(_LAYOUTS):
        await _refreshed(screen)


async def _refreshed(screen: Screen[Any]) -> None:
    """Wait until what `screen` has to paint is painted."""
    painted = asyncio.Event()
    screen.call_after_refresh(painted.set)
    await painted.wait()


def driver_class(terminal: EarlyTerminal | None) -> type[Driver] | None:
    """Return the driver for a terminal that the program holds already; None for the usual one."""
    if sys.platform == "win32" or terminal is None or terminal.modes is None:
        return None
    from rapport_tui.app.early_driver import EarlyDriver

    return EarlyDriver
