"""Several terminals on one journal: what others write comes in, and nobody who types is disturbed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rapport_tui.store import Store
from tests.terminal.terminal import CTRL_Q, ENTER, Terminal

RAPPORT = [sys.executable, "-m", "rapport_tui"]
LOGGER = """
import subprocess, sys
for number in range(int(sys.argv[2])):
    line = f"a talk with @{sys.argv[1]}{number}"
    subprocess.run([sys.executable, "-m", "rapport_tui", "log", line], check=True, stdout=subprocess.DEVNULL)
    print(line, flush=True)
"""
TYPED = "what I am in the middle of writing @zoe ? her flat"
SHOWN_WITHIN = 2.0
"""Seconds in which the app shows what another terminal wrote."""
SLACK = 5.0
"""Seconds more for a machine that has other things to do."""


def test_the_app_takes_in_what_two_terminals_write_while_somebody_types(
    tmp_path: Path, env: dict[str, str], request: pytest.FixtureRequest
) -> None:
    count = 6 * int(request.config.getoption("--faults"))
    subprocess.run([*RAPPORT, "log", "hello to @zoe"], env=env, check=True, capture_output=True)
    terminal = Terminal(RAPPORT, (140, 40), env)
    try:
        terminal.sees("Break the silence")
        terminal.type("2")
        terminal.sees("acquaintance 1 ")
        terminal.type("n")
        loggers = [
            subprocess.Popen(
                [sys.executable, "-c", LOGGER, name, str(count)], env=env, stdout=subprocess.PIPE, text=True
            )
            for name in ("left", "right")
        ]
        typed = 0
        while typed < len(TYPED) or any(logger.poll() is None for logger in loggers):
            terminal.type(TYPED[typed : typed + 1])
            typed += 1
            terminal.sees(TYPED[:typed][-30:].rstrip())
            time.sleep(0.05)
        said = [line for logger in loggers for line in logger.communicate()[0].splitlines()]
        assert [logger.returncode for logger in loggers] == [0, 0]
        assert len(said) == 2 * count
        began = time.monotonic()
        terminal.sees(f"Right{count - 1} ")
        shown_after = time.monotonic() - began
        terminal.sees(TYPED[-30:])
        terminal.type(ENTER)
        terminal.sees("Written", f"acquaintance {2 * count + 1} ")
        terminal.type(CTRL_Q)
        assert terminal.ends() == 0
    finally:
        terminal.close()
    assert shown_after < SHOWN_WITHIN + SLACK
    texts = [doc["text"] for doc in Store(tmp_path / "journal").docs["entries"].values()]
    assert sorted(texts) == sorted([*said, "hello to @zoe", TYPED])
    done = subprocess.run([*RAPPORT, "check", "--json"], env=env, capture_output=True, check=True)
    assert json.loads(done.stdout) == {
        "ok": True,
        "people": 2 * count + 1,
        "entries": 2 * count + 2,
        "repaired": [],
        "problems": [],
    }
