"""One saved change, loading and memory of the store, against appending the same bytes, SQLite and TinyDB itself.

And what of the acknowledged changes is there after `kill -9`.
"""

from __future__ import annotations

import gc
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from tinydb import TinyDB

from rapport_tui.store import Store
from tests.bench import journals
from tests.bench.harness import Bench, Samples, Table, against, in_turns, ms, tails_against, times
from tests.bench.installs import PLAIN
from tests.bench.processes import told

MOST: Final = 1.35
OURS, RAW, SQLITE, TINYDB, JSON = "ours", "append + fsync", "SQLite WAL FULL", "stock TinyDB", "json.loads of the file"
_LOAD: Final = """
import os, sys, time
from pathlib import Path
{imports}
def memory():
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if status.exists() else 0
before = memory()
began = time.perf_counter()
{load}
took = time.perf_counter() - began
print(took, memory() - before)
"""
_LOADS: Final = {
    OURS: ("from rapport_tui.store import Store", "store = Store(Path(sys.argv[1]))"),
    JSON: ("import json", "docs = json.loads((Path(sys.argv[1]) / 'rapport.json').read_bytes())"),
    TINYDB: (
        "from tinydb import TinyDB",
        "db = TinyDB(Path(sys.argv[1]) / 'rapport.json', encoding='utf-8', access_mode='r')\n"
        "docs = {name: db.table(name).all() for name in db.tables()}",
    ),
}
_WRITER: Final = """
import sys
from pathlib import Path
from rapport_tui.store import Store
store = Store(Path(sys.argv[1]))
for number in range(1000000):
    with store.transaction() as draft:
        draft.put("entries", {"uid": f"{sys.argv[2]}-{number}", "text": "x" * 200})
    print(f"{sys.argv[2]}-{number}", flush=True)
    if number % 10 == 9:
        store.tidy(at_once=True)
"""


class Loaded(NamedTuple):
    """The time that loading took, and the MB by which the process grew."""

    samples: Samples
    memory: float


def _entry(number: int) -> dict[str, object]:
    return {
        "uid": f"x{number:09d}",
        "day": "2026-11-23",
        "text": "coffee with @priya about her move #travel ? how is Lisbon",
        "time": "09:00:00",
        "people": ["p000000001"],
        "topics": ["travel"],
    }


def _ours(store: Store) -> Callable[[], None]:
    numbers = count()

    def save() -> None:
        doc = _entry(next(numbers))
        with store.transaction() as draft:
            draft.put("entries", doc)

    return save


def _raw(path: Path) -> Callable[[], None]:
    """Append what ours appends: the same line to a file that is held open."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    line = b"01234567 " + json.dumps({"entries": {"200001": _entry(1)}}, separators=(",", ":")).encode() + b"\n"

    def save() -> None:
        os.write(handle, line)
        os.fsync(handle)

    return save


def _sqlite(path: Path, entries: dict[str, dict[str, object]]) -> Callable[[], None]:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE entries (uid TEXT PRIMARY KEY, day TEXT, doc TEXT)")
    db.execute("BEGIN")
    db.executemany(
        "INSERT INTO entries VALUES (?, ?, ?)", [(doc["uid"], doc["day"], json.dumps(doc)) for doc in entries.values()]
    )
    db.execute("COMMIT")
    numbers = count()

    def save() -> None:
        doc = _entry(next(numbers))
        db.execute("INSERT INTO entries VALUES (?, ?, ?)", (doc["uid"], doc["day"], json.dumps(doc)))

    return save


def _stock(path: Path) -> Callable[[], None]:
    table = TinyDB(path, encoding="utf-8").table("entries")
    numbers = count()

    def save() -> None:
        table.insert(_entry(next(numbers)))

    return save


def _saved(bench: Bench, folder: Path, size: journals.Size, rounds: int) -> dict[str, Samples]:
    shutil.copytree(bench.journal(size), folder)  # it grows
    store = Store(folder)
    stock = folder.with_suffix(".stock.json")
    subjects = {
        OURS: _ours(store),
        RAW: _raw(folder.with_suffix(".raw")),
        SQLITE: _sqlite(folder.with_suffix(".db"), dict(store.docs["entries"])),
    }
    gc.collect()
    gc.freeze()  # as the program does once it is open
    samples = in_turns(subjects, rounds=rounds)
    gc.unfreeze()
    store.backup(stock)
    samples[TINYDB] = in_turns({TINYDB: _stock(stock)}, rounds=3)[TINYDB]
    store.close()
    return samples


def _loaded(bench: Bench, size: journals.Size, rounds: int) -> dict[str, Loaded]:
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in _LOADS}
    for round_ in range(rounds):
        for name, (imports, load) in _LOADS.items():
            if name == TINYDB and round_:  # once is enough of that
                continue
            program = _LOAD.format(imports=imports, load=load)
            took, memory = told([bench.python, "-c", program, str(bench.journal(size))])[1].split()
            taken[name].append((float(took), float(memory) / 1e6))
    return {
        name: Loaded(Samples([took for took, _ in some]), min(memory for _, memory in some))
        for name, some in taken.items()
    }


def _killed(bench: Bench, kills: int) -> tuple[int, int]:
    """Kill a writer so many times, and return how many changes were acknowledged and how many of them are lost."""
    folder, chance = bench.folder / "killed", random.Random(kills)
    acknowledged: set[str] = set()
    for number in range(kills):
        command = [bench.python, "-c", _WRITER, str(folder), f"w{number}"]
        with subprocess.Popen(command, env=PLAIN, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            acknowledged.add(writer.stdout.readline().strip())
            time.sleep(chance.random() * 0.15)
            writer.send_signal(signal.SIGKILL)
            acknowledged |= {line.strip() for line in writer.stdout if line.endswith("\n")}
    store = Store(folder)
    lost = acknowledged - store.docs["entries"].keys()
    store.close()
    return len(acknowledged), len(lost)


def run(bench: Bench) -> list[Table]:
    """Measure at every size, the sizes one after the other and all subjects of a size in turns."""
    saving = Table(
        "One saved change, ms at p50 / p95; ratios of the same rounds with their middle half",
        ("entries", OURS, RAW, SQLITE, f"{TINYDB} p50", "to raw p50", "to raw p95", "to SQLite p50"),
    )
    loading = Table(
        "Loading in a process of its own, ms at p50; the memory for it in MB",
        ("entries", *_LOADS, "to json.loads", "MB", "MB of stock TinyDB"),
    )
    for size in journals.SIZES[: 2 if bench.quick else None]:
        saved = _saved(bench, bench.folder / f"saved-{size.people}", size, 1_000 if bench.quick else 2_000)
        ours, raw, sqlite = (saved[name].seconds for name in (OURS, RAW, SQLITE))
        tails = tails_against(ours, raw)
        saving.add(
            f"{size.entries:,}",
            *(saved[name].both for name in (OURS, RAW, SQLITE)),
            ms(saved[TINYDB].p50),
            str(against(ours, raw)),
            str(tails),
            str(against(ours, sqlite)),
        )
        bench.bar(
            f"one saved change, {size.entries:,} entries, to {RAW}, p95",
            f"≤ {MOST}×",
            str(tails),
            holds=tails.middle <= MOST,
        )
        loaded = _loaded(bench, size, 3 if bench.quick else 5)
        loading.add(
            f"{size.entries:,}",
            *(ms(some.samples.p50) for some in loaded.values()),
            times(loaded[OURS].samples.p50 / loaded[JSON].samples.p50),
            f"{loaded[OURS].memory:.0f}",
            f"{loaded[TINYDB].memory:.0f}",
        )
    kills = 10 if bench.quick else 50
    acknowledged, lost = _killed(bench, kills)
    told_of = f"{lost} of {acknowledged:,} in {kills} kills"
    bench.bar("acknowledged writes lost to kill -9 (more in tests/store)", "0", told_of, holds=not lost)
    return [saving, loading]
