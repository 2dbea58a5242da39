"""Starting: exec → known text painted in a real terminal, against an app of Textual’s with nothing in it.

Two moments are told: the first frame, which has the room, its day and its headings; and the plan of the day in it,
which needs the journal. `--against` starts kanban-tui, harlequin and dooit beside it, from PyPI.
"""

from __future__ import annotations

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
from tests.bench.terminal import Terminal

SIZES: Final = ((200, 2_000), (5_000, 50_000))
"""People and entries."""
FLOOR, UNCOLLECTED = "Textual with one Static", "the same, gc off"
FRAME, PLAN = "first frame", "the day’s plan"
_HELLO: Final = """
from textual.app import App
from textual.widgets import Static


class Hello(App):
    def compose(self):
        yield Static("nothing else")


Hello().run()
"""
_PAINTED: Final = {FRAME: b"Break the silence", PLAN: b"you talked"}
_PEERS: Final = {
    "kanban-tui": ("ktui", b"Ready"),
    "harlequin": ("harlequin", b"Data Catalog"),
    "dooit": ("dooit", b"1"),
}


def started(command: Sequence[str], painted: bytes, env: Mapping[str, str]) -> Took:
    """Return what it took from starting `command` to `painted` on its screen."""
    began = time.perf_counter()
    terminal = Terminal(command, env=env)
    try:
        terminal.until(painted)
        wall = time.perf_counter() - began
    finally:
        cpu = terminal.close()
    return Took(wall, cpu)


def _floors(folder: Path, programs: Path) -> dict[str, Callable[[], Took]]:
    plain, held = folder / "hello.py", folder / "hello_uncollected.py"
    plain.write_text(_HELLO)
    held.write_text("import gc\n\ngc.disable()\n" + _HELLO)
    python = str(programs / "python")
    return {
        name: partial(started, [python, str(path)], b"nothing else", {})
        for name, path in ((FLOOR, plain), (UNCOLLECTED, held))
    }


def _ours(folder: Path, programs: Path, people: int, entries: int) -> dict[str, Callable[[], Took]]:
    journals.write(folder / str(people), people, entries).close()
    env = {
        "RAPPORT_JOURNAL": str(folder / str(people)),
        "RAPPORT_NOW": f"{journals.TODAY}T09:00",
        "RAPPORT_SETTINGS": str(folder / "settings.toml"),
    }
    return {
        f"{people:,} people, {entries:,} entries: {moment}": partial(started, [str(programs / "rapport")], text, env)
        for moment, text in _PAINTED.items()
    }


def _peers(folder: Path) -> dict[str, Callable[[], Took]]:
    home = {name: str(folder / "home") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    (folder / "home").mkdir()
    subjects: dict[str, Callable[[], Took]] = {}
    for name, (command, painted) in _PEERS.items():
        programs = install(folder / name, name)
        if name == "kanban-tui":
            subprocess.run([programs / command, "board", "create", "x", "--set-active"], env=home, check=True)
        subjects[name] = partial(started, [str(programs / command)], painted, home)
    return subjects


def run(*, quick: bool, peers: bool = False) -> list[Table]:
    """Measure all in turns, at both sizes."""
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as name:
        folder = Path(name)
        programs = install_ours(folder)
        subjects = _floors(folder, programs)
        for people, entries in SIZES:
            subjects |= _ours(folder, programs, people, entries)
        if peers:
            subjects |= _peers(folder)
        took = told_in_turns(subjects, rounds=8 if quick else 25)
    return [compared("Start, exec → painted; ms at p50, ratios of the same rounds with their middle half", took)]
