"""A sequence of many records in little memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, Generic, TypeVar, overload
from zlib import compress, decompress

import msgspec

T = TypeVar("T")
_BLOCK: Final = 256
"""The number of items that are encoded together."""
_FAST: Final = 1


class Packed(Sequence[T], Generic[T]):
    """A sequence of records of one kind, encoded and compressed in blocks, and decoded each time they are read.

    A record of an address book takes 1 to 3 KB as an object with its texts, and a tenth of that here.
    """

    def __init__(self, kind: type[T], items: Iterable[T] = ()) -> None:
        self._decoder = msgspec.msgpack.Decoder(list[kind])  # type: ignore[valid-type]
        self._blocks: list[bytes] = []
        self._last: list[T] = []
        self.extend(items)

    def append(self, item: T) -> None:
        """Add an item at the end."""
        self._last.append(item)
        if len(self._last) == _BLOCK:
            self._blocks.append(compress(msgspec.msgpack.encode(self._last), _FAST))
            self._last = []

    def extend(self, items: Iterable[T]) -> None:
        """Add items at the end, one by one."""
        for item in items:
            self.append(item)

    def __iter__(self) -> Iterator[T]:
        for place in range(len(self._blocks)):
            yield from self._block(place)
        yield from self._last

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._last)

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> list[T]: ...

    def __getitem__(self, place: int | slice) -> T | list[T]:
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            return list(islice(self, start, stop, step)) if step > 0 else list(self)[place]
        at = range(len(self))[place]
        block = self._block(at // _BLOCK) if at // _BLOCK < len(self._blocks) else self._last
        return block[at % _BLOCK]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_are_equal, self, other))

    __hash__ = None  # type: ignore[assignment]  # it can grow

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)!r})"

    def _block(self, place: int) -> list[T]:
        return self._decoder.decode(decompress(self._blocks[place]))


def _are_equal(one: object, other: object) -> bool:
    return one == other
