"""Stable names for records."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_uid() -> str:
    """Return a fresh uid: ten characters of Crockford's base 32 (50 bits), safe to type and to read aloud."""
    bits = secrets.randbits(50)
    return "".join(_ALPHABET[bits >> place & 31] for place in range(0, 50, 5))
