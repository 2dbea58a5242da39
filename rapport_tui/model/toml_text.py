"""The bounded parsing of TOML from untrusted files."""

from __future__ import annotations

from typing import Any, Final

_MOST_DOTS: Final = 1000
"""The most dots of a key: tomllib's time grows with their square (5,000 take 1.3 seconds, 20,000 take 20)."""


def parse_toml(text: str) -> dict[str, Any]:
    """Return the table in `text`. Raises `ValueError` if it is not TOML, or too deeply nested or long."""
    import tomllib

    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > _MOST_DOTS:
            raise ValueError(f"line {number} has more than {_MOST_DOTS} dots")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("its brackets are nested too deeply") from error
