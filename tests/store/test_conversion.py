"""Encrypting a journal and going back, cut short at any call to the system: what is left opens and has everything."""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from rapport_tui.files import Files
from rapport_tui.model.errors import RapportError
from rapport_tui.store.captured_lines import CapturedLine, CapturedLines
from rapport_tui.store.conversion import decrypt, encrypt
from rapport_tui.store.location import locate, place_of
from rapport_tui.store.sealing import Seal
from rapport_tui.store.unsaved_text import UnsavedText
from tests.encrypted import KEY, PUBLIC, WRAPPED
from tests.store.damage import DAMAGES
from tests.store.damage import build as build_to_damage
from tests.store.disk import Disk, Recorder
from tests.store.script import Docs, Unsynced, begin, docs_of, opened
from tests.store.test_faults import Faulty
from tests.store.test_power import lay_out

WORDS = "rowing on Sundays"
SEAL = Seal(PUBLIC, KEY)
Convert = Callable[[Files, Path], None]


class DiedError(BaseException):
    """The process died."""


def build(folder: Path, *, encrypted: bool) -> Docs:
    """Make a journal with backups, a file set aside, a draft and a captured line, and return its documents."""
    begin(folder, encrypted=encrypted)
    store = opened(folder)
    for number in range(7):
        with store.transaction() as draft:
            draft.put("people", {"uid": f"u{number}", "text": f"{WORDS} {number}"})
        if number in (1, 3):
            store.tidy(at_once=True)
    place = store.place
    store.close()
    seal = place.seal
    (place.backups / f"rapport-000001.aside-1{place.ending}").write_bytes(seal.close(WORDS.encode()))
    (place.backups / "rapport-000001.aside-1.log").write_bytes(seal.close_line(f"ruined {WORDS}\n".encode()))
    (folder / f"rapport.sync-conflict-1{place.ending}").write_bytes(seal.close(WORDS.encode()))
    UnsavedText(folder, seal=seal, window="w").keep("line", WORDS)
    CapturedLines(place, Unsynced()).add([CapturedLine(uid="c1", day="2026-11-23", text=WORDS)])
    if encrypted:
        place.key.write_bytes(WRAPPED)
    else:
        (folder / "derived").mkdir()
        (folder / "derived" / "brief.txt").write_text(WORDS, encoding="utf-8")
        (folder / ".rapport.json.0011.tmp").write_text(WORDS, encoding="utf-8")
    return docs_of(opened(folder))


def to_encrypted(files: Files, folder: Path) -> None:
    encrypt(files, place_of(folder), KEY, WRAPPED)


def to_plain(files: Files, folder: Path) -> None:
    decrypt(files, place_of(folder, KEY))


WAYS = pytest.mark.parametrize(("convert", "goal"), [(to_encrypted, True), (to_plain, False)], ids=["there", "back"])


def check(folder: Path, expected: Docs, where: str, *, is_whole: bool = False) -> None:
    """Check that the journal opens, that it has all, and that nothing plain is beside encrypted files.

    Encrypted files may be left beside plain ones, unless the conversion was whole.
    """
    store = opened(folder)
    assert docs_of(store) == expected, where
    assert [problem for problem in store.verify() if "aside-1" not in problem] == [], where
    place = store.place
    store.close()
    [line] = CapturedLines(place, Unsynced()).read()
    assert line.text == WORDS, where
    assert UnsavedText(folder, seal=place.seal, window="w").latest(lambda _: True) is not None, where
    names = sorted(path.name for path in folder.rglob("*") if path.is_file())
    if place.seal.is_encrypted:
        assert words_in(folder) == [], where
        assert place.key.read_bytes() == WRAPPED, where
        assert "rapport.json" not in names, where
    elif is_whole:
        assert [name for name in names if name.endswith((".age", ".pub"))] == [], (where, names)


def words_in(folder: Path) -> list[str]:
    """Return the names of the files that have a part of what was written."""
    return [path.name for path in folder.rglob("*") if path.is_file() and b"on Sunda" in path.read_bytes()]


@WAYS
def test_converted(folder: Path, convert: Convert, goal: bool) -> None:
    expected = build(folder, encrypted=not goal)
    assert bool(words_in(folder)) is goal
    convert(Files(), folder)
    assert locate(folder).is_encrypted is goal
    check(folder, expected, "", is_whole=True)
    with opened(folder).transaction() as draft:
        draft.put("people", {"uid": "later"})
    with pytest.raises(RapportError):
        convert(Files(), folder)


@WAYS
@pytest.mark.parametrize("kind", ["death", "no room"])
def test_cut_short_at_any_call(tmp_path: Path, effort: int, convert: Convert, goal: bool, kind: str) -> None:
    def fail(call: str) -> None:
        raise DiedError if kind == "death" else OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    built, folder = tmp_path / "built", tmp_path / "journal"
    expected = build(built, encrypted=not goal)
    shutil.copytree(built, folder)
    files = Faulty(0, fail)
    convert(files, folder)
    kinds, calls = set(), files.calls
    assert calls > 50
    for number in range(1, calls + 1, 1 if effort > 1 else 5):
        shutil.rmtree(folder)
        shutil.copytree(built, folder)
        files = Faulty(number, fail, half=number % 2 == 1)
        with suppress(DiedError, OSError, RapportError):
            convert(files, folder)
        kinds.add(locate(folder).is_encrypted)
        check(folder, expected, f"call {number}, {files.name}")
        if locate(folder).is_encrypted is not goal:
            convert(Unsynced(), folder)
            check(folder, expected, f"again after call {number}, {files.name}", is_whole=True)
    assert kinds == {True, False}


@WAYS
def test_a_power_cut_leaves_one_that_opens(
    tmp_path: Path, seed: int, effort: int, convert: Convert, goal: bool
) -> None:
    folder, chance = tmp_path / "journal", random.Random(seed)
    expected = build(folder, encrypted=not goal)
    files = Recorder()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for number, path in enumerate(before, 1):
        files.know(path, number)
    convert(files, folder)
    for cut in range(60 * effort):
        disk, moment = Disk(folder), chance.randint(0, len(files.trace))
        for number, (path, data) in enumerate(before.items(), 1):
            disk.put(path, number, data)
        for event in files.trace[:moment]:
            disk.take(event)
        shutil.rmtree(folder)
        lay_out(folder, disk.left(chance))
        check(folder, expected, f"cut {cut} before call {moment}")


def test_a_window_writes_while_another_process_dies_in_converting(tmp_path: Path, effort: int) -> None:
    def fail(call: str) -> None:
        raise DiedError

    folder = tmp_path / "journal"
    number, refused, step = 0, 0, 1 if effort > 1 else 5
    while True:
        number += step
        expected = build(folder, encrypted=False)
        window = opened(folder)
        files = Faulty(number, fail)
        with suppress(DiedError):
            to_encrypted(files, folder)
        try:
            with window.transaction() as draft:
                draft.put("people", {"uid": "late", "text": WORDS})
            expected["people"]["late"] = {"uid": "late", "text": WORDS}
        except RapportError:
            refused += 1
        window.close()
        check(folder, expected, f"call {number}, {files.name}")
        if files.calls < number:
            assert refused > 3
            return


@pytest.mark.parametrize("name", DAMAGES)
def test_what_was_damaged_is_converted_as_it_would_be_opened(tmp_path: Path, name: str, encrypted: bool) -> None:
    folder, same, damage = tmp_path / "journal", tmp_path / "same", DAMAGES[name]
    build_to_damage(folder, encrypted=encrypted)
    damage.strike(folder)
    shutil.rmtree(folder / "copy")
    shutil.copytree(folder, same)
    convert = to_plain if encrypted else to_encrypted
    if damage.left == "refused":
        before = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        with pytest.raises(RapportError, match=damage.says):
            convert(Files(), folder)
        after = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        assert before.items() <= after.items()
        return
    convert(Files(), folder)
    assert locate(folder).is_encrypted is not encrypted
    store = opened(folder)
    assert docs_of(store) == docs_of(opened(same))
    assert [problem for problem in store.verify() if ".aside-" not in problem] == []
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert encrypted or not [path.name for path in files if b'"uid"' in path.read_bytes()]


def test_keys_that_a_sync_program_brings_before_the_rest_are_kept(folder: Path) -> None:
    expected = build(folder, encrypted=False)
    (folder / "key.age").write_bytes(WRAPPED)
    (folder / "key.pub").write_text(PUBLIC, encoding="ascii")
    check(folder, expected, "")
    assert (folder / "key.age").read_bytes() == WRAPPED
    (folder / "rapport.json").unlink()
    assert not locate(folder).is_encrypted
    assert docs_of(opened(folder)) == expected
