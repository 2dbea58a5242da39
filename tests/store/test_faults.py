"""Test that each system call may fail in each way: the journal then has what was acknowledged and nothing else."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rapport_tui.files import Files
from rapport_tui.model.errors import RapportError
from rapport_tui.store import Store
from tests.encrypted import KEY
from tests.store.script import Script, Unsynced, begin, docs_of, opened, read, same

ROOT = Path(__file__).parents[2]
CALLS = ("open_new", "open_old", "write", "truncate", "sync", "replace", "link", "unlink", "make_folder", "sync_folder")
STEPS = 16


class Faulty(Files):
    """Files of which the `number`-th call goes wrong: `fail` is called in its place. Counts all calls."""

    def __init__(self, number: int, fail: Callable[[str], None], *, half: bool = False) -> None:
        self.calls = 0
        self.name = ""
        self._number = number
        self._fail = fail
        self._half = half

    def _count(self, name: str) -> bool:
        self.calls += 1
        if self.calls == self._number:
            self.name = name
            return True
        return False

    def write(self, handle: int, data: bytes | memoryview) -> int:
        if self._count("write"):
            if self._half:
                super().write(handle, data[: len(data) // 2])
            self._fail("write")
        return super().write(handle, data)


def _counted(name: str) -> Callable[..., object]:
    def call(self: Faulty, *args: object) -> object:
        if self._count(name):
            self._fail(name)
        return getattr(Unsynced if name.startswith("sync") else Files, name)(self, *args)

    return call


for _name in CALLS:
    if _name != "write":
        setattr(Faulty, _name, _counted(_name))


def count_calls(folder: Path, seed: int, *, encrypted: bool = False) -> int:
    begin(folder, encrypted=encrypted)
    files = Faulty(0, lambda name: None)
    Script(folder, files, seed=seed, steps=STEPS).run()
    begin(folder, encrypted=encrypted)
    return files.calls


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=["no room", "a failing disk"])
def test_a_call_that_fails_changes_nothing(
    folder: Path, seed: int, effort: int, code: int, encrypted: bool, stride: int
) -> None:
    def fail(name: str) -> None:
        raise OSError(code, os.strerror(code))

    for round_ in range(effort):
        calls = count_calls(folder, seed + round_, encrypted=encrypted)
        assert calls > 90
        for number in range(1, calls + 1, stride):
            files = Faulty(number, fail, half=number % 2 == round_ % 2)
            script = Script(folder, files, seed=seed + round_, steps=STEPS)
            where = f"call {number} of {calls}"
            try:
                script.run()
            except RapportError:
                # A change that was refused is not there; a folder that could not be synced leaves that open.
                found = read(folder)
                assert same(found, script.acknowledged) or (
                    files.name == "sync_folder" and same(found, script.attempted)
                ), f"{where}: {files.name}"
            else:
                assert same(read(folder), script.acknowledged), f"{where}: {files.name}"
            with opened(folder).transaction() as draft:
                draft.put("people", {"uid": "later"})
            assert "later" in read(folder)["people"], f"{where}: {files.name}"
            begin(folder, encrypted=encrypted)


def attempt(store: Store, uid: str) -> bool:
    """Add somebody, and return whether that could be saved."""
    try:
        with store.transaction() as draft:
            draft.put("people", {"uid": uid})
    except RapportError:
        return False
    return True


def test_after_a_failed_change_the_window_goes_on(folder: Path, encrypted: bool) -> None:
    def fail(name: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for number in range(1, 40):
        begin(folder, encrypted=encrypted)
        files = Faulty(number, fail)
        store = opened(folder, files)
        for change in range(3):
            before = docs_of(store)
            if not attempt(store, f"u{change}"):
                assert docs_of(store) == before
                assert files.calls >= number
        assert same(docs_of(store), read(folder))


def test_a_failed_sync_is_not_asked_again(folder: Path) -> None:
    class Failing(Files):
        syncs = 0
        fails = False

        def sync(self, handle: int) -> None:
            self.syncs += 1
            if self.fails:
                raise OSError(errno.EIO, os.strerror(errno.EIO))

    files = Failing()
    store = Store(folder, files=files)
    with store.transaction() as draft:
        draft.put("people", {"uid": "a"})
    files.fails, files.syncs = True, 0
    for _ in range(2):
        with pytest.raises(RapportError), store.transaction() as draft:
            draft.put("people", {"uid": "b"})
    assert files.syncs == 1
    files.fails = False
    with pytest.raises(RapportError, match="open it again"), store.transaction() as draft:
        draft.put("people", {"uid": "c"})
    assert list(store.docs["people"]) == list(Store(folder).docs["people"]) == ["a"]
    for name in ("rapport.json", "rapport.log"):
        (folder / name).unlink()
    with pytest.raises(RapportError, match="open it again"), store.transaction() as draft:
        draft.put("people", {"uid": "d"})
    assert [path.name for path in folder.iterdir()] == ["rapport.lock"], "what is gone is not put back on that disk"


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_a_process_that_dies_at_any_call_loses_nothing(
    tmp_path: Path, seed: int, effort: int, encrypted: bool, stride: int
) -> None:
    what = "encrypted" if encrypted else "plain"
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.dying", str(tmp_path), str(seed), str(effort), what, str(stride)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60 * effort + 60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) > 90 * effort // stride


@pytest.mark.skipif(sys.platform == "win32", reason="has no limits")
@pytest.mark.parametrize("limit", [1, 30, 150, 400, 1000, 5000, 20000])
def test_a_limit_on_the_size_of_files(folder: Path, limit: int, encrypted: bool) -> None:
    begin(folder, encrypted=encrypted)
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from rapport_tui.store import Store\n"
        "from rapport_tui.model.errors import RapportError\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "store = Store(Path(sys.argv[1]), key=sys.argv[2])\n"
        "for number in range(60):\n"
        "    try:\n"
        "        with store.transaction() as draft:\n"
        "            draft.put('entries', {'uid': f'u{number}', 'text': 'x' * 20 * number})\n"
        "    except RapportError:\n"
        "        print('refused', file=sys.stderr)\n"
        "    else:\n"
        "        print(f'u{number}')\n"
        "    if number % 10 == 9:\n"
        "        store.tidy(at_once=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder), KEY],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "refused" in done.stderr
    assert list(opened(folder).docs["entries"]) == done.stdout.split()
