"""Pastes whose end never comes, as when a connection drops: they would swallow all further keys."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from time import monotonic
from typing import Final

from textual._xterm_parser import XTermParser
from textual.message import Message

PATIENCE: Final = 1.0
"""Seconds without a byte after which a paste counts as ended."""
_START: Final = "\x1b[200~"
_END: Final = "\x1b[201~"


class PasteParser(XTermParser):
    """Textual's parser of what a terminal sends, which ends a paste after a silence."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._tail = ""
        self._is_pasting = False
        self._heard = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        """Parse `data`, noting whether a paste is open after it."""
        self._heard = monotonic()
        recent = self._tail + data
        if (start := recent.rfind(_START)) != (end := recent.rfind(_END)):
            self._is_pasting = start > end
        self._tail = recent[-len(_START) + 1 :]
        return super().feed(data)

    def tick(self) -> Iterable[Message]:
        """Look for what took too long. The driver calls this ten times a second."""
        yield from super().tick()
        if self._is_pasting and monotonic() - self._heard > PATIENCE:
            yield from self.feed(_END)


def end_unfinished_pastes() -> None:
    """Have the driver use this parser; it has no place to name one."""
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        linux_driver.XTermParser = PasteParser  # type: ignore[attr-defined]
