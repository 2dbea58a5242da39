"""All that knows Textual. `run` is the one way in."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rapport_tui.journal import Journal


def run(journal: Journal, *, settings_path: Path, demo: bool = False) -> int:
    """Open the app on `journal` until the user leaves, and return the exit status of the process.

    Settings changed in the app are written to `settings_path`. With `demo`, the app says that nothing is kept. Who
    asks for the demo in an empty journal gets it in a folder that is thrown away, and comes back here afterwards.
    """
    # Textual reads this as it is imported. With its 60 a second frame that follows another waits for up to 17 ms.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from rapport_tui.app.app import DEMO
    from rapport_tui.journal.demo import open_demo

    while (status := _run_once(journal, settings_path, demo=demo)) == DEMO:
        with open_demo(journal.clock) as (made_up, settings_of_demo):
            _run_once(made_up, settings_of_demo, demo=True)
    return status


def _run_once(journal: Journal, settings_path: Path, *, demo: bool) -> int:
    gc.freeze()  # the journal is read and stays: the collector need not look through it again and again
    from rapport_tui.app.app import RapportApp

    kind = RapportApp
    if journal.settings.plain:
        from rapport_tui.app.plain import PlainApp

        kind = PlainApp
    app = kind(journal, settings_path=settings_path, demo=demo)
    app.run()
    return app.return_code or 0
