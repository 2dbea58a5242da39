"""`rapport import` of large address books, each in a process of its own, into a new journal.

Measured is the whole process, from the command to its end: time, and the most memory that it had at once. Beside it,
what a library takes that only reads the same file: csv for tables, vobject for vCard, json for our own export.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.bench.harness import Table, times
from tests.bench.journals import FIRST, LAST

CONTACTS: Final = 20_000
MOST_SECONDS: Final = 10
MOST_MB: Final = 300
_ORGS: Final = ("Tidewater Labs", "Lantern, Inc.", "Nordlicht GmbH", "Harbour & Co", "Widgets")
_READERS: Final = {
    ".csv": "import csv, sys; print(sum(1 for _ in csv.DictReader(open(sys.argv[1], encoding='utf-8'))))",
    ".vcf": "import sys, vobject; print(sum(1 for _ in vobject.readComponents(open(sys.argv[1], encoding='utf-8'))))",
    ".json": "import json, sys; print(len(json.load(open(sys.argv[1], encoding='utf-8'))['people']))",
}


class Run(NamedTuple):
    """What a process took: seconds by the clock and of a processor, and MB at its largest."""

    seconds: float
    busy: float
    memory: float


class Contact(NamedTuple):
    """Somebody in an address book."""

    given: str
    family: str
    email: str
    phone: str
    org: str
    number: int


def contacts(count: int, *, seed: int = 1) -> list[Contact]:
    """Return so many people, the same for the same number."""
    chance = random.Random(seed)
    return [
        Contact(
            given=chance.choice(FIRST),
            family=f"{chance.choice(LAST)} {number}",
            email=f"p{number}@x.example",
            phone=f"+44 7700 {number:06}",
            org=chance.choice(_ORGS),
            number=number,
        )
        for number in range(count)
    ]


def _linkedin(people: Sequence[Contact]) -> str:
    rows = (
        f'{one.given},{one.family},https://www.linkedin.com/in/p{one.number},,"{one.org}",Engineer,07 Jun 2022\n'
        for one in people
    )
    return "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" + "".join(rows)


def _google(people: Sequence[Contact]) -> str:
    head = "First Name,Last Name,Organization Name,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    rows = (
        f'{one.given},{one.family},"{one.org}",--12-01,"met at the fair\nstand {one.number}",* myContacts ::: Fair,'
        f"* Work,{one.email},Mobile,{one.phone}\n"
        for one in people
    )
    return f"{head}Phone 1 - Label,Phone 1 - Value\n{''.join(rows)}"


def _vcard(people: Sequence[Contact]) -> str:
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{one.family};{one.given};;;\r\nFN:{one.given} {one.family}\r\n"
        f"ORG:{one.org.replace(',', chr(92) + ',')}\r\nEMAIL;type=INTERNET:{one.email}\r\nTEL;type=CELL:{one.phone}\r\n"
        f"ADR;type=WORK:;;{one.number} Quay Road;Bristol;;BS1;United Kingdom\r\nBDAY:1980-03-21\r\n"
        f"NOTE:met at the fair\\nstand {one.number}\r\nUID:u-{one.number}\r\nEND:VCARD\r\n"
        for one in people
    )


def _ours(people: Sequence[Contact]) -> str:
    day = "2026-11-23"
    listed = [
        {"uid": f"p{one.number:09}", "name": f"{one.given} {one.family}", "added": day, "since": day, "org": one.org}
        | {"emails": [one.email], "phones": [one.phone]}
        for one in people
    ]
    return json.dumps({"format": "rapport", "schema": 1, "people": listed}, ensure_ascii=False)


_FILES: Final[dict[str, Callable[[Sequence[Contact]], str]]] = {
    "Connections.csv": _linkedin,
    "google.csv": _google,
    "phone.vcf": _vcard,
    "journal.json": _ours,
}


def _run(*command: str, journal: Path) -> Run:
    """Run a command to its end, and return what it took."""
    env = os.environ | {"RAPPORT_JOURNAL": str(journal)}
    began = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1e6 if sys.platform == "darwin" else 1e6 / 1024
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def _best(runs: Sequence[Run]) -> Run:
    """Return the least time, for what else the machine does only adds to it, and the most memory."""
    return Run(min(run.seconds for run in runs), min(run.busy for run in runs), max(run.memory for run in runs))


def run(*, quick: bool) -> list[Table]:
    """Import each kind of file, import it again, and take back the import."""
    count, rounds = (CONTACTS // 10, 1) if quick else (CONTACTS, 3)
    table = Table(
        f"Importing {count:,} contacts, whole process; the bar is {MOST_SECONDS} s and {MOST_MB} MB for {CONTACTS:,}",
        (
            "file",
            "MB",
            "s",
            "of CPU",
            "peak MB",
            "s again",
            "peak MB again",
            "s undo",
            "s only to read it",
            "ratio",
            "bar",
        ),
    )
    people = contacts(count)
    rapport = (sys.executable, "-m", "rapport_tui")
    with tempfile.TemporaryDirectory(prefix="rapport-bench-", dir=os.environ.get("RAPPORT_BENCH")) as name:
        for file, write in _FILES.items():
            path = Path(name) / file
            path.write_text(write(people), encoding="utf-8", newline="")
            first, again, undo, read = [], [], [], []
            for round_ in range(rounds):
                journal = Path(name) / f"{file}-{round_}"
                first.append(_run(*rapport, "import", str(path), journal=journal))
                again.append(_run(*rapport, "import", str(path), journal=journal))
                undo.append(_run(*rapport, "undo", journal=journal))
                read.append(_run(sys.executable, "-c", _READERS[path.suffix], str(path), journal=journal))
            once, twice = _best(first), _best(again)
            holds = max(once.seconds, twice.seconds) < MOST_SECONDS and max(once.memory, twice.memory) < MOST_MB
            table.add(
                file,
                f"{path.stat().st_size / 1e6:.1f}",
                f"{once.seconds:.1f}",
                f"{once.busy:.1f}",
                f"{once.memory:.0f}",
                f"{twice.seconds:.1f}",
                f"{twice.memory:.0f}",
                f"{_best(undo).seconds:.1f}",
                f"{_best(read).seconds:.1f}",
                times(once.seconds / _best(read).seconds),
                "holds" if holds else "missed",
            )
    return [table]
