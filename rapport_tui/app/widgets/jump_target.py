"""The targets of jump mode."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual.geometry import Offset


class JumpTarget(NamedTuple):
    """A cell of the screen that gets a label, and the function to call if that is typed."""

    at: Offset
    go: Callable[[], object]
