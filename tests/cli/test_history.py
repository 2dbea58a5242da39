from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rapport_tui.journal import Journal
from tests.cli.conftest import Cli
from tests.conftest import Clock

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoe Lind\r\nEMAIL:zoe@a.test\r\nEND:VCARD\r\n"
CHANGES: list[tuple[str, ...]] = [
    ("log", "lunch with @tom and @ana ? the new flat ! the deck by friday"),
    ("today", "at", "office", "meeting"),
    ("today", "done", "early-bird", "@sam.ortiz + rowing"),
    ("today", "skip", "early-bird"),
    ("add", "Ana", "--stage", "ally"),
    ("edit", "tom", "--name", "Tom Ford", "--tag", "x", "--stage", "mentor"),
    ("move", "tom", "mentor", "--why", "advice"),
    ("archive", "tom"),
    ("delete", "tom"),
    ("compose", "hi-again", "tom", "--sent"),
    ("import", "FOLDER/zoe.vcf", "--to", "ally"),
    ("restore", "FOLDER/old.json"),
]


def everything(cli: Cli) -> Any:
    people = cli.ask("people", "is:archived") + cli.ask("people", "is:inbox") + cli.ask("people")
    shown = [cli.ask("show", person["uid"]) for person in people]
    return cli.ask("journal"), people, shown, cli.ask("today"), cli.ask("review")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: " ".join(change[:2]))
def test_undo_brings_back_what_was_and_redo_what_became(cli: Cli, change: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "zoe.vcf").write_text(CARD, encoding="utf-8", newline="")
    cli("add", "Uma")
    cli("backup", str(tmp_path / "old.json"))
    cli("log", "2026-10-01: lunch with @tom.becker ? the rowing #boats ! the list by 2026-11-23")
    before = everything(cli)

    cli(*(word.replace("FOLDER", str(tmp_path)) for word in change))
    after = everything(cli)
    assert after != before
    undone = cli.ask("undo")
    assert undone["undone"]
    assert everything(cli) == before

    assert cli.ask("redo")["uid"] == undone["uid"]
    assert everything(cli) == after
    cli("undo", undone["uid"])
    assert everything(cli) == before


def test_history_tells_each_action_with_its_id(cli: Cli) -> None:
    cli("add", "Tom")
    cli("log", "lunch with @tom")
    cli("undo")
    actions = cli.ask("history")
    assert all(set(action) == {"uid", "at", "label", "undone"} for action in actions)
    assert [action["undone"] for action in actions] == [False, True]
    first, second = cli.say("history").splitlines()
    assert first.startswith(actions[0]["uid"])
    assert "today 09:12" in first
    assert second.endswith("(undone)")


def test_what_can_not_be_undone_says_why(cli: Cli) -> None:
    assert cli.refuse("undo")
    assert cli.refuse("redo", "--json")
    assert "rapport log" in cli("history").stderr
    cli("add", "Tom")
    cli("edit", "tom", "--role", "Lead")
    first = cli.ask("history")[0]["uid"]
    assert "Edited Tom" in cli.refuse("undo", first)
    assert "nope" in cli.refuse("undo", "nope")


@pytest.fixture
def window(cli: Cli) -> Journal:
    """Give the journal as an open app has it."""
    return Journal(cli.folder / "journal", clock=Clock())


class Person:
    """Answers the questions of a terminal, and keeps what was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self.answer = True
        monkeypatch.setattr("rapport_tui.cli.options.on_terminal", lambda: True)
        monkeypatch.setattr("click.confirm", self._confirm)

    def _confirm(self, text: str, **_: Any) -> bool:
        self.asked.append(text)
        return self.answer


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person(monkeypatch)


def test_on_a_terminal_what_the_app_did_is_asked_about(cli: Cli, window: Journal, person: Person) -> None:
    window.people.add("Ann")
    person.answer = False
    assert cli.refuse("undo") == "Nothing was changed."
    assert person.asked == ["Take back “Added Ann” (today 09:00, in another window)?"]
    assert cli.ask("people")
    person.answer = True
    assert cli.say("undo") == "Undone: Added Ann.\n"


def test_on_a_terminal_what_is_an_hour_old_is_asked_about(cli: Cli, person: Person) -> None:
    cli("add", "Ann")
    cli.env["RAPPORT_NOW"] = "2026-11-23T10:13"
    cli("undo")
    assert person.asked == ["Take back “Added Ann” (today 09:12)?"]


def test_what_a_command_just_did_a_named_action_and_yes_ask_nothing(cli: Cli, window: Journal, person: Person) -> None:
    cli("add", "Ann")
    cli("undo")
    window.people.add("Ben")
    cli("undo", cli.ask("history")[-1]["uid"])
    window.refresh()
    window.people.add("Cem")
    assert "Added Cem" in cli.say("undo", "--yes")
    assert not person.asked


def test_where_nobody_can_answer_nothing_is_asked(cli: Cli, window: Journal) -> None:
    window.people.add("Ann")
    assert "Added Ann" in cli.say("undo")
