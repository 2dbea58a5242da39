"""Windows that stay open and commands that come and go, all on one journal at once."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from rapport_tui.journal import Journal

COMMON = """
import sys
from pathlib import Path
from rapport_tui.journal import Journal
from tests.journal.test_processes import digest
folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
"""
WINDOW = f"""{COMMON}
journal = Journal(folder)
for number in range(count):
    journal.refresh()
    [logged] = journal.entries.log([f"{{name}} {{number}} with @{{name}}{{number % 5}} and @everybody ? more #work"])
    print("wrote", logged.entry.uid, flush=True)
    if number % 7 == 3:
        journal.entries.delete([logged.entry.uid])
        print("deleted", logged.entry.uid, flush=True)
    if number % 5 == 4:
        [person] = [one.person for one in journal.people.search(name) if one.person.name == name.title() + "4"]
        journal.people.move([person.uid], "mentor" if person.stage == "ally" else "ally")
    if number % 6 == 5:
        journal.tidy()
print("done", flush=True)
sys.stdin.read()
journal.refresh()
print("digest", digest(journal))
"""
WRITER = f"""{COMMON}
for number in range(count):
    journal = Journal(folder)
    [logged] = journal.entries.log([f"{{name}} {{number}} with @{{name}}{{number % 5}}"])
    print("wrote", logged.entry.uid, flush=True)
    journal.close()
"""


def digest(journal: Journal) -> str:
    """Return a checksum of all records and of the history, whatever their order."""
    tables = {name: sorted(map(repr, journal._context.cache.table(name))) for name in ("history", "sources")}
    tables |= {
        name: sorted(map(json.dumps, records)) if isinstance(records, list) else [str(records)]
        for name, records in json.loads(journal.transfer.export("json")).items()
    }
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def start(script: str, folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(folder), name, str(count)],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_three_windows_and_three_writers_agree_and_miss_nothing(folder: Path, request: pytest.FixtureRequest) -> None:
    count = 8 * int(request.config.getoption("--faults"))
    with closing(Journal(folder)) as first:
        first.people.add("Everybody")
    windows = [start(WINDOW, folder, f"window{letter}", count) for letter in "abc"]
    writers = [start(WRITER, folder, f"writer{letter}", count) for letter in "xyz"]
    said: list[list[str]] = []
    for process in windows:
        assert process.stdout is not None
        for line in process.stdout:
            if line == "done\n":
                break
            said.append(line.split())
    for process in writers:
        said += [line.split() for line in process.communicate(timeout=600)[0].splitlines()]
    ends = [process.communicate("", timeout=60)[0].split() for process in windows]
    assert [process.returncode for process in (*windows, *writers)] == [0] * 6
    wrote = {uid for what, uid in said if what == "wrote"}
    deleted = {uid for what, uid in said if what == "deleted"}
    assert len(wrote) == 6 * count
    journal = Journal(folder)
    assert {entry.uid for entry in journal.entries.search()} == wrote - deleted
    assert ends == [["digest", digest(journal)]] * 3
    found = journal.maintenance.check()
    assert (found.ok, found.repaired) == (True, ())
    journal.close()
