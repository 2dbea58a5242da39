"""The benchmarks’ own arithmetic, and that each scenario has the one door."""

from __future__ import annotations

import inspect
import sys
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("the benchmarks need a pseudo-terminal", allow_module_level=True)

from tests.bench import journals
from tests.bench.__main__ import SCENARIOS
from tests.bench.harness import Bench, Samples, Table, against, in_turns, tails_against, told_in_turns
from tests.bench.processes import ended, told
from tests.bench.start import KEY, PAINTED, started, with_feeds


@pytest.mark.parametrize("module", SCENARIOS.values())
def test_every_scenario_has_the_same_door(module: str) -> None:
    run = import_module(f"tests.bench.{module}").run
    assert str(inspect.signature(run)) == "(bench: 'Bench') -> 'list[Table]'"


def test_percentiles_are_those_of_the_nearest_rank() -> None:
    samples = Samples([number / 1000 for number in range(1, 101)])
    assert samples.p95 == 0.095
    assert Samples([0.001] * 19 + [9.0]).p95 == 0.001
    assert samples.both == "50.50 / 95.00"


def test_ratios_are_of_the_same_rounds() -> None:
    assert str(against([2.0, 20.0, 6.0, 8.0], [1.0, 10.0, 3.0, 2.0])) == "2.00× (2.00–2.00)"
    tails = tails_against([3.0] * 100, [2.0] * 100)
    assert (tails.middle, tails.low, tails.high) == (1.5, 1.5, 1.5)


def test_each_subject_has_its_turn_in_each_round_and_the_first_is_not_counted() -> None:
    asked: list[str] = []

    def ask(name: str) -> int:
        asked.append(name)
        return len(asked)

    subjects = {name: partial(ask, name) for name in "abc"}
    taken = told_in_turns(subjects, rounds=4)
    assert [sorted(asked[start : start + 3]) for start in range(0, 15, 3)] == [["a", "b", "c"]] * 5
    assert {len(some) for some in taken.values()} == {4}
    assert len(in_turns(subjects, rounds=2)["a"].seconds) == 2


def test_a_process_is_measured_without_who_started_it() -> None:
    ballast = bytearray(200_000_000)
    took, said = told([sys.executable, "-c", "print('hello')"])
    assert said == "hello\n"
    assert 0 < took.memory < len(ballast) / 1e6
    with pytest.raises(RuntimeError, match="ended with 3"):
        ended([sys.executable, "-c", "raise SystemExit(3)"])


def test_a_journal_of_a_size_is_the_same_each_time() -> None:
    size = journals.Size(20, 200)
    made = journals.tables(size)
    assert made == journals.tables(size)
    assert (len(made["people"]), len(made["entries"])) == size


def test_a_table_is_markdown() -> None:
    table = Table("Title", ("", "ms"))
    table.add("ours", "1.5")
    assert table.text() == "\nTitle\n\n|      |  ms |\n| ---- | --: |\n| ours | 1.5 |"


def test_the_texts_by_which_the_start_is_measured_are_painted(tmp_path: Path) -> None:
    bench = Bench(tmp_path, quick=True, peers=False)
    env = bench.env(journals.YEAR) | with_feeds(bench) | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    for moment, text in PAINTED.items():
        typed = b"?" if moment == KEY else b""
        assert started([sys.executable, "-m", "rapport_tui"], text, env, typed).wall > 0
