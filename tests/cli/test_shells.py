"""Test the command in a shell: completion, the day in one line, the settings in an editor."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys

import pytest
from click.shell_completion import BashComplete

from rapport_tui.cli.program import rapport
from tests.cli.conftest import Cli


def offered(cli: Cli, monkeypatch: pytest.MonkeyPatch, line: str) -> list[str]:
    """Return what comes after a tab at the end of a command line."""
    for name, value in cli.env.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    words = line.split(" ")[1:]
    complete = BashComplete(rapport, {}, "rapport", "_RAPPORT_COMPLETE")
    return [item.value for item in complete.get_completions(words[:-1], words[-1])]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("rapport sho", ["show"]),
        ("rapport show pr", ["priya"]),
        ("rapport show tom.b", ["tom.becker"]),
        ("rapport show 王", ["王.小明"]),
        ("rapport move priya al", ["ally"]),
        ("rapport log coffee with @to", ["@tom"]),
        ("rapport log #tra", ["#travel"]),
        ("rapport people is:d", ["is:due", "is:drifting"]),
        ("rapport people sta", ["stage:"]),
        ("rapport journal with:pri", ["with:priya"]),
        ("rapport compose hi-", ["hi-again"]),
        ("rapport compose introduction priya --with to", ["tom"]),
        ("rapport today at off", ["office", "office-tomorrow"]),
        ("rapport settings --set date_", ["date_order="]),
        ("rapport settings --set date_order=", ["date_order=dmy", "date_order=mdy"]),
        ("rapport completion f", ["fish"]),
    ],
)
def test_a_shell_completes(cli: Cli, monkeypatch: pytest.MonkeyPatch, line: str, values: list[str]) -> None:
    cli("log", "coffee with @priya #travel")
    cli("add", "Tom Becker")
    cli("add", "王 小明")
    assert offered(cli, monkeypatch, line) == values


@pytest.mark.parametrize("line", ["rapport show bob", "rapport log tea with @bob", "rapport journal with:bob"])
@pytest.mark.parametrize(
    "name", ["Bob;{touch\\,x}", "Bob$(touch x)", "Bob`id`", "Bob*", "Bob,Lee", "Bob&", "Bob'", "Bob|x"]
)
def test_a_name_that_a_shell_would_run_is_completed_by_its_uid(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, name: str, line: str
) -> None:
    cli("add", name)
    [person] = json.loads(cli("people", "--json").output)
    values = offered(cli, monkeypatch, line)
    assert values == [line.split(" ")[-1].replace("bob", person["uid"])]
    shown = cli("show", values[0].rpartition(":")[2].removeprefix("@"))
    assert shown.exit_code == 0


def test_a_shell_gets_its_answer_from_the_program(cli: Cli) -> None:
    cli("log", "coffee with @priya")
    asked = {"_RAPPORT_COMPLETE": "bash_complete", "COMP_WORDS": "rapport show pri", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-m", "rapport_tui"],
        env={**os.environ, **{name: value for name, value in cli.env.items() if value}, **asked},
        capture_output=True,
        timeout=60,
        check=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("plain,priya\n", "")


def test_nothing_is_completed_or_made_where_there_is_no_journal(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered(cli, monkeypatch, "rapport show pri") == []
    assert not (cli.folder / "journal").exists()


def test_ids_of_today_are_completed(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [item["id"] for item in cli.ask("today")["items"]]
    assert offered(cli, monkeypatch, "rapport today done ") == ids


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_there_is_a_script_for_each_shell(cli: Cli, shell: str) -> None:
    script = cli.say("completion", shell)
    assert "_RAPPORT_COMPLETE" in script
    if shell == "bash":
        subprocess.run(["bash", "-n", "-c", script], check=True)


def test_the_shell_one_is_in_is_guessed(cli: Cli) -> None:
    cli.env["SHELL"] = "/usr/bin/zsh"
    assert "compdef" in cli.say("completion")
    cli.env["SHELL"] = "/bin/tcsh"
    assert "tcsh" in cli.refuse("completion")


def test_the_day_in_one_line(cli: Cli) -> None:
    cli("log", "2026-11-20: lunch with @tom ! send the deck by 2026-11-23")
    cli("move", "tom", "ally")
    told = cli.say("today", "--brief")
    assert told.count("\n") == 1
    assert "to break the silence" in told
    assert "deck" in told
    for item in cli.ask("today")["items"]:
        cli("today", "skip", item["id"])
    assert cli.say("today", "--brief") == "That’s all for today.\n"
    cli("today", "--brief", "--json", code=2)


def test_the_keys_are_listed_with_ones_own(cli: Cli) -> None:
    (cli.folder / "settings.toml").write_text('[keys]\nundo = "ctrl+z"\n', encoding="utf-8")
    keys = {key["id"]: key for key in cli.ask("keys")}
    assert keys["undo"]["keys"] == ["ctrl+z"]
    assert keys["board.promote"]["keys"] == ["L", "shift+→"]
    assert "Take back the last thing that was done" in cli.say("keys")


def test_the_settings_open_in_the_editor(cli: Cli) -> None:
    path = cli.folder / "settings.toml"
    editor = cli.folder / "editor"
    editor.write_text(f"#!/bin/sh\necho 'budget = \"x\"' > {shlex.quote(str(path))}\n", encoding="utf-8")
    editor.chmod(0o700)
    cli.env |= {"VISUAL": str(editor), "EDITOR": None}
    result = cli("settings", "--edit")
    assert result.stdout == f"{path}\n"
    assert "line 1: “budget” takes a whole number" in result.stderr


def test_an_editor_that_would_not_wait_is_made_to_for_the_settings(cli: Cli) -> None:
    editor, told = cli.folder / "code", cli.folder / "told"
    editor.write_text(f'#!/bin/sh\necho "$@" > {shlex.quote(str(told))}\n', encoding="utf-8")
    editor.chmod(0o700)
    cli.env |= {"VISUAL": str(editor), "EDITOR": None}
    cli("settings", "--edit")
    assert told.read_text(encoding="utf-8") == f"--wait {cli.folder / 'settings.toml'}\n"


def test_an_editor_that_is_not_there_is_told(cli: Cli) -> None:
    cli.env |= {"VISUAL": str(cli.folder / "none"), "EDITOR": None}
    assert "could not be started" in cli.refuse("settings", "--edit")


def test_a_switch_is_set_by_its_word(cli: Cli) -> None:
    assert cli.ask("settings", "--set", "plain=true")["values"]["plain"] is True
    assert "true or false" in cli.refuse("settings", "--set", "plain=1")
