"""Notifications whose time begins when they are painted."""

from __future__ import annotations

from time import monotonic
from typing import Any, Final

from textual.notifications import Notification
from textual.screen import Screen
from textual.widgets._toast import Toast

_UNTIL_PAINTED: Final = 24 * 3600.0


class PaintedNotification(Notification):
    """A notification whose time begins when it is painted.

    Textual counts from when it was raised. On a busy machine it could expire before anybody saw it.
    """

    painted_at: float | None = None

    @property
    def time_left(self) -> float:
        """The time in seconds until it expires."""
        return _UNTIL_PAINTED if self.painted_at is None else self.painted_at + self.timeout - monotonic()


def start_painted(screen: Screen[Any]) -> None:
    """Start the time of the notifications that are now painted on `screen` for the first time."""
    for toast in screen.query(Toast):
        notification = toast._notification
        if isinstance(notification, PaintedNotification) and toast._timeout == _UNTIL_PAINTED and toast.region:
            notification.painted_at = notification.painted_at or monotonic()
            toast._timeout = notification.time_left
            toast.set_timer(max(toast._timeout, 0.0), toast._expire)
