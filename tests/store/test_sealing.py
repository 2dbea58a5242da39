"""Encrypted files: what age alone makes of them, and what the five errors say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
from pyrage.x25519 import Identity
from tinydb import TinyDB

from rapport_tui.files import Files
from rapport_tui.model.errors import DamagedError, LockedError, MissingKeyError, WrongKeyError
from rapport_tui.store import Store
from rapport_tui.store.conversion import decrypt, encrypt
from rapport_tui.store.key_files import check_key, find_key, public_key
from rapport_tui.store.location import locate, place_of
from rapport_tui.store.passphrase import unwrap, wrap
from rapport_tui.store.sealing import Seal, close_log, groups_of, new_key, open_log, public_of
from tests.store.script import docs_of

KEY = new_key()
SEAL = Seal(public_of(KEY), KEY)


def fill(store: Store, count: int = 12) -> None:
    for number in range(count):
        with store.transaction() as draft:
            draft.put("people", {"uid": f"u{number}", "name": f"Priya Raman {number}"})
        if number == count // 2:
            store.tidy(at_once=True)


@pytest.fixture
def sealed(folder: Path) -> Store:
    """Return an encrypted journal of a few people."""
    store = Store(folder)
    fill(store)
    store.close()
    encrypt(Files(), place_of(folder), KEY, b"the key under a passphrase")
    return Store(folder, key=KEY)


def test_age_alone_makes_a_tinydb_file_of_the_snapshot(sealed: Store, tmp_path: Path) -> None:
    with sealed.transaction() as draft:
        draft.put("people", {"uid": "new", "name": "Tomas"})
    sealed.tidy(at_once=True)
    identity = Identity.from_str(KEY)
    copy = tmp_path / "copy.json"
    copy.write_bytes(pyrage.decrypt(sealed.path.read_bytes(), [identity]))
    with TinyDB(copy) as stock:
        assert [doc["name"] for doc in stock.table("people")][-1] == "Tomas"


def test_each_line_of_the_log_is_an_age_file_in_base64(sealed: Store) -> None:
    import base64

    with sealed.transaction() as draft:
        draft.put("people", {"uid": "new", "name": "Tomas"})
    lines = sealed.place.log.read_bytes().splitlines()
    opened = [pyrage.decrypt(base64.b64decode(line, validate=True), [Identity.from_str(KEY)]) for line in lines]
    assert len(opened) == 2
    assert b'"name":"Tomas"' in opened[1]


def test_there_and_back_changes_nothing(folder: Path, sealed: Store) -> None:
    before = docs_of(sealed)
    assert sealed.verify() == []
    sealed.close()
    decrypt(Files(), place_of(folder, KEY))
    plain = Store(folder)
    assert docs_of(plain) == before
    assert plain.verify() == []
    assert [path.name for path in folder.rglob("*") if path.suffix in (".age", ".pub")] == []


def test_a_window_that_was_open_is_told_and_writes_nothing_plain(folder: Path) -> None:
    window = Store(folder)
    fill(window)
    encrypt(Files(), place_of(folder), KEY, b"the key under a passphrase")
    with pytest.raises(Exception, match="was encrypted meanwhile"), window.transaction() as draft:
        draft.put("people", {"uid": "late"})
    with pytest.raises(Exception, match="was encrypted meanwhile"):
        window.refresh()
    assert not (folder / "rapport.json").exists()
    other = Store(folder, key=KEY)
    decrypt(Files(), place_of(folder, KEY))
    with pytest.raises(Exception, match="was decrypted meanwhile"), other.transaction() as draft:
        draft.put("people", {"uid": "late"})


def test_opening_imports_pyrage_and_little_else(folder: Path, sealed: Store) -> None:
    sealed.close()
    program = (
        "import sys; from pathlib import Path; from rapport_tui.store import Store; before = {*sys.modules}\n"
        "Store(Path(sys.argv[1]), key=sys.argv[2]); print(*{*sys.modules} - before)"
    )
    command = [sys.executable, "-c", program, str(folder), KEY]
    new = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "pyrage" in new
    assert not {"json", "platform", "shutil", "tempfile"} & {*new}


def test_a_journal_without_its_key_is_locked(folder: Path, sealed: Store) -> None:
    with pytest.raises(LockedError, match="rapport unlock"):
        Store(folder)
    with pytest.raises(WrongKeyError):
        check_key(Files(), locate(folder), new_key())


def test_the_public_key_is_written_again(folder: Path, sealed: Store) -> None:
    place = locate(folder)
    place.public_key.unlink()
    assert place.is_encrypted
    with pytest.raises(MissingKeyError, match="pub is gone"):
        public_key(Files(), place)
    with pytest.raises(WrongKeyError):
        check_key(Files(), place, new_key())
    check_key(Files(), place, KEY)
    assert public_key(Files(), place) == public_of(KEY)


@pytest.mark.parametrize("at", [None, 30, -1])
def test_the_key_is_the_right_one_also_where_the_snapshot_is_gone_or_damaged(
    folder: Path, sealed: Store, at: int | None
) -> None:
    sealed.tidy(at_once=True)
    place = locate(folder)
    place.public_key.unlink()
    data = bytearray(sealed.path.read_bytes())
    if at is None:
        sealed.path.unlink()
    else:
        data[at] ^= 1
        sealed.path.write_bytes(data)
    with pytest.raises(WrongKeyError):
        check_key(Files(), place, new_key())
    check_key(Files(), place, KEY)
    assert docs_of(Store(folder, key=KEY)) == docs_of(sealed)


def test_a_journal_whose_snapshot_is_gone_is_still_encrypted(folder: Path, sealed: Store) -> None:
    sealed.path.unlink()
    with pytest.raises(LockedError):
        Store(folder)
    assert docs_of(Store(folder, key=KEY)) == docs_of(sealed)


def test_what_the_errors_of_keys_say(folder: Path, sealed: Store) -> None:
    place = locate(folder)
    place.key.write_bytes(wrapped := wrap(KEY, "pässword 王"))
    assert find_key(Files(), place, "pässword 王") == KEY
    assert find_key(Files(), place, f" {KEY[:40].lower()}\n {KEY[40:]} ") == KEY
    told = {str(error) for error in (errors(place, "another"), errors(place, "AGE-SECRET-KEY-1XX"))}
    place.key.write_bytes(wrapped[:-3])
    damaged = errors(place, "pässword 王")
    assert isinstance(damaged, DamagedError)
    place.key.write_bytes(re.sub(rb" \d+\n", b" 40\n", wrapped, count=1))
    assert "too slow" in str(errors(place, "pässword 王"))
    place.key.unlink()
    missing = errors(place, "pässword 王")
    assert isinstance(missing, MissingKeyError)
    told |= {str(damaged), str(missing), str(LockedError())}
    assert len(told) == 5
    with pytest.raises(DamagedError):
        unwrap(b"no age file", "x")


def errors(place: object, secret: str) -> Exception:
    from rapport_tui.store.backups import JournalPaths

    assert isinstance(place, JournalPaths)
    with pytest.raises(Exception) as told:
        check_key(Files(), place, find_key(Files(), place, secret))
    return told.value


def test_a_file_that_is_cut_or_changed_anywhere_is_not_read() -> None:
    closed = SEAL.close(b"coffee" * 40_000)  # age decrypts 64 KiB at a time
    header = closed.index(b"\n", closed.index(b"\n--- ") + 1) + 1
    first = header + 16 + 64 * 1024 + 16
    for end in (0, 20, header - 1, header, header + 16, header + 17, first - 1, first, first + 1, len(closed) - 1):
        assert SEAL.open_or_nothing(closed[:end]) == b"", end
        changed = bytearray(closed)
        changed[end] ^= 1
        assert SEAL.open_or_nothing(bytes(changed)) == b"", end
    assert SEAL.open_or_nothing(closed + b"x") == b""
    assert SEAL.open(closed) == b"coffee" * 40_000


def test_damaged_lines_stay_damaged_and_secret() -> None:
    log = b'1f0c44aa {"gen":7}\nruined words\x00\r\n\nthe last one is cut'
    closed = close_log(log, SEAL)
    assert b"ruined" not in closed
    assert b"cut" not in closed
    assert close_log(closed, SEAL) == closed
    assert open_log(closed, SEAL) == log.replace(b"\n\n", b"\n") + b"\n"


def test_a_key_is_shown_in_groups() -> None:
    assert "".join(groups_of(KEY)) == KEY
    assert len(groups_of(KEY)) == 11
