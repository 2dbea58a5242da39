"""A parser that ends unfinished pastes, as after a dropped connection: they would swallow all further keys."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from time import monotonic
from typing import Final

from textual._xterm_parser import XTermParser
from textual.message import Message

if sys.platform != "win32":
    from textual.drivers import linux_driver

PATIENCE: Final = 1.0
"""The time in seconds without a byte after which a paste is ended."""
_START: Final = "\x1b[200~"
_END: Final = "\x1b[201~"


class PasteParser(XTermParser):
    """Textual's parser for terminal input, extended to end a paste after a silence."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._tail = ""
        self._is_pasting = False
        self._heard = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        """Parse `data`, recording whether a paste is open after it."""
        self._heard = monotonic()
        recent = self._tail + data
        if (start := recent.rfind(_START)) != (end := recent.rfind(_END)):
            self._is_pasting = start > end
        self._tail = recent[-len(_START) + 1 :]
        return super().feed(data)

    def tick(self) -> Iterable[Message]:
        """Check for timeouts. The driver calls this ten times a second."""
        yield from super().tick()
        if self._is_pasting and monotonic() - self._heard > PATIENCE:
            yield from self.feed(_END)


def end_unfinished_pastes() -> None:
    """Make the driver use this parser; it has no option for that."""
    if sys.platform != "win32":
        linux_driver.XTermParser = PasteParser  # type: ignore[attr-defined]
