from __future__ import annotations

from pathlib import Path

import pytest

from rapport_tui import clipboard
from tests.cli.conftest import Cli


@pytest.fixture(autouse=True)
def _no_clipboard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the clipboard of whoever runs the tests out of them."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("rapport_tui.clipboard.sys.platform", "linux")
    monkeypatch.setattr(clipboard, "_TERMINAL", tmp_path / "no" / "tty")


def test_moves_are_the_playbook(cli: Cli) -> None:
    moves = cli.ask("moves")
    assert len(moves) == 18
    assert all(set(move) == {"id", "step", "stage", "when", "blanks"} for move in moves)
    by_id = {move["id"]: move for move in moves}
    assert (by_id["early-bird"]["step"], by_id["early-bird"]["stage"]) == (1, "stranger")
    assert "link" in by_id["made-me-think"]["blanks"]
    said = cli.say("moves")
    assert all(move["id"] in said for move in moves)


def test_a_line_is_filled_from_the_journal(cli: Cli) -> None:
    cli("log", "lunch with @priya ? how is Lisbon")
    made = cli.ask("compose", "hi-again", "priya")
    assert set(made) == {"move", "person", "text", "filled", "unfilled"}
    assert (made["move"], made["person"], made["unfilled"]) == ("hi-again", "Priya", [])
    assert made["filled"]["them.ask"] == "how is Lisbon"
    assert "how is Lisbon" in made["text"]
    assert cli.say("compose", "hi-again", "priya") == made["text"] + "\n"


def test_a_blank_that_is_not_known_stays_a_gap_and_is_named_on_stderr(cli: Cli) -> None:
    cli("add", "Priya")
    result = cli("compose", "made-me-think", "priya", "--register", "chat")
    assert "____" in result.stdout
    assert "link" in result.stderr
    made = cli.ask("compose", "made-me-think", "priya", "--set", "link=https://a.test/?b=c")
    assert "https://a.test/?b=c" in made["text"]
    assert "link" not in made["unfilled"]


@pytest.mark.parametrize("value", ["link", "colour=red", "=x"])
def test_a_blank_that_the_move_has_not_is_wrong_usage(cli: Cli, value: str) -> None:
    cli("add", "Priya")
    assert "--set" in cli("compose", "made-me-think", "priya", "--set", value, code=2).stderr


def test_a_register_that_the_move_has_not_is_said(cli: Cli) -> None:
    cli("add", "Priya")
    assert "no line for mail" in cli("compose", "early-bird", "priya", "--register", "mail").stderr


def test_the_other_person_of_an_introduction(cli: Cli) -> None:
    cli("add", "Priya Nair")
    cli("add", "Tom Becker")
    assert "Tom" in cli.say("compose", "introduction", "priya", "--with", "tom")
    assert "rapport add" in cli.refuse("compose", "introduction", "priya", "--with", "zoe")


def test_sent_writes_the_journal(cli: Cli) -> None:
    cli("log", "2026-11-01: lunch with @priya ? how is Lisbon")
    text = cli.say("compose", "hi-again", "priya", "--sent").strip()
    entry = cli.ask("journal")[-1]
    assert (entry["on"], entry["people"], entry["move"]) == ("2026-11-23", ["Priya"], "hi-again")
    assert text in cli.say("journal")
    assert cli.ask("people")[0]["last_talked"] == "2026-11-23"


def test_a_line_with_gaps_is_not_sent(cli: Cli) -> None:
    cli("add", "Priya")
    assert "--set" in cli.refuse("compose", "made-me-think", "priya", "--sent", "--json")
    assert cli.ask("journal") == []


def test_unknown_moves_name_the_known_ones(cli: Cli) -> None:
    cli("add", "Priya")
    assert "early-bird" in cli.refuse("compose", "nope", "priya")


def test_copy_says_which_clipboard_it_was(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cli("log", "lunch with @priya ? how is Lisbon")
    before = cli.ask("history")
    assert "--copy" in cli.refuse("compose", "hi-again", "priya", "--copy", "--sent")
    assert cli.ask("history") == before

    monkeypatch.setattr(clipboard, "_TERMINAL", tmp_path / "tty")
    assert "Sent to the terminal’s clipboard." in cli("compose", "hi-again", "priya", "--copy").stderr
    sequence = (tmp_path / "tty").read_text(encoding="ascii")
    assert sequence == clipboard.osc52(cli.ask("compose", "hi-again", "priya")["text"])

    monkeypatch.setattr(clipboard, "copy_to_desktop", lambda text: True)
    assert "Copied." in cli("compose", "hi-again", "priya", "--copy").stderr
