"""Turns of the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from textual.widget import Widget

_TURNS: Final = 3
"""The number of turns of the loop that it takes a widget to tell its screen that it is to be painted."""


async def widget_messages_handled() -> None:
    """Wait until the widgets of a screen have told it what they changed; while a screen waits nothing is painted."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)


async def call_after_frame(widget: Widget, callback: Callable[[], object]) -> None:
    """Call `callback` after the frame that shows what widgets have changed.

    Await this in a handler of their screen, which paints nothing meanwhile.
    """
    await widget_messages_handled()
    widget.call_after_refresh(callback)
