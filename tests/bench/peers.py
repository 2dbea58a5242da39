"""Other programs from PyPI, made ready to be run on the same people and lines as ours, each in a home of its own."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
from pathlib import Path
from typing import Final, NamedTuple

from tests.bench import journals
from tests.bench.harness import Bench
from tests.bench.installs import PLAIN

_JRNL: Final = """version: {version}
journals:
  default:
    journal: {book}
editor: ''
encrypt: false
template: false
default_hour: 9
default_minute: 0
timeformat: '%F %R'
tagsymbols: '@'
highlight: true
linewrap: 79
indent_character: '|'
colors:
  body: none
  date: none
  tags: none
  title: none
"""
_KHARD: Final = """[addressbooks]
[[people]]
path = {book}
[general]
default_action = list
editor = true
merge_editor = true
[vcard]
preferred_version = 3.0
"""


class Program(NamedTuple):
    """The start of another program; `painted` is what its screen has once it is ready."""

    name: str
    command: tuple[str, ...]
    env: dict[str, str]
    painted: bytes = b""


def _home(bench: Bench, name: str) -> dict[str, str]:
    """Return the environment of somebody who never used the program before."""
    home = bench.folder / "homes" / name
    home.mkdir(parents=True, exist_ok=True)
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "CONFIG", "CACHE", "STATE")}
    return {"HOME": str(home), **folders}


def _named(bench: Bench, package: str) -> str:
    """Return the name and the version of an installed package."""
    tell = f"import importlib.metadata; print(importlib.metadata.version({package!r}))"
    python = bench.program(package, "python")
    return (
        f"{package} {subprocess.run([python, '-c', tell], capture_output=True, text=True, check=True).stdout.strip()}"
    )


def kanban_tui(bench: Bench, tasks: int = 1) -> Program:
    """Return kanban-tui with a board of so many tasks."""
    program, env = bench.program("kanban-tui", "ktui"), _home(bench, f"kanban-{tasks}")
    for command in (["board", "create", "people", "--set-active"], ["task", "create", "task 0"]):
        subprocess.run([program, *command], env={**PLAIN, **env}, check=True, capture_output=True)
    with contextlib.closing(sqlite3.connect(f"{env['XDG_DATA_HOME']}/kanban_tui/kanban_tui.db")) as board:
        columns = ", ".join(row[1] for row in board.execute("pragma table_info(tasks)") if row[1] != "task_id")
        copy = f"insert into tasks ({columns}) select {columns} from tasks where task_id = 1"
        for _ in range(1, tasks):
            board.execute(copy)
        board.execute("update tasks set title = 'task ' || (task_id - 1), position = task_id")
        board.commit()
    return Program(_named(bench, "kanban-tui"), (program,), env, b"task 0")


def harlequin(bench: Bench) -> Program:
    """Return harlequin with an empty database in memory; it is ready when the catalogue is read."""
    program = bench.program("harlequin", "harlequin")
    return Program(_named(bench, "harlequin"), (program,), _home(bench, "harlequin"), b"memory ")


def dooit(bench: Bench) -> Program:
    """Return dooit, which begins with nothing and says so."""
    program = bench.program("dooit", "dooit")
    return Program(_named(bench, "dooit"), (program,), _home(bench, "dooit"), b"Welcome to Dooit!")


def jrnl(bench: Bench, size: journals.Size) -> Program:
    """Return jrnl with the same entries in one file, as it keeps them."""
    name = _named(bench, "jrnl")
    env = _home(bench, "jrnl")
    book, config = Path(env["HOME"]) / "book.txt", Path(env["HOME"]) / "jrnl.yaml"
    entries = journals.tables(size)["entries"].values()
    book.write_text("".join(f"[{entry['day']} 09:00] {entry['text']}\n\n" for entry in entries), encoding="utf-8")
    config.write_text(_JRNL.format(version=name.split()[1], book=book), encoding="utf-8")
    return Program(name, (bench.program("jrnl", "jrnl"), "--config-file", str(config)), env)


def khard(bench: Bench, size: journals.Size) -> Program:
    """Return khard with the same people, a vCard each, as it keeps them."""
    name = _named(bench, "khard")
    env = _home(bench, "khard")
    book, config = Path(env["HOME"]) / "book", Path(env["HOME"]) / "khard.conf"
    book.mkdir()
    for person in journals.tables(size)["people"].values():
        given, family, number = person["name"].split()
        lines = (
            *("BEGIN:VCARD", "VERSION:3.0", f"UID:{person['uid']}", f"FN:{person['name']}"),
            *(f"N:{family} {number};{given};;;", f"ORG:{person['org']}", f"TITLE:{person['role']}"),
            *(f"EMAIL;TYPE=work:{person['emails'][0]}", "END:VCARD", ""),
        )
        (book / f"{person['uid']}.vcf").write_text("\r\n".join(lines), encoding="utf-8", newline="")
    config.write_text(_KHARD.format(book=json.dumps(str(book))), encoding="utf-8")
    return Program(name, (bench.program("khard", "khard"), "-c", str(config)), env)
