"""Define fixtures for the tests of the app."""

from __future__ import annotations

import pytest

from rapport_tui import clipboard


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a desktop's clipboard, as the list of what was put there."""
    texts: list[str] = []

    def copy(text: str) -> bool:
        texts.append(text)
        return True

    monkeypatch.setattr(clipboard, "copy_to_desktop", copy)
    return texts
