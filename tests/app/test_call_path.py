"""Test how many files a line and a drop cross from the input to the log, so that no relays come between."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Final

import pytest

import rapport_tui
from rapport_tui.files import Files
from rapport_tui.journal import Journal
from tests.app.app_driver import open_app

_PACKAGE: Final = Path(rapport_tui.__file__).parent


@pytest.fixture
def crossed(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the files with calls that are running at the last write to the log, from the handler of the input on."""
    files: list[str] = []
    write = Files.write

    def noting(self: Files, handle: int, data: bytes | memoryview) -> int:
        files.clear()
        frame: FrameType | None = sys._getframe(1)
        while frame:
            path = Path(frame.f_code.co_filename)
            if path.is_relative_to(_PACKAGE) and path.name not in files:
                files.append(path.name)
            frame = frame.f_back
        return write(self, handle, data)

    monkeypatch.setattr(Files, "write", noting)
    return files


async def test_a_line_reaches_the_log_through_seven_files(demo: Journal, crossed: list[str]) -> None:
    async with open_app(demo) as driver:
        await driver.write("coffee with @priya +said likes tea")
        await driver.sees("said: likes tea")
    assert crossed == [
        *("files.py", "log_file.py", "storage.py", "store.py", "history.py"),
        *("entries.py", "capture_dialog.py"),
    ]


async def test_a_drop_reaches_the_log_through_eight_files(journal: Journal, crossed: list[str]) -> None:
    journal.people.add("Ann Lee", stage="acquaintance")
    journal.people.add("Dana Li", stage="mentor")
    async with open_app(journal) as driver:
        await driver.press("2")
        await driver.drag("Ann Lee", driver.place("Dana Li"))
        await driver.sees("Ann Lee → mentor")
    assert crossed == [
        *("files.py", "log_file.py", "storage.py", "store.py", "history.py"),
        *("people.py", "screen.py", "tab_screen.py"),
    ]
