from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from rapport_tui.journal import Journal
from rapport_tui.journal.maintenance import restore_ruined
from rapport_tui.model.errors import RapportError
from rapport_tui.store import UnreadableError
from tests.conftest import Clock


def snapshot(journal: Journal) -> Path:
    """Return the journal’s file with all in it that was written, as it is after a while."""
    journal._context.store.tidy(at_once=True)
    return journal.folder / "rapport.json"


def damage(journal: Journal, table: str, uid: str, **fields: Any) -> None:
    """Change a record in the file as a hand or another program would."""
    path = snapshot(journal)
    tables = json.loads(path.read_text())
    [doc] = [doc for doc in tables[table].values() if doc["uid"] == uid]
    doc.update(fields)
    path.write_text(json.dumps(tables))
    assert journal.refresh()
    assert "changed by another program" in journal.notices()[0]
    delete_asides(journal)


def delete_asides(journal: Journal) -> None:
    """Delete what was set aside, as somebody does who looked into it."""
    for path in (journal.folder / "backups").glob("*.aside-*"):
        path.unlink()


def test_a_sound_journal(demo: Journal) -> None:
    found = demo.maintenance.check()
    assert (found.ok, found.problems, found.repaired) == (True, (), ())
    assert found.entries == len(demo.entries.search())
    assert demo.history.actions() == []


def test_a_record_that_cannot_be_read_is_told_and_kept(journal: Journal) -> None:
    ann, ben = journal.people.add("Ann"), journal.people.add("Ben")
    journal.entries.log(["met @ann and @ben"])
    damage(journal, "people", ann.uid, added="soon", since="yesterday")
    found = journal.maintenance.check()
    assert not found.ok
    assert found.repaired == ()
    [problem] = found.problems
    assert ann.uid in problem
    assert [summary.person.uid for summary in journal.people.search()] == [ben.uid]
    journal.people.add("Cem")
    assert ann.uid in snapshot(journal).read_text()
    assert journal.entries.search("with:ben")[0].people == (ann.uid, ben.uid)


def test_links_to_what_is_gone_are_taken_out_and_that_can_be_undone(journal: Journal) -> None:
    ann = journal.people.add("Ann")
    ben = journal.people.add("Ben")
    [logged] = journal.entries.log(["met @ann and @ben ? their move"])
    damage(journal, "people", ben.uid, met_through="gone")
    damage(journal, "entries", logged.entry.uid, people=["gone", ann.uid])
    damage(journal, "notes", logged.notes[0].uid, people=["gone"], entry="gone")
    found = journal.maintenance.check()
    assert found.ok
    assert [what.partition(":")[0] for what in found.repaired] == [
        "Mended Ben",
        "Mended the line of 2026-11-23",
        "Mended the note “their move”",
    ]
    assert journal.people.get(ben.uid).met_through == ""
    assert journal.entries.get(logged.entry.uid).people == (ann.uid,)
    note = journal.notes.get(logged.notes[0].uid)
    assert (note.people, note.entry) == ((), "")
    assert journal.notes_about_me == []
    assert journal.maintenance.check().repaired == ()
    assert journal.history.undo().label == "Mended the journal"
    assert journal.people.get(ben.uid).met_through == "gone"


def test_names_of_older_journals_are_put_in_their_parts(journal: Journal) -> None:
    names = {
        "Dr. Lena Schmidt, MBA (she/her)": "Lena Schmidt",
        "Okafor, Adaeze": "Adaeze Okafor",
        "Prof. Priya Nair": "Prof. Priya Nair",
        "Priya Nair": "Priya Nair",
        "Sam (Gym)": "Sam (Gym)",
        "Tom Becker (he/him)": "Tom Becker (he/him)",
    }
    uids = {name: journal.people.add(f"Person {number}").uid for number, name in enumerate(names)}
    with journal._context.history.action("an older version") as writer:
        for name, uid in uids.items():
            pronouns = "they/them" if "Tom" in name else ""
            writer.put(replace(journal.people.get(uid), name=name, aliases=(), pronouns=pronouns))
    journal.entries.log(['tea with @"Dr. Lena Schmidt, MBA"'])
    found = journal.maintenance.check()
    assert {name: journal.people.get(uid).name for name, uid in uids.items()} == names
    assert found.repaired == (
        "“Dr. Lena Schmidt, MBA (she/her)” is in its parts now: Dr. Lena Schmidt, MBA.",
        "“Okafor, Adaeze” is in its parts now: Adaeze Okafor.",
    )
    lena = journal.people.get(uids["Dr. Lena Schmidt, MBA (she/her)"])
    assert (lena.title, lena.suffix, lena.pronouns) == ("Dr.", "MBA", "she/her")
    assert [journal.entries.shown(entry) for entry in journal.people.brief(lena.uid).entries] == [
        "tea with Lena Schmidt"
    ]
    assert ("Prof. Priya Nair", "Priya Nair") in {(p.one.name, p.other.name) for p in journal.duplicates.pairs()}
    assert journal.maintenance.check().repaired == ()
    journal.history.undo()
    assert journal.people.get(lena.uid).name == "Dr. Lena Schmidt, MBA (she/her)"


def test_records_without_a_uid_are_told(journal: Journal) -> None:
    journal.people.add("Ann")
    path = snapshot(journal)
    tables = json.loads(path.read_text())
    tables["entries"] = {"7": {"text": "no uid"}}
    path.write_text(json.dumps(tables))
    journal.refresh()
    delete_asides(journal)
    found = journal.maintenance.check()
    assert not found.ok
    assert found.problems[0].startswith("entries: 1 ")


def test_backup_and_restore_and_back(demo: Journal, tmp_path: Path) -> None:
    full = demo.transfer.export("json")
    copy = demo.maintenance.backup(tmp_path / "copy.json")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    demo.people.delete(demo.people.find("ruth").uid)
    demo.entries.delete([entry.uid for entry in demo.entries.search()[:5]])
    demo.entries.log(["met @zed"])
    poorer = json.loads(demo.transfer.export("json"))
    assert demo.maintenance.restore(copy).changed > 5
    assert sorted_tables(demo) == {table: sort(records) for table, records in json.loads(full).items()}
    assert demo.history.actions()[-1].label == "Restored copy.json"
    demo.history.undo()
    assert sorted_tables(demo) == {table: sort(records) for table, records in poorer.items()}
    demo.history.redo()
    assert demo.maintenance.restore(copy).changed == 0


def sort(records: Any) -> Any:
    return sorted(records, key=lambda record: str(record["uid"])) if isinstance(records, list) else records


def sorted_tables(journal: Journal) -> dict[str, Any]:
    return {table: sort(records) for table, records in json.loads(journal.transfer.export("json")).items()}


def test_a_backup_overwrites_nothing(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "copy.json").write_text("mine")
    with pytest.raises(RapportError, match="there already"):
        journal.maintenance.backup(tmp_path / "copy.json")
    assert (tmp_path / "copy.json").read_text() == "mine"
    with pytest.raises(RapportError, match="can’t be written"):
        journal.maintenance.backup(tmp_path / "no" / "folder" / "copy.json")


def test_a_bad_backup_changes_nothing(demo: Journal, tmp_path: Path) -> None:
    before = demo.transfer.export("json")
    (tmp_path / "bad.json").write_text("{}")
    for path in (tmp_path / "bad.json", tmp_path / "missing.json"):
        with pytest.raises(RapportError):
            demo.maintenance.restore(path)
    assert demo.transfer.export("json") == before


def test_a_ruined_journal_comes_back_from_a_backup(journal: Journal, tmp_path: Path, clock: Clock) -> None:
    journal.people.add("Ann")
    copy = journal.maintenance.backup(tmp_path / "copy.json")
    for name in ("rapport.json", "rapport.log"):
        (journal.folder / name).write_bytes(os.urandom(64))
    with pytest.raises(UnreadableError):
        Journal(journal.folder, clock=clock).open()
    assert restore_ruined(journal.folder, copy).exists()
    assert Journal(journal.folder, clock=clock).people.find("ann")
