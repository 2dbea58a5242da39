"""Paths and files that a user names."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rapport_tui.files import Files, read_regular
from rapport_tui.model.errors import RapportError
from rapport_tui.programs import find_program
from rapport_tui.settings_io import change_setting, read_settings
from rapport_tui.user_files import read_text, user_path, write_file
from tests.cli.conftest import Cli, cli

__all__ = ["cli"]
on_unix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
HOPELESS = ("x" * 300, "~nobody-of-that-name/x", "a\0b")


@pytest.mark.parametrize("typed", HOPELESS)
def test_what_can_be_no_path_is_one_sentence(typed: str) -> None:
    with pytest.raises(RapportError, match=r"^“.{1,61}” is not a path that can be used: .+\.$"):
        user_path(typed)


def test_a_path_need_not_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert user_path("~/none/at all") == tmp_path / "none" / "at all"
    (tmp_path / "file").touch()
    assert user_path(tmp_path / "file" / "below") == tmp_path / "file" / "below"


@on_unix
@pytest.mark.parametrize("typed", [path for path in HOPELESS if "\0" not in path])
@pytest.mark.parametrize(
    "args",
    [
        ("export", "-o"),
        ("backup",),
        ("restore",),
        ("import",),
        ("import", "x.csv", "--save-unread"),
        ("moves", "--export"),
        ("moves", "--import"),
        ("--journal",),
        ("today", "--calendar"),
        ("sync", "--to"),
        ("sync", "--join"),
    ],
    ids=" ".join,
)
def test_every_path_of_the_command_line(cli: Cli, args: tuple[str, ...], typed: str, tmp_path: Path) -> None:
    args = tuple(str(tmp_path / "x.csv") if arg == "x.csv" else arg for arg in args)
    (tmp_path / "x.csv").write_text("name,birthday\nAnn,soon\n", encoding="utf-8")
    if args == ("--journal",):
        assert cli.refuse(*args, typed, "people")
    else:
        assert cli.refuse(*args, typed)
    if args[0] == "today":
        cli("settings", "--set", f"calendar={typed}")
        assert cli.say("today")


@on_unix
def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path / "fifo", Path("/dev/zero"), tmp_path):
        with pytest.raises(OSError):
            read_regular(path)
        with pytest.raises(RapportError):
            read_text(path)
    (tmp_path / "large").write_bytes(b"x" * 101)
    with pytest.raises(OSError, match="larger than"):
        read_regular(tmp_path / "large", most=100)
    assert len(read_regular(tmp_path / "large", most=101)[0]) == 101


@on_unix
@pytest.mark.parametrize("what", ["fifo", "/dev/zero"])
def test_no_command_waits_for_what_never_ends(cli: Cli, tmp_path: Path, what: str) -> None:
    path = Path(what)
    if what == "fifo":
        path = tmp_path / "fifo"
        os.mkfifo(path)
    for args in (("restore",), ("import",), ("moves", "--import")):
        assert "not a file" in cli.refuse(*args, str(path)) or "no file" in cli.refuse(*args, str(path))
    cli("log", "tea with @ann")
    for name in ("rapport.json", "rapport.log", "drafts.json"):
        kept = cli.folder / "journal" / name
        kept.unlink(missing_ok=True)
        kept.symlink_to(path)
        if name != "drafts.json":
            assert "not a file" in cli.refuse("people")
        kept.unlink()
    (cli.folder / "playbook.toml").symlink_to(path)
    assert "can’t be read" in cli("moves").stderr
    cli.env["RAPPORT_SETTINGS"] = str(path)
    assert "can’t be read" in cli("settings").stderr


@on_unix
def test_a_file_is_written_whole_private_and_where_its_link_leads(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    write_file(link, "new", replace=True)
    assert (link.is_symlink(), real.read_text(encoding="utf-8")) == (True, "new")
    assert real.stat().st_mode & 0o777 == 0o600
    real.unlink()
    with pytest.raises(RapportError, match="is there already"):  # a link that leads nowhere
        write_file(link, "new", replace=False)
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path / "fifo", Path("/dev/null"), tmp_path):
        with pytest.raises(RapportError, match="is not a file"):
            write_file(path, "new", replace=True)
    assert {path.name for path in tmp_path.iterdir()} == {"link", "fifo"}


@on_unix
def test_a_planted_link_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "urandom", lambda count: bytes(count))
    planted = tmp_path / f".out.{'00' * 8}.tmp"
    planted.symlink_to(tmp_path / "victim")
    with pytest.raises(FileExistsError):
        Files().put(tmp_path / "out", b"secret")
    assert planted.is_symlink()
    assert not (tmp_path / "victim").exists()


def test_a_name_of_any_length_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("ü" * 120)
    Files().put(path, b"x")
    assert path.read_bytes() == b"x"


def test_the_folder_of_the_journal_is_no_place_for_exports(cli: Cli, tmp_path: Path) -> None:
    cli("log", "tea with @ann")
    folder = cli.folder / "journal"
    before = (folder / "rapport.json").read_bytes()
    (tmp_path / "link").symlink_to(folder / "rapport.json")
    for path in (folder / "rapport.json", folder / "new.json", folder / "backups" / "x.json", tmp_path / "link"):
        assert "in the folder of the journal" in cli.refuse("export", "--replace", "-o", str(path))
        assert "in the folder of the journal" in cli.refuse("backup", str(path))
    assert (folder / "rapport.json").read_bytes() == before


def test_moves_are_not_written_over_a_file_unless_told_to(cli: Cli, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("precious", encoding="utf-8")
    assert "--replace" in cli.refuse("moves", "--export", str(mine))
    assert mine.read_text(encoding="utf-8") == "precious"
    cli("moves", "--export", str(mine), "--replace")
    assert mine.read_text(encoding="utf-8") != "precious"


def test_two_processes_that_change_settings_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    script = (
        "import sys; from pathlib import Path; from rapport_tui.settings_io import change_setting\n"
        "for number in range(20): change_setting(Path(sys.argv[1]), sys.argv[2], {sys.argv[3]: number})\n"
    )
    several = [
        subprocess.Popen([sys.executable, "-c", script, str(path), "cadence", "ally"]),
        subprocess.Popen([sys.executable, "-c", script, str(path), "capacity", "mentor"]),
    ]
    assert [process.wait(60) for process in several] == [0, 0]
    settings, doubts = read_settings(path)
    assert (settings.cadence, settings.capacity, doubts) == ({"ally": 19}, {"mentor": 19}, ())
    change_setting(path, "name", "Ann")
    assert {file.name for file in tmp_path.iterdir()} == {"settings.toml", ".settings.lock"}


def test_windows_finds_no_program_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder, names in ((here, ("clip.exe", "code.cmd")), (there, ("code", "code.cmd", "clip.exe"))):
        folder.mkdir()
        for name in names:
            (folder / name).touch(mode=0o755)
    monkeypatch.chdir(here)
    monkeypatch.setenv("PATHEXT", ".exe;.cmd")
    monkeypatch.setenv("PATH", os.pathsep.join((".", "", str(there))))
    find: Callable[[str], str | None] = lambda name: find_program(name, windows=True)  # noqa: E731
    assert (find("clip.exe"), find("clip")) == (str(there / "clip.exe"), str(there / "clip.exe"))
    assert find("code") == str(there / "code.cmd")
    assert find("none") is None
