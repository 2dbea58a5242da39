from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from rapport_tui.settings import Settings
from rapport_tui.store import Store
from tests.cli.conftest import Cli


def journal_file(cli: Cli) -> Path:
    """Return the journal’s file with all in it that was written, as it is after a while."""
    Store(cli.folder / "journal").tidy(at_once=True)
    return cli.folder / "journal" / "rapport.json"


def ruin(cli: Cli) -> None:
    for name in ("rapport.json", "rapport.log"):
        (cli.folder / "journal" / name).write_bytes(b'{"people": {"1": ')


def delete_asides(cli: Cli) -> None:
    """Delete what was set aside, as somebody does who looked into it."""
    for path in (cli.folder / "journal" / "backups").glob("*.aside-*"):
        path.unlink()


def test_a_sound_journal(cli: Cli) -> None:
    cli("log", "lunch with @tom")
    assert cli.ask("check") == {"ok": True, "people": 1, "entries": 1, "repaired": [], "problems": []}
    assert "All is sound." in cli.say("check")


def test_what_can_not_be_read_is_told_with_exit_code_1(cli: Cli) -> None:
    cli("log", "lunch")
    path = journal_file(cli)
    path.write_text(path.read_text(encoding="utf-8").replace('"day":"2026-11-23"', '"day":"soon"', 1), encoding="utf-8")
    found = json.loads(cli("check", "--json", code=1).stdout)
    assert not found["ok"]
    assert len(found["problems"]) == 2
    assert ".aside-1.json" in found["problems"][0]
    delete_asides(cli)
    assert len(json.loads(cli("check", "--json", code=1).stdout)["problems"]) == 1
    assert "can’t be read" in cli("check", code=1).stderr


def test_a_link_to_nobody_is_mended(cli: Cli) -> None:
    cli("log", "lunch with @tom")
    uid = cli.ask("people")[0]["uid"]
    path = journal_file(cli)
    tables = json.loads(path.read_text(encoding="utf-8"))
    tables["people"] = {}
    path.write_text(json.dumps(tables), encoding="utf-8")
    assert uid in path.read_text(encoding="utf-8")
    assert "changed by another program" in cli("people").stderr
    delete_asides(cli)
    assert len(cli.ask("check")["repaired"]) == 1
    assert cli.ask("check")["repaired"] == []


def test_backup_and_restore(cli: Cli, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    cli("log", "lunch with @tom")
    before = cli.ask("people"), cli.ask("journal")
    assert cli.ask("backup", str(copy)) == {"file": str(copy)}
    assert "already" in cli.refuse("backup", str(copy))
    cli("delete", "tom")
    assert str(copy) in cli.say("restore", str(copy))
    assert (cli.ask("people"), cli.ask("journal")) == before
    cli("undo")
    assert cli.ask("people") == []


def test_a_ruined_journal_is_kept_and_restored(cli: Cli, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    cli("log", "lunch with @tom")
    before = cli.ask("journal")
    cli("backup", str(copy))
    ruin(cli)
    assert "rapport restore" in cli.refuse("people")
    assert "rapport restore" in cli.refuse("check", "--json")
    assert cli.refuse("restore", str(tmp_path / "missing.json"))
    answer = cli.ask("restore", str(copy))
    assert Path(answer["ruined"]).read_bytes() == b'{"people": {"1": '
    assert cli.ask("journal") == before


def test_no_backup_is_no_restore(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "copy.json").write_text("[]", encoding="utf-8")
    cli("add", "Tom")
    assert "copy.json" in cli.refuse("restore", str(tmp_path / "copy.json"))
    assert cli.ask("people")[0]["name"] == "Tom"


def test_settings_show_where_they_are_and_change(cli: Cli) -> None:
    path = cli.folder / "settings.toml"
    assert cli.ask("settings")["file"] == str(path)
    listed = cli.say("settings", "--help").partition("Settings:")[2]
    assert [key for key in Settings._fields if not re.search(rf"^  \[?{key}\b", listed, re.MULTILINE)] == []
    assert str(path) in cli.say("settings")
    answer = cli.ask("settings", "--set", "name=Ana =1", "--set", "budget=5", "--set", "cadence.ally=21")
    assert (answer["values"]["name"], answer["values"]["budget"]) == ("Ana =1", 5)
    cli("settings", "--set", "cadence.mentor=9")
    cli("settings", "--set", "me.emails=a@x.test, b@x.test")
    assert cli.ask("settings")["values"]["me"] == {"emails": ["a@x.test", "b@x.test"]}
    assert "me.emails" in cli.say("settings")
    assert cli.ask("settings")["values"]["cadence"] == {"ally": 21, "mentor": 9}


@pytest.mark.parametrize("change", ["colour=red", "budget=many", "date_order=ymd", "cadence=3", "cadence.friend=3"])
def test_a_setting_that_can_not_be_used_changes_nothing(cli: Cli, change: str) -> None:
    cli.refuse("settings", "--set", "name=Ana", "--set", change)
    assert cli.ask("settings")["values"]["name"] == ""
    cli("settings", "--set", "name", code=2)


def test_settings_that_can_not_be_used_are_told(cli: Cli) -> None:
    (cli.folder / "settings.toml").write_text('colour = "red"\nbudget = "x"\n', encoding="utf-8")
    result = cli("people", "--json")
    assert result.stdout == "[]\n"
    assert "colour" in result.stderr
    assert "budget" in result.stderr


def test_the_review_is_text_to_paste(cli: Cli) -> None:
    cli("log", "2026-11-20: lunch with @tom ! the deck by friday")
    cli("move", "tom", "ally", "--why", "the launch")
    said = cli.say("review")
    for part in ("Tue 17 Nov 2026 – Mon 23 Nov 2026", "1 talk", "Tom", "acquaintance → ally (the launch)", "the deck"):
        assert part in said
    week = cli.ask("review", "--since", "1w")
    assert (week["since"], week["talks"], week["met"]) == ("2026-11-17", 1, ["Tom"])
    assert week["moves"][0]["to"] == "ally"
    assert week["promised"] == [{"text": "the deck", "people": ["Tom"], "due": "2026-11-27", "done": None}]
    assert cli.ask("review", "--since", "today")["talks"] == 0
    assert "monday" in cli.refuse("review", "--since", "soon")
    assert cli.refuse("review", "--since", "9999y")


def test_a_quiet_week_has_a_next_step(cli: Cli) -> None:
    assert "Today’s list" in cli.say("review")
