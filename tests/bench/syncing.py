"""Sync of a working life: joining, a thousand changes, nothing new, and a save while the journal is shared."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from rapport_tui.journal import Journal
from tests.bench import journals
from tests.bench.harness import Bench, Ratio, Samples, Table, against, in_turns, ms

CHANGES: Final = 1_000
_NOTHING, _THOUSAND, _JOIN, _SAVE = 0.05, 0.5, 5.0, 1.2


def run(bench: Bench) -> list[Table]:
    """Share a journal of a working life, join it from another machine, and sync back and forth."""
    table = Table(f"sync through a folder, {journals.LIFE}", ("", "ms p50 / p95"))
    root = bench.folder / "sync"
    journals.write(root / "one", journals.LIFE).close()
    one, two = Journal(root / "one").open(), Journal(root / "two")
    (root / "share").mkdir()
    taken = {"share it": _seconds(lambda: one.sync.share(str(root / "share"), name="one"))}
    taken["join it"] = _seconds(lambda: two.sync.join(str(root / "share"), name="two"))
    one.sync.sync()
    rounds = 5 if bench.quick else 20
    nothing = Samples([_seconds(one.sync.sync) for _ in range(rounds)])
    sent, took = [], []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(rounds):
        _change(one, number)
        sent.append(_seconds(one.sync.sync))
        took.append(_seconds(two.sync.sync))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    table.add("nothing new", nothing.both)
    table.add("send 1,000 changes", Samples(sent).both)
    table.add("take in 1,000 changes", Samples(took).both)
    for name, seconds in taken.items():
        table.add(name, ms(seconds))
    table.add(f"MB grown in {rounds} rounds of 1,000 changes", f"{grown:.0f}")
    saves, ratio = _saves(bench, root)
    bench.bar("sync with nothing new, p95", "≤ 50 ms", f"{ms(nothing.p95)} ms", holds=nothing.p95 <= _NOTHING)
    both = Samples([a + b for a, b in zip(sent, took, strict=True)])
    bench.bar("1,000 changes sent and taken in, p95", "≤ 0.5 s", f"{ms(both.p95)} ms", holds=both.p95 <= _THOUSAND)
    bench.bar(f"joining {journals.LIFE}", "≤ 5 s", f"{taken['join it']:.1f} s", holds=taken["join it"] <= _JOIN)
    bench.bar("a save while shared, to one without, p50", "≤ 1.2×", str(ratio), holds=ratio.middle <= _SAVE)
    one.close()
    two.close()
    return [table, saves]


def _saves(bench: Bench, root: Path) -> tuple[Table, Ratio]:
    """Measure a line written in a journal that is shared and in one that is not."""
    subjects = {}
    for name in ("not shared", "shared"):
        journals.write(root / name, journals.YEAR).close()
        journal = Journal(root / name).open()
        if name == "shared":
            journal.sync.share(str(root / "share of saves"))
        subjects[name] = _writer(journal)
    samples = in_turns(subjects, rounds=100 if bench.quick else 500)
    table = Table(f"a line written, {journals.YEAR}", ("", "ms p50 / p95"))
    for name, some in samples.items():
        table.add(name, some.both)
    return table, against(samples["shared"].seconds, samples["not shared"].seconds)


def _writer(journal: Journal) -> Callable[[], object]:
    numbers = count()
    return lambda: journal.entries.log([f"coffee number {next(numbers)} about the launch #work"])


def _change(journal: Journal, number: int) -> None:
    people = list(journal._context.cache.people)[:CHANGES]
    with journal.history.action("Changed many") as writer:
        writer.put(*(replace(person, role=f"role {number}") for person in people))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
