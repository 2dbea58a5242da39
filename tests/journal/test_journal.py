from __future__ import annotations

from pathlib import Path

import pytest

from rapport_tui.journal import Journal, now
from rapport_tui.model.errors import RapportError
from tests.conftest import Clock


def test_a_new_journal_is_empty(journal: Journal, folder: Path) -> None:
    assert journal.is_empty
    assert journal.folder == folder
    assert not any(
        (journal.people.search(), journal.entries.search(), journal.history.actions(), journal.entries.days())
    )
    assert all(not column for column in journal.people.board().values())
    journal.people.add("Ann")
    assert not journal.is_empty


def test_listeners_hear_of_each_change_and_see_it(journal: Journal, folder: Path, clock: Clock) -> None:
    heard: list[int] = []
    journal.listen(lambda: heard.append(len(journal.people.search())))
    versions = [journal.version]
    journal.people.add("Ann")
    versions.append(journal.version)
    Journal(folder, clock=clock).people.add("Ben")
    assert heard == [1]
    assert journal.refresh()
    assert not journal.refresh()
    versions.append(journal.version)
    journal.history.undo()
    assert heard == [1, 2, 1]
    assert versions == sorted(set(versions))


def test_a_listener_sees_what_services_made_after_it_dropped(journal: Journal) -> None:
    names: list[list[str]] = []
    journal.listen(lambda: names.append([found.person.name for found in journal.people.search()]))
    ann = journal.people.add("Ann")
    assert len(journal.people.search()) == 1  # the service keeps what it computes
    journal.people.edit(ann.uid, name="Anna")
    assert names == [["Ann"], ["Anna"]]


def test_two_windows_write_one_after_the_other(journal: Journal, folder: Path, clock: Clock) -> None:
    other = Journal(folder, clock=clock)
    for number in range(6):
        (journal, other)[number % 2].entries.log([f"line {number} with @ann"])
    assert other.refresh() is False
    assert journal.refresh() is True
    assert [entry.text for entry in journal.entries.search()] == [f"line {number} with @ann" for number in range(6)]
    assert len(journal.people.search()) == 1


def test_somebody_deleted_in_another_window(journal: Journal, folder: Path, clock: Clock) -> None:
    ann = journal.people.add("Ann")
    other = Journal(folder, clock=clock)
    other.people.delete(ann.uid)
    with pytest.raises(RapportError, match="Ann is no longer in the journal: “Deleted Ann”"):
        journal.people.edit(ann.uid, role="cook")
    assert journal.people.search() == []


def test_the_clock_is_local() -> None:
    assert now().tzinfo is not None
