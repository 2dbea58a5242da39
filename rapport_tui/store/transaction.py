"""A transaction of the storage: what is changed in it becomes one line of the log, or nothing does."""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING

from rapport_tui.store.encoding import Line
from rapport_tui.store.lines import difference

if TYPE_CHECKING:
    from rapport_tui.store.storage import LogStorage


class Transaction(AbstractContextManager[Line]):
    """The outermost transaction of a storage, under its lock from end to end.

    A generator would say the same more shortly; these are the steps that each save waits for.
    """

    def __init__(self, storage: LogStorage) -> None:
        self._storage = storage
        self._lock = storage.locked()
        self._pending: Line = {}

    def __enter__(self) -> Line:
        storage = self._storage
        self._lock.__enter__()
        try:
            happened = storage.catch_up()
            if happened != []:
                storage.listener(happened)
        except BaseException:
            self._lock.__exit__()
            raise
        storage.on_begin()
        storage.pending = self._pending
        return self._pending

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        storage = self._storage
        storage.pending = None
        try:
            line = difference(storage.tables, self._pending) if error is None else {}
            self._pending.clear()  # an address book need not be in memory twice
            happened = storage.append(line) if line else []
        except BaseException:
            storage.on_failure()
            raise
        else:
            if error is not None:
                storage.on_failure()
            elif happened:
                storage.listener(happened)
        finally:
            self._lock.__exit__()
