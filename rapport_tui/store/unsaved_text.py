"""Text that was typed and not saved yet, in memory for its window, and in a file that survives a crash.

The file has the texts of each window, by the window's id. A window takes over the texts of closed windows, and never
reads those of an open one.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from rapport_tui.files import Files, read_regular
from rapport_tui.model.uids import new_uid
from rapport_tui.store.sealing import PLAIN, Seal

DRAFTS: Final = "drafts.json"
_MOST: Final = 20


class UnsavedText:
    """Unsaved text by key, in memory and in a file of the journal's folder that only its owner can read.

    If the file can't be read or written, the text is kept in memory only, without an error.
    """

    def __init__(self, folder: Path, *, files: Files | None = None, seal: Seal = PLAIN, window: str = "") -> None:
        """Create the object for a `window`, by default a new one. `seal` encrypts the file."""
        self.path = folder / f"{DRAFTS}{seal.suffix}"
        self._files = files or Files()
        self._seal = seal
        self._window = window or new_uid()
        self.is_on_disk = True
        """True if the text of this window survives its end."""

    def latest(self, wanted: Callable[[str], bool]) -> tuple[str, str] | None:
        """Return the latest key and text of the keys that are `wanted`; None if there is none."""
        return next(((key, text) for key, text in reversed(self._texts.items()) if wanted(key)), None)

    def keep(self, key: str, text: str) -> None:
        """Keep `text` for `key`, or delete it if `text` is blank. Above a limit, the oldest is deleted."""
        before = self._texts.pop(key, "")
        if text.strip():
            self._texts[key] = text
            while len(self._texts) > _MOST:
                self._texts.pop(next(iter(self._texts)))
        if before != text:
            self._write(self._windows())

    @cached_property
    def _texts(self) -> dict[str, str]:
        """The texts of this window, the latest last. They include those of closed windows."""
        windows = self._windows()
        gone = [window for window, kept in windows.items() if window == self._window or not _is_open(kept)]
        texts = {key: text for window in gone for key, text in windows.pop(window)["texts"].items()}
        if texts:
            self.__dict__["_texts"] = texts
            self._write(windows)
        return texts

    def _windows(self) -> dict[str, dict[str, Any]]:
        try:
            windows = json.loads(self._seal.open_or_nothing(read_regular(self.path)[0]))
        except (OSError, ValueError, RecursionError):
            return {}
        known = windows.items() if isinstance(windows, dict) else ()
        return {window: kept for window, kept in known if _is_well_formed(kept)}

    def _write(self, windows: dict[str, dict[str, Any]]) -> None:
        windows.pop(self._window, None)
        if self._texts:
            windows[self._window] = {"process": os.getpid(), "computer": platform.node(), "texts": self._texts}
        self.is_on_disk = not self._texts
        with contextlib.suppress(OSError):
            if windows:
                self._files.make_folder(self.path.parent)
                self._files.put(self.path, self._seal.close(json.dumps(windows, indent=1).encode()))
            else:
                self.path.unlink(missing_ok=True)
            self.is_on_disk = True


def _is_well_formed(kept: object) -> bool:
    texts = kept.get("texts") if isinstance(kept, dict) else None
    return isinstance(texts, dict) and all(isinstance(text, str) for text in texts.values())


def _is_open(kept: dict[str, Any]) -> bool:
    """Return whether the window of this text may still be open; on another computer that is unknown."""
    process = kept.get("process")
    if kept.get("computer") != platform.node():
        return True
    return isinstance(process, int) and process > 0 and is_running(process)


if sys.platform == "win32":
    from ctypes import byref, c_ulong, windll

    def is_running(process: int) -> bool:
        """Return whether a process is running."""
        limited_information, still_active = 0x1000, 259
        handle = windll.kernel32.OpenProcess(limited_information, False, process)
        code = c_ulong()
        try:
            return bool(handle and windll.kernel32.GetExitCodeProcess(handle, byref(code))) and (
                code.value == still_active
            )
        finally:
            windll.kernel32.CloseHandle(handle)

else:

    def is_running(process: int) -> bool:
        """Return whether a process is running."""
        try:
            os.kill(process, 0)
        except (ProcessLookupError, OverflowError):
            return False
        except PermissionError:
            pass
        return True
