"""Define fixtures: a journal in a folder of its own, and a clock that a test sets."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import hypothesis
import pytest

from rapport_tui.journal import Journal
from rapport_tui.journal.import_plan import ImportReport
from rapport_tui.model.records import Stage
from rapport_tui.settings import Settings

# A shared machine can be slow at any moment; times belong in benchmarks. RAPPORT_FUZZ has each property try more cases.
hypothesis.settings.register_profile(
    "untimed",
    deadline=None,
    max_examples=int(os.environ.get("RAPPORT_FUZZ", "40")),
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("untimed")

# Without files of bytecode, each worker compiles the tests, and each command that a test starts compiles the program.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# With Python's default of 700, a quarter of the time of a test of the app goes into collecting what all tests loaded.
gc.set_threshold(10_000)

MONDAY = datetime(2026, 11, 23, 9, 0).astimezone()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what makes the long tests run longer, and again."""
    parser.addoption("--faults", type=int, default=1, metavar="N", help="run the store’s fault tests N times as long")
    parser.addoption("--seed", type=int, default=None, help="run the store’s fault tests with this seed again")
    parser.addoption("--sequences", type=int, default=0, help="how many sequences three machines go through")
    parser.addoption("--soak", type=int, default=0, metavar="DAYS", help="live through so many days in one process")
    parser.addoption("--windows", type=int, default=0, metavar="SECONDS", help="how long windows and writers go on")
    parser.addoption("--monkey", type=int, default=0, help="for how many seconds to let the monkey play on the board")


def pytest_xdist_auto_num_workers() -> int:
    """Have twice as many workers as processors: half of the time a test waits for the app to come to rest."""
    return 2 * (os.cpu_count() or 1)


class Clock:
    """Gives the time it is set to; `pass_days` moves it on."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


def import_files(journal: Journal, paths: Sequence[Path], *, to: Stage | None = None) -> ImportReport:
    """Import files as the commands and the app do."""
    transfer = journal.transfer
    return transfer.take_in(transfer.plan(transfer.read(paths), to=to))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings() -> Settings:
    return Settings(name="Ana Ferreira", role="Product analyst", fears=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@pytest.fixture
def journal(folder: Path, clock: Clock, settings: Settings) -> Iterator[Journal]:
    journal = Journal(folder, settings=settings, clock=clock)
    yield journal
    journal.close()


@pytest.fixture
def demo(journal: Journal) -> Journal:
    journal.fill_demo()
    return journal
