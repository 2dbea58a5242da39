"""A queue that handles keys in order: none is lost or misread while an earlier one opens a screen or dialog."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any, Final, TypeAlias

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen

PATIENCE: Final = 0.5
"""The time in seconds after which a key no longer waits for the previous one, if it goes to something else."""
_PATIENCE_WITH_SAME: Final = 5.0
"""The same if it goes to the same widget or screen, which is busy: it could only be handled after the previous one."""
_RETRY_SECONDS: Final = 0.05
_JOINERS: Final = "\u200c\u200d"
_CONTROLS: Final = frozenset(map(chr, range(0xA0)))
_PASSING: Final = frozenset({"escape", "ctrl+q", "ctrl+c"})
"""The keys that are handled while the others are held."""
Typed: TypeAlias = "events.Key | events.Paste"


class KeyHandled(Message):
    """Posted to the widget that received a key; it bubbles to the app when the key is handled.

    When it arrives the second time, the messages posted by the key’s handlers are handled too, such as that enter was
    pressed in a field.
    """

    def __init__(self, *, again: bool = False) -> None:
        super().__init__()
        self.again = again


def _typable(event: Typed) -> Typed:
    """Return the event in a form that fields accept: Textual’s ignore joiners and spaces other than the plain one."""
    char = event.character if isinstance(event, events.Key) else None
    if char is None or char.isprintable():
        return event
    if char.isspace() and char not in _CONTROLS:
        return events.Key("space", " ")
    return events.Paste(char) if char in _JOINERS else event


class KeyQueue:
    """A queue that passes keys to the app one by one: each is handled completely before the next.

    Textual sends keys to the focused widget as they arrive. Keys typed right after `n` or `/` would still go to the
    list that had the focus, or to a dialog without a field. `handle` is the app's original handler of keys.
    """

    def __init__(self, app: App[Any], handle: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._handle = handle
        self._typed: deque[Typed] = deque()
        self._at: Screen[object] | None = None
        self._given: tuple[DOMNode, float] | None = None
        self._retry_is_set = False
        self._is_held = False

    async def put(self, event: Typed) -> None:
        """Handle a key now, or after the keys before it."""
        if self._is_held and isinstance(event, events.Key) and event.key in _PASSING:
            await self._handle(event)
            return
        self._typed.append(_typable(event))
        await self._give()

    def is_busy(self) -> bool:
        """Return whether a key is being handled, or waits for that."""
        return bool(self._typed) or self._is_handling()

    def hold(self) -> None:
        """Let keys wait until `release`, since it is not known yet what they are for."""
        self._is_held = True

    def release(self, *, drop: bool = False) -> None:
        """Handle the keys that were held, or forget them."""
        self._is_held = False
        self._at = self._given = None
        if drop:
            self._typed.clear()
        self._app.call_later(self._give)

    async def go_on(self, event: KeyHandled) -> None:
        """Handle the next key after the previous one is done."""
        if self._given is not None and not event.again:
            self._given[0].post_message(KeyHandled(again=True))
        else:
            self._given = None
            await self._give()

    async def _give(self) -> None:
        """Handle the queued keys that may be handled now."""
        while self._typed and not self._is_held:
            if self._must_wait():
                self._retry_soon()
                return
            event, target = self._typed.popleft(), self._target
            await self._handle(event)
            if event.is_forwarded:
                self._given = target, monotonic()
                target.post_message(KeyHandled())

    @property
    def _target(self) -> DOMNode:
        """The widget or screen that the next key goes to; the app while there is no screen."""
        return (self._app.focused or self._app.screen) if self._app.screen_stack else self._app

    def _must_wait(self) -> bool:
        """Return whether the next key waits: for the previous one, or for a new screen, which is then watched."""
        if self._is_handling() or not self._app.screen_stack:
            return True
        if self._app.screen is not self._at:
            self._app.screen.call_later(self._arrived, self._app.screen)  # runs after the screen is laid out
            return True
        return False

    def _is_handling(self) -> bool:
        """Return whether the previous key is being handled; a widget that was removed meanwhile never tells the end."""
        if self._given is not None:
            target, since = self._given
            patience = _PATIENCE_WITH_SAME if target is self._target else PATIENCE
            if not target.is_attached or monotonic() - since >= patience:
                self._given = None
        return self._given is not None

    def _arrived(self, screen: Screen[object]) -> None:
        self._at = screen
        self._app.call_later(self._give)

    def _retry_soon(self) -> None:
        """Try again later, in case a widget or screen was removed and never responds."""
        if not self._retry_is_set:
            self._retry_is_set = True
            self._app.set_timer(_RETRY_SECONDS, self._retry)

    async def _retry(self) -> None:
        self._retry_is_set = False
        await self._give()
