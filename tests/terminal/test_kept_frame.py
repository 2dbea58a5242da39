"""The kept frame of Today: it is there at once, the app takes over from it without a trace, and no key is lost."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from rapport_tui.cli.program import rapport
from rapport_tui.store import Store
from tests.terminal.terminal import CTRL_Q, ENTER, Terminal

RAPPORT = [sys.executable, "-m", "rapport_tui"]
APP_STARTS = b"\x1b[?2004h"
"""The bytes that Textual writes once it has taken the terminal."""


def run(env: dict[str, str], *arguments: str) -> None:
    """Run a command in this process."""
    assert CliRunner().invoke(rapport, arguments, env=env).exit_code == 0


@pytest.fixture
def journal(tmp_path: Path, env: dict[str, str]) -> Path:
    """A journal with a plan that fills the screen."""
    (tmp_path / "seen.txt").write_text("greeting\n", encoding="utf-8")
    run(env, "log", "hello to @zoe ? her flat ! the list by today")
    run(env, "log", "tea with @ben ? his move ! the deck by today")
    run(env, "today", "at", "office")
    return tmp_path / "journal"


def is_taken(terminal: Terminal) -> bool:
    """Return whether the app has painted its first whole frame over the kept one."""
    return APP_STARTS in terminal.raw and terminal.raw.count(b"\x1b[1;1H") > 1


def open_once(env: dict[str, str], size: tuple[int, int], *keys: str) -> None:
    """Open the app the usual way, type, and leave it."""
    terminal = Terminal(RAPPORT, size, env)
    try:
        terminal.sees("Break the silence", "Sit where people pass")
        if keys:
            terminal.type(*keys[:-1])
            terminal.sees(keys[-1])
        terminal.type(CTRL_Q)
        assert terminal.ends() == 0
    finally:
        terminal.close()


def changes(terminal: Terminal) -> int:
    """Return how often a cell changed between the end of the kept frame and the app's first whole one."""
    terminal.until(lambda: terminal.raw.count(b"\x1b[1;1H") > 0, "the kept frame")
    kept, count = terminal.cells, 0
    while not is_taken(terminal):
        assert terminal._read(30.0)
        count += terminal.cells != kept
    terminal.until(lambda: True, "rest")
    return count + (terminal.cells != kept)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=str)
def test_the_app_takes_over_without_changing_a_cell(journal: Path, env: dict[str, str], size: tuple[int, int]) -> None:
    open_once(env, size)
    [kept] = (journal / "derived").iterdir()
    content = kept.read_bytes()
    terminal = Terminal(RAPPORT, size, env)
    try:
        assert changes(terminal) == 0
        assert terminal.raw.count(b"\x1b[?1049h") == 1
        assert terminal.raw.index(b"\x1b[1;1H") < terminal.raw.index(b"\x1b[?1000h")
        terminal.type(CTRL_Q)
        assert terminal.ends() == 0
        assert terminal.modes_now == terminal.modes
    finally:
        terminal.close()
    assert kept.read_bytes() == content


def test_the_frame_is_that_of_what_was_done_last_in_the_app(journal: Path, env: dict[str, str]) -> None:
    open_once(env, (100, 30), "n", "lunch with @ida", ENTER, "2", "acquaintance")
    terminal = Terminal(RAPPORT, (100, 30), env)
    try:
        terminal.until(lambda: "lunch with Ida" in terminal.text, "the line in the kept frame")
        assert APP_STARTS not in terminal.raw
        assert changes(terminal) == 0
    finally:
        terminal.close()


def test_what_is_typed_before_the_app_stands_is_not_lost(journal: Path, env: dict[str, str]) -> None:
    open_once(env, (100, 30))
    terminal = Terminal(RAPPORT, (100, 30), env)
    try:
        terminal.until(lambda: "Sit where people pass" in terminal.text, "the kept frame")
        terminal.type("n", "tea with @kim", ENTER)
        terminal.sees("tea with Kim")
        terminal.type(CTRL_Q)
        assert terminal.ends() == 0
    finally:
        terminal.close()
    texts = [doc["text"] for doc in Store(journal).docs["entries"].values()]
    assert texts[-1] == "tea with @kim"


def shows_kept_frame(env: dict[str, str], columns: int = 100) -> bool:
    """Open the app, and return whether it painted before it took the terminal."""
    terminal = Terminal(RAPPORT, (columns, 30), env)
    try:
        terminal.sees("Break the silence")
        terminal.until(lambda: b"\x1b[?1000h" in terminal.raw, "the app itself")
        return terminal.raw.index(b"\x1b[1;1H") < terminal.raw.index(b"\x1b[?1000h")
    finally:
        terminal.close()


def test_a_frame_of_anything_else_is_not_shown(journal: Path, env: dict[str, str], tmp_path: Path) -> None:
    open_once(env, (100, 30))
    assert not shows_kept_frame(env, columns=101)
    assert not shows_kept_frame({**env, "RAPPORT_NOW": "2026-11-24T09:12"})
    assert not shows_kept_frame({**env, "NO_COLOR": "1"})
    settings = tmp_path / "settings.toml"
    settings.write_text('theme = "nord"\n', encoding="utf-8")
    assert not shows_kept_frame(env)
    settings.unlink()
    open_once(env, (100, 30))  # an app above may have had the time to keep its own frame
    assert shows_kept_frame(env)
    run(env, "log", "coffee with @zoe")
    assert not shows_kept_frame(env)


@pytest.mark.parametrize("end", ["crash", "SIGTERM"])
def test_the_terminal_is_given_back_if_the_app_never_stands(
    journal: Path, env: dict[str, str], tmp_path: Path, end: str
) -> None:
    open_once(env, (100, 30))
    broken = tmp_path / "broken" / "textual"
    broken.mkdir(parents=True)
    code = "raise ImportError('no app')" if end == "crash" else "import time\ntime.sleep(60)"
    (broken / "__init__.py").write_text(code, encoding="utf-8")
    env["PYTHONPATH"] = str(broken.parent)
    terminal = Terminal(RAPPORT, (100, 30), env)
    try:
        terminal.until(lambda: b"Sit where people pass" in terminal.raw, "the kept frame")
        assert terminal.modes_now != terminal.modes or end == "crash"
        if end == "SIGTERM":
            terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ends() == (1 if end == "crash" else 128 + signal.SIGTERM)
        assert terminal.modes_now == terminal.modes
        for on, off in ((b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?25l", b"\x1b[?25h"), (b"\x1b[?7l", b"\x1b[?7h")):
            assert terminal.raw.rfind(off) > terminal.raw.rfind(on) > -1
        if end == "crash":
            assert terminal.raw.rfind(b"no app") > terminal.raw.rfind(b"\x1b[?1049l")
    finally:
        terminal.close()


def test_only_the_last_sizes_are_kept(journal: Path, env: dict[str, str]) -> None:
    for columns in range(80, 86):
        open_once(env, (columns, 24))
    assert sorted(file.name for file in (journal / "derived").iterdir()) == [
        f"today-{columns}x24.txt" for columns in range(82, 86)
    ]
