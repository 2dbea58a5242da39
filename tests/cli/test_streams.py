"""Tests of closed, full and broken streams, and of arguments that are not text."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these are streams and arguments of Unix")
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")


def shell(cli: Cli, command: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of the shell, in which $R is rapport; its exit code is that of rapport, not of what follows a pipe."""
    env = {**os.environ, **{key: value for key, value in cli.env.items() if value}, **more}
    env["R"] = f"{sys.executable} -m rapport_tui"
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], env=env, capture_output=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("redirected", "why"),
    [
        (">&-", errno.EBADF),
        pytest.param(">/dev/full", errno.ENOSPC, marks=needs_full),
        ("| true", errno.EPIPE),
    ],
)
def test_what_was_saved_is_a_success_with_a_warning(cli: Cli, redirected: str, why: int) -> None:
    done = shell(cli, f"$R log 'tea with @ann' {redirected}")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode() == f"That is saved, but the answer could not be written: {os.strerror(why).lower()}.\n"
    done = shell(cli, f"$R settings --set name=Zoe {redirected}")
    assert (done.returncode, done.stderr.startswith(b"That is saved")) == (0, True)
    assert len(cli.ask("journal")) == 1


@pytest.mark.parametrize("command", ["moves", "people --json", "export", "--help", "log --help", "--version"])
@needs_full
def test_an_answer_that_is_lost_is_a_failure_in_a_sentence(cli: Cli, command: str) -> None:
    done = shell(cli, f"$R {command} >/dev/full")
    assert (done.returncode, done.stderr) == (1, b"The answer could not be written: no space left on device.\n")


def test_a_closed_input_and_closed_errors_change_no_exit_code(cli: Cli) -> None:
    done = shell(cli, "$R log - <&-")
    assert (done.returncode, done.stderr) == (1, b"The standard input is closed, so nothing was written.\n")
    assert shell(cli, "$R log 'tea with @ann' 2>&-").returncode == 0
    assert shell(cli, "$R show nobody >&- 2>&-").returncode == 1
    assert len(cli.ask("journal")) == 1


def test_bytes_that_are_not_text_are_refused_unless_they_name_a_file(cli: Cli, tmp_path: Path) -> None:
    done = shell(cli, r"$R log $'lunch with @zo\xeb today'")
    assert done.returncode == 2
    assert "“lunch with @zo  today” is not UTF-8 text, so nothing was done." in done.stderr.decode()
    assert cli.ask("journal") == []
    try:
        Path(os.fsdecode(bytes(tmp_path) + b"/zo\xeb.csv")).write_text("name\nZoe Blanc\n", encoding="utf-8")
    except OSError:
        return  # macOS has no such names
    assert shell(cli, f"$R import {tmp_path}/$'zo\\xeb.csv'").returncode == 0
    assert [row["name"] for row in cli.ask("people", "is:inbox")] == ["Zoe Blanc"]


def test_no_control_character_of_an_argument_or_the_environment_comes_back(cli: Cli) -> None:
    odd = "\x1b]0;x\x07"
    for args in ([f"--{odd}"], [odd], ["move", "ann", odd], ["compose", "--set", odd], ["export", "--format", odd]):
        assert "\x1b" not in cli(*args, code=2).output
    cli.env.update(RAPPORT_JOURNAL=f"/tmp/{odd}", RAPPORT_SETTINGS=f"/tmp/{odd}/s.toml", TERM=odd)
    for flag in ("--help", "--version"):
        assert "\x1b" not in cli(flag, color=True).output


def test_reading_makes_no_folder(cli: Cli, tmp_path: Path) -> None:
    typo = tmp_path / "typo" / "a" / "b"
    for command in (("people",), ("journal",), ("today",), ("check",), ("history",), ("export",)):
        cli("--journal", str(typo), *command)
    assert not (tmp_path / "typo").exists()
    cli("--journal", str(typo), "log", "tea with @ann")
    assert {path.stat().st_mode & 0o777 for path in (typo, typo.parent, tmp_path / "typo")} == {0o700}
