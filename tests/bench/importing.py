"""`rapport import` of large address books, each in a process of its own, into a new journal.

Measured is the whole process, from the command to its end: time, and the most memory that it had at once. Beside it,
what a library takes that only reads the same file: csv for tables, vobject for vCard, json for our own export.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from tests.bench.harness import Bench, Table, Took, times
from tests.bench.journals import FIRST, LAST
from tests.bench.processes import ended

CONTACTS: Final = 20_000
MOST_SECONDS: Final = 10
MOST_MB: Final = 300
_ORGS: Final = ("Tidewater Labs", "Lantern, Inc.", "Nordlicht GmbH", "Harbour & Co", "Widgets")
_READERS: Final = {
    ".csv": "import csv, sys; print(sum(1 for _ in csv.DictReader(open(sys.argv[1], encoding='utf-8'))))",
    ".vcf": "import sys, vobject; print(sum(1 for _ in vobject.readComponents(open(sys.argv[1], encoding='utf-8'))))",
    ".json": "import json, sys; print(len(json.load(open(sys.argv[1], encoding='utf-8'))['people']))",
}


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


def address_book(folder: Path, name: str, count: int) -> Path:
    """Write the address book called `name` with so many people, and return its path."""
    path = folder / name
    path.write_text(_FILES[name](contacts(count)), encoding="utf-8", newline="")
    return path


def _best(runs: Sequence[Took]) -> Took:
    """Return the least time, for what else the machine does only adds to it, and the most memory."""
    return Took(min(run.wall for run in runs), min(run.cpu for run in runs), max(run.memory for run in runs))


def _imported(bench: Bench, path: Path, rounds: int) -> tuple[Took, Took, Took, Took]:
    """Return what it took to import a file, to import it again, to take that back, and only to read it."""
    took: list[tuple[Took, Took, Took, Took]] = []
    for round_ in range(rounds):
        run = partial(ended, env=bench.env_of(bench.folder / f"{path.name}-{round_}"))
        first, again = (run([bench.rapport, "import", str(path)]) for _ in range(2))
        undo = run([bench.rapport, "undo"])
        took.append((first, again, undo, ended([sys.executable, "-c", _READERS[path.suffix], str(path)])))
    first, again, undo, read = map(_best, zip(*took, strict=True))
    return first, again, undo, read


def run(bench: Bench) -> list[Table]:
    """Import each kind of file, import it again, and take back the import."""
    count, rounds = (CONTACTS // 10, 1) if bench.quick else (CONTACTS, 3)
    table = Table(
        f"Importing {count:,} contacts, whole process",
        (
            *("file", "MB", "s", "s of CPU", "peak MB", "s again", "peak MB again", "s undo"),
            *("s only to read it", "import to that"),
        ),
    )
    for file in _FILES:
        path = address_book(bench.folder, file, count)
        first, again, undo, read = _imported(bench, path, rounds)
        table.add(
            file,
            f"{path.stat().st_size / 1e6:.1f}",
            *(f"{one:.1f}" for one in (first.wall, first.cpu)),
            f"{first.memory:.0f}",
            f"{again.wall:.1f}",
            f"{again.memory:.0f}",
            f"{undo.wall:.1f}",
            f"{read.wall:.1f}",
            times(first.wall / read.wall),
        )
        seconds, memory = max(first.wall, again.wall), max(first.memory, again.memory)
        bench.bar(
            f"import of {CONTACTS:,} contacts, {file}",
            f"≤ {MOST_SECONDS} s, {MOST_MB} MB",
            f"{seconds:.1f} s, {memory:.0f} MB" if count == CONTACTS else "not with --quick",
            holds=seconds <= MOST_SECONDS and memory <= MOST_MB if count == CONTACTS else None,
        )
    return [table]
