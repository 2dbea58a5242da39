"""All that knows Textual. `run` is the one way in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rapport_tui.journal import Journal


def run(journal: Journal, *, settings_path: Path, demo: bool = False) -> int:
    """Open the app on `journal` until the user leaves, and return the exit status of the process.

    Settings changed in the app are written to `settings_path`. With `demo`, the app says that nothing is kept.
    """
    from rapport_tui.app.app import RapportApp

    app = RapportApp(journal, settings_path=settings_path, demo=demo)
    app.run()
    return app.return_code or 0
