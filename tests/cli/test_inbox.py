"""`rapport inbox` takes in lines from a folder and tells what waits."""

from __future__ import annotations

from tests.cli.conftest import Cli


def test_lines_are_taken_in_and_listed(cli: Cli) -> None:
    assert "inbox=" in cli.refuse("inbox")
    folder = cli.folder / "phone"
    (cli.folder / "settings.toml").write_text(f'inbox = "{folder.as_posix()}"\n', encoding="utf-8")
    assert "can’t be read" in cli.refuse("inbox")
    folder.mkdir()
    assert "Nothing new" in cli("inbox").stderr
    (folder / "a.txt").write_text("2026-11-20: tea with @ann\n2030-01-01: a walk\n", encoding="utf-8")
    said = cli.say("inbox")
    assert "Taken in:\n  a.txt  2026-11-20: tea with @ann" in said
    assert "1 line waiting:" in said
    assert "tea with" in cli.say("journal")
    [waiting] = cli.ask("inbox")["waiting"]
    assert cli.ask("inbox", "--skip", waiting["id"])["waiting"] == []
    assert "rapport inbox" in cli.refuse("inbox", "--skip", waiting["id"])
