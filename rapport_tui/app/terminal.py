"""Whether there is a terminal to run in. Without Textual, since `run` asks before importing that."""

from __future__ import annotations

import sys


def has_terminal() -> bool:
    """Return whether stdin and stdout are a terminal; no longer true once that was closed."""
    return all(stream is not None and stream.isatty() for stream in (sys.__stdin__, sys.__stdout__))
