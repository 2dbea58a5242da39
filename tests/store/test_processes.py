"""Writers in processes of their own, some of them killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from rapport_tui.store import Store

WRITER = """
import sys
from pathlib import Path
from rapport_tui.store import Store
store, name = Store(Path(sys.argv[1])), sys.argv[2]
for number in range(int(sys.argv[3])):
    with store.transaction() as draft:
        draft.put("entries", {"uid": f"{name}-{number}", "text": "x" * 200})
    print(f"{name}-{number}", flush=True)
"""


def writer(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(count)], stdout=subprocess.PIPE, text=True
    )


def test_kill_9_loses_nothing_acknowledged(folder: Path) -> None:
    acknowledged: list[str] = []
    for number in range(20):
        process = writer(folder, f"w{number}", 1000)
        assert process.stdout is not None
        acknowledged += [process.stdout.readline().strip() for _ in range(1 + number % 5)]
        process.kill()
        acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
        process.stdout.close()
        process.wait()
        written = Store(folder).docs["entries"]
        assert set(acknowledged) <= set(written)
        assert len(written) <= len(acknowledged) + number + 1


def test_writers_at_once_lose_nothing(folder: Path) -> None:
    processes = [writer(folder, f"w{number}", 25) for number in range(3)]
    outputs = [process.communicate()[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert sorted(Store(folder).docs["entries"]) == sorted(uid for output in outputs for uid in output)
    assert all(len(output) == 25 for output in outputs)
