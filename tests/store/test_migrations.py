"""Files of each older format open as they are, and are migrated with the first change."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from rapport_tui.journal import Journal
from rapport_tui.store import SCHEMA, NewerSchemaError, Store
from rapport_tui.store.migrations import MIGRATIONS, migrate
from rapport_tui.store.restore import read_backup
from tests.conftest import Clock
from tests.store.script import docs_of

FIXTURES = Path(__file__).parent / "fixtures"
FORMATS = range(1, SCHEMA)


def content(path: Path) -> dict[str, Any]:
    tables: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return tables


@pytest.fixture(params=FORMATS, ids=lambda schema: f"schema {schema}")
def old(request: pytest.FixtureRequest, folder: Path) -> Path:
    """Return a journal’s file in an older format."""
    folder.mkdir()
    return Path(shutil.copy(FIXTURES / f"schema-{request.param}.json", folder / "rapport.json"))


def test_there_is_a_step_and_a_fixture_for_every_older_format() -> None:
    assert len(MIGRATIONS) == SCHEMA - 1
    assert sorted(path.name for path in FIXTURES.iterdir()) == [f"schema-{schema}.json" for schema in FORMATS]


def test_reading_changes_nothing(old: Path) -> None:
    before = old.read_bytes()
    store = Store(old.parent)
    store.close()
    assert len(store.docs["people"]) == 3
    assert old.read_bytes() == before
    assert [path.name for path in old.parent.iterdir() if path.suffix != ".lock"] == ["rapport.json"]


def test_the_first_change_migrates_and_keeps_the_old_file(old: Path) -> None:
    before, tables = old.read_bytes(), content(old)
    store = Store(old.parent)
    with store.transaction() as draft:
        draft.put("people", {"uid": "later"})
    assert content(old)["_meta"]["1"]["schema"] == SCHEMA
    [backup] = (old.parent / "backups").glob("*.json")
    assert backup.read_bytes() == before
    migrated = docs_of(Store(old.parent))
    assert migrated.pop("people").keys() == {doc["uid"] for doc in tables["people"].values()} | {"later"}
    assert migrated["entries"] == {doc["uid"]: doc for doc in tables["entries"].values()}
    assert len(read_backup(backup)["people"]) == 3


def test_all_of_it_can_still_be_used(old: Path, clock: Clock) -> None:
    journal = Journal(old.parent, clock=clock)
    assert journal.maintenance.check().ok
    assert journal.people.find("priya").stage == "ally"
    assert [entry.text for entry in journal.entries.search("#travel")]
    journal.history.redo()
    assert journal.entries.search("undo")
    journal.history.undo()
    journal.history.undo()
    assert journal.people.find("priya").role == ""
    journal.close()
    again = Journal(old.parent, clock=clock)
    assert again.maintenance.check().repaired == ()
    assert again.people.find("priya").stage == "ally"


def test_migrations_are_pure() -> None:
    tables = content(FIXTURES / "schema-1.json")
    assert migrate(json.loads(json.dumps(tables)), 1) == migrate(json.loads(json.dumps(tables)), 1)
    assert migrate({}, SCHEMA) == {}


def test_an_older_rapport_leaves_it_alone(old: Path) -> None:
    """The first format’s reader refused every higher number: see that the number went up."""
    with Store(old.parent).transaction() as draft:
        draft.put("people", {"uid": "later"})
    assert content(old)["_meta"]["1"]["schema"] > 1
    old.write_text(old.read_text(encoding="utf-8").replace(f'"schema":{SCHEMA}', f'"schema":{SCHEMA + 1}'))
    with pytest.raises(NewerSchemaError):
        Store(old.parent)
