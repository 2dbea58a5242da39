"""Drafts: typed, not saved, not lost."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from rapport_tui.store import UnsavedText


def test_a_draft_is_there_again_until_it_is_dropped(tmp_path: Path) -> None:
    UnsavedText(tmp_path).keep("log:", "tea with @pri\n  and [bold]x[/ 王小明")
    UnsavedText(tmp_path).keep("edit:1", "other")
    assert UnsavedText(tmp_path).get("log:") == "tea with @pri\n  and [bold]x[/ 王小明"
    assert stat.S_IMODE(UnsavedText(tmp_path).path.stat().st_mode) == 0o600
    UnsavedText(tmp_path).keep("log:", "")
    assert (UnsavedText(tmp_path).get("log:"), UnsavedText(tmp_path).get("edit:1")) == ("", "other")
    UnsavedText(tmp_path).keep("edit:1", " ")
    assert not UnsavedText(tmp_path).path.exists()


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"log:": 5}'])
def test_a_file_that_cannot_be_read_is_no_draft(tmp_path: Path, content: bytes) -> None:
    drafts = UnsavedText(tmp_path)
    drafts.path.write_bytes(content)
    assert drafts.get("log:") == ""
    drafts.keep("log:", "tea")
    assert drafts.get("log:") == "tea"


def test_a_folder_that_cannot_be_written_to_stops_nobody(tmp_path: Path) -> None:
    UnsavedText(tmp_path / "gone").keep("log:", "tea")
    assert UnsavedText(tmp_path / "gone").get("log:") == ""
