"""`rapport mirror` keeps a folder of pages, and never what somebody wrote there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rapport_tui.journal import Journal, mirror
from rapport_tui.lock import BusyError, Lock
from rapport_tui.settings import Settings
from tests.cli.conftest import Cli


@pytest.fixture
def folder(cli: Cli) -> Path:
    """The folder of the mirror of a journal with a line about Ann."""
    folder = cli.folder / "notes"
    (cli.folder / "settings.toml").write_text(f'mirror = "{folder.as_posix()}"\n', encoding="utf-8")
    cli("log", "tea with @ann ? the new flat")
    return folder


def files(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*.md"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_only_what_changed_is_written(cli: Cli, folder: Path) -> None:
    assert "2 pages of 2 would be written" in cli.say("mirror", "--check")
    assert not folder.exists()
    assert "2 pages of 2 written" in cli.say("mirror")
    first = files(folder)
    assert set(first) == {"People/Ann.md", "Days/2026-11-23.md"}
    stamps = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert cli.ask("mirror") == {"folder": str(folder), "pages": 2, "written": 0, "removed": 0, "kept": []}
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == stamps
    cli("edit", "ann", "--name", "Ann Lee")
    report = cli.ask("mirror")
    assert (report["written"], report["removed"]) == (2, 1)
    assert set(files(folder)) == {"People/Ann Lee.md", "Days/2026-11-23.md"}


def test_what_somebody_wrote_is_left_alone_and_told(cli: Cli, folder: Path) -> None:
    (folder / "People").mkdir(parents=True)
    (folder / "People" / "Ann.md").write_text("my own page", encoding="utf-8")
    result = cli("mirror")
    assert "People/Ann.md" in result.stderr
    assert files(folder)["People/Ann.md"] == "my own page"
    day = folder / "Days" / "2026-11-23.md"
    day.write_text("edited", encoding="utf-8")
    cli("log", "a walk with @ann")
    assert "Days/2026-11-23.md" in cli("mirror").stderr
    assert day.read_text(encoding="utf-8") == "edited"
    cli("delete", "ann")
    cli("mirror")
    assert (folder / "People" / "Ann.md").read_text(encoding="utf-8") == "my own page"


def test_a_state_file_that_names_other_files_deletes_nothing(cli: Cli, folder: Path) -> None:
    victim = cli.folder / "victim.md"
    victim.write_text("", encoding="utf-8")
    folder.mkdir()
    empty = "cae66941d9efbd404e4d88758ea67670"
    (folder / ".rapport-mirror.json").write_text(f'{{"../victim.md": "{empty}"}}', encoding="utf-8")
    cli("mirror")
    assert victim.exists()


def test_a_folder_that_cannot_be_used_is_told(cli: Cli, folder: Path) -> None:
    folder.write_text("a file", encoding="utf-8")
    assert "can’t be" in cli.refuse("mirror")
    (cli.folder / "settings.toml").unlink()
    assert "rapport settings" in cli.refuse("mirror")
    (cli.folder / "settings.toml").write_text(f'mirror = "{(cli.folder / "journal").as_posix()}/x"\n', encoding="utf-8")
    assert "folder of the journal" in cli.refuse("mirror")


def test_a_run_that_was_killed_is_repeated(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.say("mirror")
    before = files(folder)
    cli("log", "a walk with @ann")
    monkeypatch.setattr(mirror, "_write_page", killed_after(2))
    cli("mirror", code=130)
    monkeypatch.undo()
    assert files(folder) != before
    cli("log", "lunch with @ann")
    assert cli.ask("mirror")["kept"] == []
    assert files(folder)["People/Ann.md"].count("[[2026-11-23]]") == 3


def killed_after(writes: int) -> Callable[[Path, bytes], None]:
    """Return a `_write_page` that writes a number of pages, and is then killed."""
    done = 0
    write_page = mirror._write_page

    def write(path: Path, data: bytes) -> None:
        nonlocal done
        done += 1
        if done > writes:
            raise KeyboardInterrupt
        write_page(path, data)

    return write


def test_two_runs_do_not_mix(cli: Cli, folder: Path) -> None:
    cli.say("mirror")
    journal = Journal(cli.folder / "journal", settings=Settings(mirror=str(folder)))
    with Lock(folder / ".rapport-mirror.lock"), pytest.raises(BusyError):
        journal.mirror.run(seconds=0.0)
