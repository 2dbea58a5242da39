"""Release what Textual keeps until the theme or the screen goes, so that a long session does not grow."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.widget import Widget


class References:
    """The places of notifications that were taken back, and the fields of dialogs that were left."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._empty_places: set[Widget] = set()

    def release(self) -> None:
        """Release them. A place goes when it is empty twice in a row: its notification may just be coming."""
        screens = self._app.screen_stack
        empty = {place for screen in screens for place in screen.query("ToastHolder") if not place.children}
        for place in empty & self._empty_places:
            place.remove()
        self._empty_places = empty - self._empty_places
        for watchers in vars(self._app).get("__watchers", {}).values():
            watchers[:] = [(who, callback) for who, callback in watchers if who.is_running]
