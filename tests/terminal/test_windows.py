"""Several terminals on one journal: what others write comes in, and nobody who types is disturbed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from rapport_tui.store import Store
from tests.terminal.terminal import CTRL_Q, ENTER, ESCAPE, PATIENCE, Terminal

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


WRITER = """
import subprocess, sys, time
from itertools import count
from pathlib import Path
name, folder = sys.argv[1], Path(sys.argv[2])
written = (folder / f"{name}.txt").open("w")
for number in count(1):
    run = ["log", f"a call with @{name}{number}"] if number % 3 else ["edit", "zoe", "--org", f"{name}{number}"]
    subprocess.run([sys.executable, "-m", "rapport_tui", *run], check=True, stdout=subprocess.DEVNULL)
    print(run[-1], file=written, flush=True)
    if (folder / "end").exists():
        break
    time.sleep(0.2)
"""
_ASKS = "leaves all as it is"
_CODES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
_CURSOR = re.compile("[▏▌]")


class Window:
    """An app in a terminal of its own, in which lines are written, and some of them taken back."""

    def __init__(self, name: str, env: Mapping[str, str]) -> None:
        self.terminal = Terminal(RAPPORT, (140, 40), env)
        self.lines: dict[str, str] = {}
        """The lines that were acknowledged and not taken back, by the name that only they have."""
        self._name = name
        self._count = self._begin = 0
        self._asked = False

    def begin_line(self) -> None:
        """Begin a line."""
        self._type("n")

    def type_line(self) -> None:
        """Write a line about somebody new."""
        self._count += 1
        self._type(f"a talk with @{self._who.lower()}", ENTER)

    def has_line(self) -> bool:
        """Return whether the line is acknowledged."""
        if self._painted(f"Written about {self._who} "):
            self.lines[self._who] = f"a talk with @{self._who.lower()}"
        return self._who in self.lines

    def take_back(self) -> None:
        """Take the last action back; if another program did it, the app asks first, and it is left."""
        self._asked = False
        self._type("u")

    def has_answered(self) -> bool:
        """Return whether the action was taken back, or the question about it left."""
        if self.terminal.shows(_ASKS) and not self._asked:
            self._type(ESCAPE)
            self._asked = True
        undone = [who for who in self.lines if self._painted(f"Taken back: Wrote a line about {who} ")]
        for who in undone:
            del self.lines[who]
        return bool(undone) or (self._asked and not self.terminal.shows(_ASKS))

    @property
    def _who(self) -> str:
        return f"{self._name}{self._count}"

    def _type(self, *keys: str) -> None:
        self._begin = len(self.terminal.raw)
        self.terminal.type(*keys)

    def _painted(self, text: str) -> bool:
        """Return whether a text was painted since the last key; a message may be gone again."""
        return text in _CODES.sub("", f"{self.terminal.raw[self._begin :].decode('utf-8', 'replace')} ")


def wait(windows: Sequence[Window], is_done: Callable[[Window], bool]) -> None:
    """Wait for windows, and read from all of them meanwhile: an app stands still while nobody reads from it."""
    end = time.monotonic() + 2 * PATIENCE  # six programs at once
    waiting = list(windows)
    while waiting:
        for window in windows:
            window.terminal.until(lambda: True, "a screen")
        waiting = [window for window in waiting if not is_done(window)]
        assert not waiting or time.monotonic() < end, "\n".join(window.terminal.text for window in waiting)


def show_alike(windows: Sequence[Window], key: str, text: str) -> None:
    """Wait until all windows show the same on the screen of a key, with `text` in it; cursors may differ."""
    for window in windows:
        window.terminal.type(key)
    wait(windows, lambda window: text in _screen(window) and _screen(window) == _screen(windows[0]))


def _screen(window: Window) -> str:
    return _CURSOR.sub(" ", window.terminal.text)


def test_three_windows_and_three_writers_agree(
    tmp_path: Path, env: dict[str, str], request: pytest.FixtureRequest
) -> None:
    subprocess.run([*RAPPORT, "log", "hello to @zoe"], env=env, check=True, capture_output=True)
    ends = time.monotonic() + int(request.config.getoption("--windows"))
    windows = [Window(name, env) for name in ("Ada", "Bob", "Cyd")]
    names = ("dot", "eve", "fay")
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, name, str(tmp_path)], env=env) for name in names]
    try:
        wait(windows, lambda window: window.terminal.shows("Break the silence"))
        rounds = 0
        while rounds < 2 or time.monotonic() < ends:
            rounds += 1
            for window in windows:
                window.begin_line()
            wait(windows, lambda window: window.terminal.shows("Write a line"))
            for window in windows:
                window.type_line()
            wait(windows, Window.has_line)
            one = windows[rounds % 3]
            one.take_back()
            wait(windows, lambda window, one=one: window is not one or window.has_answered())  # type: ignore[misc]
        (tmp_path / "end").touch()
        assert [writer.wait() for writer in writers] == [0, 0, 0]
        said = [line for name in names for line in (tmp_path / f"{name}.txt").read_text("utf-8").splitlines()]
        written = [line for line in said if " " in line]
        written += [line for window in windows for line in window.lines.values()]
        count = f"{len(written) + 1:,}"
        show_alike(windows, "2", f"acquaintance {count} ")
        show_alike(windows, "5", f"{count} people")
        for window in windows:
            window.terminal.type(CTRL_Q)
            assert window.terminal.ends() == 0
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
        for window in windows:
            window.terminal.close()
    store = Store(tmp_path / "journal")
    assert sorted(doc["text"] for doc in store.docs["entries"].values()) == sorted([*written, "hello to @zoe"])
    (zoe,) = (doc for doc in store.docs["people"].values() if doc["name"] == "Zoe")
    assert zoe["org"] in {line for line in said if " " not in line}
    done = subprocess.run([*RAPPORT, "check", "--json"], env=env, capture_output=True, check=True)
    found = json.loads(done.stdout)
    assert (found["ok"], found["people"], found["entries"]) == (True, len(written) + 1, len(written) + 1)
