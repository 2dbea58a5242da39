"""`rapport notes` lists them, `rapport note ID` mends one."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def known(cli: Cli) -> Cli:
    """Give the command on a journal with a promise and a fact about Ann, a goal of mine, and Ben."""
    cli("add", "Ben")
    cli("log", "tea with @ann ! the list by friday +likes trains")
    cli("log", "a plan +goal lead a team")
    return cli


def uid_of(cli: Cli, text: str) -> str:
    [uid] = [note["uid"] for note in cli.ask("notes", "--all") if note["text"] == text]
    return str(uid)


def test_notes_are_listed_by_kind_with_short_ids(known: Cli) -> None:
    short = uid_of(known, "the list")[:4]
    said = known.say("notes")
    assert said.startswith(f"You promised\n  {short}  Ann  ! the list · by Fri")
    assert "They like\n" in said
    assert "Your goals\n" in said
    assert [note["text"] for note in known.ask("notes", "ann")] == ["the list", "trains"]
    assert [note["text"] for note in known.ask("notes", "--mine")] == ["lead a team"]
    assert "rapport log" in known("notes", "ben").stderr
    known("notes", "ben", "--mine", code=2)


def test_a_note_is_mended_by_its_short_id(known: Cli) -> None:
    short = uid_of(known, "the list")[:4]
    said = known.say("note", short, "--text", "the deck", "--to", "ben", "--due", "2026-12-01")
    assert said == f"{short}  Ben  ! the deck · by 1 Dec\n"
    assert known.ask("note", short)["people"] == ["Ben"]
    assert known.ask("note", short, "--due", "none")["due"] is None
    assert known.ask("note", short, "--done")["done"] == "2026-11-23"
    assert "the deck" not in known.say("notes")
    assert "the deck · done" in known.say("notes", "--all")
    assert known.ask("note", short, "--open")["done"] is None
    for _ in range(4):
        known("undo")
    assert known.ask("note", short)["text"] == "the list"


def test_a_note_is_deleted_and_comes_back(known: Cli) -> None:
    short = uid_of(known, "trains")[:4]
    assert known.say("note", short, "--delete") == "Deleted: trains. Take it back with: rapport undo\n"
    assert "rapport notes" in known.refuse("note", short)
    known("undo")
    assert known.ask("note", short)["text"] == "trains"


@pytest.mark.parametrize(
    "wrong", [("--due", "yesterday"), ("--to", "zoe"), ("--text", " "), ("--due", "banana")], ids=" ".join
)
def test_what_is_wrong_changes_nothing(known: Cli, wrong: tuple[str, str]) -> None:
    short = uid_of(known, "the list")[:4]
    before = known.ask("note", short)
    known.refuse("note", short, "--done", *wrong)
    assert known.ask("note", short) == before
    known("note", short, "--done", "--delete", code=2)
