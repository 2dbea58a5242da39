"""Stable names for records."""

from __future__ import annotations

import os

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_uid() -> str:
    """Return a fresh uid: ten characters of Crockford's base 32 (50 bits), safe to type and to read aloud."""
    bits = int.from_bytes(os.urandom(7), "big")  # the module secrets imports all of hashlib for the same
    return "".join(_ALPHABET[bits >> place & 31] for place in range(0, 50, 5))
