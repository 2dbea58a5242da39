"""Processes run to their end: how long they took, and how much memory they had at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from tests.bench.harness import Took
from tests.bench.installs import PLAIN

_LAUNCH: Final = """
import os, sys, time
null = os.open(os.devnull, os.O_WRONLY)
quiet = (1, 2) if sys.argv[1] == "drop" else (2,)
actions = [(os.POSIX_SPAWN_DUP2, null, handle) for handle in quiet]
began = time.perf_counter()
process = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=actions)
_, status, used = os.wait4(process, 0)
wall = time.perf_counter() - began
unit = 1e6 if sys.platform == "darwin" else 1e6 / 1024
print(os.waitstatus_to_exitcode(status), wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit, file=sys.stderr)
"""
"""A process counts the memory of who started it as its own on Linux, so it is started by one that has next to none."""


def ended(command: Sequence[str], env: Mapping[str, str] | None = None, *, stdin: str = "") -> Took:
    """Return what a whole process took, its output thrown away. Raises `RuntimeError` where it fails."""
    return _launched("drop", command, env, stdin)[0]


def told(command: Sequence[str], env: Mapping[str, str] | None = None) -> tuple[Took, str]:
    """Return what a whole process took, and what it printed. Raises `RuntimeError` where it fails."""
    return _launched("keep", command, env, "")


def _launched(output: str, command: Sequence[str], env: Mapping[str, str] | None, stdin: str) -> tuple[Took, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _LAUNCH, output, *command],
        env={**PLAIN, **(env or {})},
        input=stdin,
        capture_output=True,
        text=True,
        check=True,
    )
    code, *used = done.stderr.split()
    if code != "0":
        raise RuntimeError(f"{' '.join(command)} ended with {code}.")
    wall, cpu, memory = map(float, used)
    return Took(wall, cpu, memory), done.stdout
