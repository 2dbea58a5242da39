"""`python -m tests.bench [--quick] SCENARIO…`: run scenarios and print their tables."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from tests.bench.harness import machine, show

SCENARIOS = {"store": "store", "import": "importing", "start": "start", "log": "log"}
"""Each is a module beside this one with `run(quick: bool) -> list[Table]`."""
WITH_PEERS = ("start", "log")
"""Those with `run(quick: bool, peers: bool)`."""

OWN = ("board", "search")
"""Those with `main(arguments)` instead."""


def main() -> None:
    """Run the scenarios that were named, or all of them; some have options of their own."""
    if sys.argv[1:2] and sys.argv[1] in OWN:
        import_module(f"tests.bench.{sys.argv[1]}").main(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=f"one of {', '.join(SCENARIOS)}; all, if none")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and not the largest size")
    parser.add_argument("--against", action="store_true", help="measure other programs too, downloaded from PyPI")
    args = parser.parse_args()
    unknown = set(args.scenarios) - SCENARIOS.keys()
    if unknown:
        parser.error(f"there is no scenario {', '.join(sorted(unknown))}; there are {', '.join(SCENARIOS)}")
    show(machine())
    for name in args.scenarios or SCENARIOS:
        peers = {"peers": args.against} if name in WITH_PEERS else {}
        for table in import_module(f"tests.bench.{SCENARIOS[name]}").run(quick=args.quick, **peers):
            show(table.text())


if __name__ == "__main__":
    main()
