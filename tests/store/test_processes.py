"""Writers in processes of their own, several at once, some of them killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rapport_tui.model.errors import RapportError
from rapport_tui.store import Files, Store
from tests.encrypted import KEY
from tests.store.script import begin, opened

WRITER = """
import sys
from pathlib import Path
from rapport_tui.model.errors import RapportError
from rapport_tui.store import Files, Store
from tests.encrypted import KEY
from tests.store.script import begin, opened
store, name = Store(Path(sys.argv[1]), key=sys.argv[4]), sys.argv[2]
for number in range(int(sys.argv[3])):
    with store.transaction() as draft:
        draft.put("entries", {"uid": f"{name}-{number}", "text": "x" * 200})
        count = draft.get("people", "count") or {"uid": "count", "number": 0}
        draft.put("people", {"uid": "count", "number": count["number"] + 1})
    print(f"{name}-{number}", flush=True)
    if number % 10 == 9:
        store.tidy(at_once=True)
"""


def writer(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(count), KEY], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed like this there")
def test_kill_9_loses_nothing_acknowledged(folder: Path, seed: int, effort: int, encrypted: bool) -> None:
    begin(folder, encrypted=encrypted)
    chance = random.Random(seed)
    acknowledged: list[str] = []
    kills = (6 if encrypted else 20) * effort
    for number in range(0, kills, 2):
        processes = [writer(folder, f"w{number + side}", 100_000) for side in range(2)]
        for process in processes:
            assert process.stdout is not None
            acknowledged.append(process.stdout.readline().strip())
        time.sleep(chance.random() * 0.1)
        for process in processes:
            os.kill(process.pid, signal.SIGKILL)
        for process in processes:
            assert process.stdout is not None
            acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
            process.stdout.close()
            process.wait()
        store = opened(folder)
        written = store.docs["entries"]
        assert set(acknowledged) <= written.keys()
        assert len(written) <= len(acknowledged) + number + 2
        assert store.docs["people"]["count"]["number"] == len(written)
        assert store.verify() == []
    assert len(set(acknowledged)) == len(acknowledged)


def test_writers_at_once_lose_nothing(folder: Path, effort: int, encrypted: bool) -> None:
    begin(folder, encrypted=encrypted)
    count = 20 * effort
    window = opened(folder, Files())
    processes = [writer(folder, f"w{number}", count) for number in range(4)]
    while any(process.poll() is None for process in processes):
        window.refresh()
        time.sleep(0.02)
    outputs = [process.communicate()[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert all(len(output) == count for output in outputs)
    window.refresh()
    for store in (opened(folder), window):
        assert sorted(store.docs["entries"]) == sorted(uid for output in outputs for uid in output)
        assert store.docs["people"]["count"]["number"] == 4 * count


def test_a_window_does_not_wait_for_a_writer_and_a_writer_gives_up_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other = Store(folder), Store(folder)
    monkeypatch.setattr("rapport_tui.store.store.READ_SECONDS", 0.02)
    put(store, "a")
    with store._storage.locked():
        assert not other.refresh()
        with pytest.raises(RapportError, match="Another rapport"), other._storage.locked(0.02):
            pass
    assert other.refresh()
    put(other, "b")
    assert list(Store(folder).docs["people"]) == ["a", "b"]


def put(store: Store, uid: str) -> None:
    with store.transaction() as draft:
        draft.put("people", {"uid": uid})
