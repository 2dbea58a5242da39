from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import types
from pathlib import Path
from typing import Any

import click
import pytest

from rapport_tui import __version__
from rapport_tui.__main__ import run_command
from rapport_tui.cli.program import rapport
from tests.cli.conftest import Cli

RAPPORT = [sys.executable, "-m", "rapport_tui"]


def environment(cli: Cli, **more: str) -> dict[str, str]:
    """Return what a process of its own sees: the test's journal, and the locale as it is."""
    return {**os.environ, **{key: value for key, value in cli.env.items() if value}, **more}


def run(cli: Cli, *args: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*RAPPORT, *args], env=environment(cli, **more), capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize("args", [("people",), ("log", "lunch with @tom"), ("today",), ("journal", "--json")])
def test_a_command_imports_only_what_it_needs(cli: Cli, args: tuple[str, ...]) -> None:
    script = (
        "import sys\n"
        "from rapport_tui.cli.program import rapport\n"
        f"rapport({list(args)!r}, standalone_mode=False)\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(cli), capture_output=True, timeout=60, check=True, text=True
    )
    loaded = set(done.stderr.split())
    assert "rapport_tui.store" in loaded
    assert ("tinydb" in loaded) == (args[0] == "log")
    needless = {"textual", "rapport_tui.app", "rapport_tui.exchange", "tomlkit", "platformdirs", "zoneinfo", "secrets"}
    assert not loaded & needless


def commands(group: click.Group = rapport, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the words of every command there is."""
    ctx = click.Context(group)
    found = []
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
    return found


def test_every_command_of_the_design_is_there() -> None:
    wanted = (
        "log today people show add edit archive move journal moves compose messages import export review undo redo "
        "history backup restore check settings keys completion delete duplicates merge "
        "threads doors insights notes note sync remind mirror inbox calendar suggest group "
        "encrypt decrypt key lock unlock"
    )
    assert {path[0] for path in commands()} == set(wanted.split())
    assert {path[1] for path in commands() if len(path) == 2} == {
        *("done", "skip", "at", "later", "snooze", "off", "when"),
        *("answered", "no-answer", "discard"),
        *("change", "export"),
    }


@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_every_command_explains_itself_with_an_example(cli: Cli, path: tuple[str, ...]) -> None:
    said = cli.say(*path, "--help")
    assert re.search(rf"Examples?:\n +rapport {' '.join(path)}", said)
    assert not (cli.folder / "journal").exists()


def test_help_lists_every_command_and_where_things_are(cli: Cli) -> None:
    said = cli.say("--help")
    for name in {path[0] for path in commands()}:
        assert re.search(rf"^  {name} +\w", said, re.MULTILINE)
    for part in ("Examples:", "RAPPORT_JOURNAL", "RAPPORT_NOW", str(cli.folder / "settings.toml")):
        assert part in said
    assert all(len(line) <= 80 for line in said.splitlines() if str(cli.folder) not in line)
    version = cli.say("--version")
    assert version.startswith(f"rapport {__version__}\nPython ")
    assert all(package in version for package in ("textual 8", "tinydb", "click", "msgspec"))


def test_journal_names_a_folder_before_the_environment(cli: Cli) -> None:
    other = str(cli.folder / "other place")
    cli("--journal", other, "add", "Tom")
    assert cli.ask("people") == []
    assert cli.ask("--journal", other, "people")[0]["name"] == "Tom"
    cli.env["RAPPORT_JOURNAL"] = other
    assert cli.ask("people")[0]["name"] == "Tom"


@pytest.mark.parametrize("data", ["", "data"])
def test_the_platform_has_a_folder_for_the_journal(cli: Cli, monkeypatch: pytest.MonkeyPatch, data: str) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, appauthor: cli.folder / name)
    own = {"XDG_DATA_HOME": str(cli.folder / data) if data else None, "HOME": str(cli.folder)}
    cli.env |= {"RAPPORT_JOURNAL": None, **own}
    cli("add", "Tom")
    on_linux = cli.folder / (data or ".local/share") / "rapport"
    folder = on_linux if sys.platform == "linux" else cli.folder / "rapport"
    assert (folder / "rapport.json").is_file()


def test_a_folder_that_can_not_be_is_one_line(cli: Cli) -> None:
    (cli.folder / "file").write_text("", encoding="utf-8")
    cli.env["RAPPORT_JOURNAL"] = str(cli.folder / "file" / "journal")
    assert "can’t be opened" in cli.refuse("people", "--json")


def test_the_clock_can_be_held_still(cli: Cli) -> None:
    cli.env["RAPPORT_NOW"] = "2027-02-03 10:30"
    assert cli.ask("today")["on"] == "2027-02-03"
    cli("log", "hello")
    assert cli.ask("journal")[0]["at"] == "10:30"
    cli.env["RAPPORT_NOW"] = "soon"
    assert "RAPPORT_NOW" in cli.refuse("today")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such zones")
@pytest.mark.parametrize("zone", ["ABC-24:59:59", "ABC24", "Nowhere/Nothing", "", "ABC"])
def test_a_time_zone_that_can_not_be_is_none(cli: Cli, zone: str, tmp_path: Path) -> None:
    cli.env["RAPPORT_NOW"] = None
    event = "SUMMARY:x\nDTSTART:20260101T090000Z\nRRULE:FREQ=DAILY"
    text = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR"
    (tmp_path / "c.ics").write_text(text, encoding="utf-8")
    for args in (["log", "tea with @ann"], ["today", "--calendar", str(tmp_path / "c.ics")], ["history"]):
        done = run(cli, *args, TZ=zone)
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr


def test_the_demo_is_thrown_away(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    assert len(cli.ask("--demo", "people")) > 15
    assert cli.ask("--demo", "log", "lunch with @priya")[0]["new_people"] == []
    cli("--demo", "settings", "--set", "name=Zoe")
    assert cli.ask("--demo", "settings")["values"]["name"] not in {"", "Zoe"}
    assert cli.refuse("--demo", "show", "nobody at all")
    assert list(scratch.iterdir()) == []
    assert not (cli.folder / "journal").exists()
    assert not (cli.folder / "settings.toml").exists()
    assert "--journal" in cli("--demo", "--journal", str(tmp_path), "people", code=2).stderr


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_demo_is_thrown_away_when_the_terminal_closes(cli: Cli, tmp_path: Path, number: signal.Signals) -> None:
    script = (
        "import os, sys, types\n"
        "app = sys.modules['rapport_tui.app'] = types.ModuleType('rapport_tui.app')\n"
        f"app.run = lambda *_, **__: os.kill(os.getpid(), {number:d})\n"
        "from rapport_tui.cli.program import rapport\n"
        "rapport(['--demo'])\n"
    )
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(cli, TMPDIR=str(scratch)),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (128 + number, b"")
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("demo", [False, True])
def test_without_a_command_the_app_opens(cli: Cli, monkeypatch: pytest.MonkeyPatch, demo: bool) -> None:
    calls: list[dict[str, Any]] = []

    def app(journal: Any, **given: Any) -> int:
        calls.append({"people": len(journal.people.search()), **given})
        return 3

    module = types.ModuleType("rapport_tui.app")
    module.run = app  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "rapport_tui.app", module)
    cli("add", "Tom")
    cli(*(["--demo"] if demo else []), code=3)
    (call,) = calls
    assert call["demo"] is demo
    assert (call["people"] > 1) is demo
    assert (call["settings_path"] == cli.folder / "settings.toml") is not demo


def test_two_processes_at_once_lose_nothing(cli: Cli) -> None:
    lines = {side: "".join(f"{side} {i} with @{side}{i}\n" for i in range(20)) for side in ("left", "right")}
    singles = [
        subprocess.Popen([*RAPPORT, "log", f"single {i} with @single{i}"], env=environment(cli), stdout=subprocess.PIPE)
        for i in range(2)
    ]
    many = {
        side: subprocess.Popen(
            [*RAPPORT, "log", "-"], env=environment(cli), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for side in lines
    }
    for side, process in many.items():
        process.communicate(lines[side].encode(), timeout=60)
        assert process.returncode == 0
    for process in singles:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert len(cli.ask("journal")) == len(cli.ask("people")) == 42
    assert len(cli.ask("history")) == 4


def test_a_closed_pipe_ends_quietly(cli: Cli) -> None:
    cli("log", "-", stdin="".join(f"line {i} {'x' * 200}\n" for i in range(1000)))
    process = subprocess.Popen(
        [*RAPPORT, "journal", "--json"], env=environment(cli), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(timeout=60)


def test_ctrl_c_ends_quietly_and_writes_nothing(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("rapport_tui.journal.entries.notes_of_line", interrupted)
        result = cli("log", "lunch with @tom", code=130)
    assert result.output == ""
    assert cli.ask("journal") == []

    monkeypatch.setattr(sys, "argv", ["rapport", "people"])
    monkeypatch.setattr("rapport_tui.cli.program.rapport", interrupted)
    with pytest.raises(SystemExit) as ended:
        run_command()
    assert ended.value.code == 130


def test_no_color_is_plain_and_a_pipe_is_plain(cli: Cli) -> None:
    cli("add", "Tom")
    assert b"\x1b" not in run(cli, "show", "tom").stdout
    for value in (None, ""):
        cli.env["NO_COLOR"] = value
        assert "\x1b[1m" in cli("show", "tom", color=True).stdout
    for value in ("1", "0"):
        cli.env["NO_COLOR"] = value
        assert "\x1b" not in cli("show", "tom", color=True).stdout


def test_an_old_encoding_gets_what_it_can_show(cli: Cli) -> None:
    cli("add", "王小明")
    done = run(cli, "people", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert done.returncode == 0
    assert done.stdout.startswith(b"???")
    done = run(cli, "people", "--json", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert json.loads(done.stdout.decode("utf-8"))[0]["name"] == "王小明"


def test_the_process_ends_at_once_but_not_before_its_threads_and_its_output() -> None:
    script = """
import atexit, sys, threading
from rapport_tui.__main__ import main
if sys.argv[1] == "thread":
    threading.Thread(target=lambda: (threading.main_thread().join(), print("written"))).start()
atexit.register(print, "the long way")
sys.argv[1:] = ["--version"]
main()
"""
    for way, is_long in (("alone", False), ("thread", True)):
        done = subprocess.run([sys.executable, "-c", script, way], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0
        assert "rapport " in done.stdout
        assert ("written" in done.stdout, "the long way" in done.stdout) == (is_long, is_long)
