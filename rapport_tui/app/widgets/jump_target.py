"""Places that jump mode can go to."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual.geometry import Offset


class JumpTarget(NamedTuple):
    """A cell of the screen that gets a letter, and what to do when that is typed."""

    at: Offset
    go: Callable[[], object]
