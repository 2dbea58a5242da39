"""Stamps: hybrid logical clocks, which order the changes of all devices without exact clocks.

A stamp is 13 characters of Crockford's base 32 for 64 bits (milliseconds since 1970 in the upper 48, a counter in the
lower 16), followed by the id of the device. Stamps compare as text. A device's next stamp is above every stamp that it
knows, so a change has a later stamp than every change known to its writer, whatever the clocks say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from rapport_tui.model.uids import new_uid

NEVER: Final = ""
"""The stamp of a value that was never written, below every other stamp."""
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_DIGIT_SET: Final = frozenset(_ALPHABET)
_DIGITS: Final = 13
_COUNTER_BITS: Final = 16
_LAST_MILLISECOND: Final = 253_402_300_799_000
"""The end of the year 9999, the last that a date can have."""

Knowledge = Mapping[str, str]
"""The newest stamp known of each device, which implies all earlier ones of that device."""


def new_device() -> str:
    """Return a new device id."""
    return new_uid()


def stamp_at(ticks: int, device: str) -> str:
    """Return the stamp of `device` at `ticks`, milliseconds and counter in one number."""
    return "".join(_ALPHABET[ticks >> place & 31] for place in range(5 * (_DIGITS - 1), -1, -5)) + device


def next_stamp(last: str, now: datetime, device: str) -> str:
    """Return a stamp above `last`, the newest known stamp of any device, and not below `now`."""
    return stamp_at(max(int(now.timestamp() * 1000) << _COUNTER_BITS, _ticks(last) + 1), device)


def device_of(stamp: str) -> str:
    """Return the device that made the stamp."""
    return stamp[_DIGITS:]


def time_of(stamp: str) -> datetime:
    """Return the time of the stamp by the clock of its device."""
    return datetime.fromtimestamp(min(_ticks(stamp) >> _COUNTER_BITS, _LAST_MILLISECOND) / 1000, UTC)


def is_stamp(text: str) -> bool:
    """Return whether `text` is a stamp."""
    return len(text) > _DIGITS and set(text[:_DIGITS]) <= _DIGIT_SET


def is_known(stamp: str, knowledge: Knowledge) -> bool:
    """Return whether `knowledge` includes the change with this stamp."""
    return stamp <= knowledge.get(device_of(stamp), NEVER)


def joined(one: Knowledge, other: Knowledge) -> dict[str, str]:
    """Return the union of two knowledges: the newest stamp of each device."""
    return {device: max(one.get(device, NEVER), other.get(device, NEVER)) for device in sorted({*one, *other})}


def _ticks(stamp: str) -> int:
    ticks = 0
    for digit in stamp[:_DIGITS]:
        ticks = ticks << 5 | _ALPHABET.index(digit)
    return ticks
