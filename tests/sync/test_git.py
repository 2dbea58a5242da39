"""A git repository as the share: machines that push at once, and every way in which git can fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rapport_tui.model.errors import RapportError
from rapport_tui.sync.git import BRANCH, GitTransport
from rapport_tui.sync.share import ShareFiles
from tests.sync import clones
from tests.sync.conftest import INFO, actions
from tests.sync.test_folder import texts


def bare(tmp_path: Path) -> str:
    subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / "bare"], check=True)
    return str(tmp_path / "bare")


def transport(where: str, own: ShareFiles) -> GitTransport:
    return GitTransport(where, own, own.root.parent / f"{own.root.name}.git", pause=lambda _: None)


def sync(where: str, own: ShareFiles, device: str) -> list[int]:
    carrier = transport(where, own)
    carrier.look()
    return carrier.exchange(device, 1)


def test_files_come_and_go_through_a_bare_repository(one: ShareFiles, two: ShareFiles, tmp_path: Path) -> None:
    where = bare(tmp_path)
    assert transport(where, one).look() is None
    one.write("j", "one", 1, actions("a"))
    two.write("j", "two", 1, actions("b", device="two"))
    assert sync(where, one, "one") == []
    assert transport(where, two).look() == INFO
    assert sync(where, two, "two") == []
    sync(where, one, "one")
    assert texts(two, "one", 1) == ["a"]
    assert texts(one, "two", 1) == ["b"]


def test_a_rejected_push_is_tried_again(one: ShareFiles, two: ShareFiles, tmp_path: Path) -> None:
    where = bare(tmp_path)
    sync(where, one, "one")
    late = transport(where, two)
    late.look()
    one.write("j", "one", 1, actions("a"))
    sync(where, one, "one")
    two.write("j", "two", 1, actions("b", device="two"))
    assert late.exchange("two", 1) == []
    assert texts(two, "one", 1) == ["a"]
    sync(where, one, "one")
    assert texts(one, "two", 1) == ["b"]


def test_a_killed_git_leaves_nothing_in_the_way(one: ShareFiles, tmp_path: Path) -> None:
    where = bare(tmp_path)
    sync(where, one, "one")
    clone = tmp_path / "one.git"
    (clone / ".git" / "index.lock").touch()
    (clone / "devices" / "stray").touch()
    one.write("j", "one", 1, actions("a"))
    assert sync(where, one, "one") == []
    shown = subprocess.run(
        ["git", "-C", where, "ls-tree", "-r", "--name-only", BRANCH], check=True, capture_output=True, text=True
    ).stdout
    assert shown.split() == ["devices/one/000001.jsonl", "devices/one/device.json", "share.json"]


def test_a_repository_that_is_not_there_is_told(one: ShareFiles, tmp_path: Path) -> None:
    with pytest.raises(RapportError, match="git init --bare"):
        transport(str(tmp_path / "nowhere"), one).look()


def test_without_git_a_folder_is_advised(one: ShareFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RapportError, match="git is not installed"):
        transport("anywhere", one).look()


@pytest.mark.skipif(sys.platform == "win32", reason="a hook is a shell script")
def test_a_push_that_is_never_taken_is_told_with_its_reason(one: ShareFiles, tmp_path: Path) -> None:
    where = bare(tmp_path)
    hook = Path(where) / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(RapportError, match="What you write is kept here"):
        sync(where, one, "one")
    hook.unlink()
    one.write("j", "one", 1, actions("a"))
    assert sync(where, one, "one") == []


def test_three_processes_that_write_and_push_at_once_lose_nothing(tmp_path: Path) -> None:
    assert clones.run(tmp_path, 0, least=2) == {"one": 2, "two": 2, "tri": 2}
