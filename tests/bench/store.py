"""One saved change, loading and memory of the store, against appending the same bytes, SQLite and TinyDB itself."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

from tinydb import TinyDB

from rapport_tui.store import Store
from tests.bench import journals
from tests.bench.harness import Samples, Table, alone, in_turns, ms, times

SIZES = ((200, 2_000), (2_000, 20_000), (5_000, 50_000), (20_000, 200_000))
"""People and entries."""
OURS, RAW, SQLITE, TINYDB = "ours", "append + fsync", "SQLite WAL FULL", "stock TinyDB"
_LOAD = """
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
_LOADS = {
    OURS: ("from rapport_tui.store import Store", "store = Store(Path(sys.argv[1]))"),
    "json.loads of the file": ("import json", "docs = json.loads((Path(sys.argv[1]) / 'rapport.json').read_bytes())"),
    TINYDB: (
        "from tinydb import TinyDB",
        "db = TinyDB(Path(sys.argv[1]) / 'rapport.json', encoding='utf-8', access_mode='r')\n"
        "docs = {name: db.table(name).all() for name in db.tables()}",
    ),
}


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


def _saved(folder: Path, people: int, entries: int, rounds: int) -> dict[str, Samples]:
    store = journals.write(folder / "journal", people, entries)
    subjects = {
        OURS: _ours(store),
        RAW: _raw(folder / "raw"),
        SQLITE: _sqlite(folder / "db", store.docs["entries"]),
    }
    samples = in_turns(subjects, rounds=rounds)
    store.backup(folder / "stock.json")
    samples[TINYDB] = in_turns({TINYDB: _stock(folder / "stock.json")}, rounds=3)[TINYDB]
    store.tidy(at_once=True)
    store.close()
    return samples


def _loaded(folder: Path, rounds: int) -> dict[str, tuple[Samples, float]]:
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in _LOADS}
    for round_ in range(rounds):
        for name, (imports, load) in _LOADS.items():
            if name == TINYDB and round_:  # once is enough of that
                continue
            took, memory = alone(_LOAD.format(imports=imports, load=load), str(folder)).split()
            taken[name].append((float(took), float(memory) / 1e6))
    return {
        name: (Samples([took for took, _ in some]), min(memory for _, memory in some)) for name, some in taken.items()
    }


def run(*, quick: bool) -> list[Table]:
    """Measure at every size, the sizes one after the other and all subjects of a size in turns."""
    saving = Table(
        "One saved change, ms at p50 / p95; ratios of the same run",
        ("entries", OURS, RAW, SQLITE, TINYDB, "to raw p50", "to raw p95", "to SQLite p50", "growth"),
    )
    loading = Table(
        "Loading in a process of its own, ms at p50; memory for it in MB",
        ("entries", OURS, *list(_LOADS)[1:], "to json.loads", "MB", "MB of stock TinyDB", "growth per entry"),
    )
    first_save = first_load = 0.0
    for people, entries in SIZES[: 2 if quick else None]:
        with tempfile.TemporaryDirectory(prefix="rapport-bench-", dir=os.environ.get("RAPPORT_BENCH")) as name:
            saved = _saved(Path(name), people, entries, 60 if quick else 400)
            loaded = _loaded(Path(name) / "journal", 3 if quick else 5)
        ours, raw, sqlite = saved[OURS], saved[RAW], saved[SQLITE]
        first_save = first_save or ours.p50 / raw.p50
        saving.add(
            f"{entries:,}",
            *(f"{ms(some.p50)} / {ms(some.p95)}" for some in (ours, raw, sqlite)),
            ms(saved[TINYDB].p50),
            times(ours.p50 / raw.p50),
            times(ours.p95 / raw.p95),
            times(ours.p50 / sqlite.p50),
            times(ours.p50 / raw.p50 / first_save),
        )
        per_entry = loaded[OURS][0].p50 / entries
        first_load = first_load or per_entry
        plain = loaded["json.loads of the file"][0]
        loading.add(
            f"{entries:,}",
            *(ms(loaded[name][0].p50) for name in _LOADS),
            times(loaded[OURS][0].p50 / plain.p50),
            f"{loaded[OURS][1]:.0f}",
            f"{loaded[TINYDB][1]:.0f}",
            times(per_entry / first_load),
        )
    return [saving, loading]
