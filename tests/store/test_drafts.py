"""Drafts: typed, not saved, not lost, and offered in their own window only."""

from __future__ import annotations

import json
import os
import platform
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rapport_tui.files import Files
from rapport_tui.store.unsaved_text import UnsavedText

TEXT = "tea with @pri\n  and [bold]x[/ 王小明"


def leave(folder: Path, key: str, text: str) -> None:
    """Have a process that ends at once keep a text."""
    script = (
        "import sys, pathlib; from rapport_tui.store.unsaved_text import UnsavedText as U; "
        "U(pathlib.Path(sys.argv[1])).keep(*sys.argv[2:])"
    )
    subprocess.run([sys.executable, "-c", script, str(folder), key, text], check=True)


def all_of(drafts: UnsavedText) -> tuple[str, str] | None:
    return drafts.latest(lambda _: True)


def test_the_latest_comes_first_until_it_is_dropped(tmp_path: Path) -> None:
    drafts = UnsavedText(tmp_path)
    drafts.keep("log:#1", TEXT)
    drafts.keep("edit:1#2", "other")
    assert all_of(drafts) == ("edit:1#2", "other")
    assert drafts.latest(lambda key: key.startswith("log:")) == ("log:#1", TEXT)
    drafts.keep("log:#1", "tea")
    assert all_of(drafts) == ("log:#1", "tea")
    assert stat.S_IMODE(drafts.path.stat().st_mode) == 0o600 or sys.platform == "win32"
    drafts.keep("log:#1", "")
    assert all_of(drafts) == ("edit:1#2", "other")
    drafts.keep("edit:1#2", " ")
    assert all_of(drafts) is None
    assert not drafts.path.exists()


def test_what_a_window_left_is_taken_over_once(tmp_path: Path) -> None:
    leave(tmp_path, "log:#1", TEXT)
    first, second = UnsavedText(tmp_path), UnsavedText(tmp_path)
    assert all_of(first) == ("log:#1", TEXT)
    assert all_of(second) is None
    first.keep("log:#1", "")
    assert not first.path.exists()


def test_what_an_open_window_keeps_is_its_own(tmp_path: Path) -> None:
    first, second = UnsavedText(tmp_path), UnsavedText(tmp_path)
    first.keep("log:#1", "mine")
    assert all_of(second) is None
    second.keep("log:#2", "theirs")
    assert all_of(first) == ("log:#1", "mine")
    second.keep("log:#2", "")
    assert "mine" in first.path.read_text("utf-8")


def test_what_another_computer_keeps_stays_there(tmp_path: Path) -> None:
    drafts = UnsavedText(tmp_path)
    drafts.path.write_text(
        json.dumps({"w": {"process": 1, "computer": "another", "texts": {"log:#1": "tea"}}}), "utf-8"
    )
    assert all_of(drafts) is None
    drafts.keep("log:#2", "mine")
    drafts.keep("log:#2", "")
    assert "tea" in drafts.path.read_text("utf-8")


def test_of_very_many_the_oldest_goes(tmp_path: Path) -> None:
    drafts = UnsavedText(tmp_path)
    for number in range(30):
        drafts.keep(f"log:#{number}", "tea")
    assert drafts.latest(lambda key: key == "log:#0") is None
    assert drafts.latest(lambda key: key == "log:#29")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[" * 100_000,
        b"[]",
        b"{",
        b"\xff",
        b'{"log:": 5}',
        b'{"w": {"texts": 5}}',
        b'{"w": {"texts": {"log:#1": 5}}}',
        b'"\\ud800"',
    ],
)
def test_a_file_that_cannot_be_read_is_no_draft(tmp_path: Path, content: bytes) -> None:
    drafts = UnsavedText(tmp_path)
    drafts.path.write_bytes(content)
    assert all_of(drafts) is None
    drafts.keep("log:#1", "tea")
    assert all_of(drafts) == ("log:#1", "tea")


@pytest.mark.parametrize("process", [-1, 0, 1 << 70, "1", None, 2**31 - 1])
def test_a_process_that_is_none_is_gone(tmp_path: Path, process: object) -> None:
    drafts = UnsavedText(tmp_path)
    kept = {"w": {"process": process, "computer": platform.node(), "texts": {"log:#1": "tea"}}}
    drafts.path.write_text(json.dumps(kept), "utf-8")
    assert all_of(drafts) == ("log:#1", "tea")


def test_a_disk_that_takes_nothing_loses_no_word(tmp_path: Path) -> None:
    class Full(Files):
        def put(self, path: Path, data: bytes, *, durable: bool = True) -> None:
            raise OSError(28, os.strerror(28))

    drafts = UnsavedText(tmp_path, files=Full())
    drafts.keep("log:#1", "tea")
    assert (all_of(drafts), drafts.is_on_disk) == (("log:#1", "tea"), False)
    drafts.keep("log:#1", "")
    assert (all_of(drafts), drafts.is_on_disk) == (None, True)


def test_a_folder_that_is_missing_is_made_for_a_draft(tmp_path: Path) -> None:
    drafts = UnsavedText(tmp_path / "new")
    drafts.keep("log:#1", "tea")
    assert (all_of(drafts), drafts.is_on_disk) == (("log:#1", "tea"), True)
    assert drafts.path.stat().st_mode & 0o777 == 0o600
