"""The dialog that shows the progress of a large change of the journal, and stops it before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.context import AppContext
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.progress import ProgressMonitor, Watch, bar, change_in_background

T = TypeVar("T")


class ProgressDialog(Dialog[T]):
    """A bar while `work` changes the journal in a thread; the result is that of `work`, None if it was stopped."""

    HELP_LINE = "{leave} stops"

    def __init__(self, title: str, work: Callable[[Watch], T]) -> None:
        super().__init__(title)
        self._work = work
        self._progress = ProgressMonitor(self._show)

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the bar."""
        yield Static(Content(f"{bar(0)} 0 %"), id="progress")

    def on_mount(self) -> None:
        """Begin the work once the dialog is painted, which would take twice as long beside it."""
        self.call_after_refresh(lambda: self.run_worker(self._run()))

    def on_unmount(self) -> None:
        """Stop the work where the app exits, unless it is being saved."""
        self._progress.stop()

    def action_leave(self) -> None:
        """Stop the work; the dialog closes once it has stopped. What is being saved already is saved whole."""
        self._progress.stop()

    async def _run(self) -> None:
        self.dismiss(await change_in_background(self.context, self._work, self._progress))

    def _show(self, percent: int) -> None:
        if self.is_attached:
            self.query_one("#progress", Static).update(Content(f"{bar(percent)} {percent} %"), layout=False)


def change_at_length(context: AppContext, title: str, work: Callable[[Watch], T], done: Callable[[T], None]) -> None:
    """Make a large change of the journal behind a `ProgressDialog`, and call `done` with its result."""
    context.app.push_screen(ProgressDialog(title, work), lambda result: done(result) if result is not None else None)
