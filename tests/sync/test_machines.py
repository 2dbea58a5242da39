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
