"""Test that large work tells often how far it is, so that keys are answered, and can be stopped until it saves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rapport_tui.exchange.parsed_file import ReadOptions
from rapport_tui.journal import Journal
from rapport_tui.journal.history import Watch

RECORDS = 300
AT_ONCE = 50
FILES: dict[str, Callable[[int], str]] = {
    "Connections.csv": lambda n: f"{'' if n else 'First Name,Last Name,Company'}\nAnn{n},Lee{n},Widgets",
    "phone.vcf": lambda n: f"BEGIN:VCARD\nVERSION:3.0\nN:Lee{n};Ann{n};;;\nFN:Ann{n} Lee{n}\nEND:VCARD\n",
    "jrnl.txt": lambda n: f"[2026-01-02 09:{n % 60:02}] tea {n} with @ann{n}\n\n",
    "friends.md": lambda n: f"{'' if n else '### Friends:'}\n- Ann{n} Lee{n}",
}


class StoppedError(Exception):
    """The work was stopped."""


class Watcher:
    """Record the progress that work tells, and stop the work at call number `last`."""

    def __init__(self, last: int = -1) -> None:
        self.told: list[float] = []
        self.last = last

    def __call__(self, done: float) -> None:
        self.told.append(done)
        if len(self.told) == self.last:
            raise StoppedError


def work_of(journal: Journal, path: Path) -> list[Callable[[Watch], object]]:
    """Return the steps of an import and of its undo; each is to be done before the next."""
    transfer = journal.transfer
    done: list[object] = []

    def keep(what: object) -> object:
        done.append(what)
        return what

    return [
        lambda watch: keep(transfer.read([path], ReadOptions(watch=watch))),
        lambda watch: keep(transfer.plan(done[-1], watch=watch)),  # type: ignore[arg-type]
        lambda watch: keep(transfer.take_in(done[-1], watch)),  # type: ignore[arg-type]
        lambda watch: journal.history.undo(watch=watch),
        lambda watch: journal.history.redo(watch=watch),
    ]


@pytest.mark.parametrize("name", FILES)
def test_large_work_tells_often_how_far_it_is_and_is_stopped(journal: Journal, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("".join(map(FILES[name], range(RECORDS))), encoding="utf-8")
    journal.people.add("Bea")
    log = journal.folder / "rapport.log"
    for step in work_of(journal, path):
        before = log.read_bytes()
        with pytest.raises(StoppedError):
            step(Watcher(last=RECORDS // AT_ONCE))
        assert log.read_bytes() == before
        assert journal.people.search("bea")
        watcher = Watcher()
        step(watcher)
        assert len(watcher.told) >= RECORDS // AT_ONCE
        assert watcher.told == sorted(watcher.told)
        assert 0 <= watcher.told[0] <= watcher.told[-1] <= 1
