"""A reminder each morning: what is given to the system's scheduler, and that nothing of it stays."""

from __future__ import annotations

import plistlib
import shlex
import subprocess
import sys
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.model.errors import RapportError
from rapport_tui.reminders import (
    Cron,
    Launchd,
    Schedule,
    Systemd,
    days_text,
    parse_days,
    parse_time,
    scheduler,
    show_notification,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no scheduler for it on Windows")
COMMAND = ["/opt/my py/python3", "-m", "rapport_tui", "--journal", '/home/zoë/50% & "more" $HOME', "remind", "--now"]
ENV = {"RAPPORT_SETTINGS": "/home/zoë/set tings.toml"}
AT = Schedule(time(8, 30), (0, 1, 2, 3, 4))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with programs of its own, each of which writes down how it was called."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    return tmp_path


def program(home: Path, name: str, script: str = "") -> None:
    path = home / "bin" / name
    path.write_text(f'#!/bin/sh\nprintf "%s\\n" "{name} $*" >> "{home}/calls"\n{script}\n', encoding="utf-8")
    path.chmod(0o755)


def calls(home: Path) -> list[str]:
    return (home / "calls").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("text", "at"), [("08:30", time(8, 30)), ("7", time(7)), ("7.05", time(7, 5))])
def test_times(text: str, at: time) -> None:
    assert parse_time(text) == at


@pytest.mark.parametrize("text", ["", "25:00", "8:3", "8:60", "half past", "١:٣٠x"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(RapportError, match="not a time of day"):
        parse_time(text)


@given(st.sets(st.integers(0, 6), min_size=1))
def test_days_are_read_as_they_are_written(days: set[int]) -> None:
    assert parse_days(days_text(sorted(days))) == tuple(sorted(days))


def test_days() -> None:
    assert parse_days("mon-fri") == (0, 1, 2, 3, 4)
    assert parse_days("Friday-Monday") == (0, 4, 5, 6)
    assert parse_days("daily") == tuple(range(7))
    for wrong in ("", "mon-", "noday", "mon,,tue", "1"):
        with pytest.raises(RapportError, match="not weekdays"):
            parse_days(wrong)


def test_a_systemd_timer(home: Path) -> None:
    program(home, "systemctl")
    Systemd().install(AT, COMMAND, ENV)
    units = home / ".config" / "systemd" / "user"
    timer = (units / "rapport-remind.timer").read_text(encoding="utf-8")
    assert "OnCalendar=Mon,Tue,Wed,Thu,Fri 08:30:00" in timer
    service = (units / "rapport-remind.service").read_text(encoding="utf-8")
    start = next(line for line in service.splitlines() if line.startswith("ExecStart="))
    words = shlex.split(start.removeprefix("ExecStart=").replace("%%", "%").replace("$$", "$"))
    assert words == COMMAND
    assert 'Environment="RAPPORT_SETTINGS=/home/zoë/set tings.toml"' in service
    assert Systemd().installed() == AT
    assert "systemctl --user enable --now rapport-remind.timer" in calls(home)
    Systemd().uninstall()
    assert not list(units.iterdir())
    assert "systemctl --user disable --now rapport-remind.timer" in calls(home)
    assert Systemd().installed() is None


def test_a_launchd_agent(home: Path) -> None:
    program(home, "launchctl")
    Launchd().install(AT, COMMAND, ENV)
    (path,) = (home / "Library" / "LaunchAgents").iterdir()
    agent = plistlib.loads(path.read_bytes())
    assert agent["ProgramArguments"] == COMMAND
    assert agent["EnvironmentVariables"] == ENV
    assert agent["StartCalendarInterval"][0] == {"Hour": 8, "Minute": 30, "Weekday": 1}
    assert Launchd().installed() == AT
    Launchd().uninstall()
    assert not path.exists()
    assert Launchd().installed() is None


def test_a_crontab_keeps_its_other_lines(home: Path) -> None:
    table = home / "table"
    table.write_text("MAILTO=me\n0 3 * * * backup\n", encoding="utf-8")
    program(home, "crontab", f'[ "$1" = -l ] && cat "{table}" || cat > "{table}"')
    Cron().install(AT, COMMAND, ENV)
    Cron().install(Schedule(time(7)), COMMAND, ENV)
    lines = table.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["MAILTO=me", "0 3 * * * backup"]
    assert len(lines) == 3
    assert lines[2].startswith("0 7 * * 1,2,3,4,5,6,0 RAPPORT_SETTINGS=")
    run = lines[2].split(maxsplit=5)[5].replace(r"\%", "%")
    echo = run.replace("'/opt/my py/python3'", r"printf '%s\n'")
    echoed = subprocess.run(["sh", "-c", echo], capture_output=True, check=True)
    assert echoed.stdout.decode().splitlines() == COMMAND[1:]
    assert Cron().installed() == Schedule(time(7))
    Cron().uninstall()
    assert table.read_text(encoding="utf-8") == "MAILTO=me\n0 3 * * * backup\n"


def test_without_a_scheduler_one_is_told_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(home / "bin"))
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(RapportError, match="rapport remind --now"):
        scheduler()
    program(home, "systemctl", "exit 1")
    program(home, "crontab")
    assert isinstance(scheduler(), Cron)
    program(home, "systemctl")
    assert isinstance(scheduler(), Systemd)


def test_a_scheduler_that_fails_is_told(home: Path) -> None:
    program(home, "systemctl", "exit 1")
    with pytest.raises(RapportError, match="systemctl --user daemon-reload"):
        Systemd().install(AT, COMMAND, ENV)
    assert Systemd().installed() is None


def test_a_notification_is_never_markup(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    program(home, "notify-send")
    assert show_notification("hi again: <b>Ann</b> & Bo")
    assert calls(home) == ["notify-send --app-name=rapport -- rapport hi again: &lt;b&gt;Ann&lt;/b&gt; &amp; Bo"]
    program(home, "notify-send", "exit 1")
    assert not show_notification("again")


def test_a_folder_that_cannot_be_made_is_told(home: Path) -> None:
    program(home, "systemctl")
    (home / ".config").write_text("a file", encoding="utf-8")
    with pytest.raises(RapportError, match="can’t be made"):
        Systemd().install(AT, COMMAND, ENV)
