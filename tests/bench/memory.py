"""The most memory of whole processes: the open app and single commands, against Textual alone and stock TinyDB."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Final

from tests.bench import journals
from tests.bench.board import at_board
from tests.bench.harness import Bench, Table, times
from tests.bench.processes import ended, told
from tests.bench.start import FLOOR, hello
from tests.bench.terminal import Terminal

LINE: Final = "coffee about the launch #work ? how did it go"
MOST_BYTES: Final = 1_000
STEPS: Final = """
import gc, json, os, sys
from datetime import datetime
from pathlib import Path
import rapport_tui.app.board.screen, rapport_tui.app.people.screen, rapport_tui.app.today.screen
from rapport_tui.journal import Journal

def used():
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

small = Journal(Path(sys.argv[1]).parent / "nothing", clock=lambda: datetime(2026, 11, 23, 9))
steps = {
    "opened": lambda journal: journal.open(),
    "its plan": lambda journal: journal.today.plan(),
    "its board": lambda journal: journal.people.rungs("manual"),
    "a query of people": lambda journal: journal.people.search("lisbon"),
}
for step in steps.values():
    step(small)
before, journal, after = used(), Journal(Path(sys.argv[1]), clock=small.clock), {}
for name, step in steps.items():
    step(journal)
    after[name] = used() - before
print(json.dumps(after))
"""
"""Run in a process of its own; it reads /proc, so on Linux only."""
TINYDB: Final = """
import sys
from tinydb import TinyDB
db = TinyDB(sys.argv[1] + "/rapport.json", encoding="utf-8", access_mode="r")
docs = {name: db.table(name).all() for name in db.tables()}
"""


def _floor(bench: Bench) -> float:
    terminal = Terminal(hello(bench))
    terminal.wait_for(b"nothing else")
    return terminal.close()[1]


def _board(bench: Bench, size: journals.Size) -> float:
    return at_board(bench, size).close()[1]


def run(bench: Bench) -> list[Table]:
    """Measure at every size."""
    sizes = journals.SIZES[: 3 if bench.quick else None]
    journal = {size: str(bench.journal(size)) for size in sizes}
    subjects: dict[str, Callable[[journals.Size], float]] = {
        "rapport, open on its board": partial(_board, bench),
        "rapport today": lambda size: ended([bench.rapport, "today"], bench.env(size)).memory,
        "rapport log": lambda size: ended([bench.rapport, "log", LINE], bench.env(size)).memory,
        "stock TinyDB, the same file read": lambda size: ended([bench.python, "-c", TINYDB, journal[size]]).memory,
        "python -c pass": lambda size: ended([bench.python, "-c", "pass"]).memory,
    }
    floor = _floor(bench)
    table = Table(
        f"The most memory of the whole process, MB; ratios to {FLOOR}, {floor:.0f} MB",
        ("entries", *(f"{size.entries:,}" for size in sizes)),
    )
    for name, subject in subjects.items():
        table.add(name, *(f"{(used := subject(size)):.0f} ({times(used / floor)})" for size in sizes))
    return [table, _by_entry(bench)]


def _by_entry(bench: Bench) -> Table:
    """Measure what the records of a large journal take, step by step, in a process that has all modules before."""
    size = journals.LIFE
    steps = json.loads(told([bench.python, "-c", STEPS, str(bench.journal(size))], bench.env(size))[1])
    table = Table(f"Memory after each step, bytes by entry, {size}", ("step", "bytes"))
    for step, used in steps.items():
        by_entry = used / size.entries
        table.add(step, f"{by_entry:,.0f}")
        bar = f"{MOST_BYTES:,}"
        bench.bar(f"memory by entry, {step}", f"≤ {bar} bytes", f"{by_entry:,.0f} bytes", holds=by_entry <= MOST_BYTES)
    return table
