"""The report of a fault in the app, without a word of the journal if that is encrypted.

Python's and Textual's own reports have the values of variables and the texts of exceptions.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from traceback import extract_tb

from rich.text import Text
from textual.worker import WorkerFailed


class DiscreetError(Exception):
    """Takes the place of an exception to be reported: its type and the places in the code, nothing else."""

    def __init__(self, error: BaseException) -> None:
        if isinstance(error, WorkerFailed):
            error = error.error
        frames = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in extract_tb(error.__traceback__)]
        told = "rapport has stopped at a fault of its own. What you had saved is safe."
        super().__init__("\n".join((told, *frames, type(error).__name__)))

    def __rich__(self) -> Text:
        """Return the report as Textual prints it."""
        return Text(str(self))


@contextmanager
def discreet_reports(is_wanted: Callable[[], bool]) -> Iterator[None]:
    """Have Python report what nobody caught in this form, in all threads, while it `is_wanted`."""
    main, thread, unraisable = sys.excepthook, threading.excepthook, sys.unraisablehook

    def is_told(error: BaseException | None) -> bool:
        if error is None or sys.stderr is None or not is_wanted():
            return False
        sys.stderr.write(f"{DiscreetError(error)}\n")
        return True

    sys.excepthook = lambda kind, error, trace: is_told(error) or main(kind, error, trace)
    threading.excepthook = lambda args: is_told(args.exc_value) or thread(args)
    sys.unraisablehook = lambda args: is_told(args.exc_value) or unraisable(args)
    try:
        yield
    except Exception as error:
        if isinstance(error, DiscreetError) or not is_wanted():
            raise
        raise DiscreetError(error) from None
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = main, thread, unraisable
