"""The Textual application; `run` is its entry point."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rapport_tui.app.first_run import DEMO, mark_seen, was_seen
from rapport_tui.app.terminal import has_terminal, leaving_on_signals
from rapport_tui.model.errors import RapportError
from rapport_tui.startup import import_textual, late_collection

if TYPE_CHECKING:
    from rapport_tui.app.app import RapportApp
    from rapport_tui.journal import Journal
    from rapport_tui.kept_frame import EarlyTerminal


def run(journal: Journal, *, settings_path: Path, demo: bool = False, terminal: EarlyTerminal | None = None) -> int:
    """Open the app on `journal` until the user leaves, and return the exit status of the process.

    Save settings changed in the app to `settings_path`. With `demo`, begin with the tour. If the user asks for the demo
    in an empty journal, open it in a temporary folder, the first time with the tour, and return here afterwards. The
    journal is opened only after the first frame. The app takes `terminal` over, if given. Raise `RapportError` if the
    journal can't be opened, or if there is no terminal.
    """
    if not has_terminal() and "TEXTUAL_DRIVER" not in os.environ:  # a driver for the browser needs no terminal
        raise RapportError("The app opens in a terminal, and there is none here. Try: rapport today, or rapport --help")
    # Textual reads this at import. At its 60 frames a second a frame waits up to 17 ms, at these at most 4.
    os.environ.setdefault("TEXTUAL_FPS", "240")

    import_textual()
    with late_collection():
        while (status := _run_once(journal, settings_path, demo=demo, tour=demo, terminal=terminal)) == DEMO:
            from rapport_tui.journal.demo_session import open_demo

            tour = not was_seen(settings_path, "tour")
            mark_seen(settings_path, "tour")
            with open_demo(journal.clock) as (made_up, settings_of_demo):
                _run_once(made_up, settings_of_demo, demo=True, tour=tour)
    return status


def _run_once(
    journal: Journal, settings_path: Path, *, demo: bool, tour: bool = False, terminal: EarlyTerminal | None = None
) -> int:
    import asyncio

    from rapport_tui.app.app import RapportApp
    from rapport_tui.app.crash_report import discreet_reports
    from rapport_tui.app.pastes import end_unfinished_pastes

    app = RapportApp(journal, settings_path=settings_path, demo=demo, tour=tour, terminal=terminal)
    end_unfinished_pastes()
    with discreet_reports(lambda: app.context.is_encrypted):
        asyncio.run(_until_left(app))
    if app.trouble:
        raise app.trouble
    return app.return_code or 0


async def _until_left(app: RapportApp) -> None:
    with leaving_on_signals(lambda code: app.exit(return_code=code)):
        await app.run_async()
