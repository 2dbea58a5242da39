"""Take samples in turns, and print their ratios with a spread, tables and the bars."""

from __future__ import annotations

import math
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property, partial
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from rapport_tui.journal import Journal
from tests.bench import journals
from tests.bench.installs import install, install_ours

T = TypeVar("T")
_RESAMPLED: Final = 400


class Samples(NamedTuple):
    """The seconds that one thing took each time."""

    seconds: Sequence[float]

    @property
    def p50(self) -> float:
        """The median."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """The value below which nineteen of twenty stay."""
        return _p95(self.seconds)

    @property
    def both(self) -> str:
        """The median and what nineteen of twenty stay below, in milliseconds."""
        return f"{ms(self.p50)} / {ms(self.p95)}"


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
    """The costs of a process to a point: seconds on the clock and of the processor, and its most memory in MB."""

    wall: float
    cpu: float
    memory: float


class Ratio(NamedTuple):
    """The number of times as long that one takes as the other, and the two values between which half of all lie."""

    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{times(self.middle)} ({self.low:.2f}–{self.high:.2f})"


def against(ours: Sequence[float], floor: Sequence[float]) -> Ratio:
    """Return the ratios of samples taken in the same rounds: their median, and the middle half of them."""
    ratios = sorted(mine / least for mine, least in zip(ours, floor, strict=True))
    return Ratio(statistics.median(ratios), ratios[len(ratios) // 4], ratios[-1 - len(ratios) // 4])


def tails_against(ours: Sequence[float], floor: Sequence[float], *, seed: int = 1) -> Ratio:
    """Return the ratio of the p95 of both, and the middle half of what it is when the rounds are drawn anew."""
    chance, pairs = random.Random(seed), list(zip(ours, floor, strict=True))
    drawn = [zip(*chance.choices(pairs, k=len(pairs)), strict=True) for _ in range(_RESAMPLED)]
    ratios = sorted(_p95(mine) / _p95(least) for mine, least in drawn)
    return Ratio(_p95(ours) / _p95(floor), ratios[_RESAMPLED // 4], ratios[-1 - _RESAMPLED // 4])


def _p95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[math.ceil(len(seconds) * 0.95) - 1]


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
    table = Table(title, ("", "ms", "ms of CPU", f"to {floor}", "CPU to it"))
    for name, some in took.items():
        ours, least = _columns(some), _columns(took[floor])
        table.add(name, *(ms(statistics.median(column)) for column in ours), *map(str, map(against, ours, least)))
    return table


def walls(some: Sequence[Took]) -> list[float]:
    """Return the seconds on the clock."""
    return [took.wall for took in some]


def _columns(some: Sequence[Took]) -> tuple[list[float], list[float]]:
    return walls(some), [took.cpu for took in some]


class Bench:
    """One run: how thorough it is, what it is made of, and what came of the bars.

    The wheel, other programs and journals are made when they are first asked for, and once. `quick` asks for fewer
    rounds and sizes, `peers` for other programs beside ours.
    """

    def __init__(self, folder: Path, *, quick: bool, peers: bool) -> None:
        self.folder = folder
        self.quick = quick
        self.peers = peers
        self._journals: dict[journals.Size, Path] = {}
        self._programs: dict[str, Path] = {}
        self._missing: list[str] = []
        self._bars = Table("The bars", ("", "bar", "measured", ""))

    @cached_property
    def programs(self) -> Path:
        """The folder of the commands of an installed rapport, python among them."""
        return install_ours(self.folder)

    @property
    def rapport(self) -> str:
        """The installed command."""
        return str(self.programs / "rapport")

    @property
    def python(self) -> str:
        """The Python that rapport is installed in."""
        return str(self.programs / "python")

    def program(self, package: str, command: str) -> str:
        """Return the path of a command of a package from PyPI. Raises `CalledProcessError` where it can't be had."""
        if package not in self._programs:
            self._programs[package] = install(self.folder / "peers" / package, package)
        return str(self._programs[package] / command)

    def journal(self, size: journals.Size) -> Path:
        """Return the folder of a journal of a size, to be opened by subjects that all find the same in it."""
        if size not in self._journals:
            self._journals[size] = self.folder / f"journal-{size.people}"
            journals.write(self._journals[size], size).close()
            Journal(self._journals[size]).open().close()  # which keeps its index
        return self._journals[size]

    def env(self, size: journals.Size) -> dict[str, str]:
        """Return what rapport is told by its environment: such a journal, a still clock, settings of its own."""
        return self.env_of(self.journal(size))

    def env_of(self, folder: Path) -> dict[str, str]:
        """Return the same for a journal in `folder`."""
        return {
            "RAPPORT_JOURNAL": str(folder),
            "RAPPORT_NOW": f"{journals.TODAY}T09:00",
            "RAPPORT_SETTINGS": str(self.folder / "settings.toml"),
        }

    def some(self, what: str, make: Callable[[], dict[str, T]]) -> dict[str, T]:
        """Return the subjects that another program gives: none, and a note at the end, where it can't be driven."""
        if not self.peers:
            return {}
        try:
            return make()
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            self._missing.append(f"{what} could not be measured: {error}")
            return {}

    def bar(self, what: str, bar: str, measured: str, *, holds: bool | None) -> None:
        """Note what came of a bar; None where it was not measured."""
        self._bars.add(what, bar, measured, "—" if holds is None else "holds" if holds else "missed")

    def told(self) -> str:
        """Return what came of all bars, and what could not be measured."""
        return "\n".join([self._bars.text(), *(f"\n{line}" for line in self._missing)])


def ms(seconds: float) -> str:
    """Return a time in milliseconds, with as many digits as mean something."""
    return f"{seconds * 1000:.2f}" if seconds < 0.1 else f"{seconds * 1000:.0f}"


def times(ratio: float) -> str:
    """Return a ratio."""
    return f"{ratio:.2f}×" if ratio < 10 else f"{ratio:.0f}×"


def machine() -> str:
    """Return what is measured on, and when."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
        f"{load} · CPython {platform.python_version()}, Textual {version('textual')}, TinyDB {version('tinydb')}"
    )


def show(text: str) -> None:
    """Print."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
