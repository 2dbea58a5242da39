"""One shot of the command line: the whole process, against a Python that does nothing, and jrnl with `--against`."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from tests.bench import journals
from tests.bench.harness import Table, Took, compared, told_in_turns
from tests.bench.houses import install, install_ours

PEOPLE, ENTRIES = 200, 2_000
FLOOR: Final = "python -c pass"
_LINE: Final = "coffee with @p3 about her move to Lisbon #travel ? how is it going"


def ended(command: Sequence[str], env: Mapping[str, str]) -> Took:
    """Return what a whole process took. Raises `RuntimeError` where it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}.")
    return Took(wall, used.ru_utime + used.ru_stime)


def _ours(folder: Path, programs: Path) -> dict[str, Callable[[], Took]]:
    store = journals.write(folder / "journal", PEOPLE, ENTRIES)
    store.close()
    env = {"RAPPORT_JOURNAL": str(folder / "journal"), "RAPPORT_SETTINGS": str(folder / "settings.toml")}
    rapport = str(programs / "rapport")
    return {
        FLOOR: partial(ended, [str(programs / "python"), "-c", "pass"], {}),
        "rapport log": partial(ended, [rapport, "log", _LINE], env),
        "rapport today": partial(ended, [rapport, "today"], env),
    }


def _jrnl(folder: Path) -> dict[str, Callable[[], Took]]:
    """Return jrnl with the same entries in one file, as it keeps them."""
    programs, book, config = install(folder / "jrnl", "jrnl"), folder / "jrnl.txt", folder / "jrnl.yaml"
    entries = journals.tables(PEOPLE, ENTRIES)["entries"].values()
    book.write_text("".join(f"[{entry['day']} 09:00] {entry['text']}\n\n" for entry in entries), encoding="utf-8")
    version = subprocess.run([programs / "jrnl", "--version"], capture_output=True, text=True, check=True).stdout
    config.write_text(
        f"version: {version.split()[1]}\njournals:\n  default:\n    journal: {book}\neditor: ''\nencrypt: false\n"
        "template: false\ndefault_hour: 9\ndefault_minute: 0\ntimeformat: '%F %R'\ntagsymbols: '@'\nhighlight: true\n"
        "linewrap: 79\nindent_character: '|'\ncolors:\n  body: none\n  date: none\n  tags: none\n  title: none\n",
        encoding="utf-8",
    )
    command = [str(programs / "jrnl"), "--config-file", str(config)]
    home = {"HOME": str(folder)}
    return {
        f"jrnl {version.split()[1]}, one entry": partial(ended, [*command, _LINE], home),
        "jrnl, the last ten": partial(ended, [*command, "-n", "10"], home),
    }


def run(*, quick: bool, peers: bool = False) -> list[Table]:
    """Measure all in turns."""
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as name:
        folder = Path(name)
        subjects = _ours(folder, install_ours(folder))
        if peers:
            subjects |= _jrnl(folder)
        took = told_in_turns(subjects, rounds=10 if quick else 40)
    return [
        compared(f"One shot, {ENTRIES:,} entries; ms at p50, ratios of the same rounds with their middle half", took)
    ]
