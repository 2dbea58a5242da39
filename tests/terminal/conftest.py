"""Define fixtures for the tests in a real terminal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """An environment with a journal, settings and a home of its own, on a still day."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "RAPPORT_JOURNAL": str(tmp_path / "journal"),
        "RAPPORT_SETTINGS": str(tmp_path / "settings.toml"),
        "RAPPORT_NOW": "2026-11-23T09:12",
    }
