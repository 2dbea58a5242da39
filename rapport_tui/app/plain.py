"""The app for those who hear it: nothing moves by itself, one thing stands under another, messages stay for a while."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from rapport_tui.app.app import RapportApp
from rapport_tui.journal import Journal

_MESSAGE_SECONDS: Final = 30.0


class PlainApp(RapportApp):
    """rapport in the layout of a narrow terminal, whatever the width: what is read line by line stays together.

    The terminal’s own cursor follows ours in any case; see `app.cursor_position` in the widgets.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow")]  # noqa: RUF012

    def __init__(self, journal: Journal, *, settings_path: Path, demo: bool = False, tour: bool = False) -> None:
        super().__init__(journal, settings_path=settings_path, demo=demo, tour=tour)
        self.animation_level = "none"

    def notify(self, message: str, *, timeout: float | None = None, **more: Any) -> None:
        """Say something, for long enough to be come back to."""
        super().notify(message, timeout=max(timeout or 0.0, _MESSAGE_SECONDS), **more)
