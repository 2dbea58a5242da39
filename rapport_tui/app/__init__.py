"""The Textual application; `run` is its entry point."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rapport_tui.app.first_run import DEMO, mark_seen, was_seen
from rapport_tui.app.terminal import has_terminal
from rapport_tui.model.errors import RapportError
from rapport_tui.startup import import_textual, late_collection

if TYPE_CHECKING:
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
    # Textual reads this at import. At its 60 frames a second a frame waits up to 17 ms, at these at most 1.
    os.environ.setdefault("TEXTUAL_FPS", "1000")

    import_textual()
    with late_collection():
        from rapport_tui.app.app import run_app

        while (status := run_app(journal, settings_path, demo=demo, tour=demo, terminal=terminal)) == DEMO:
            from rapport_tui.journal.demo_session import open_demo

            tour = not was_seen(settings_path, "tour")
            mark_seen(settings_path, "tour")
            with open_demo(journal.clock) as (made_up, settings_of_demo):
                run_app(made_up, settings_of_demo, demo=True, tour=tour, terminal=None)
    return status
