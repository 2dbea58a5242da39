"""`rapport remind` sets, tells, shows and removes the reminder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no scheduler for it on Windows")


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system that has cron, with its table in a file, and nothing else."""
    table, folder = tmp_path / "table", tmp_path / "bin"
    folder.mkdir()
    crontab = folder / "crontab"
    crontab.write_text(f'#!/bin/sh\n[ "$1" = -l ] && cat "{table}" || cat > "{table}"\n', encoding="utf-8")
    crontab.chmod(0o755)
    cat = folder / "cat"
    cat.symlink_to("/bin/cat")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr("sys.platform", "linux")
    return table


def test_a_reminder_is_set_told_and_removed(cli: Cli, table: Path) -> None:
    assert "No reminder is set." in cli.say("remind")
    assert "08:30 on mon-fri" in cli("remind", "--install", "8:30", "--days", "mon-fri").stderr
    assert str(cli.folder / "journal") in table.read_text(encoding="utf-8")
    assert str(cli.folder / "settings.toml") in table.read_text(encoding="utf-8")
    assert cli.say("remind") == "A reminder comes at 08:30 on mon-fri, by a line in your crontab.\n"
    cli("remind", "--uninstall")
    assert table.read_text(encoding="utf-8") == ""
    assert not (cli.folder / "journal").exists()


def test_what_is_wrong_is_told(cli: Cli, table: Path) -> None:
    assert "08:30" in cli.refuse("remind", "--install", "half past eight")
    assert "mon-fri" in cli.refuse("remind", "--install", "8:30", "--days", "workdays")
    cli("remind", "--days", "mon", code=2)
    cli("remind", "--now", "--uninstall", code=2)
    assert not table.exists()


@pytest.mark.usefixtures("table")
def test_the_line_is_printed_where_there_is_no_desktop(cli: Cli) -> None:
    cli("log", "tea with @ann ! the list by today")
    assert "the list" in cli.say("remind", "--now")
    cli("today", "off", "fri")
    assert cli.say("remind", "--now") == ""
