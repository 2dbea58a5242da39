"""Keys in the order in which they were typed: none is lost or misread while what an earlier one asked for opens."""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import Final

from textual import events, on
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen

from rapport_tui.app.widgets.roles import RoleApp

PATIENCE: Final = 0.5
"""Seconds after which a key no longer waits for the one before it."""
_RETRY_SECONDS: Final = 0.05


class _Handled(Message):
    """Follows a key from the widget it went to up to the app, so that it comes when the key is done with.

    The second time also what the key’s handlers told others is done with, such as that enter was pressed in a field.
    """

    def __init__(self, *, again: bool = False) -> None:
        super().__init__()
        self.again = again


class KeyQueueApp(RoleApp):
    """An app that handles one key to its end before the next one.

    Textual gives keys to the focused widget as they come in. Those typed right after `n` or `/` would still go to the
    list that had the focus, or to a dialog that has no field yet.
    """

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[events.Key | events.Paste] = deque()
        self._at: Screen[object] | None = None
        self._given: tuple[DOMNode, float] | None = None
        self._retry_is_set = False

    async def on_event(self, event: events.Event) -> None:
        """Put keys in their queue."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            self._typed.append(event)
            await self._give()
        else:
            await super().on_event(event)

    async def _give(self) -> None:
        """Give on what was typed, as far as it may go by now."""
        while self._typed:
            if self._waits():
                self._retry_soon()
                return
            event, target = self._typed.popleft(), self.focused or self.screen
            await super().on_event(event)
            if event.is_forwarded:
                self._given = target, monotonic()
                target.post_message(_Handled())

    def _waits(self) -> bool:
        if self._given is not None:
            target, since = self._given
            if target.is_attached and monotonic() - since < PATIENCE:
                return True
            self._given = None
        if not self.screen_stack:
            return True
        if self.screen is not self._at:
            self.screen.call_later(self._arrived, self.screen)  # which it does once it is laid out
            return True
        return False

    def _arrived(self, screen: Screen[object]) -> None:
        self._at = screen
        self.call_later(self._give)

    def _retry_soon(self) -> None:
        """Try again later, for what never answers: a widget or a screen that has gone meanwhile."""
        if not self._retry_is_set:
            self._retry_is_set = True
            self.set_timer(_RETRY_SECONDS, self._retry)

    async def _retry(self) -> None:
        self._retry_is_set = False
        await self._give()

    @on(_Handled)
    async def _go_on(self, event: _Handled) -> None:
        if self._given is not None and not event.again:
            self._given[0].post_message(_Handled(again=True))
        else:
            self._given = None
            await self._give()
