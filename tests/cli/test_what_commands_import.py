"""A command imports what it needs: no app, and no library that only others need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_RUN = """
import sys
sys.argv = ["rapport", *sys.argv[1:]]
from rapport_tui.__main__ import run_command
try:
    run_command()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, file=sys.stderr)
"""
_NEVER = {"textual", "rich", "asyncio", "ssl", "hypothesis", "sqlite3", "http.client", "tomlkit", "icalendar", "pyrage"}
_PLAYBOOK = {"tomllib", "rapport_tui.playbook.languages", "rapport_tui.playbook.plan"}
_SLIPS = {"difflib", "rapport_tui.journal.duplicates", "rapport_tui.exchange.matching"}


def imported(folder: Path, *args: str) -> set[str]:
    """Return the modules that a command has imported when it ends."""
    folders = {"RAPPORT_JOURNAL": str(folder / "journal"), "HOME": str(folder), "RAPPORT_SETTINGS": ""}
    env = os.environ | folders | {"RAPPORT_NOW": "2026-11-23T09:12"}
    command = [sys.executable, "-c", _RUN, *args]
    return set(subprocess.run(command, env=env, capture_output=True, text=True, check=True).stderr.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imports")
    imported(folder, "log", "coffee with @Ann ? how is Lisbon")
    return folder


@pytest.mark.parametrize(
    ("command", "others"),
    [
        ("log tea with @ann about the launch #work ! the list by friday ? how did it go", _PLAYBOOK | _SLIPS),
        ("people ann", {"difflib"}),
        ("show ann", {"difflib"}),
        ("compose hi-again ann", {"difflib"}),
        ("today", {"difflib"}),
        ("journal tea", _SLIPS),
        ("undo", _SLIPS),
    ],
    ids=lambda value: value.split()[0] if isinstance(value, str) else "",
)
def test_a_command_imports_what_it_needs(folder: Path, command: str, others: set[str]) -> None:
    modules = imported(folder, *command.split())
    assert "rapport_tui.cli.program" in modules
    assert modules & (_NEVER | others) == set()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs says where the folders are")
def test_folders_that_follow_from_the_environment_need_no_library(folder: Path) -> None:
    assert "platformdirs" not in imported(folder, "log", "a walk with @ann")
