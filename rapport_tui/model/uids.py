"""Unique ids of records."""

from __future__ import annotations

import os
from collections.abc import Iterator

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_BYTES = 7
_AT_ONCE = 256


def new_uids() -> Iterator[str]:
    """Yield new uids without end, for many records.

    The system is asked for random bytes once for many uids. Each such call lets go of the interpreter, and a thread
    that does so more often than it is made to would keep the thread that answers keys waiting.
    """
    while True:
        data = os.urandom(_BYTES * _AT_ONCE)
        yield from (_spelled(data[at : at + _BYTES]) for at in range(0, len(data), _BYTES))


def new_uid() -> str:
    """Return a new uid: ten characters of Crockford's base 32 (50 bits), safe to type and to read aloud."""
    return _spelled(os.urandom(_BYTES))  # the module secrets does the same but imports all of hashlib


def uid_of(*parts: str) -> str:
    """Return a uid computed from `parts`, the same on every machine."""
    import hashlib

    return _spelled(hashlib.blake2b("\0".join(parts).encode(), digest_size=_BYTES).digest())


def _spelled(data: bytes) -> str:
    bits = int.from_bytes(data, "big")
    return "".join(_ALPHABET[bits >> place & 31] for place in range(0, 50, 5))
