"""What the scenarios share: samples taken in turns, their ratios with a spread, a table of them."""

from __future__ import annotations

import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Samples(NamedTuple):
    """How long one thing took each time, in seconds."""

    seconds: Sequence[float]

    @property
    def p50(self) -> float:
        """The median."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """What nineteen of twenty stay below."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)]


def in_turns(subjects: Mapping[str, Callable[[], object]], *, rounds: int, seed: int = 1) -> dict[str, Samples]:
    """Time each subject once a round, in an order that changes, so that what else the machine does hits all alike.

    The first round is not counted.
    """
    timed = {name: partial(_timed, subject) for name, subject in subjects.items()}
    return {name: Samples(taken) for name, taken in told_in_turns(timed, rounds=rounds, seed=seed).items()}


def told_in_turns(subjects: Mapping[str, Callable[[], T]], *, rounds: int, seed: int = 1) -> dict[str, list[T]]:
    """Return what each subject told once a round, as `in_turns` does for subjects that tell their times themselves."""
    chance = random.Random(seed)
    names = list(subjects)
    told: dict[str, list[T]] = {name: [] for name in names}
    for round_ in range(rounds + 1):
        chance.shuffle(names)
        for name in names:
            one = subjects[name]()
            if round_:
                told[name].append(one)
    return told


def _timed(subject: Callable[[], object]) -> float:
    began = time.perf_counter()
    subject()
    return time.perf_counter() - began


class Took(NamedTuple):
    """What a process took to a certain point, in seconds: on the clock, and of the processor."""

    wall: float
    cpu: float


def against(ours: Sequence[float], floor: Sequence[float]) -> str:
    """Return the ratios of samples taken in the same rounds: their median, and the middle half of them."""
    ratios = sorted(mine / least for mine, least in zip(ours, floor, strict=True))
    low, high = ratios[len(ratios) // 4], ratios[-1 - len(ratios) // 4]
    return f"{statistics.median(ratios):.2f}× ({low:.2f}–{high:.2f})"


class Table:
    """Rows of text under a head, the first column to the left and the others to the right."""

    def __init__(self, title: str, head: Sequence[str]) -> None:
        self._title = title
        self._rows: list[Sequence[str]] = [head]

    def add(self, *cells: str) -> None:
        """Add a row."""
        self._rows.append(cells)

    def text(self) -> str:
        """Return the table as Markdown."""
        widths = [max(len(row[i]) for row in self._rows) for i in range(len(self._rows[0]))]
        lines = [
            "| " + " | ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) + " |"
            for row in self._rows
        ]
        rule = "| " + " | ".join(["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]) + " |"
        return "\n".join(["", self._title, "", lines[0], rule, *lines[1:]])


def compared(title: str, took: Mapping[str, Sequence[Took]]) -> Table:
    """Return a table of all subjects against the first."""
    floor = next(iter(took))
    table = Table(title, ("", "wall", "CPU", f"wall to {floor}", "CPU"))
    for name, some in took.items():
        ours, least = _columns(some), _columns(took[floor])
        table.add(name, *(ms(statistics.median(column)) for column in ours), *map(against, ours, least))
    return table


def _columns(some: Sequence[Took]) -> tuple[list[float], list[float]]:
    return [took.wall for took in some], [took.cpu for took in some]


def ms(seconds: float) -> str:
    """Return a time in milliseconds, with as many digits as mean something."""
    return f"{seconds * 1000:.2f}" if seconds < 0.1 else f"{seconds * 1000:.0f}"


def times(ratio: float) -> str:
    """Return a ratio."""
    return f"{ratio:.2f}×" if ratio < 10 else f"{ratio:.0f}×"


def machine() -> str:
    """Return what was measured on, and when."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{datetime.now(UTC):%Y-%m-%d} · {platform.system()} {platform.machine()}, {os.cpu_count()} cores{load} · "
        f"CPython {platform.python_version()}, TinyDB {version('tinydb')}"
    )


def alone(program: str, *args: str) -> str:
    """Run `program` in a Python of its own and return what it prints."""
    return subprocess.run([sys.executable, "-c", program, *args], capture_output=True, text=True, check=True).stdout


def show(text: str) -> None:
    """Print."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
