"""Test that reading ahead reads everything once, whatever is forgotten meanwhile, and ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.journal import Journal
from rapport_tui.journal.read_ahead import ReadAhead
from tests.conftest import MONDAY


class _Uids:
    """Forty uids, of which some are read."""

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.looked_at = 0
        self.ahead = ReadAhead(self._unread, self.read.add)

    def _unread(self) -> Iterator[str]:
        for uid in map(str, range(40)):
            self.looked_at += 1
            if uid not in self.read:
                yield uid


def test_each_is_looked_at_once() -> None:
    uids = _Uids()
    assert [uids.ahead.more(15) for _ in range(3)] == [False, False, True]
    assert len(uids.read) == uids.looked_at == 40
    assert uids.ahead.more(15)


@given(st.lists(st.tuples(st.integers(1, 20), st.sets(st.integers(0, 39).map(str), max_size=3)), max_size=12))
def test_all_are_read_whatever_is_forgotten_meanwhile(steps: list[tuple[int, set[str]]]) -> None:
    uids = _Uids()
    for most, forgotten in steps:
        is_whole = uids.ahead.more(most)
        assert len(uids.read) == 40 or not is_whole
        uids.read -= forgotten
        uids.ahead.begin_anew()
    while not uids.ahead.more(7):
        pass
    assert len(uids.read) == 40


def test_people_who_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    people = {str(number): {"uid": f"p{number}", "since": "soon", "added": 7} for number in range(40)}
    people["41"] = {"uid": "ann", "name": "Ann", "added": "2026-11-20", "since": "2026-11-20"}
    (tmp_path / "rapport.json").write_text(
        json.dumps({"_meta": {"1": {"schema": 2}}, "people": people}), encoding="utf-8"
    )
    journal = Journal(tmp_path, clock=lambda: MONDAY)
    for prepare in (journal.people.prepare_search, journal.people.prepare_board):
        assert any(prepare(10) for _ in range(8))
    assert [summary.person.name for summary in journal.people.search()] == ["Ann"]
    journal.close()
