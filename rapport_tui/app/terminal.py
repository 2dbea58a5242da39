"""The terminal that the app runs in. This module does not import Textual, which `run` imports only afterwards."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def has_terminal() -> bool:
    """Return whether stdin and stdout are a terminal that is not closed."""
    return all(stream is not None and stream.isatty() for stream in (sys.__stdin__, sys.__stdout__))


@contextmanager
def leaving_on_signals(leave: Callable[[int], object]) -> Iterator[None]:
    """Within a running event loop, call `leave` with the exit code if the process receives a signal to terminate.

    That restores the terminal; by default the process would end immediately, as it does at a second signal. Windows has
    no such signals.
    """
    if sys.platform == "win32":
        yield
        return
    import asyncio

    loop = asyncio.get_running_loop()

    def handle(number: signal.Signals) -> None:
        loop.remove_signal_handler(number)
        leave(128 + number)

    numbers = (signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    for number in numbers:
        loop.add_signal_handler(number, handle, number)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
            signal.signal(number, before[number])
