"""Three machines that push to one bare repository at once, each a process of its own.

    python -m tests.sync.clones SECONDS

Says how often each synced, and ends with 1 where a line is missing anywhere or git had to merge.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from rapport_tui.journal import Journal
from rapport_tui.sync.git import BRANCH

NAMES: Final = ("one", "two", "tri")
_WORKER: Final = """
import sys, time
from pathlib import Path
from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
folder, name, seconds, least = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
journal, number, end = Journal(folder / name), 0, time.monotonic() + seconds
while number < least or time.monotonic() < end:
    number += 1
    text = f"{name}-{number} with @Priya"
    journal.entries.log([text])
    person = journal.people.find("Priya")
    journal.people.edit(person.uid, tags=[*person.tags, f"{name}{number}"])
    print(text, flush=True)
    try:
        journal.sync.sync()
    except RapportError as error:
        if "each time" not in str(error):  # it goes with the next one
            raise
journal.close()
"""


def run(folder: Path, seconds: float, *, least: int = 1) -> dict[str, int]:
    """Have three machines write and push for so long and `least` times; return how often each did.

    Raises `AssertionError` where a line is missing, and `CalledProcessError` where a sync failed.
    """
    bare = folder / "bare.git"
    subprocess.run(["git", "init", "--quiet", "--bare", bare], check=True)
    first, *others = (Journal(folder / name) for name in NAMES)
    first.people.add("Priya")
    first.sync.share(str(bare), name=NAMES[0])
    for journal, name in zip(others, NAMES[1:], strict=True):
        journal.sync.join(str(bare), name=name)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _WORKER, folder, name, str(seconds), str(least)], stdout=subprocess.PIPE, text=True
        )
        for name in NAMES
    ]
    written = {name: worker.communicate()[0].splitlines() for name, worker in zip(NAMES, workers, strict=True)}
    for worker in workers:
        if worker.returncode:
            raise subprocess.CalledProcessError(worker.returncode, worker.args)
    for _ in range(2):
        for journal in (first, *others):
            journal.sync.sync()
    every = {text for texts in written.values() for text in texts}
    exports = set()
    for journal in (first, *others):
        assert {entry.text for entry in journal.entries.search()} == every
        assert len(journal.people.find("Priya").tags) == len(every)
        assert journal.sync.conflicts() == []
        exports.add(journal.transfer.export("json"))
        journal.close()
    assert len(exports) == 1
    parents = subprocess.run(
        ["git", "-C", bare, "log", "--format=%P", BRANCH], check=True, capture_output=True, text=True
    ).stdout
    assert all(len(line.split()) <= 1 for line in parents.splitlines()), "git had to merge"
    return {name: len(texts) for name, texts in written.items()}


def main() -> int:
    """Run for so many seconds."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rapport-clones-") as folder:
        counts = run(Path(folder), float(sys.argv[1]))
    sys.stdout.write(f"{counts} syncs in {time.monotonic() - began:.0f} s, nothing lost, no merge\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
