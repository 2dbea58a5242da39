"""Read ahead what is asked for next, a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice


class ReadAhead:
    """A pass over what is not read yet, which goes on where it stopped.

    `unread` returns an iterator over the uids that are not read, and `read` reads one.
    """

    def __init__(self, unread: Callable[[], Iterator[str]], read: Callable[[str], object]) -> None:
        self._unread = unread
        self._read = read
        self._rest: Iterator[str] | None = None

    def more(self, most: int) -> bool:
        """Read up to `most` more, and return whether all are read."""
        if self._rest is None:
            self._rest = self._unread()
        if is_whole := sum(1 for _ in map(self._read, islice(self._rest, most))) < most:
            self._rest = None
        return is_whole

    def begin_anew(self) -> None:
        """Go over all again at the next call, as some of what was read is forgotten."""
        self._rest = None
