"""One journal on two machines that share a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from rapport_tui.model.origins import SYNC
from rapport_tui.model.records import TABLES
from tests.conftest import Clock, import_files


class Pair:
    """Two journals, of the machines `laptop` and `home`, that share a folder."""

    def __init__(self, tmp_path: Path, clock: Clock) -> None:
        self.root = tmp_path
        self.where = str(tmp_path / "share")
        self.clock = clock
        self.laptop = Journal(tmp_path / "laptop", clock=clock)
        self.home = Journal(tmp_path / "home", clock=clock)

    def share(self) -> None:
        self.laptop.sync.share(self.where, name="laptop")
        self.home.sync.join(self.where, name="home")
        self.laptop.sync.sync()

    def sync(self) -> None:
        """Have both know all, and check that they agree."""
        for journal in (self.laptop, self.home, self.laptop):
            journal.sync.sync()
        self.sync_once_more()
        assert records(self.laptop) == records(self.home)

    def sync_once_more(self) -> None:
        for journal in (self.home, self.laptop):
            journal.sync.sync()


def records(journal: Journal) -> dict[str, Any]:
    return {
        table: docs for table, docs in journal._context.store.docs.items() if table in TABLES and table != "history"
    }


@pytest.fixture
def pair(tmp_path: Path, clock: Clock) -> Iterator[Pair]:
    pair = Pair(tmp_path, clock)
    yield pair
    pair.laptop.close()
    pair.home.close()


def texts(journal: Journal) -> set[str]:
    return {entry.text for entry in journal.entries.search()}


def test_what_is_written_on_one_machine_is_read_on_the_other(pair: Pair) -> None:
    pair.laptop.entries.log(["coffee with @priya ? how is Lisbon"])
    pair.share()
    assert texts(pair.home) == {"coffee with @priya ? how is Lisbon"}
    pair.home.entries.log(["lunch with @priya"])
    report = pair.home.sync.sync()
    assert (report.sent, report.received, report.waiting) == (1, 0, 0)
    assert pair.laptop.sync.sync().received == 1
    assert texts(pair.laptop) == {"coffee with @priya ? how is Lisbon", "lunch with @priya"}
    pair.sync()


def test_a_filled_journal_that_joins_is_merged(pair: Pair) -> None:
    pair.laptop.entries.log(["coffee with @priya"])
    pair.home.entries.log(["lunch with @tom"])
    pair.share()
    assert texts(pair.laptop) == texts(pair.home) == {"coffee with @priya", "lunch with @tom"}
    pair.sync()


def test_two_fields_of_a_person_are_both_kept_and_one_can_be_undone(pair: Pair) -> None:
    person = pair.laptop.people.add("Priya")
    pair.share()
    pair.laptop.people.edit(person.uid, role="Lead")
    pair.home.people.edit(person.uid, org="Acme")
    pair.sync()
    assert (pair.laptop.people.get(person.uid).role, pair.laptop.people.get(person.uid).org) == ("Lead", "Acme")
    assert pair.laptop.sync.status().conflicts == 0
    pair.laptop.history.undo()
    pair.sync()
    assert (pair.home.people.get(person.uid).role, pair.home.people.get(person.uid).org) == ("", "Acme")
    pair.laptop.history.redo()
    assert pair.laptop.people.get(person.uid).role == "Lead"


def test_undo_refuses_where_another_machine_changed_the_same_field(pair: Pair) -> None:
    person = pair.laptop.people.add("Priya")
    pair.share()
    pair.laptop.people.edit(person.uid, role="Lead")
    pair.sync()
    pair.home.people.edit(person.uid, role="Chief")
    pair.sync()
    with pytest.raises(RapportError, match="Took in a change from home"):
        pair.laptop.history.undo()


def test_what_came_in_is_undone_by_its_id_only(pair: Pair) -> None:
    pair.share()
    pair.laptop.entries.log(["coffee"])
    pair.home.entries.log(["lunch"])
    pair.sync()
    [incoming] = [action for action in pair.laptop.history.actions() if action.origin == SYNC]
    assert pair.laptop.history.undo().label == "Wrote a line"
    assert texts(pair.laptop) == {"lunch"}
    pair.laptop.history.undo(incoming.uid)
    pair.sync()
    assert texts(pair.home) == set()


def test_the_value_that_lost_is_kept_and_can_be_taken_back(pair: Pair) -> None:
    person = pair.laptop.people.add("Priya")
    pair.share()
    pair.laptop.people.edit(person.uid, role="Lead")
    pair.clock.pass_days(1)
    pair.home.people.edit(person.uid, role="Chief")
    pair.sync()
    [conflict] = pair.laptop.sync.conflicts()
    assert pair.home.sync.conflicts() == [conflict]
    assert (conflict.record, conflict.field, conflict.ours, conflict.theirs) == ("Priya", "role", "Chief", "Lead")
    assert conflict.device == "laptop"
    pair.home.sync.take(conflict.uid)
    pair.sync()
    assert pair.laptop.people.get(person.uid).role == "Lead"
    assert pair.laptop.sync.conflicts() == pair.home.sync.conflicts() == []


def test_a_conflict_that_is_let_go_is_gone_on_both(pair: Pair) -> None:
    person = pair.laptop.people.add("Priya")
    pair.share()
    for journal, role in ((pair.laptop, "Lead"), (pair.home, "Chief")):
        journal.people.edit(person.uid, role=role)
    pair.sync()
    [conflict] = pair.laptop.sync.conflicts()
    pair.laptop.sync.keep(conflict.uid)
    pair.sync()
    assert pair.home.sync.conflicts() == []
    with pytest.raises(RapportError, match="no conflict"):
        pair.home.sync.take(conflict.uid)


def test_nothing_is_sent_where_nothing_is_new(pair: Pair) -> None:
    pair.share()
    pair.sync()
    before = sorted(path for path in pair.root.rglob("*"))
    log = (pair.root / "laptop" / "rapport.log").read_bytes()
    pair.laptop.sync.sync()
    assert sorted(path for path in pair.root.rglob("*")) == before
    assert (pair.root / "laptop" / "rapport.log").read_bytes() == log


def test_history_drafts_and_settings_stay_where_they_are(pair: Pair) -> None:
    pair.laptop.drafts.keep("capture", "secret draft")
    pair.laptop.entries.log(["coffee"])
    pair.share()
    shared = b"".join(path.read_bytes() for path in Path(pair.where).rglob("*") if path.is_file())
    assert b"coffee" in shared
    assert b"secret draft" not in shared
    assert [action.label for action in pair.home.history.actions()] == []


def test_without_a_share_nothing_is_kept_for_one(journal: Journal, folder: Path) -> None:
    journal.entries.log(["coffee with @priya"])
    assert not journal.is_shared
    assert (
        set(b'"stamps" "pending" "sync" "conflicts"'.split()) & set((folder / "rapport.log").read_bytes().split(b":"))
        == set()
    )
    with pytest.raises(RapportError, match="rapport sync --to"):
        journal.sync.sync()


def test_somebody_whom_both_machines_met_is_one_person(pair: Pair) -> None:
    pair.share()
    pair.laptop.entries.log(["coffee with @priya ? how is Lisbon"])
    pair.home.entries.log(["@priya: lunch ! the deck"])
    pair.sync()
    [priya] = pair.laptop.people.search()
    assert {entry.people for entry in pair.home.entries.search()} == {(priya.person.uid,)}
    assert len(priya.open_notes) == 2
    assert pair.home.people.find("priya").uid == priya.person.uid
    assert pair.laptop.sync.status().conflicts == 0


def test_namesakes_of_one_machine_stay_two(pair: Pair, tmp_path: Path) -> None:
    book = tmp_path / "book.csv"
    book.write_text("Name,Email\nTom Becker,tom@one.example\nTom Becker,tom@two.example\n")
    pair.share()
    for journal in (pair.laptop, pair.home):
        import_files(journal, [book])
    pair.sync()
    emails = sorted(summary.person.emails for summary in pair.laptop.people.search("is:inbox"))
    assert emails == [("tom@one.example",), ("tom@two.example",)]
    import_files(pair.laptop, [book])
    assert len(pair.laptop.people.search("is:inbox")) == 2


def test_a_line_about_somebody_made_one_elsewhere_is_about_who_stays(pair: Pair) -> None:
    tom, thomas = pair.laptop.people.add("Tom"), pair.laptop.people.add("Thomas")
    pair.share()
    pair.laptop.duplicates.merge(tom.uid, thomas.uid)
    pair.home.notes.add("fact", "two kids", people=[thomas.uid])
    pair.sync()
    assert [note.text for note in pair.home._context.cache.notes_of(tom.uid)] == ["two kids"]
    assert [summary.person.name for summary in pair.home.people.search()] == ["Tom"]
