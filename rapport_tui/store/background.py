"""A thread that saves or loads much in a store, beside the one that uses it."""

from __future__ import annotations

from _thread import allocate_lock, get_ident
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from rapport_tui.store.changes import StoredChanges


class BackgroundThread:
    """The thread that works on a store, and the changes that it saved or loaded: memory does not have them yet.

    The thread that uses the store applies them, in parts, so that it answers a key between two of them.
    """

    def __init__(self) -> None:
        self.unapplied: deque[Iterator[StoredChanges | None]] = deque()
        self._ident: int | None = None
        self._work = allocate_lock()

    @property
    def is_this(self) -> bool:
        """Return whether the calling thread is the one in the background."""
        return self._ident is not None and self._ident == get_ident()

    @property
    def is_another(self) -> bool:
        """Return whether another thread than the calling one is at work."""
        return self._ident is not None and not self.is_this

    @contextmanager
    def working(self) -> Iterator[None]:
        """Make the calling thread the one in the background, within the block."""
        with self._work:
            self._ident = get_ident()
            try:
                yield
            finally:
                self._ident = None

    def wait(self) -> None:
        """Wait until no thread is at work."""
        with self._work:
            pass
