"""Text that was typed and not saved yet, kept so that a crash does not lose it."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Final

from rapport_tui.store.files import Files

FILE_NAME: Final = "drafts.json"


class UnsavedText:
    """Unsaved text by key, in a file of the journal's folder that only its owner can read.

    If the file can't be read or written, there is no text and no error.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._files = Files()

    def get(self, key: str) -> str:
        """Return the text for `key`, empty if there is none."""
        return self._read().get(key, "")

    def keep(self, key: str, text: str) -> None:
        """Keep `text` for `key`, or delete it if `text` is blank."""
        drafts = self._read()
        if drafts.get(key, "") == text:
            return
        drafts[key] = text
        drafts = {key: text for key, text in drafts.items() if text.strip()}
        with contextlib.suppress(OSError):
            if drafts:
                self._files.put(self.path, json.dumps(drafts, indent=1).encode())
            else:
                self.path.unlink(missing_ok=True)

    def _read(self) -> dict[str, str]:
        try:
            drafts = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return {}
        known = drafts.items() if isinstance(drafts, dict) else ()
        return {key: text for key, text in known if isinstance(text, str)}
