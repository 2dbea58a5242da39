"""Release of objects that Textual keeps until the theme or the screen changes, to limit memory in long sessions."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.widget import Widget


class References:
    """The holders of removed notifications, and the fields of closed dialogs."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._empty_places: set[Widget] = set()

    def release(self) -> None:
        """Release the references; remove a holder if it is empty twice in a row, since a toast may be coming."""
        screens = self._app.screen_stack
        empty = {place for screen in screens for place in screen.query("ToastHolder") if not place.children}
        for place in empty & self._empty_places:
            place.remove()
        self._empty_places = empty - self._empty_places
        for watchers in vars(self._app).get("__watchers", {}).values():
            watchers[:] = [(who, callback) for who, callback in watchers if who.is_running]
