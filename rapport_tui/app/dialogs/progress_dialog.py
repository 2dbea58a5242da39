"""The dialog that shows the progress of a large change of the journal, and stops it before it is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final, TypeVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.context import AppContext
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.in_thread import give_way, in_background
from rapport_tui.model.errors import RapportError
from rapport_tui.startup import keep_all, without_collection

T = TypeVar("T")
Watch = Callable[[float], None]
_BAR_CELLS: Final = 30
_PEOPLE_AT_ONCE: Final = 30


class _StoppedError(Exception):
    """The user stopped the work."""


class ProgressDialog(Dialog[T]):
    """A bar while `work` changes the journal in a thread; the result is that of `work`, None if it was stopped.

    `work` calls the function that it is given with its progress, from 0 to 1, until it saves.
    """

    HELP_LINE = "{leave} stops"

    def __init__(self, title: str, work: Callable[[Watch], T]) -> None:
        super().__init__(title)
        self._work = work
        self._is_stopped = False
        self._shown = 0
        self._loop = asyncio.get_running_loop()

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the bar."""
        yield Static(Content(f"{bar(0)} 0 %"), id="progress")

    def on_mount(self) -> None:
        """Begin the work once the dialog is painted, which would take twice as long beside it."""
        self.call_after_refresh(lambda: self.run_worker(self._run()))

    def on_unmount(self) -> None:
        """Stop the work where the app exits, unless it is being saved."""
        self._is_stopped = True

    def action_leave(self) -> None:
        """Stop the work; the dialog closes once it has stopped. What is being saved already is saved whole."""
        self._is_stopped = True

    async def _run(self) -> None:
        try:
            result = await in_background(self.journal, lambda: self._work(self._watch))
        except _StoppedError:
            self.context.notify_text("Stopped. Nothing was changed.")
            self.dismiss(None)
        except RapportError as error:
            self.context.notify_error(error)
            self.dismiss(None)
        else:
            with without_collection():
                while not self.journal.people.prepare_search(_PEOPLE_AT_ONCE):
                    await asyncio.sleep(0)
                keep_all()
            self.dismiss(result)

    def _watch(self, done: float) -> None:
        """Show the progress, from the thread that does the work, and let keys be answered."""
        if self._is_stopped:
            raise _StoppedError
        if (percent := int(done * 100)) > self._shown:
            self._shown = percent
            with suppress(RuntimeError):  # the app has exited
                self._loop.call_soon_threadsafe(self._show, percent)
        give_way(self._loop)

    def _show(self, percent: int) -> None:
        if self.is_attached:
            self.query_one("#progress", Static).update(Content(f"{bar(percent)} {percent} %"), layout=False)


def bar(percent: int) -> str:
    """Return a bar that is filled to `percent`."""
    done = percent * _BAR_CELLS // 100
    return "━" * done + "╌" * (_BAR_CELLS - done)


def change_at_length(context: AppContext, title: str, work: Callable[[Watch], T], done: Callable[[T], None]) -> None:
    """Make a large change of the journal behind a `ProgressDialog`, and call `done` with its result."""
    context.app.push_screen(ProgressDialog(title, work), lambda result: done(result) if result is not None else None)
