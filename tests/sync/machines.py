"""Three machines with one journal, and all that can happen to them: a script made from a seed, and what has to hold.

    python -m tests.sync.machines SEED SEQUENCES

Each machine has a folder of its own that a sync program carries to the others: late, in part, under another name, or
not at all. A process may die at any call to the system, and the power may be cut there.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec

from rapport_tui.files import Files
from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from rapport_tui.model.places import PLACES
from rapport_tui.model.records import STAGES
from rapport_tui.store import Store
from rapport_tui.store.sealing import public_of
from rapport_tui.sync.state import SYNCED
from tests.conftest import Clock
from tests.encrypted import KEY
from tests.store.disk import Disk, Event, Recorder
from tests.store.script import Unsynced

WORD = re.compile(r"\bw\d+\b")
NAMES = ("Ann Lee", "Zoë", "王小明")


class DiedError(BaseException):
    """The process died."""


class Dying(Recorder):
    """Files that note every call, and at the call number `at` and all later ones the process is dead.

    `forgets` says of which files the fsync is left out, for a test of the test.
    """

    forgets: Callable[[Path], bool] = staticmethod(lambda path: False)

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def _note(self, event: Event) -> None:
        if len(self.trace) >= self.at:
            raise DiedError
        if not (event.what == "sync" and self.forgets(event.path)):
            super()._note(event)
        else:
            self.at -= 1


class Machine:
    """One machine: its journal, which is encrypted if there is a `key`, its folder of the share, and its clock."""

    def __init__(self, root: Path, name: str, key: str) -> None:
        self.name, self.key = name, key
        self.folder, self.share = root / name / "journal", root / name / "share"
        self.share.mkdir(parents=True)
        if key:
            self.folder.mkdir()
            (self.folder / "key.pub").write_text(public_of(key), encoding="ascii")
        self.clock = Clock()
        self.journal = self.opened()

    def opened(self, files: Files | None = None) -> Journal:
        journal = Journal(self.folder, clock=self.clock)
        journal._context.__dict__["store"] = store = Store(self.folder, files=files or Unsynced(), key=self.key)
        store.observers = journal._context.observers
        store.recorder = journal._context._record
        return journal

    def export(self) -> str:
        return self.journal.transfer.export("json")

    def words(self) -> set[str]:
        """Return the words that can be read in the records."""
        docs = self.journal._context.store.docs
        return set(WORD.findall(msgspec.json.encode([docs[table] for table in SYNCED]).decode()))

    def words_in_conflicts(self) -> set[str]:
        return set(
            WORD.findall(msgspec.json.encode(list(self.journal._context.store.docs["conflicts"].values())).decode())
        )


class World:
    """Three machines and a script that happens to them, made from `seed`. Every fourth has encrypted journals."""

    def __init__(self, root: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        key = KEY if seed % 4 == 3 else ""
        self.machines = [Machine(root, name, key) for name in ("one", "two", "tri")]
        self.written: set[str] = set()
        self.removed: set[str] = set()
        self._number = 0
        first, *others = self.machines
        for machine in self.machines[: self.chance.randint(1, 3)]:
            self.act(machine)
        first.journal.sync.share(str(first.share), name=first.name)
        for machine in others:
            self.carry_whole()
            machine.journal.sync.join(str(machine.share), name=machine.name)

    def run(self, steps: int) -> None:
        for _ in range(steps):
            machine = self.chance.choice(self.machines)
            step = self.chance.random()
            if step < 0.65:
                self.act(machine)
            elif step < 0.77:
                self.sync(machine)
            elif step < 0.87:
                self.act(machine)
                self.sync_and_die(machine)
            elif step < 0.95:
                self.carry_in_part()
            else:
                machine.clock.now += timedelta(hours=self.chance.randint(-30, 30))
        self.settle()

    def settle(self) -> None:
        """Have all know all, and check that nothing is missing and all agree."""
        for _ in range(8):
            moved = 0
            for machine in self.machines:
                self.carry_whole()
                try:
                    report = machine.journal.sync.sync()
                except RapportError as error:
                    if "is empty" not in str(error):  # the sync program lost the only file that there was
                        raise
                    report = machine.journal.sync.share(str(machine.share))
                moved += report.sent + report.received
            if not moved:
                break
        one, *others = self.machines
        for machine in others:
            assert machine.export() == one.export(), f"{machine.name} and {one.name} do not agree"
        for machine in self.machines:
            assert machine.journal.sync.status().waiting == 0
            missing = self.written - self.removed - machine.words() - machine.words_in_conflicts()
            assert not missing, f"{sorted(missing)} missing on {machine.name}"
            for table in ("people", "entries", "notes", "days"):
                cache = machine.journal._context.cache.table(table)
                assert len(list(cache)) == len(cache), cache.problems

    def word(self) -> str:
        self._number += 1
        return f"w{self._number}"

    def act(self, machine: Machine) -> None:
        """Do something on a machine that may be refused; words are removed where somebody removes them knowingly."""
        before = machine.words()
        with suppress(RapportError, IndexError):  # there is nothing to choose from
            self.chance.choice(ACTIONS)(self, machine.journal)
        after = machine.words()
        self.written |= after - before
        self.removed |= before - after

    def sync(self, machine: Machine) -> None:
        with suppress(RapportError):  # a file has not arrived
            machine.journal.sync.sync()

    def sync_and_die(self, machine: Machine) -> None:
        """Have a process die in a sync, with or without the machine, and start the next one."""
        machine.journal.close()
        is_power_cut = self.chance.random() < 0.5
        files = Dying(self.chance.randint(0, 30))
        disk = Disk(machine.folder)
        for number, path in enumerate(path for path in machine.folder.parent.rglob("*") if path.is_file()):
            disk.put(path, number + 1, path.read_bytes())
            files.know(path, number + 1)
        journal = None
        try:
            journal = machine.opened(files)
            with suppress(RapportError):
                journal.sync.sync()
        except DiedError:
            if is_power_cut:
                cut_power(machine.folder.parent, disk, files, self.chance)
        finally:
            if journal is not None:
                journal._context.store._storage._log.close()
        machine.journal = machine.opened()

    def carry_whole(self) -> None:
        """Have the sync program finish: each folder has all that any has, the longest version of each file."""
        found = [_contents(machine.share) for machine in self.machines]
        for name in {name for files in found for name in files}:
            longest = max((files[name] for files in found if name in files), key=len)
            for machine, files in zip(self.machines, found, strict=True):
                if files.get(name) != longest:
                    _write(machine.share / name, longest)

    def carry_in_part(self) -> None:
        """Have the sync program do some of its work, in a bad way."""
        found = [_contents(machine.share) for machine in self.machines]
        for name in sorted({name for files in found for name in files}):
            for machine, files in zip(self.machines, found, strict=True):
                kind, copy = self.chance.random(), machine.share / name
                if name in files:
                    if kind < 0.02 and copy.name != "share.json":
                        copy.unlink()
                    continue
                data = max((files[name] for files in found if name in files), key=len)
                if kind < 0.4:
                    _write(copy, data)
                elif kind < 0.5:
                    _write(copy, data[: self.chance.randint(0, len(data))])
                elif kind < 0.6 and ".jsonl" in copy.name:
                    _write(copy.with_name(copy.name.replace(".jsonl", ".sync-conflict-1.jsonl")), data)


def _contents(folder: Path) -> dict[str, bytes]:
    """Return what is in the files of a folder of the share, by their paths in it."""
    contents = {}
    for where, _, names in os.walk(folder):
        for name in names:
            if not name.startswith(".") and "sync-conflict" not in name:
                path = Path(where, name)
                contents[path.relative_to(folder).as_posix()] = path.read_bytes()
    return contents


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def cut_power(root: Path, disk: Disk, files: Dying, chance: random.Random) -> None:
    """Leave in `root` what may be left of what was done with `files`."""
    for event in files.trace:
        disk.take(event)
    left = disk.left(chance)
    for path in list(root.rglob("*")):
        if path.is_file() and path not in left and path.suffix != ".lock" and path.name not in ("lock", "last"):
            path.unlink()
    for path, data in left.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _log(world: World, journal: Journal) -> None:
    name = world.chance.choice(NAMES)
    marks = world.chance.choice(("", f" ? {world.word()}", f" ! {world.word()} by friday", f" #{world.word()}"))
    journal.entries.log([f'@"{name}": {world.word()}{marks}'])


def _edit_line(world: World, journal: Journal) -> None:
    entry = world.chance.choice(journal.entries.search())
    journal.entries.edit(entry.uid, f"{journal.entries.line(entry)} {world.word()}")


def _rewrite_line(world: World, journal: Journal) -> None:
    entry = world.chance.choice(journal.entries.search())
    journal.entries.edit(entry.uid, f"{entry.day}: {world.word()}")


def _delete_line(world: World, journal: Journal) -> None:
    journal.entries.delete([world.chance.choice(journal.entries.search()).uid])


def _person(world: World, journal: Journal) -> str:
    return world.chance.choice(list(journal._context.cache.people)).uid


def _edit_person(world: World, journal: Journal) -> None:
    field = world.chance.choice(("role", "role", "role", "org", "tags", "aliases"))
    value: Any = world.word()
    uid = _person(world, journal)
    if field in ("tags", "aliases"):
        value = [*getattr(journal.people.get(uid), field)[-2:], value]
    journal.people.edit(uid, **{field: value})


def _move(world: World, journal: Journal) -> None:
    journal.people.move([_person(world, journal)], world.chance.choice(STAGES), why=world.word())


def _place(world: World, journal: Journal) -> None:
    person = journal.people.get(_person(world, journal))
    journal.people.place([person.uid], person.stage, _person(world, journal))


def _merge(world: World, journal: Journal) -> None:
    journal.duplicates.merge(_person(world, journal), _person(world, journal))


def _delete_person(world: World, journal: Journal) -> None:
    journal.people.delete(_person(world, journal))


def _note(world: World, journal: Journal) -> None:
    journal.notes.add("ask", world.word(), people=[_person(world, journal)])


def _close(world: World, journal: Journal) -> None:
    journal.notes.close(world.chance.choice(journal.notes.open()).uid)


def _delete_note(world: World, journal: Journal) -> None:
    journal.notes.delete(world.chance.choice(journal.notes.open()).uid)


def _places(world: World, journal: Journal) -> None:
    journal.today.set_places(world.chance.sample(PLACES, 2))


def _tick(world: World, journal: Journal) -> None:
    task = world.chance.choice(journal.today.plan())
    world.chance.choice((journal.today.skip, journal.today.postpone, journal.today.tick))(task.item.id)


def _wording(world: World, journal: Journal) -> None:
    move = journal.playbook.moves[0]
    journal.wordings.save(move, f"Hello {world.word()}", "chat")


def _undo(world: World, journal: Journal) -> None:
    journal.history.undo()


def _redo(world: World, journal: Journal) -> None:
    journal.history.redo()


def _decide(world: World, journal: Journal) -> None:
    conflict = world.chance.choice(journal.sync.conflicts())
    world.removed |= set(WORD.findall(f"{conflict.ours} {conflict.theirs}"))
    world.chance.choice((journal.sync.take, journal.sync.keep))(conflict.uid)


ACTIONS: list[Callable[[World, Journal], None]] = [
    *[_log] * 4, *[_edit_person] * 6, *[_undo] * 2, _edit_line, _rewrite_line, _delete_line, _move, _place, _merge,
    _delete_person, _note, _close, _delete_note, _places, _tick, _wording, _redo, _decide,
]  # fmt: skip


@contextmanager
def world(seed: int) -> Iterator[World]:
    """Give a world in a temporary folder; the disk is not waited for."""
    root = Path(tempfile.mkdtemp(prefix="rapport-sync-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    made = None
    try:
        with patch.object(os, "fsync"), patch.object(os, "urandom", random.Random(seed).randbytes):
            made = World(root, seed)
            yield made
    finally:
        for machine in made.machines if made else ():
            machine.journal.close()
        shutil.rmtree(root, ignore_errors=True)


def run(seed: int, steps: int = 60) -> None:
    """Let a script of its own happen for a seed."""
    with world(seed) as made:
        made.run(steps)


def main() -> int:
    """Run so many sequences, and say which seed failed."""
    first, count = int(sys.argv[1]), int(sys.argv[2])
    for seed in range(first, first + count):
        if seed % 100 == 0:
            sys.stdout.write(f"{seed}\n")
            sys.stdout.flush()
        try:
            run(seed)
        except BaseException:
            sys.stdout.write(f"seed {seed} failed\n")
            raise
    sys.stdout.write(f"{count} sequences, nothing lost and all agree\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
