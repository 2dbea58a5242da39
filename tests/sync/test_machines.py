"""Three machines agree in the end and lose no word, whatever happens to them; and the test would see it otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rapport_tui.sync import merge, recorder
from rapport_tui.sync.merge import RecordChange, changes_of
from tests.sync import machines

SEQUENCES = 4


def run_until(last: int) -> None:
    for seed in range(last):
        machines.run(seed)


def test_three_machines_agree_and_nothing_is_lost(request: pytest.FixtureRequest) -> None:
    first = request.config.getoption("--seed")
    for seed in range(first or 0, (first or 0) + (request.config.getoption("--sequences") or SEQUENCES)):
        machines.run(seed)


def test_whole_records_by_the_last_writer_would_lose_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def whole(table: str, uid: str, before: Any, after: Any, **more: Any) -> RecordChange | None:
        change = changes_of(table, uid, before, after, **more)
        if change and before and after:
            change.set |= {name: after.get(name) for name in {**before, **after} if name not in ("uid", *change.order)}
        return change

    monkeypatch.setattr(recorder, "changes_of", whole)
    monkeypatch.setattr(merge._Merging, "_lose", lambda *_: None)
    with pytest.raises(AssertionError, match=r"missing|agree"):
        run_until(60)


def test_segments_that_are_not_synced_would_lose_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def is_segment(path: Path) -> bool:
        return "devices" in path.parts

    monkeypatch.setattr(machines.Dying, "forgets", staticmethod(is_segment))
    with pytest.raises(AssertionError, match=r"missing|agree"):
        run_until(200)


def test_a_sync_that_dies_at_any_call_is_done_by_the_next_one() -> None:
    number = 0
    while True:
        with machines.world(7) as world:
            one, two, _ = world.machines
            for machine in (one, two):
                machine.journal.entries.log([f"from {machine.name}"])
            two.journal.sync.sync()
            world.carry_whole()
            one.journal.close()
            files = machines.Dying(number)
            for at, path in enumerate(path for path in one.folder.parent.rglob("*") if path.is_file()):
                files.know(path, at)
            has_died = False
            try:
                one.opened(files).sync.sync()
            except machines.DiedError:
                has_died = True
            one.journal = one.opened()
            world.settle()
            lines = {entry.text for entry in two.journal.entries.search("from")}
            assert {"from one", "from two"} <= lines
            assert [machine.name for machine in one.journal.sync.machines() if machine.name == "one"] == ["one"]
        if not has_died:
            assert number > 20
            return
        number += 2
