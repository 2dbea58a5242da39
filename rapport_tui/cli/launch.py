"""Start of the app, the most frequent use, without importing modules that only commands need."""

from __future__ import annotations

import os
from contextlib import closing

from rapport_tui.cli.session import Session, forgive_encodings
from rapport_tui.kept_frame import EarlyTerminal
from rapport_tui.model.errors import RapportError
from rapport_tui.user_files import user_path


def main(terminal: EarlyTerminal) -> int:
    """Open the app on the journal of the environment, or on the default one; return the exit code."""
    forgive_encodings()
    named = os.environ.get("RAPPORT_JOURNAL")
    try:
        with closing(Session(user_path(named) if named else None, demo=False)) as session:
            return open_app(session, terminal)
    except RapportError as error:
        from rapport_tui.cli.output import hint

        terminal.end()
        hint(str(error))
        return 1


def open_app(session: Session, terminal: EarlyTerminal | None = None) -> int:
    """Open the app on the journal of `session`, and return its exit code. Raises `RapportError` if that fails."""
    from rapport_tui.app import run

    session.is_window = True
    return run(session.journal, settings_path=session.settings_path, demo=session.demo, terminal=terminal)
