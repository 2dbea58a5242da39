"""One shot of the command line: the whole process, against a Python that does nothing; jrnl and khard with `--against`.

jrnl keeps the same entries, khard the same people. What is done with them is the same on both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Final

from tests.bench import journals, peers
from tests.bench.harness import Bench, Table, Took, against, compared, ms, told_in_turns, walls
from tests.bench.processes import ended

SIZE: Final = journals.YEAR
FLOOR: Final = "python -c pass"
LOG: Final = "rapport log"
_LINE: Final = "coffee with {} about the launch #work ? how did it go"
_WORD, _WHO = "lisbon", "nair"
Subjects = dict[str, Callable[[], Took]]


def _someone() -> str:
    """Return the name of somebody in the journal."""
    return str(journals.tables(SIZE)["people"]["1"]["name"])


def _ours(bench: Bench) -> Subjects:
    journals.write(bench.folder / "log", SIZE).close()  # one of its own, for it grows
    rapport, env = bench.rapport, bench.env_of(bench.folder / "log")
    numbers = count()
    line = _LINE.format(f'@"{_someone()}"')
    return {
        FLOOR: partial(ended, [bench.python, "-c", "pass"]),
        LOG: partial(ended, [rapport, "log", line], env),
        "rapport journal since:2w": partial(ended, [rapport, "journal", "since:2w"], env),
        f"rapport journal {_WORD}": partial(ended, [rapport, "journal", _WORD], env),
        "rapport add": lambda: ended(
            [rapport, "add", name := f"Ida Berg {next(numbers)}", "--email", f"{name[9:]}@x.example"], env
        ),
        "rapport people": partial(ended, [rapport, "people"], env),
        f"rapport people {_WHO}": partial(ended, [rapport, "people", _WHO], env),
        "rapport today": partial(ended, [rapport, "today"], env),
        "rapport today --brief": partial(ended, [rapport, "today", "--brief"], env),
    }


def _jrnl(bench: Bench) -> dict[str, Subjects]:
    name, command, env, _ = peers.jrnl(bench, SIZE)
    start = partial(ended, env=env)
    return {
        LOG: {f"{name}, one entry": partial(start, [*command, _LINE.format(_someone())])},
        "rapport journal since:2w": {f"{name}, the last ten": partial(start, [*command, "-n", "10"])},
        f"rapport journal {_WORD}": {f"{name}, -contains {_WORD}": partial(start, [*command, "-contains", _WORD])},
    }


def _khard(bench: Bench) -> dict[str, Subjects]:
    name, command, env, _ = peers.khard(bench, SIZE)
    numbers = count()

    def new() -> Took:
        number = next(numbers)
        card = f"First name: Ida\nLast name: Berg {number}\nEmail:\n  work: {number}@x.example\n"
        return ended([*command, "new", "-a", "people"], env, stdin=card)

    return {
        "rapport add": {f"{name} new": new},
        "rapport people": {f"{name} list": partial(ended, [*command, "list"], env)},
        f"rapport people {_WHO}": {f"{name} list {_WHO}": partial(ended, [*command, "list", _WHO], env)},
    }


def run(bench: Bench) -> list[Table]:
    """Measure all in turns."""
    subjects = _ours(bench)
    others = bench.some("jrnl", partial(_jrnl, bench)) | bench.some("khard", partial(_khard, bench))
    theirs = {name: subject for pair in others.values() for name, subject in pair.items()}
    took = told_in_turns(subjects | theirs, rounds=8 if bench.quick else 40)
    tables = [compared(f"One shot, {SIZE}; p50, ratios of the same rounds with their middle half", took)]
    if others:
        tables.append(Table("The same with other programs", ("ours", "ms", "theirs", "ms", "ours to theirs")))
    for ours, pair in others.items():
        for name in pair:
            mine, other = walls(took[ours]), walls(took[name])
            ratio = against(mine, other)
            tables[-1].add(ours, ms(sorted(mine)[len(mine) // 2]), name, ms(sorted(other)[len(other) // 2]), str(ratio))
            if ours == LOG:
                bench.bar(f"{LOG}, {SIZE.entries:,} entries, to {name}", "< 1×", str(ratio), holds=ratio.middle < 1)
    if LOG not in others:
        bench.bar(f"{LOG}, {SIZE.entries:,} entries, to jrnl", "< 1×", "only with --against", holds=None)
    return tables
