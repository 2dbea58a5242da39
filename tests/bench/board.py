"""The board from 20 to 20,000 people, in a real terminal: bytes in, frame out.

python -m tests.bench board [--sizes 20,200,2000,20000] [--rounds 40] [--against]

`--against` measures kanban-tui beside it, which is downloaded into a venv of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.bench.crowd import TODAY, fill
from tests.bench.terminal import Terminal

_HEAD, _FIRST_CARD = 3, 6
"""Lines of the screen."""
SAVED: Final = b"undo"


def mouse(button: int, x: int, y: int, *, up: bool = False) -> bytes:
    """Return what a terminal sends for the mouse at a cell counted from 0; 32 is a move with the left button held."""
    return f"\x1b[<{button};{x + 1};{y + 1}{'m' if up else 'M'}".encode()


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time that `share` of all are within."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def measure(terminal: Terminal, rounds: int) -> Iterator[tuple[str, list[float]]]:
    """Yield each action with its times in milliseconds, in the board room of `terminal`."""
    act = terminal.act

    def times(run: Callable[[int], float | None]) -> list[float]:
        if [run(number) for number in range(4)] == [None] * 4:
            return []  # nothing to scroll or to move on a board this small
        return [took for number in range(rounds) if (took := run(number)) is not None]

    yield "walk", times(lambda i: act(b"k" if i % 2 else b"j"))
    yield "column", times(lambda i: act(b"h" if i % 2 else b"l"))
    yield "page", times(lambda i: act(b"\x1b[5~" if i % 2 else b"\x1b[6~"))
    yield "wheel", times(lambda i: act(mouse(64 if i % 2 else 65, 30, 12)))
    yield "move", times(lambda i: act(b"L" if i % 2 == 0 else b"H", SAVED))
    yield "drag step", list(_drag(terminal, rounds))
    yield "drop", times(lambda i: _drop(terminal, i))
    terminal.type(b"/")
    time.sleep(3.0)  # everybody is read for the first query; the blinking cursor leaves no rest to wait for
    yield "query key", times(lambda i: act((b"r", b"a", b"v", b"\x7f", b"\x7f", b"\x7f")[i % 6]))
    act(b"\x1b[27u")
    terminal.rest(1.0)
    yield "find", times(lambda i: act((b"f", b"p", b"r", b"\r")[i % 4]))


def _drag(terminal: Terminal, rounds: int) -> Iterator[float]:
    terminal.type(mouse(0, 30, _FIRST_CARD))
    for step in range(rounds):
        if (took := terminal.act(mouse(32, 33 + 3 * (step % 20), 10 + step % 18))) is not None:
            yield took
    terminal.type(b"\x1b[27u")
    terminal.rest()
    terminal.type(mouse(0, 30, _FIRST_CARD, up=True))


def _drop(terminal: Terminal, number: int) -> float | None:
    from_x, to_x = (30, 55) if number % 2 == 0 else (55, 30)
    there = (to_x, _HEAD)  # on the head of a column, so that the card lies at its top and can be taken back
    terminal.type(mouse(0, from_x, _FIRST_CARD))
    terminal.type(mouse(32, *there))
    terminal.rest()
    return terminal.act(mouse(0, *there, up=True), SAVED)


def run_rapport(count: int, rounds: int) -> tuple[dict[str, list[float]], int]:
    """Return the times of each action on a board of `count` people, and the megabytes it took."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), count)
        now = {"RAPPORT_NOW": f"{TODAY}T09:00", "RAPPORT_SETTINGS": f"{folder}/settings.toml"}
        terminal = Terminal([sys.executable, "-m", "rapport_tui", "--journal", folder], env=now)
        try:
            terminal.wait_for(b"Insights")
            terminal.type(b"2")
            terminal.wait_for(b"hi again")
            terminal.rest(1.0)
            return dict(measure(terminal, rounds)), terminal.memory
        finally:
            terminal.close()


def run_kanban(program: Path, count: int, rounds: int) -> dict[str, list[float]]:
    """Return the times of kanban-tui on `count` tasks: the first frame of a step, all of a move to the next column."""
    with tempfile.TemporaryDirectory() as folder:
        home = {"XDG_DATA_HOME": f"{folder}/data", "XDG_CONFIG_HOME": f"{folder}/config"}
        for command in (["board", "create", "people", "--set-active"], ["task", "create", "task 0"]):
            subprocess.run([program, *command], env={**os.environ, **home}, check=True, capture_output=True)
        _multiply(Path(folder) / "data/kanban_tui/kanban_tui.db", count)
        terminal = Terminal([str(program)], env=home)
        try:
            terminal.wait_for(b"task 0")
            terminal.rest(2.0)
            focus, move = [], []
            for number in range(min(rounds, count // 2)):
                focus.append(terminal.act(b"k" if number % 2 else b"j"))
                terminal.rest(1.0)
            for _ in range(min(rounds, count // 2)):
                move.append(terminal.settle(b"L"))
                terminal.act(b"h")
                terminal.rest(1.0)
            found = {"focus": focus, "move": move}
            return {action: [took for took in times if took is not None] for action, times in found.items()}
        finally:
            terminal.close()


def _multiply(database: Path, count: int) -> None:
    """Make `count` tasks of the one that is there."""
    with contextlib.closing(sqlite3.connect(database)) as tasks:
        columns = ", ".join(row[1] for row in tasks.execute("pragma table_info(tasks)") if row[1] != "task_id")
        copy = f"insert into tasks ({columns}) select {columns} from tasks where task_id = 1"
        for _ in range(1, count):
            tasks.execute(copy)
        tasks.execute("update tasks set title = 'task ' || (task_id - 1), position = task_id")
        tasks.commit()


def _download(folder: str) -> Path:
    """Return the program kanban-tui, put into a venv of its own in `folder`."""
    venv.create(folder, with_pip=True)
    subprocess.run([f"{folder}/bin/pip", "install", "-q", "kanban-tui"], check=True, capture_output=True)
    return Path(folder) / "bin/ktui"


def _tell(count: int, found: dict[str, list[float]]) -> None:
    for action, times in found.items():
        told = f"{percentile(times, 0.5):>8.1f} {percentile(times, 0.95):>8.1f}" if times else f"{'—':>8} {'—':>8}"
        print(f"{count:>8} {action:<16} {told}", flush=True)


def main(arguments: Sequence[str]) -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="tests.bench board", description="The board, bytes in to frame out.")
    parser.add_argument("--sizes", default="20,200,2000,20000")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--against", action="store_true", help="download kanban-tui and measure it as well")
    chosen = parser.parse_args(arguments)
    sizes = [int(size) for size in chosen.sizes.split(",")]
    print(f"{'people':>8} {'action':<16} {'p50 ms':>8} {'p95 ms':>8}", flush=True)
    for count in sizes:
        found, memory = run_rapport(count, chosen.rounds)
        _tell(count, found)
        print(f"{count:>8} {'memory':<16} {memory:>8} MB", flush=True)
    if chosen.against:
        with tempfile.TemporaryDirectory() as folder:
            program = _download(folder)
            found = run_kanban(program, 200, min(chosen.rounds, 12))
            _tell(200, {f"kanban-tui {action}": times for action, times in found.items()})
