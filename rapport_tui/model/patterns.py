"""Regular expressions that are compiled when they are first used.

A command uses a few of the expressions of the modules that it imports. To compile all of them took a fifth of its time.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _LazyPattern:
    """The expression `pattern`, with the attributes of the compiled one once any of them is read."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._flags)
        for method in ("fullmatch", "match", "search", "finditer", "findall", "split", "sub"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return the regular expression `pattern`. Raises `re.error` on first use if it is not valid."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(pattern, flags))
