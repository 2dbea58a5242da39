"""A key for encrypted journals in tests, wrapped once: age takes seconds for a passphrase on purpose."""

from __future__ import annotations

from base64 import b64decode
from typing import Final

KEY: Final = "AGE-SECRET-KEY-1J8WGDLFRYXZKH4JX4W9C6HDC8Z89V0FSG5LSP36FADKWCQH85ERQVU44PE"
PUBLIC: Final = "age1z9m9hzs7z8p9wug67kyus803tpvapsfsr7ggdwlt86efpk22n92s2r80pe"
PASSPHRASE: Final = "correct horse battery"
WRAPPED: Final = b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBKendJblU5OGpEQWMrTFJKYnVzcm1RIDE5CnJMNUJOZDJxVG8xMGdvRGpN"
    "OVFraWNjdEp1YzNVSE9IZll1N1NUMng5Q00KLS0tIFp2UktLOFpsbE1OYWFwamRVK0JTRWRzQzAzaVdrdmNjUTdkRnJtanZycTgK"
    "Lf8mCUxVDBcrD9Lscv51Zlrd8Y6kvHLCgrVa33YgNJA4bGQqGVvt6azjdFgLetf+hKfOw+r0x7FPS4twqf/viU6dnrTzDE+IzvWg"
    "INNvoEd8QS5eOF4Dqx/xEAU8B0zvupv/EaHtOUVuaXY="
)
"""`KEY` under `PASSPHRASE`."""
