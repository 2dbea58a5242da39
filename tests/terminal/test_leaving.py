"""A terminal that is not there, goes away, or is faster than the app."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rapport_tui.store import Store
from tests.terminal.terminal import CTRL_Q, ENTER, ESCAPE, PATIENCE, Terminal

RAPPORT = [sys.executable, "-m", "rapport_tui"]


def test_the_app_ends_with_its_terminal_and_keeps_what_was_typed(tmp_path: Path, env: dict[str, str]) -> None:
    subprocess.run([*RAPPORT, "log", "hello to @zoe"], env=env, check=True, capture_output=True)
    terminal = Terminal(RAPPORT, (100, 30), env)
    try:
        terminal.sees("Break the silence")
        terminal.type("n", "half a line")
        terminal.sees("half a line")
        terminal.hang_up()
        terminal.process.wait(PATIENCE)
    finally:
        terminal.close()
    assert len(Store(tmp_path / "journal").docs["entries"]) == 1
    terminal = Terminal(RAPPORT, (100, 30), env)
    try:
        terminal.sees("Break the silence")
        terminal.type("n")
        terminal.sees("half a line")
    finally:
        terminal.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("demo", [[], ["--demo"]], ids=["own", "demo"])
def test_a_signal_gives_the_terminal_back(env: dict[str, str], number: signal.Signals, demo: list[str]) -> None:
    subprocess.run([*RAPPORT, "log", "hello to @zoe"], env=env, check=True, capture_output=True)
    terminal = Terminal([*RAPPORT, *demo], (100, 30), env)
    try:
        if demo:
            terminal.sees("1 of 5")
            terminal.type(ESCAPE)
        terminal.sees("This is the demo" if demo else "Break the silence")
        terminal.type("n", "half a line")
        terminal.sees("half a line")
        terminal.process.send_signal(number)
        assert terminal.ends() == 128 + number
        assert terminal.modes_now == terminal.modes
        for mode in (b"1049", b"1000", b"1003", b"2004"):
            assert terminal.raw.rfind(b"\x1b[?%bl" % mode) > terminal.raw.rfind(b"\x1b[?%bh" % mode)
        assert terminal.raw.rfind(b"\x1b[?25h") > terminal.raw.rfind(b"\x1b[?25l")
    finally:
        terminal.close()
    if not demo:
        terminal = Terminal(RAPPORT, (100, 30), env)
        try:
            terminal.sees("Break the silence")
            terminal.type("n")
            terminal.sees("half a line")
        finally:
            terminal.close()


def test_a_paste_that_never_ends_is_given_up(env: dict[str, str]) -> None:
    subprocess.run([*RAPPORT, "log", "hello to @zoe"], env=env, check=True, capture_output=True)
    terminal = Terminal(RAPPORT, (100, 30), env)
    try:
        terminal.sees("Break the silence")
        terminal.type("n")
        terminal.sees("Write a line")
        terminal.type("\x1b[20", "0~", "pasted without")
        terminal.sees("pasted without")
        terminal.type(" an end", "\x1b[200~ and whole\x1b[201~.")
        terminal.sees("pasted without an end and whole.")
    finally:
        terminal.close()


@pytest.mark.parametrize("sign", ["Today", "Break the silence"], ids=["first frame", "all there"])
def test_what_is_typed_in_one_go_is_understood_key_by_key(tmp_path: Path, env: dict[str, str], sign: str) -> None:
    subprocess.run([*RAPPORT, "log", "hello to @zoe"], env=env, check=True, capture_output=True)
    terminal = Terminal(RAPPORT, (100, 30), env)
    try:
        terminal.sees(sign)
        terminal.type("n", "tea with @ben ? his flat", ENTER, "3", "/", "flat")
        terminal.sees("1 line", "1 thread open", "tea with Ben")
    finally:
        terminal.close()
    texts = [doc["text"] for doc in Store(tmp_path / "journal").docs["entries"].values()]
    assert texts == ["hello to @zoe", "tea with @ben ? his flat"]


@pytest.mark.parametrize("stdout", [subprocess.DEVNULL, None], ids=["neither", "no keys"])
def test_without_a_terminal_it_says_so(env: dict[str, str], stdout: int | None) -> None:
    done = subprocess.run(
        RAPPORT, env=env, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == 1
    assert "there is none here" in done.stderr
    assert len(done.stderr.splitlines()) <= 2


def state_of(process: int) -> str:
    """Return the state of a process as `ps` tells it: T for stopped."""
    return subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=True).stdout


def painted_again(terminal: Terminal) -> bool:
    """Return whether the screen was painted after the terminal was taken for the second time."""
    parts = terminal.raw.split(b"\x1b[?1049h")
    return len(parts) > 2 and b"Break the silence" in parts[-1]


def test_ctrl_z_goes_to_the_background_and_comes_back(env: dict[str, str]) -> None:
    subprocess.run([*RAPPORT, "log", "hello to @zoe"], env=env, check=True, capture_output=True)
    terminal = Terminal(RAPPORT, (100, 30), env)
    try:
        terminal.sees("Break the silence")
        terminal.type("\x1a")
        end = time.monotonic() + PATIENCE
        while not state_of(terminal.process.pid).startswith("T"):
            assert time.monotonic() < end
            terminal._read(0.05)  # it stops once all that it wrote is taken
        assert terminal.modes_now == terminal.modes
        terminal.process.send_signal(signal.SIGCONT)
        terminal.until(lambda: painted_again(terminal), "the screen, painted again")
        terminal.type("3")
        terminal.sees("hello to Zoe")
        terminal.type(CTRL_Q)
        assert terminal.ends() == 0
    finally:
        terminal.process.send_signal(signal.SIGCONT)
        terminal.close()
