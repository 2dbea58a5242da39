"""Lines that are written without the key: none that was acknowledged is lost, whoever writes and dies meanwhile."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from rapport_tui.files import Files
from rapport_tui.model.errors import RapportError
from rapport_tui.store.backups import JournalPaths
from rapport_tui.store.captured_lines import CapturedLine, CapturedLines
from rapport_tui.store.sealing import Seal
from tests.encrypted import KEY, PUBLIC
from tests.store.disk import Disk, Recorder
from tests.store.script import Unsynced
from tests.store.test_faults import Faulty
from tests.store.test_power import lay_out

WRITER = """
import sys
from pathlib import Path
from rapport_tui.store.backups import JournalPaths
from rapport_tui.store.captured_lines import CapturedLine, CapturedLines
from rapport_tui.store.sealing import Seal
lines = CapturedLines(JournalPaths(Path(sys.argv[1]) / "rapport.json", Seal(sys.argv[2])))
for number in range(15):
    lines.add([CapturedLine(uid=f"{sys.argv[3]}-{number}", day="2026-11-23", text="tea")])
"""


def line(uid: str) -> CapturedLine:
    return CapturedLine(uid=uid, day="2026-11-23", text=f"tea with @{uid}")


def locked(folder: Path, files: Files | None = None) -> CapturedLines:
    """Return the file as somebody without the key has it."""
    folder.mkdir(exist_ok=True)
    return CapturedLines(JournalPaths(folder / "rapport.json", Seal(PUBLIC)), files or Unsynced())


def unlocked(folder: Path, files: Files | None = None) -> CapturedLines:
    return CapturedLines(JournalPaths(folder / "rapport.json", Seal(PUBLIC, KEY)), files or Unsynced())


def uids(folder: Path) -> list[str]:
    return [one.uid for one in unlocked(folder).read()]


def test_lines_are_appended_read_and_removed(folder: Path) -> None:
    lines = locked(folder)
    assert lines.signature is None
    lines.add([line("a"), line("b")])
    lines.add([line("c")])
    assert uids(folder) == ["a", "b", "c"]
    unlocked(folder).remove({"a", "c"})
    assert uids(folder) == ["b"]
    unlocked(folder).remove({"b"})
    assert not (folder / "captured.log").exists()


@pytest.mark.parametrize("torn", [b"", b"YWdlLWVuY3J5cH", bytes(512), b"ruined\n", b"\n\n"])
def test_a_line_that_was_cut_short_ruins_no_other(folder: Path, torn: bytes) -> None:
    locked(folder).add([line("a")])
    with (folder / "captured.log").open("ab") as file:
        file.write(torn)
    locked(folder).add([line("b")])
    assert uids(folder) == ["a", "b"]
    unlocked(folder).remove({"a", "b"})
    assert (folder / "captured.log").exists() is (torn == b"ruined\n"), "what can’t be read is kept"


@pytest.mark.parametrize("half", [False, True])
def test_a_full_disk_refuses_a_line_whole(folder: Path, half: bool) -> None:
    def fail(call: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    number, known = 0, ["a"]
    locked(folder).add([line("a")])
    while True:
        number += 1
        files = Faulty(number, fail, half=half)
        try:
            locked(folder, files).add([line(f"b{number}"), line(f"c{number}")])
        except RapportError:
            assert uids(folder) == known
        else:
            assert files.calls < number
            assert uids(folder) == [*known, f"b{number}", f"c{number}"]
            assert number > 2
            return


def test_a_power_cut_loses_no_acknowledged_line(folder: Path, seed: int) -> None:
    chance, files = random.Random(seed), Recorder()
    moments = [0]
    for number in range(4):
        locked(folder, files).add([line(f"u{number}")])
        moments.append(len(files.trace))
    unlocked(folder, files).remove({"u0"})
    for _ in range(80):
        moment = chance.randint(0, len(files.trace))
        disk = Disk(folder)
        for event in files.trace[:moment]:
            disk.take(event)
        lay_out(folder, disk.left(chance))
        acknowledged = [f"u{number}" for number in range(4) if moments[number + 1] <= moment]
        assert set(acknowledged) - {"u0"} <= set(uids(folder)), moment
        locked(folder).add([line("later")])
        assert uids(folder)[-1] == "later"


def test_several_writers_at_once(folder: Path) -> None:
    folder.mkdir()
    command = [sys.executable, "-c", WRITER, str(folder), PUBLIC]
    writers = [subprocess.Popen([*command, f"w{number}"]) for number in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert sorted(uids(folder)) == sorted(f"w{writer}-{number}" for writer in range(3) for number in range(15))
