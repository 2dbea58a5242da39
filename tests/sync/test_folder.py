"""Segments, and the folder that carries them: late, half, repeated, renamed, lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.model.errors import RapportError
from rapport_tui.sync.folder import FolderTransport
from rapport_tui.sync.segments import FORMAT, Header, decode_segment, encode_segment
from rapport_tui.sync.share import ShareFiles
from tests.sync.conftest import INFO, actions

WHOLE = encode_segment(Header(format=FORMAT, journal="j", device="one", number=1), actions("hällo", "zwei\nlines"))


def texts(files: ShareFiles, device: str, number: int) -> list[str]:
    segment = files.read(device, number)
    return [] if segment is None else [change.uid for action in segment.actions for change in action.changes]


def test_a_segment_is_the_same_after_reading_it() -> None:
    segment = decode_segment(WHOLE)
    assert segment is not None
    assert segment.header.number == 1
    assert segment.actions == actions("hällo", "zwei\nlines")


@pytest.mark.parametrize("size", range(len(WHOLE) - 1))
def test_a_part_of_a_segment_is_no_segment(size: int) -> None:
    assert decode_segment(WHOLE[:size]) is None
    assert decode_segment(WHOLE[:size] + bytes(len(WHOLE) - size)) is None


@given(st.integers(0, len(WHOLE) - 2), st.binary(min_size=1, max_size=4))
def test_a_damaged_segment_is_no_segment(place: int, damage: bytes) -> None:
    damaged = WHOLE[:place] + damage + WHOLE[place + len(damage) :]
    assert damaged == WHOLE or decode_segment(damaged) is None or damaged.startswith(b'{"format":') is False


def test_a_newer_segment_is_refused() -> None:
    with pytest.raises(RapportError, match="Update rapport"):
        decode_segment(WHOLE.replace(b'"format":1', b'"format":2'))


def test_files_come_and_go(one: ShareFiles, two: ShareFiles, tmp_path: Path) -> None:
    one.write("j", "one", 1, actions("a", "b"))
    two.write("j", "two", 1, actions("c", device="two"))
    share = tmp_path / "share"
    share.mkdir()
    assert FolderTransport(share, one).exchange("one", 1) == []
    assert FolderTransport(share, two).exchange("two", 1) == []
    assert FolderTransport(share, one).exchange("one", 1) == []
    assert texts(two, "one", 1) == ["a", "b"]
    assert texts(one, "two", 1) == ["c"]
    assert one.devices().keys() == two.devices().keys() == {"one", "two"}
    assert ShareFiles(share).info() == INFO
    if os.name == "posix":
        assert {path.stat().st_mode & 0o077 for path in share.rglob("*")} == {0}


def test_a_half_file_waits_until_it_is_whole(one: ShareFiles, two: ShareFiles, tmp_path: Path) -> None:
    one.write("j", "one", 1, actions("a"))
    share = ShareFiles(tmp_path / "share")
    whole = one.path("one", 1).read_bytes()
    share.put("one", "000001.jsonl", whole[:50])
    FolderTransport(share.root, two).exchange("two", 1)
    assert two.numbers("one") == []
    share.put("one", "000001.jsonl", whole)
    FolderTransport(share.root, two).exchange("two", 1)
    assert texts(two, "one", 1) == ["a"]


@pytest.mark.parametrize(
    "name", ["000001.sync-conflict-20261128-AB.jsonl", "000001 (1).jsonl", "x (conflicted copy).jsonl"]
)
def test_a_renamed_file_is_taken_for_what_it_is(one: ShareFiles, two: ShareFiles, tmp_path: Path, name: str) -> None:
    one.write("j", "one", 1, actions("a"))
    share = ShareFiles(tmp_path / "share")
    share.put("one", name, one.path("one", 1).read_bytes())
    FolderTransport(share.root, two).exchange("two", 1)
    assert texts(two, "one", 1) == ["a"]
    assert FolderTransport(share.root, one).exchange("one", 1) == []


def test_a_file_under_the_name_of_another_is_not_taken_for_it(one: ShareFiles, two: ShareFiles, tmp_path: Path) -> None:
    one.write("j", "one", 1, actions("a"))
    share = ShareFiles(tmp_path / "share")
    share.put("one", "000002.jsonl", one.path("one", 1).read_bytes())
    FolderTransport(share.root, two).exchange("two", 1)
    assert two.numbers("one") == []


def test_what_the_share_loses_anybody_gives_back(one: ShareFiles, two: ShareFiles, tmp_path: Path) -> None:
    share = ShareFiles(tmp_path / "share")
    share.root.mkdir()
    one.write("j", "one", 1, actions("a"))
    FolderTransport(share.root, one).exchange("one", 1)
    FolderTransport(share.root, two).exchange("two", 1)
    share.path("one", 1).unlink()
    FolderTransport(share.root, two).exchange("two", 1)
    assert texts(share, "one", 1) == ["a"]


def test_segments_that_somebody_else_wrote_as_us_are_told(one: ShareFiles, tmp_path: Path) -> None:
    share = ShareFiles(tmp_path / "share")
    share.root.mkdir()
    one.write("j", "one", 1, actions("a"))
    FolderTransport(share.root, one).exchange("one", 1)
    one.write("j", "one", 2, actions("b"))
    share.write("j", "one", 2, actions("other"))
    share.write("j", "one", 3, actions("more"))
    assert FolderTransport(share.root, one).exchange("one", 1) == [2, 3]
    assert one.numbers("one") == [1, 2]
    assert texts(share, "one", 2) == ["other"]


def test_a_folder_that_cannot_be_used_is_told(one: ShareFiles, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RapportError, match="can’t be used"):
        FolderTransport(tmp_path / "file" / "share", one).exchange("one", 1)
    (tmp_path / "share.json").write_text('{"format": 9, "journal": "j", "baseline": ""}')
    with pytest.raises(RapportError, match="newer rapport"):
        FolderTransport(tmp_path, one).look()


def test_a_file_that_names_another_folder_is_not_written_there(one: ShareFiles, tmp_path: Path) -> None:
    share = ShareFiles(tmp_path / "share")
    evil = encode_segment(Header(format=FORMAT, journal="j", device="../../../evil", number=1), actions("a"))
    share.put("two", "x (1).jsonl", evil)
    FolderTransport(share.root, one).exchange("one", 1)
    assert not list(tmp_path.rglob("*evil*"))
    assert one.device_ids() == ["one"]
    assert one.device("../../../etc").name == "../../../etc"


@pytest.mark.parametrize("stamp", ["", "short", "UPPERCASE12345one", "0000000000000two"])
def test_a_segment_with_stamps_of_nobody_is_not_taken(stamp: str) -> None:
    action = actions("a")[0]
    action.id = stamp
    assert decode_segment(encode_segment(Header(format=FORMAT, journal="j", device="one", number=1), [action])) is None
