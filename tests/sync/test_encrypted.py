"""An encrypted journal on several machines: the share has nothing to read, and only the same key takes part."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from rapport_tui.store.sealing import new_key
from tests.encrypted import KEY, PUBLIC, WRAPPED


def encrypted(folder: Path, line: str, key: str = KEY) -> Journal:
    """Return an encrypted journal with a line."""
    journal = Journal(folder)
    journal.entries.log([line])
    journal.encryption.encrypt(key, WRAPPED)
    return journal


@pytest.fixture
def share(tmp_path: Path) -> Path:
    """Return an empty folder to share a journal in."""
    (tmp_path / "share").mkdir()
    return tmp_path / "share"


def test_two_machines_with_one_key(tmp_path: Path, share: Path) -> None:
    one, two = encrypted(tmp_path / "one", "rowing with @priya"), encrypted(tmp_path / "two", "sailing with @dana")
    one.sync.share(str(share))
    two.sync.join(str(share))
    one.sync.sync()
    assert len(one.entries.search("")) == len(two.entries.search("")) == 2
    files = {path.name: path.read_bytes() for path in share.rglob("*") if path.is_file()}
    assert PUBLIC.encode() in files["share.json"]
    assert {name for name in files if name.startswith("0")} == {"000001.jsonl.age"}
    for word in (b"rowing", b"sailing", b"riya", b"ana", b"entries"):
        assert not any(word in data for name, data in files.items() if name.endswith(".age"))


def test_who_has_another_key_or_none_is_told(tmp_path: Path, share: Path) -> None:
    encrypted(tmp_path / "one", "rowing with @priya").sync.share(str(share))
    other = encrypted(tmp_path / "two", "sailing with @dana", new_key())
    with pytest.raises(RapportError, match=r"another key.*--with-key"):
        other.sync.join(str(share))
    plain = Journal(tmp_path / "three")
    with pytest.raises(RapportError, match=r"is encrypted.*--with-key"):
        plain.sync.join(str(share))
    assert not plain.is_shared


def test_an_encrypted_journal_does_not_join_a_plain_share(tmp_path: Path, share: Path) -> None:
    plain = Journal(tmp_path / "one")
    plain.entries.log(["rowing with @priya"])
    plain.sync.share(str(share))
    with pytest.raises(RapportError, match="in plain"):
        encrypted(tmp_path / "two", "sailing with @dana").sync.join(str(share))
