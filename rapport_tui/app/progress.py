"""The progress of long work in a thread, which is shown and can be stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

from rapport_tui.app.context import AppContext
from rapport_tui.app.in_thread import give_way, in_background
from rapport_tui.model.errors import RapportError
from rapport_tui.startup import keep_all, without_collection

T = TypeVar("T")
Watch = Callable[[float], None]
_BAR_CELLS: Final = 30
_PEOPLE_AT_ONCE: Final = 30


class StoppedError(Exception):
    """The user stopped the work."""


class ProgressMonitor:
    """Show the progress of work in a thread, and stop it.

    The work calls `watch`. `show` gets each new percentage, in the thread of the app.
    """

    def __init__(self, show: Callable[[int], None]) -> None:
        self.is_stopped = False
        self._show = show
        self._percent = 0
        self._loop = asyncio.get_running_loop()

    def stop(self) -> None:
        """Stop the work at the next call of `watch`."""
        self.is_stopped = True

    def watch(self, done: float) -> None:
        """Note the progress, from 0 to 1, and let keys be answered. Raises `StoppedError`."""
        if self.is_stopped:
            raise StoppedError
        if (percent := int(done * 100)) > self._percent:
            self._percent = percent
            with suppress(RuntimeError):  # the app has exited
                self._loop.call_soon_threadsafe(self._show, percent)
        give_way(self._loop)


async def change_in_background(context: AppContext, work: Callable[[Watch], T], progress: ProgressMonitor) -> T | None:
    """Return the result of `work`, a large change of the journal, made in a thread.

    `work` calls the function that it is given with its progress, from 0 to 1, until it saves. If it is stopped or
    fails, say so and return None.
    """
    journal = context.journal
    try:
        result = await in_background(journal, lambda: work(progress.watch))
    except StoppedError:
        context.notify_text("Stopped. Nothing was changed.")
        return None
    except RapportError as error:
        context.notify_error(error)
        return None
    with without_collection():
        while not journal.people.prepare_search(_PEOPLE_AT_ONCE):
            await asyncio.sleep(0)
        keep_all()
    return result


def bar(percent: int) -> str:
    """Return a bar that is filled to `percent`."""
    done = percent * _BAR_CELLS // 100
    return "━" * done + "╌" * (_BAR_CELLS - done)
