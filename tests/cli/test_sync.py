"""`rapport sync`: two machines on one share, in words for people and in JSON for programs."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from rapport_tui.cli.program import rapport


class Machines:
    """Two journals of the command line, and a folder that both see."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.where = str(root / "share")

    def run(self, machine: str, *words: str) -> Result:
        return CliRunner().invoke(rapport, ["--journal", str(self.root / machine), *words])

    def said(self, machine: str, *words: str) -> str:
        result = self.run(machine, *words)
        assert result.exit_code == 0, result.output
        return result.output

    def json(self, machine: str, *words: str) -> Any:
        result = self.run(machine, *words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machines:
    monkeypatch.setenv("RAPPORT_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("RAPPORT_NOW", "2026-11-23T09:00")
    machines = Machines(tmp_path)
    machines.said("laptop", "log", "coffee with @priya")
    machines.said("laptop", "sync", "--to", machines.where, "--name", "laptop")
    machines.said("home", "sync", "--join", machines.where, "--name", "home")
    return machines


def test_lines_travel_and_are_counted(two: Machines) -> None:
    two.said("home", "log", "lunch with @priya")
    assert "Sent 1 change, took in 0 changes." in two.said("home", "sync")
    assert "took in 1 change." in two.said("laptop", "sync")
    assert "lunch with Priya" in two.said("laptop", "journal")


def test_a_program_is_told_how_it_stands(two: Machines) -> None:
    two.said("home", "log", "lunch with @priya")
    status = two.json("home", "sync", "--status")
    assert status["waiting"] == 1
    assert (status["device"], status["transport"], status["where"]) == ("home", "folder", two.where)
    done = two.json("home", "sync")
    assert {key: done[key] for key in ("sent", "received", "conflicts", "waiting")} == {
        "sent": 1,
        "received": 0,
        "conflicts": 0,
        "waiting": 0,
    }
    assert done["last"].startswith("2026-11-23T09:00")
    assert "This machine  home" in two.said("home", "sync", "--status")


def test_machines_are_listed_with_when_they_were_last_seen(two: Machines) -> None:
    this, other = two.json("home", "sync", "--devices")
    assert (this["name"], this["this"], other["name"], other["this"]) == ("home", True, "laptop", False)
    assert datetime.fromisoformat(other["last_seen"]).astimezone().date().isoformat() == "2026-11-23"
    assert "home (this one)" in two.said("home", "sync", "--devices")


def test_both_versions_are_shown_and_either_is_taken(two: Machines) -> None:
    for machine, role in (("laptop", "Lead"), ("home", "Chief")):
        two.said(machine, "edit", "priya", "--role", role)
    two.said("laptop", "sync")
    assert "changed on two machines" in two.said("home", "sync")
    [conflict] = two.json("home", "sync", "--conflicts")
    assert {conflict["here"], conflict["other"]} == {"Lead", "Chief"}
    shown = two.said("home", "sync", "--conflicts")
    assert "Priya, role" in shown
    assert "Lead" in shown
    assert f"Took “{conflict['other']}” for Priya." in two.said("home", "sync", "--take", conflict["id"])
    two.said("home", "sync")
    two.said("laptop", "sync")
    assert conflict["other"] in two.said("laptop", "show", "priya")
    assert "Nothing was changed on two machines" in two.said("laptop", "sync", "--conflicts")
    assert two.run("laptop", "sync", "--keep", conflict["id"]).exit_code == 1


def test_what_cannot_be_done_is_one_sentence_and_exit_code_1(two: Machines, tmp_path: Path) -> None:
    for machine, words in (
        ("third", ["sync"]),
        ("third", ["sync", "--status"]),
        ("third", ["sync", "--to", two.where]),
        ("third", ["sync", "--join", str(tmp_path / "nowhere")]),
        ("home", ["sync", "--join", two.where]),
        ("home", ["sync", "--take", "nonsense"]),
    ):
        result = two.run(machine, *words)
        assert result.exit_code == 1, words
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1
    assert two.run("home", "sync", "--status", "--off").exit_code == 2


def test_who_stops_keeps_all(two: Machines) -> None:
    assert "no longer shared" in two.said("home", "sync", "--off")
    assert "coffee with Priya" in two.said("home", "journal")
    assert two.run("home", "sync").exit_code == 1
