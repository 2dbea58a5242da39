"""Runs one benchmark: `python -m tests.bench board`; `--help` after the name tells its options."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py") if "def main(" in path.read_text("utf-8"))


def run() -> None:
    """Run the benchmark that the first argument names."""
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        sys.exit(f"Which one? {', '.join(NAMES)}")
    importlib.import_module(f"tests.bench.{sys.argv[1]}").main(sys.argv[2:])


run()
