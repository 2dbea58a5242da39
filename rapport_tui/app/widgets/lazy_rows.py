"""Rows made on painting, so that tens of thousands cost no more than those visible."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from rapport_tui.app.widgets.row_painter import Row


class LazyRows(Sequence[Row]):
    """The rows of `keys`, each made by `make` on first use. Every row has one line."""

    def __init__(self, keys: Sequence[str], make: Callable[[str], Row]) -> None:
        self.keys = keys
        self._make = make
        self._made: dict[str, Row] = {}

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self._row(key) for key in self.keys[index]]
        return self._row(self.keys[index])

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, self.keys)

    def _row(self, key: str) -> Row:
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]
