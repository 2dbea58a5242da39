"""Test that a file in `derived/` is used only while everything it depends on is unchanged."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import platformdirs
import pytest

from rapport_tui import derived
from rapport_tui.cli.session import default_folder
from rapport_tui.derived import kept, states_of
from rapport_tui.settings import settings_file


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal's folder, at nine on Monday 23 November 2026."""
    folder = tmp_path / "journal"
    folder.mkdir()
    for name in ("rapport.json", "rapport.log"):
        (folder / name).write_text("{}", encoding="utf-8")
    (tmp_path / "settings.toml").write_text("", encoding="utf-8")
    monkeypatch.setenv("RAPPORT_JOURNAL", str(folder))
    monkeypatch.delenv("RAPPORT_NOW", raising=False)
    at(monkeypatch, "2026-11-23 09:00")
    return folder


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    now = time.strptime(moment, "%Y-%m-%d %H:%M")
    clock = SimpleNamespace(localtime=lambda *given: time.localtime(*given) if given else now, mktime=time.mktime)
    monkeypatch.setattr(derived, "time", clock)


def keep(folder: Path, line: str = "hi again: Zoë", day: str = "2026-11-23", start: int = 0) -> None:
    states = states_of(str(folder), str(folder.parent / "settings.toml"))
    derived.keep("brief.txt", line, folder=str(folder), day=day, start=start, states=states)


def read_line() -> str | None:
    return kept("brief.txt")


def test_a_line_is_told_while_nothing_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_line() is None
    keep(folder)
    assert read_line() == "hi again: Zoë"
    at(monkeypatch, "2026-11-24 00:00")
    assert read_line() is None


def test_a_day_may_begin_late(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-11-01 02:00")
    keep(folder, day="2026-10-31", start=4)
    for moment, is_told in (("2026-11-01 03:59", True), ("2026-11-01 04:00", False), ("2026-10-31 03:59", False)):
        at(monkeypatch, moment)
        assert (read_line() is not None) == is_told


@pytest.mark.parametrize("name", ["journal/rapport.json", "journal/rapport.log", "settings.toml", "playbook.toml"])
def test_any_change_of_a_file_ends_it(folder: Path, name: str) -> None:
    keep(folder)
    (folder.parent / name).write_text("another", encoding="utf-8")
    assert read_line() is None
    keep(folder)
    (folder.parent / name).unlink()
    assert read_line() is None


def test_another_environment_or_version_ends_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(folder)
    with monkeypatch.context() as other:
        other.setenv("RAPPORT_SETTINGS", "/elsewhere")
        assert read_line() is None
    with monkeypatch.context() as other:
        other.setattr(derived, "__version__", "99")
        assert read_line() is None
    with monkeypatch.context() as other:
        other.setenv("RAPPORT_NOW", "2026-11-23")
        assert read_line() is None
        keep(folder)
        assert read_line() is not None
    assert read_line() is None


@pytest.mark.parametrize("content", [b"", b"\xff", b"rapport\nday x\nline", b"\n" * 9])
def test_a_damaged_file_is_no_line(folder: Path, content: bytes) -> None:
    keep(folder)
    (folder / "derived" / "brief.txt").write_bytes(content)
    assert read_line() is None


def test_nothing_is_kept_for_a_journal_that_is_not_there_or_not_that_of_the_environment(folder: Path) -> None:
    for name in ("typo", "other"):
        derived.keep("x", "x", folder=str(folder.parent / name), day="2026-11-23", start=0, states=[])
        assert not (folder.parent / name / "derived").exists()
        (folder.parent / "other").mkdir(exist_ok=True)
        (folder.parent / "other" / "rapport.json").write_text("{}", encoding="utf-8")


def test_nothing_is_kept_of_files_that_changed_after_they_were_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = states_of(str(folder), str(folder.parent / "settings.toml"))
    (folder / "rapport.log").write_text("longer", encoding="utf-8")
    derived.keep("brief.txt", "x", folder=str(folder), day="2026-11-23", start=0, states=states)
    assert read_line() is None
    keep(folder, day="2026-11-22")  # midnight has passed since
    assert read_line() is None


def test_what_is_kept_is_private_and_an_encrypted_journal_keeps_nothing(folder: Path) -> None:
    keep(folder)
    kept_file = folder / "derived" / "brief.txt"
    assert kept_file.stat().st_mode & 0o777 == 0o600
    assert kept_file.parent.stat().st_mode & 0o777 == 0o700
    (folder / "rapport.json").write_text("age-encryption.org/v1", encoding="utf-8")
    keep(folder)
    assert not kept_file.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the folder is taken from platformdirs")
def test_the_default_folders_are_those_of_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAPPORT_JOURNAL", raising=False)
    monkeypatch.delenv("RAPPORT_SETTINGS", raising=False)
    for base in ("/data", ""):
        monkeypatch.setenv("XDG_DATA_HOME", base)
        monkeypatch.setenv("XDG_CONFIG_HOME", base)
        folder = platformdirs.user_data_path("rapport", appauthor=False)
        assert (derived.journal_folder(), default_folder()) == (str(folder), folder)
        assert settings_file() == platformdirs.user_config_path("rapport", appauthor=False) / "settings.toml"
    monkeypatch.setenv("XDG_DATA_HOME", "relative/data")
    assert default_folder() == Path.home() / ".local/share/rapport"


def test_the_command_tells_it_without_opening_the_journal(folder: Path) -> None:
    (folder / "rapport.json").unlink()
    (folder / "rapport.log").unlink()
    env = {name: value for name, value in os.environ.items() if name != "RAPPORT_NOW"}
    env["RAPPORT_SETTINGS"] = str(folder.parent / "settings.toml")
    command = [sys.executable, "-m", "rapport_tui"]

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, *args], env=env, capture_output=True, text=True, check=True, timeout=60)

    run("log", "tea with @ann ! the list by today")
    first = run("today", "--brief").stdout
    assert "the list" in first
    script = "import sys; sys.argv[1:] = ['today', '--brief']; from rapport_tui.__main__ import main; main()"
    again = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", script], env=env, capture_output=True, text=True, check=True
    )
    assert again.stdout == first
    loaded = [line.rpartition("|")[2].strip() for line in again.stderr.splitlines()]
    ours = loaded[loaded.index("site") + 1 :]
    assert set(ours) - {"gc", "time", "_locale", "_bootlocale"} == {
        "rapport_tui",
        "rapport_tui.__main__",
        "rapport_tui.cli",
        "rapport_tui.cli.kept_line",
        "rapport_tui.derived",
    }
    subprocess.run([*command, "log", "lunch with @bo ! the deck by today"], env=env, check=True, capture_output=True)
    assert "the deck" in run("today", "--brief").stdout
