from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from rapport_tui.journal import Journal
from rapport_tui.journal.demo import read_demo
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import STAGES
from rapport_tui.playbook.languages import load_playbook
from rapport_tui.settings import Settings
from tests.conftest import Clock

DAYS = [date(2026, 11, 23), date(2028, 2, 29), date(2027, 1, 1), date(2027, 12, 31), date(2027, 3, 28)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_it_fills_on_any_day(folder: Path, clock: Clock, day: date) -> None:
    clock.now = datetime.combine(day, time(9)).astimezone()
    journal = Journal(folder, clock=clock)
    journal.fill_demo()
    found = journal.maintenance.check()
    assert (found.ok, found.repaired) == (True, ())
    assert found.people >= 20
    assert all(entry.day <= day for entry in journal.entries.search())
    assert any(task.person for task in journal.today.plan())
    assert {task.item.state for task in journal.today.plan()} == {"open"}
    days = {entry.day for entry in journal.entries.search()}
    assert not [day for day in days - {journal.day} if day.weekday() > 4]


def test_there_is_nothing_to_undo(demo: Journal) -> None:
    with pytest.raises(RapportError, match="nothing to undo"):
        demo.history.undo()
    assert not demo.is_empty


def test_it_shows_every_room_at_work(demo: Journal) -> None:
    board = demo.people.board()
    assert all(board[stage] for stage in STAGES)
    for query in ("is:open", "is:due", "is:drifting", "is:archived", "is:inbox", "is:ahead"):
        assert demo.people.search(query), query
    assert sum(week.seen > 0 for week in demo.insights.weeks(8)) >= 6
    assert sum(week.heard > 0 for week in demo.insights.weeks(8)) >= 6
    assert any(week.known for week in demo.insights.weeks(8))
    assert len(demo.insights.review(date(2026, 11, 16)).suggestions) == 3
    assert demo.settings.name == read_demo()["me"]["name"]


@pytest.mark.parametrize("move_id", sorted(load_playbook().move_ids))
def test_every_move_has_somebody_whose_notes_fill_a_blank(demo: Journal, move_id: str) -> None:
    move = demo.composer.move(move_id)
    demo.entries.log(["listened to @viktor +said radios hum in the right key"])  # what somebody said just now
    people = [summary.person for summary in demo.people.search()]
    other = next(person for person in people if person.stage == "ally")
    assert any(
        candidate.note and candidate.value == value
        for person in people
        if person != other
        for line in move.lines
        for blank, value in demo.composer.compose(line, person, other=other).filled.items()
        for candidate in demo.composer.candidates(blank, person, other)
    )


def test_the_demo_is_the_same_every_time_but_for_its_uids(demo: Journal, tmp_path: Path, clock: Clock) -> None:
    other = Journal(tmp_path / "other", clock=clock, settings=Settings())
    other.fill_demo()
    assert [entry.text for entry in other.entries.search()] == [entry.text for entry in demo.entries.search()]


def test_it_is_never_mixed_with_a_real_journal(journal: Journal) -> None:
    journal.people.add("Ann")
    with pytest.raises(RapportError, match="empty"):
        journal.fill_demo()
    assert len(journal.people.search()) == 1
