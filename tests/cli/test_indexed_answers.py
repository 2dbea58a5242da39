"""Commands answer the same with and without the index of a large journal, and read little with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rapport_tui.journal import Journal
from rapport_tui.store import LazyDocs, Store
from rapport_tui.store import storage as storage_module
from rapport_tui.store.snapshot_index import SnapshotTable
from tests.bench import journals
from tests.cli.conftest import Cli

WHO = "p000000001"
COMMANDS = (
    *("people", "people nair", "people NAIR 1", "people lisbon", "people 'her move'", "people nair -lisbon"),
    *("people stage:ally is:drifting", "people org:silva nair", "people is:archived", "people since:2w"),
    *("people #travel", "people zoe", "people ida", "people zebra", "people with:p000000002", "today"),
    *(f"show {WHO}", f"show {WHO} --all", "show nair", f"compose hi-again {WHO}", "doors", "threads"),
    *("journal since:2w", "journal lisbon", "review", "insights"),
)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have small journals indexed too."""
    monkeypatch.setattr(storage_module, "SMALLEST", 0)


@pytest.fixture
def grown(tmp_path: Path) -> Cli:
    """Return the command on a journal of a year, with some changes since its index was kept."""
    cli = Cli(tmp_path)
    folder = Path(str(cli.env["RAPPORT_JOURNAL"]))
    journals.write(folder, journals.Size(120, 1200)).close()
    Journal(folder).open()._context.store.tidy(at_once=True)
    Journal(folder).open().close()
    cli("log", f"coffee with @{WHO} about zebras ? how is the zebra #zoo")
    cli("log", "lunch with @+IdaBerg +likes lisbon")
    cli("archive", "p000000003")
    cli("edit", "p000000004", "--org", "Zebra Works")
    cli("delete", "p000000005")
    return cli


def without_index(cli: Cli) -> Cli:
    """Return the command on a copy of the journal that has no index."""
    other = Cli(cli.folder / "copy")
    folder = str(cli.env["RAPPORT_JOURNAL"])
    shutil.copytree(folder, str(other.env["RAPPORT_JOURNAL"]), ignore=shutil.ignore_patterns("derived"))
    return other


def is_indexed(cli: Cli) -> bool:
    store = Store(Path(str(cli.env["RAPPORT_JOURNAL"])))
    return isinstance(store._storage.tables["entries"], LazyDocs)


def answers(cli: Cli, args: list[str]) -> tuple[int, str, str]:
    result = cli(*args)
    return result.exit_code, result.stdout, result.stderr


def test_the_answers_are_the_same_to_the_byte(grown: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    other = without_index(grown)
    assert is_indexed(grown)
    for command in COMMANDS:
        args = [arg.strip("'") for arg in command.split(" ", 1)] if "'" in command else command.split()
        monkeypatch.setattr(storage_module, "SMALLEST", 0)
        indexed = answers(grown, args)
        monkeypatch.setattr(storage_module, "SMALLEST", 1 << 40)  # so that closing the copy keeps no index
        assert indexed == answers(other, args), command
        assert indexed[1] or indexed[2], command
    assert not is_indexed(other)


@pytest.mark.parametrize(
    ("command", "most"), [("people p17@example.com", 120), (f"log coffee @{WHO}", 100), ("people nobody-has-this", 0)]
)
def test_a_command_reads_the_same_few_documents_of_any_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, most: int
) -> None:
    read: list[int] = []
    encoded = SnapshotTable.encoded

    def count(table: SnapshotTable, place: int) -> memoryview:
        read.append(place)
        return encoded(table, place)

    for people in (60, 240):
        cli = Cli(tmp_path / str(people))
        folder = Path(str(cli.env["RAPPORT_JOURNAL"]))
        journals.write(folder, journals.Size(people, people * 10)).close()
        Journal(folder).open().close()
        with monkeypatch.context() as counting:
            counting.setattr(SnapshotTable, "encoded", count)
            cli(*command.split())
        assert is_indexed(cli)
        assert len(read) <= most
        read.clear()
