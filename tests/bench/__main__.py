"""`python -m tests.bench [--quick] [--against] [SCENARIO…]`: run scenarios, print their tables, and the bars at last.

Each scenario is a module beside this one with `run(bench: Bench) -> list[Table]`. What is measured as a process is a
wheel of this checkout, installed and compiled in a venv of its own; `--against` installs other programs from PyPI into
venvs of theirs. Everything is made in a temporary folder, on the disk of RAPPORT_BENCH where that is set.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Final

from tests.bench.harness import Bench, machine, show

SCENARIOS: Final = {
    "start": "start",
    "board": "board",
    "store": "store",
    "search": "search",
    "log": "log",
    "memory": "memory",
    "import": "importing",
    "screens": "screens",
    "bulk": "bulk",
    "sync": "syncing",
    "encryption": "encryption",
}


def main() -> None:
    """Run the scenarios that were named, or all of them."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=f"one of {', '.join(SCENARIOS)}; all, if none")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and not every size")
    parser.add_argument("--against", action="store_true", help="measure other programs too, downloaded from PyPI")
    chosen = parser.parse_args()
    unknown = set(chosen.scenarios) - SCENARIOS.keys()
    if unknown:
        parser.error(f"there is no scenario {', '.join(sorted(unknown))}; there are {', '.join(SCENARIOS)}")
    with tempfile.TemporaryDirectory(prefix="rapport-bench-", dir=os.environ.get("RAPPORT_BENCH")) as folder:
        bench = Bench(Path(folder), quick=chosen.quick, peers=chosen.against)
        show(machine())
        for name in chosen.scenarios or SCENARIOS:
            for table in import_module(f"tests.bench.{SCENARIOS[name]}").run(bench):
                show(table.text())
        show(bench.told())
        show(machine())


if __name__ == "__main__":
    main()
