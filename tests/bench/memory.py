"""The most memory of whole processes: the open app and single commands, against Textual alone and stock TinyDB."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from tests.bench import journals
from tests.bench.board import at_board
from tests.bench.harness import Bench, Table, times
from tests.bench.processes import ended
from tests.bench.start import FLOOR, hello
from tests.bench.terminal import Terminal

LINE: Final = "coffee about the launch #work ? how did it go"
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
    return [table]
