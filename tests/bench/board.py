"""The board from 20 to 20,000 people, in a real terminal: bytes in, frame out.

python -m tests.bench board [--sizes 20,200,2000,20000] [--rounds 40] [--against]

`--against` measures kanban-tui beside it, which is downloaded into a venv of its own.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.bench.crowd import TODAY, fill
from tests.bench.terminal import Terminal

ACTIONS: Final = ("walk", "column", "page", "wheel", "move", "drag step", "drop", "query key", "find")
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
    terminal.rest(4.0)
    yield "query key", times(lambda i: act((b"r", b"a", b"v", b"\x7f", b"\x7f", b"\x7f")[i % 6]))
    act(b"\x1b[27u")
    terminal.rest(1.0)
    yield "find", times(lambda i: act((b"f", b"p", b"r", b"\r")[i % 4]))


def _drag(terminal: Terminal, rounds: int) -> Iterator[float]:
    terminal.type(mouse(0, 30, 9))
    for step in range(rounds):
        if (took := terminal.act(mouse(32, 33 + 3 * (step % 20), 10 + step % 18))) is not None:
            yield took
    terminal.type(b"\x1b[27u")
    terminal.rest()
    terminal.type(mouse(0, 30, 9, up=True))


def _drop(terminal: Terminal, number: int) -> float | None:
    here, there = ((30, 9), (55, 13)) if number % 2 == 0 else ((55, 13), (30, 9))
    terminal.type(mouse(0, *here))
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


def main(arguments: Sequence[str]) -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="tests.bench board", description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", default="20,200,2000,20000")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--against", action="store_true", help="measure kanban-tui as well")
    chosen = parser.parse_args(arguments)
    print(f"{'people':>8} {'action':<10} {'p50 ms':>8} {'p95 ms':>8}")
    for count in map(int, chosen.sizes.split(",")):
        found, memory = run_rapport(count, chosen.rounds)
        for action, times in found.items():
            print(
                f"{count:>8} {action:<10} {percentile(times, 0.5):>8.1f} {percentile(times, 0.95):>8.1f}"
                if times
                else ""
            )
        print(f"{count:>8} {'memory':<10} {memory:>8} MB", flush=True)
