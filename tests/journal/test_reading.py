"""Test how many documents opening a journal and the first plan of a day decode, whatever its size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rapport_tui.journal import Journal
from rapport_tui.journal.record_cache import RecordCache
from tests.bench import journals
from tests.conftest import Clock, import_files

PEOPLE, ENTRIES = 50, 1000


def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return what counts the documents that become records from now on, by their kind."""
    decoded: Counter[str] = Counter()
    convert = msgspec.convert

    def count(doc: Any, kind: Any) -> Any:
        decoded[getattr(kind, "__name__", "")] += 1
        return convert(doc, kind)

    monkeypatch.setattr(msgspec, "convert", count)
    return decoded


def test_the_first_plan_reads_what_is_open_and_what_is_about_whom_it_offers(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = journals.write(tmp_path / "journal", journals.Size(PEOPLE, ENTRIES))
    still_open = sum(note["kind"] in ("ask", "owe") and "done" not in note for note in store.docs["notes"].values())
    store.close()
    decoded = counted(monkeypatch)
    journal = Journal(tmp_path / "journal", clock=clock).open()
    before = decoded.copy()
    plan = journal.today.plan()
    read = decoded - before
    journal.close()
    offered = {task.person.uid for task in plan if task.person}
    about_them = sum(bool(offered & set(note["people"])) for note in store.docs["notes"].values())
    with_them = sum(bool(offered & set(entry["people"])) for entry in store.docs["entries"].values())
    assert offered
    assert read["Person"] == PEOPLE
    assert read["Note"] <= still_open + about_them < len(store.docs["notes"])
    assert read["Entry"] <= with_them < ENTRIES


def test_a_plan_after_an_import_looks_up_no_talks_with_the_inbox(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.people.add("Ann")
    journal.today.plan()
    book = tmp_path / "book.csv"
    book.write_text("Name\n" + "".join(f"Tester {n}\n" for n in range(20)), encoding="utf-8")
    import_files(journal, [book])
    looked_up: list[str] = []
    days_of = RecordCache.days_of

    def note(cache: RecordCache, person: str) -> list[str]:
        looked_up.append(person)
        return days_of(cache, person)

    monkeypatch.setattr(RecordCache, "days_of", note)
    decoded = counted(monkeypatch)
    journal.today.plan()
    assert not looked_up
    assert not decoded["Person"]  # they were read with each part of the change
    journal.entries.log(["tea with @ann"])
    journal.today.plan()
    assert len(looked_up) == 1


def test_a_list_of_everybody_reads_no_entry(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    journals.write(tmp_path / "journal", journals.Size(PEOPLE, ENTRIES)).close()
    decoded = counted(monkeypatch)
    journal = Journal(tmp_path / "journal", clock=clock).open()
    assert len(journal.people.search()) == PEOPLE
    assert decoded["Person"] == PEOPLE
    assert journal.people.search("stage:ally is:open since:2016-01-01")
    assert decoded["Entry"] == 0
    assert len(journal.people.search("-nobodysaysthis")) == PEOPLE
    assert decoded["Entry"] > 0
    journal.close()


def test_insights_read_the_entries_of_the_time_that_they_count(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = journals.write(tmp_path / "journal", journals.Size(PEOPLE, ENTRIES))
    this_year = sum(entry["day"] >= "2025-11-24" for entry in store.docs["entries"].values())
    still_open = sum(note["kind"] in ("ask", "owe") and "done" not in note for note in store.docs["notes"].values())
    recent = sum((note.get("done") or note["made"]) >= "2026-09-07" for note in store.docs["notes"].values())
    store.close()
    decoded = counted(monkeypatch)
    journal = Journal(tmp_path / "journal", clock=clock).open()
    with_them = 10 * ENTRIES // PEOPLE  # of whom it suggests to talk to
    journal.insights.weeks()
    journal.trends.talks(), journal.trends.balance(), journal.trends.openings(), journal.trends.ladder()
    assert decoded["Entry"] <= this_year
    journal.insights.review()
    assert decoded["Entry"] <= this_year + with_them < ENTRIES
    assert decoded["Note"] <= still_open + recent + with_them < ENTRIES
    journal.close()


@pytest.mark.parametrize("size", [journals.Size(50, 500), journals.Size(500, 5_000)], ids=str)
def test_an_action_reads_what_it_changed_however_much_there_is(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, size: journals.Size
) -> None:
    journals.write(tmp_path / "journal", size).close()
    journal = Journal(tmp_path / "journal", clock=clock).open()
    uid = journal.people.search()[-1].person.uid
    journal.today.plan()
    journal.people.board()
    actions: dict[str, Callable[[], object]] = {
        "log": lambda: journal.entries.log(["coffee #travel ? how is Lisbon"], about=[uid]),
        "move": lambda: journal.people.place([uid], "mentor", None),
        "undo": journal.history.undo,
        "find": lambda: journal.entries.find("lisbon"),
    }
    decoded = counted(monkeypatch)
    read = {}
    for name, act in actions.items():
        decoded.clear()
        act()
        journal.today.plan()
        journal.people.board()
        read[name] = dict(decoded)
    journal.close()
    assert read["move"].pop("StageChange", 0) <= 2  # those of who was moved, where they have no talk before today
    assert read == {
        "log": {"Person": 1, "Entry": 1, "Note": 1},
        "move": {"Person": 1},
        "undo": {"Action": 2, "Person": 1},
        "find": {},
    }


def test_a_day_that_is_none_is_not_the_last_on_which_one_talked(tmp_path: Path, clock: Clock) -> None:
    journal = Journal(tmp_path / "journal", clock=clock)
    ann = journal.people.add("Ann", stage="ally")
    with journal._context.store.transaction() as draft:
        for number, day in enumerate(("2026-01-05", "2026-02-31", "soon", 7)):
            draft.put("entries", {"uid": f"e{number}", "day": day, "text": "tea", "people": [ann.uid]})
    journal.close()
    journal = Journal(tmp_path / "journal", clock=clock).open()
    journal.today.plan()
    [state] = journal.today._planner._states.values()
    assert state.last_talked == date(2026, 1, 5) == journal.people.last_talked(ann.uid, before=journal.day)
    journal.close()
