"""Groups of people with a name, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def standup(cli: Cli) -> Cli:
    for name in ("Priya Nair", "Tom Becker", "Ana Lima"):
        cli("add", name)
    cli("group", "standup", "priya", "Tom Becker")
    return cli


def test_a_group_is_made_shown_listed_changed_and_deleted(standup: Cli) -> None:
    assert standup.say("group", "standup") == "standup: Priya Nair and Tom Becker\n"
    standup("group", "@Stand-up", "ana", code=0)
    assert [row["name"] for row in standup.ask("group")] == ["Stand-up", "standup"]
    standup("group", "Stand-up", "--remove")
    standup("group", "standup", "ana")
    standup("group", "standup", "tom", "--remove")
    assert standup.ask("group", "standup")["people"] == ["Priya Nair", "Ana Lima"]
    standup("group", "standup", "--remove")
    assert standup.ask("group") == []
    standup("undo")
    assert [row["name"] for row in standup.ask("group")] == ["standup"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("group", "priya", "tom"), "Priya Nair goes by “priya”"),
        (("group", "lunch"), "There is no group “lunch”. There are: standup."),
        (("group", "lunch", "nobody"), "Nobody here is called “nobody”."),
        (("people", "group:lunch"), "There is no group “lunch”."),
    ],
)
def test_what_a_group_can_not_be(standup: Cli, args: tuple[str, ...], says: str) -> None:
    assert says in standup.refuse(*args)


def test_a_line_about_a_group_is_about_its_people(standup: Cli) -> None:
    (logged,) = standup.ask("log", "@standup ? the rota + we all dread mondays")
    assert logged["people"] == ["Priya Nair", "Tom Becker"]
    assert [note["people"] for note in logged["notes"]] == [["Priya Nair", "Tom Becker"]] * 2
    assert logged["new_people"] == []
    standup("log", "tea with @ana")
    assert [row["name"] for row in standup.ask("people", "group:standup")] == ["Priya Nair", "Tom Becker"]
    assert [row["name"] for row in standup.ask("people", "-group:standup")] == ["Ana Lima"]
    assert len(standup.ask("journal", "group:standup")) == 1


def test_an_old_line_keeps_the_people_that_the_group_had(standup: Cli) -> None:
    standup("log", "@standup by the window")
    standup("group", "standup", "ana")
    (entry,) = standup.ask("journal")
    assert entry["people"] == ["Priya Nair", "Tom Becker"]


def test_groups_follow_merges_and_deletions_and_travel(standup: Cli, tmp_path: Path) -> None:
    standup("group", "standup", "ana")
    standup("merge", "tom", "ana")
    assert standup.ask("group", "standup")["people"] == ["Priya Nair", "Tom Becker"]
    standup("delete", "priya")
    assert standup.ask("group", "standup")["people"] == ["Tom Becker"]
    exported = standup.say("export")
    assert [group["name"] for group in json.loads(exported)["groups"]] == ["standup"]
    (tmp_path / "all.json").write_text(exported, encoding="utf-8")
    standup("--journal", str(tmp_path / "other"), "import", str(tmp_path / "all.json"))
    assert standup.ask("--journal", str(tmp_path / "other"), "group", "standup")["people"] == ["Tom Becker"]


def test_a_meeting_of_that_name_is_with_the_group(standup: Cli, tmp_path: Path) -> None:
    calendar = tmp_path / "day.ics"
    calendar.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20261123T100000\nDTEND:20261123T103000\n"
        "SUMMARY:Daily Standup\nEND:VEVENT\nEND:VCALENDAR\n",
        encoding="utf-8",
    )
    assert "Priya, Tom" in standup.say("today", "--calendar", str(calendar))
