"""An encrypted journal in a real terminal: no byte of it is painted while it is locked, nor in a report of a fault."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import pytest

from rapport_tui.journal import Journal
from tests.encrypted import KEY, PASSPHRASE, WRAPPED
from tests.terminal.terminal import CTRL_Q, ENTER, TAB, Terminal

RAPPORT = [sys.executable, "-m", "rapport_tui"]
CTRL_L = "\x0c"
WORDS = (b"Priya", b"quartz", b"Lisbon")


@pytest.fixture
def folder(env: dict[str, str]) -> Path:
    """The folder of the journal, which is encrypted."""
    now = datetime.fromisoformat(env["RAPPORT_NOW"]).astimezone()
    journal = Journal(Path(env["RAPPORT_JOURNAL"]), clock=lambda: now)
    journal.entries.log(["quartz with @priya ? the flat in Lisbon"])
    journal.encryption.encrypt(KEY, WRAPPED)
    journal.close()
    return Path(env["RAPPORT_JOURNAL"])


def assert_none(painted: bytes) -> None:
    assert not [word for word in WORDS if word in painted]


def test_the_locked_start_paints_nothing_of_the_journal(folder: Path, env: dict[str, str]) -> None:
    terminal = Terminal(RAPPORT, (100, 30), env)
    try:
        terminal.sees("This journal is locked.")
        terminal.type(TAB, "met @tom", ENTER)
        terminal.sees("Written and sealed")
        terminal.type(TAB, "AGE-SECRET-KEY-1", ENTER)
        terminal.sees("That is not a whole recovery key")
        assert_none(terminal.raw)
        terminal.type(PASSPHRASE, ENTER)
        terminal.sees("quartz with Priya", "met Tom")
        assert PASSPHRASE.encode() not in terminal.raw
        painted = len(terminal.raw)
        terminal.type("n", "half a line with @pri", CTRL_L)
        terminal.sees("This journal is locked.")
        locked = terminal.raw.index(b"This journal is locked.", painted)
        terminal.type("123456nq?:", ENTER)
        terminal.sees("That is not the key of this journal")
        terminal.type(CTRL_Q)
        assert terminal.ends() == 0
        assert_none(terminal.raw[locked:])
        assert not any(b"half a line" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    finally:
        terminal.close()


def test_a_password_command_opens_it_and_leaves_the_screen_alone(folder: Path, env: dict[str, str]) -> None:
    command = f"{sys.executable} -c \"import sys; sys.stderr.write('grumble'); print('{KEY}' + sys.stdin.read())\""
    terminal = Terminal(RAPPORT, (100, 30), {**env, "RAPPORT_PASSWORD_COMMAND": command})
    try:
        terminal.type("n")
        terminal.sees("Write a line")
        assert b"grumble" not in terminal.raw
        assert KEY.encode() not in terminal.raw
        assert folder.is_dir()
    finally:
        terminal.close()


FAULT = """
import sys
from rapport_tui.app.{module} import {owner}

def fails(self, *given):
    person = "Priya likes quartz"
    raise ValueError(f"There is no {{person}}")

{owner}.{method} = fails
sys.argv = ["rapport"]
from rapport_tui.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("module", "owner", "method"),
    [
        ("lock_screen", "LockScreen", "on_mount"),
        ("today.screen", "TodayScreen", "show"),
        ("app", "RapportApp", "_greet"),
    ],
)
def test_a_report_of_a_fault_has_no_word_of_it(
    folder: Path, env: dict[str, str], module: str, owner: str, method: str
) -> None:
    script = FAULT.format(module=module, owner=owner, method=method)
    terminal = Terminal([sys.executable, "-c", script], (100, 30), env)
    try:
        if owner != "LockScreen":
            terminal.sees("This journal is locked.")
            terminal.type(KEY, ENTER)
        assert terminal.ends() == 1
        told = terminal.raw[terminal.raw.rindex(b"rapport has stopped at a fault of its own") :]
        assert b"ValueError" in told
        assert f"in {method}".encode() in told or b"in fails" in told
        assert_none(told)
        assert folder.is_dir()
    finally:
        terminal.close()
