"""The origins of actions in the history; each open window of the app has one of its own besides."""

from __future__ import annotations

from typing import Final

COMMAND_LINE: Final = "command line"
"""The origin of actions done by commands."""
SYNC: Final = "sync"
"""The origin of changes from another machine. Plain undo skips them: the user did not make them here."""
