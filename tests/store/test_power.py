"""The power goes: what was acknowledged is there. With any of the syncs taken out it would not be."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.disk import Disk, Event, Recorder
from tests.store.script import Docs, Script, begin, docs_of, opened, read, same

CUTS = 400
RUNS = 4
CONTROLS: dict[str, Callable[[Event], bool]] = {
    "the log is not synced": lambda event: event.what == "sync" and event.path.suffix == ".log",
    "a new file is not synced": lambda event: event.what == "sync" and event.path.suffix == ".tmp",
    "the folder is not synced": lambda event: event.what == "sync folder" and event.path.name == "journal",
}
"""What is left out; then the simulator has to find a loss, or it would not find any of ours."""


def record(folder: Path, seed: int, *, encrypted: bool = False) -> Recorder:
    """Run a script and return what it asked of the system."""
    begin(folder, encrypted=encrypted)
    files = Recorder()
    script = Script(folder, files, seed=seed, steps=18)

    def tell(acknowledged: Docs, attempted: Docs) -> None:
        files.now = (acknowledged, attempted)

    script.tell = tell
    script.run()
    files.trace.append(Event("end", folder))
    files.told.append(files.now)
    return files


def lay_out(folder: Path, left: dict[Path, bytes]) -> None:
    """Put down what is left on the disk."""
    begin(folder, encrypted=(folder / "key.pub").exists())
    folder.mkdir(exist_ok=True)
    for path, data in left.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


def cut(folder: Path, recorded: Recorder, chance: random.Random, leave_out: Callable[[Event], bool]) -> bool:
    """Cut the power once at a random moment, perhaps once more while that is mended; say whether all is there."""
    moment = chance.randrange(len(recorded.trace))
    disk = Disk(folder)
    for event in recorded.trace[:moment]:
        if not leave_out(event):
            disk.take(event)
    lay_out(folder, disk.left(chance))
    acknowledged, attempted = recorded.told[moment]
    if chance.random() < 0.3:
        cut_again(folder, chance, leave_out)
    try:
        found = read(folder)
    except Exception:
        if leave_out is not nothing:
            return False
        raise
    return same(found, acknowledged) or same(found, attempted)


def cut_again(folder: Path, chance: random.Random, leave_out: Callable[[Event], bool]) -> None:
    """Open what is left, which mends it, and cut the power meanwhile."""
    disk, files = Disk(folder), Recorder()
    for number, path in enumerate([path for path in folder.rglob("*") if path.is_file()], 1):
        disk.put(path, number, path.read_bytes())
        files.know(path, number)
    try:
        docs_of(opened(folder, files))
    except Exception:
        if leave_out is not nothing:
            return
        raise
    for event in files.trace[: chance.randint(0, len(files.trace))]:
        disk.take(event)
    lay_out(folder, disk.left(chance))


def nothing(event: Event) -> bool:
    """Leave nothing out."""
    return False


@pytest.mark.parametrize("run", range(RUNS))
def test_a_power_cut_loses_nothing_acknowledged(
    tmp_path: Path, seed: int, effort: int, run: int, encrypted: bool, stride: int
) -> None:
    folder = tmp_path / "journal"
    chance = random.Random(seed + run)
    for round_ in range(effort):
        recorded = record(folder, seed + run + round_ * RUNS, encrypted=encrypted)
        for number in range(0, CUTS // RUNS, stride):
            assert cut(folder, recorded, chance, nothing), f"run {run}, round {round_}, cut {number}"


@pytest.mark.parametrize("name", CONTROLS)
def test_without_a_sync_the_simulator_finds_the_loss(tmp_path: Path, seed: int, name: str) -> None:
    folder = tmp_path / "journal"
    chance = random.Random(seed)
    recorded = record(folder, seed)
    assert any(CONTROLS[name](event) for event in recorded.trace)
    assert not all(cut(folder, recorded, chance, CONTROLS[name]) for _ in range(CUTS))
