"""Shares of two machines in temporary folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport_tui.sync.merge import RecordChange
from rapport_tui.sync.segments import FORMAT, SyncAction
from rapport_tui.sync.share import DeviceInfo, ShareFiles, ShareInfo

INFO = ShareInfo(format=FORMAT, journal="j", baseline="0")


def actions(*texts: str, device: str = "one") -> list[SyncAction]:
    """Return an action of a machine for each text."""
    return [
        SyncAction(id=f"{number:013d}{device}", changes=[RecordChange(table="entries", uid=text, set={"text": text})])
        for number, text in enumerate(texts)
    ]


def own_files(root: Path, device: str) -> ShareFiles:
    """Return the copy of a machine that has joined."""
    files = ShareFiles(root)
    files.write_info(INFO)
    files.write_device(DeviceInfo(device=device, name=device, joined="2026-11-28"))
    return files


@pytest.fixture
def one(tmp_path: Path) -> ShareFiles:
    """Return the files of the machine `one`."""
    return own_files(tmp_path / "one", "one")


@pytest.fixture
def two(tmp_path: Path) -> ShareFiles:
    """Return the files of the machine `two`."""
    return own_files(tmp_path / "two", "two")
