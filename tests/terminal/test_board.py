"""The board by the mouse, in the bytes that a terminal sends (SGR); and through tmux, where there is one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rapport_tui.store import Store
from tests.terminal.terminal import CTRL_Q, ENTER, Terminal

RAPPORT = [sys.executable, "-m", "rapport_tui"]
TMUX = shutil.which("tmux")
WAYS = ("terminal", *(("tmux",) if TMUX else ()))
PEOPLE = (("Ann Lee", "acquaintance"), ("Ben Roe", "ally"), ("Cem Ito", "ally"))


@pytest.fixture(params=WAYS)
def terminal(tmp_path: Path, env: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Terminal]:
    """A terminal on a journal with three people, straight or with tmux between."""
    for name, stage in PEOPLE:
        subprocess.run([*RAPPORT, "add", name, "--stage", stage], env=env, check=True, capture_output=True)
    command = RAPPORT
    server = [str(TMUX), "-S", str(tmp_path / "socket"), "-f", str(tmp_path / "tmux.conf")]
    if request.param == "tmux":
        (tmp_path / "tmux.conf").write_text("set -g mouse on\nset -g status off\nset -g escape-time 10\n", "utf-8")
        command = [*server, "new-session", *RAPPORT]
    terminal = Terminal(command, (120, 40), env)
    try:
        yield terminal
    finally:
        if request.param == "tmux":
            subprocess.run([*server, "kill-server"], check=False, capture_output=True)
        terminal.close()


def test_a_card_is_dragged_and_the_line_about_it_written(terminal: Terminal, tmp_path: Path) -> None:
    terminal.sees("Break the silence")
    terminal.type("2")
    terminal.sees("Ann Lee", "Ben Roe", "acquaintance 1")
    terminal.drag("Ann Lee", terminal.place("Cem Ito"))
    terminal.sees("Ann Lee → ally", "What happened?")
    terminal.type(ENTER, "showed me the kitchen", ENTER)
    terminal.sees("Written about Ann Lee")
    terminal.type(CTRL_Q)
    assert terminal.ends() == 0
    docs = Store(tmp_path / "journal").docs
    assert {doc["name"]: doc["stage"] for doc in docs["people"].values()}["Ann Lee"] == "ally"
    [entry] = docs["entries"].values()
    assert [step["entry"] for step in docs["stage_changes"].values() if step.get("entry")] == [entry["uid"]]


def test_a_drag_let_go_where_it_began_or_left_by_escape_changes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    terminal.sees("Break the silence")
    terminal.type("2")
    terminal.sees("Ann Lee", "Ben Roe", "acquaintance 1")
    x, y = terminal.place("Ann Lee")
    terminal.mouse(0, x, y)
    for to in (x + 10, x + 40, x + 10, x):
        terminal.mouse(32, to, y)
    terminal.mouse(0, x, y, up=True)
    terminal.mouse(0, x, y)
    for to in (x + 10, x + 40):
        terminal.mouse(32, to, y)
    terminal.sees("┆")  # what hangs on the pointer
    terminal.type("\x1b")
    terminal.sees_no("┆")
    terminal.mouse(0, x + 40, y, up=True)
    terminal.type("n")
    terminal.sees("Write a line")
    assert {doc["name"]: doc["stage"] for doc in Store(tmp_path / "journal").docs["people"].values()} == dict(PEOPLE)
