"""One shot of the command line: the whole process, against a Python that does nothing; jrnl and khard with `--against`.

jrnl keeps the same entries, khard the same people. What is done with them is the same on both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
from statistics import median
from typing import Final

from rapport_tui.journal import Journal
from tests.bench import journals, peers
from tests.bench.harness import Bench, Ratio, Table, Took, against, compared, ms, told_in_turns, walls
from tests.bench.processes import ended

SIZE: Final = journals.YEAR
FLOOR: Final = "python -c pass"
LOG: Final = "rapport log"
_LINE: Final = "coffee with {} about the launch #work ? how did it go"
_WORD, _WHO = "lisbon", "nair"
_BRIEF: Final = "rapport today --brief"
_FLAT: Final = frozenset({"log", "show", "today", "people NAME", "compose"})
"""The commands whose cost should grow with the journal by `_GROWTH` at most."""
_GROWTH: Final = 1.7
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
        _BRIEF: partial(ended, [rapport, "today", "--brief"], bench.env(SIZE)),  # a journal that does not change
    }


def _commands(bench: Bench, size: journals.Size) -> Subjects:
    """Return commands on a journal of this size: first those of `_FLAT`, then those that read all of it."""
    folder = bench.folder / f"grown-{size.people}"
    journals.write(folder, size).close()
    Journal(folder).open().close()  # which keeps its index
    run, env, uid = partial(ended, env=bench.env_of(folder)), bench.rapport, "p000000001"
    return {
        "log": partial(run, [env, "log", _LINE.format(f"@{uid}")]),
        "show": partial(run, [env, "show", uid]),
        "today": partial(run, [env, "today"]),
        "people NAME": partial(run, [env, "people", _WHO]),
        "compose": partial(run, [env, "compose", "hi-again", uid]),
        "people": partial(run, [env, "people"]),
        "people is:drifting": partial(run, [env, "people", "stage:ally is:drifting"]),
        "journal WORD": partial(run, [env, "journal", _WORD]),
        "review": partial(run, [env, "review"]),
        "check": partial(run, [env, "check"]),
        "export": partial(run, [env, "export", str(bench.folder / "exported.json"), "--replace"]),
    }


def _growth(bench: Bench) -> Table:
    """Measure these commands at two sizes, each pair in the same rounds."""
    small, large = _commands(bench, SIZE), _commands(bench, journals.LIFE)
    subjects = {(name, size): some[name] for name in small for size, some in (("small", small), ("large", large))}
    took = told_in_turns({" ".join(key): subject for key, subject in subjects.items()}, rounds=5 if bench.quick else 20)
    table = Table(f"One shot, CPU: {journals.LIFE} to {SIZE}", ("", "ms", "ms", "ratio"))
    for name in small:
        ours, least = ([one.cpu for one in took[f"{name} {size}"]] for size in ("large", "small"))
        ratio: Ratio = against(ours, least)
        table.add(f"rapport {name}", ms(median(ours)), ms(median(least)), str(ratio))
        if name not in _FLAT:
            continue
        named = f"rapport {name}, CPU, {journals.LIFE.entries:,} entries to {SIZE.entries:,}"
        bench.bar(named, f"≤ {_GROWTH}×", str(ratio), holds=ratio.middle <= _GROWTH)
    return table


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
    brief = against([one.cpu for one in took[_BRIEF]], [one.cpu for one in took[FLOOR]])
    bench.bar(f"{_BRIEF}, CPU, to {FLOOR}", "≤ 1.3×", str(brief), holds=brief.middle <= 1.3)
    tables.append(_growth(bench))
    if others:
        tables.append(Table("The same with other programs", ("ours", "ms", "theirs", "ms", "ours to theirs")))
    for ours, pair in others.items():
        for name in pair:
            mine, other = walls(took[ours]), walls(took[name])
            ratio = against(mine, other)
            tables[-1].add(ours, ms(sorted(mine)[len(mine) // 2]), name, ms(sorted(other)[len(other) // 2]), str(ratio))
            if ours == LOG:
                bench.bar(
                    f"{LOG}, {SIZE.entries:,} entries, to {name}", "≤ 0.33×", str(ratio), holds=ratio.middle <= 0.33
                )
    if LOG not in others:
        bench.bar(f"{LOG}, {SIZE.entries:,} entries, to jrnl", "≤ 0.33×", "only with --against", holds=None)
    return tables
