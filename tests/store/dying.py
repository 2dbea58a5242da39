"""Runs a script of changes in one process after the other, each of which dies at one call to the system.

    python -m tests.store.dying FOLDER SEED ROUNDS plain|encrypted STRIDE

Prints how many died, and ends with 1 where something that was acknowledged is not there afterwards.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tests.store.script import Docs, Script, begin, read, same
from tests.store.test_faults import STEPS, Faulty, count_calls


def die_at(folder: Path, number: int, *, seed: int, half: bool) -> tuple[Docs, Docs]:
    """Run the script in a process that dies at its `number`-th call, and return what it said last."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        script = Script(folder, Faulty(number, lambda name: os._exit(9), half=half), seed=seed, steps=STEPS)
        script.tell = lambda *docs: (os.write(send, json.dumps(docs).encode() + b"\n"), None)[1]
        script.run()
        os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        said = pipe.read().splitlines()
    os.waitpid(child, 0)
    acknowledged, attempted = json.loads(said[-1]) if said else ({}, {})
    return acknowledged, attempted


def main() -> int:
    """Let one process die at every call there is; every other write is half done, the others in the next round."""
    folder, seed, rounds = Path(sys.argv[1]) / "journal", int(sys.argv[2]), int(sys.argv[3])
    encrypted, stride = sys.argv[4] == "encrypted", int(sys.argv[5])
    deaths = 0
    for round_ in range(rounds):
        calls = count_calls(folder, seed + round_, encrypted=encrypted)
        for number in range(1, calls + 1, stride):
            half = number % 2 == round_ % 2
            acknowledged, attempted = die_at(folder, number, seed=seed + round_, half=half)
            found = read(folder)
            if not same(found, acknowledged) and not same(found, attempted):
                sys.stdout.write(f"seed {seed + round_}, call {number} of {calls}, half written: {half}\n")
                return 1
            deaths += 1
            begin(folder, encrypted=encrypted)
    sys.stdout.write(f"{deaths} deaths, nothing lost; seed {seed}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
