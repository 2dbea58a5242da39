"""How much of a journal is read: what opening it and the first plan of a day decode, whatever its size."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rapport_tui.journal import Journal
from tests.bench import journals
from tests.conftest import Clock

PEOPLE, ENTRIES = 50, 1000


def test_the_first_plan_reads_what_is_open_and_what_is_about_whom_it_offers(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = journals.write(tmp_path / "journal", journals.Size(PEOPLE, ENTRIES))
    still_open = sum(note["kind"] in ("ask", "owe") and "done" not in note for note in store.docs["notes"].values())
    store.close()
    decoded: Counter[str] = Counter()
    convert = msgspec.convert

    def count(doc: Any, kind: Any) -> Any:
        decoded[getattr(kind, "__name__", "")] += 1
        return convert(doc, kind)

    monkeypatch.setattr(msgspec, "convert", count)
    journal = Journal(tmp_path / "journal", clock=clock).open()
    before = decoded.copy()
    plan = journal.today.plan()
    decoded -= before
    journal.close()
    offered = {task.person.uid for task in plan if task.person}
    about_them = sum(bool(offered & set(note["people"])) for note in store.docs["notes"].values())
    with_them = sum(bool(offered & set(entry["people"])) for entry in store.docs["entries"].values())
    assert offered
    assert decoded["Person"] == PEOPLE
    assert decoded["Note"] <= still_open + about_them < len(store.docs["notes"])
    assert decoded["Entry"] <= with_them < ENTRIES
