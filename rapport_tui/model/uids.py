"""Unique ids of records."""

from __future__ import annotations

import os

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_uid() -> str:
    """Return a new uid: ten characters of Crockford's base 32 (50 bits), safe to type and to read aloud."""
    bits = int.from_bytes(os.urandom(7), "big")  # the module secrets does the same but imports all of hashlib
    return _spelled(bits)


def uid_of(*parts: str) -> str:
    """Return a uid computed from `parts`, the same on every machine."""
    import hashlib

    return _spelled(int.from_bytes(hashlib.blake2b("\0".join(parts).encode(), digest_size=7).digest(), "big"))


def _spelled(bits: int) -> str:
    return "".join(_ALPHABET[bits >> place & 31] for place in range(0, 50, 5))
