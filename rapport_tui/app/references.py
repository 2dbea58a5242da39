"""Release of objects that Textual keeps until the theme or the screen changes, to limit memory in long sessions."""

from __future__ import annotations

from itertools import chain
from typing import Any

from textual.app import App


class References:
    """The holders of removed notifications, and the fields of closed dialogs."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app

    def release(self) -> None:
        """Release the references, also of screens that are not shown.

        A holder has its toast from when it is mounted until that is removed.
        """
        for screen in chain.from_iterable(self._app._screen_stacks.values()):
            for place in screen.query("ToastHolder"):
                if place.is_mounted and not place.children:
                    place.remove()
        for watchers in vars(self._app).get("__watchers", {}).values():
            watchers[:] = [(who, callback) for who, callback in watchers if who.is_running]
