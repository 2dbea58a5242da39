"""Records that another program or an older version left: never fatal, mended where that can be, told where not."""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Callable
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport_tui.journal import Journal
from rapport_tui.journal.record_repair import repaired
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import RECORD_OF, TABLES, Entry, Person
from tests.conftest import MONDAY, import_files

Docs = dict[str, dict[str, dict[str, Any]]]
HOSTILE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.sampled_from(["", "\ud800", "9999-12-31", "0001-01-01", "10:00:00Z", "2026-11-20T10:00:00+01:00", "\x1b[31m"]),
    st.sampled_from(["hi:nobody", "no-such-move", "01", 1e308, [], {}, ["nobody"], [["x"]], [{"id": "x"}], {"a": 1}]),
    st.lists(st.fixed_dictionaries({"id": st.just("x"), "move": st.just("no-such-move"), "person": st.just("gone")})),
)
READS: tuple[Callable[[Journal], object], ...] = (
    lambda journal: journal.people.search(),
    lambda journal: [journal.today.title(task) for task in journal.today.plan()],
    lambda journal: journal.entries.search(),
    lambda journal: journal.entries.search("move:hi-again kind:owe"),
    lambda journal: [journal.entries.names(entry) for entry in journal.entries.search()],
    lambda journal: journal.threads.open(),
    lambda journal: journal.insights.review(),
    lambda journal: (journal.insights.answers(), journal.insights.drifting(), journal.insights.weeks()),
    lambda journal: (
        journal.trends.openings(),
        journal.trends.stays(),
        journal.trends.talks(),
        journal.trends.ladder(),
    ),
    lambda journal: journal.messages.drafts(),
    lambda journal: journal.duplicates.pairs(),
    lambda journal: journal.history.actions(),
    lambda journal: [journal.transfer.export(form) for form in ("json", "csv", "vcf", "md", "ics")],
    lambda journal: journal.entries.log(["tea with @priya ? how was Lisbon"]),
    lambda journal: journal.history.undo(),
)


@cache
def whole() -> Docs:
    """Return the documents of a journal that has some of each table."""
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder), clock=lambda: MONDAY)
        journal.fill_demo()
        journal.today.set_places(["office", "meeting"])
        journal.maintenance.backup(Path(folder).with_suffix(".json"))
        docs: Docs = json.loads(Path(folder).with_suffix(".json").read_text(encoding="utf-8"))
        Path(folder).with_suffix(".json").unlink()
        journal.close()
    return docs


FIELDS = [(table, field) for table in TABLES for field in RECORD_OF[table].__struct_encode_fields__]


@settings(max_examples=12)
@given(st.lists(st.tuples(st.sampled_from(FIELDS), HOSTILE), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_no_value_of_any_field_is_fatal(changes: list[tuple[tuple[str, str], Any]], chance: Any) -> None:
    docs = copy.deepcopy(whole())
    for (table, field), value in changes:
        some = docs.get(table)
        if some:
            some[chance.choice(list(some))][field] = value
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rapport.json").write_text(json.dumps(docs), encoding="utf-8")
        journal = Journal(folder, clock=lambda: MONDAY)
        for read in READS:
            read(journal)
        journal.maintenance.check()
        assert all("shown nowhere" in problem for problem in journal.maintenance.check().problems)
        journal.close()
        clean = Journal(folder / "clean", clock=lambda: MONDAY)
        clean.maintenance.restore(folder / "rapport.json")
        for read in READS:
            read(clean)
        assert clean.maintenance.check().ok
        clean.close()


def entry(**fields: Any) -> dict[str, Any]:
    return {"uid": "e", "day": "2026-11-20", "text": "x", **fields}


def person(**fields: Any) -> dict[str, Any]:
    return {"uid": "p", "name": "Ann", "added": "2026-11-20", "since": "2026-11-20", **fields}


def test_as_little_as_can_be_is_lost() -> None:
    found = repaired("entries", entry(time="10:00:00Z", people=["a", 1, "b", None], channel="fax", move="m"))
    assert found is not None
    assert found.record == Entry(uid="e", day=date(2026, 11, 20), text="x", time=time(10), people=("a", "b"), move="m")
    assert set(found.fields) == {"time", "people", "channel"}
    for name in ("", " ", None, 5, ["x"]):
        for emails, org, called in ((["ann@a.test"], "", "ann@a.test"), ([5], "Acme", "Acme"), ([], "", "No name")):
            found = repaired("people", person(name=name, emails=emails, org=org))
            assert found is not None
            assert isinstance(found.record, Person)
            assert found.record.name == called
    found = repaired("people", person(since="soon"))
    assert found is not None
    assert found.record == msgspec.convert(person(), Person)
    assert repaired("people", person(since="soon", added=7)) is None
    assert repaired("entries", {"uid": "e", "day": "2026-11-20"}) is None
    assert repaired("days", {"uid": "d", "day": "2026-11-20", "items": [{"id": "a"}, {"move": "x"}, 5]}) is not None


def test_what_a_restore_leaves_out_is_told(journal: Journal, tmp_path: Path) -> None:
    tables = {
        "_meta": {"1": {"schema": 2}},
        "people": {"1": person(name=""), "2": person(uid="q", birthday=["x"])},
        "entries": {"1": entry(time="10:00:00Z"), "2": {"uid": "f", "text": "no day"}, "3": {"text": "no uid"}},
    }
    (tmp_path / "copy.json").write_text(json.dumps(tables))
    report = journal.maintenance.restore(tmp_path / "copy.json")
    assert report.changed == 3
    assert len(report.repaired) == 5
    assert sum("left out" in sentence for sentence in report.repaired) == 2
    found = journal.maintenance.check()
    assert (found.ok, found.repaired, found.people, found.entries) == (True, (), 2, 1)


def test_check_mends_what_an_older_version_let_in_and_undo_brings_it_back(journal: Journal) -> None:
    tables = {
        "_meta": {"1": {"schema": 2}},
        "entries": {"1": entry(time="10:00:00Z")},
        "history": {"1": {"uid": "h", "at": "never", "label": "x", "changes": []}},
    }
    journal.folder.mkdir()
    (journal.folder / "rapport.json").write_text(json.dumps(tables))
    journal = Journal(journal.folder, clock=lambda: MONDAY)
    assert journal.entries.search() == []
    found = journal.maintenance.check()
    assert (found.ok, len(found.repaired)) == (True, 2)
    assert journal.entries.search()[0].time == time(10)
    journal.history.undo()
    assert journal.entries.search() == []
    journal.close()


@pytest.mark.parametrize(
    ("table", "doc"), [("people", person(name=" ")), ("entries", entry(time="10:00:00+01:00"))], ids=str
)
def test_an_export_with_such_records_is_refused_whole(
    journal: Journal, tmp_path: Path, table: str, doc: dict[str, Any]
) -> None:
    archive = {"format": "rapport", "schema": 1, "people": [person(uid="q", name="Ben")], "entries": []}
    archive[table] = [*archive[table], doc]  # type: ignore[misc]
    (tmp_path / "all.json").write_text(json.dumps(archive))
    with pytest.raises(RapportError, match="Nothing was imported"):
        import_files(journal, [tmp_path / "all.json"])
    assert journal.is_empty
