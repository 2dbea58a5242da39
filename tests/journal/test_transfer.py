from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from rapport_tui.exchange.journal_export import JournalExport, write_json
from rapport_tui.journal import Journal
from rapport_tui.journal.transfer import ImportReport
from rapport_tui.model.errors import RapportError
from tests.conftest import Clock, import_files
from tests.exchange.strategies import archives

LINKEDIN = """First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ann,Lee,https://www.linkedin.com/in/annlee,ann@lee.example,Acme,Cook,07 Jun 2022
Ben,Berg,https://www.linkedin.com/in/benberg,,Acme,Baker,08 Jun 2022
"""
VCARDS = """BEGIN:VCARD
VERSION:3.0
FN:Ann Lee
EMAIL:ann@lee.example
TEL:+49 30 1234567
NOTE:sings in a choir
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:王小明
TITLE:Data engineer
BDAY:--0203
NOTE:[bold]x[/ and =1+1
END:VCARD
"""


@pytest.fixture
def linkedin(tmp_path: Path) -> Path:
    path = tmp_path / "Connections.csv"
    path.write_text(LINKEDIN)
    return path


@pytest.fixture
def vcards(tmp_path: Path) -> Path:
    path = tmp_path / "cards.vcf"
    path.write_text(VCARDS)
    return path


def is_accounted_for(report: ImportReport) -> bool:
    whole = sum(not one.partial for one in report.skipped)
    return report.read == report.added + report.merged + report.unchanged + report.companies + whole


def test_who_is_imported_waits_in_the_inbox(journal: Journal, linkedin: Path) -> None:
    report = import_files(journal, [linkedin])
    assert (report.read, report.added, report.merged, report.unchanged, report.skipped) == (2, 2, 0, 0, ())
    assert [person.name for person in report.people] == ["Ann Lee", "Ben Berg"]
    assert journal.people.search() == []
    ann, ben = (summary.person for summary in journal.people.search("is:inbox"))
    assert (ann.inbox, ann.stage, ann.role, ann.org, ann.added) == (True, "stranger", "Cook", "Acme", journal.day)
    assert ann.met == "connected on LinkedIn, 7 June 2022"
    assert journal.history.actions()[-1].label == "Imported 2 people from Connections.csv"
    journal.people.move([ann.uid], "ally")
    assert [summary.person.name for summary in journal.people.search()] == ["Ann Lee"]
    assert ben.inbox


def test_an_import_onto_a_rung(journal: Journal, linkedin: Path) -> None:
    import_files(journal, [linkedin], to="ally")
    assert [(one.person.stage, one.person.inbox) for one in journal.people.search()] == [("ally", False)] * 2


def test_an_import_is_one_action(journal: Journal, linkedin: Path, vcards: Path) -> None:
    journal.people.add("Ann Lee", emails=["ann@lee.example"], role="Chef")
    before = journal.transfer.export("json")
    report = import_files(journal, [linkedin, vcards])
    assert (report.read, report.added, report.merged) == (4, 2, 2)
    assert is_accounted_for(report)
    ann = journal.people.find("ann lee")
    assert (ann.role, ann.org, ann.phones) == ("Chef", "Acme", ("+49 30 1234567",))
    assert [(note.kind, note.text, note.made) for note in journal._context.cache.notes_of(ann.uid)] == [
        ("fact", "sings in a choir", journal.day)
    ]
    journal.history.undo()
    assert journal.transfer.export("json") == before


def test_the_same_file_again_changes_nothing(journal: Journal, linkedin: Path, vcards: Path) -> None:
    import_files(journal, [linkedin, vcards])
    count, before = len(journal.history.actions()), journal.transfer.export("json")
    report = import_files(journal, [vcards, linkedin, linkedin])
    assert (report.read, report.added, report.merged, report.unchanged) == (6, 0, 0, 6)
    assert report.people == ()
    assert (len(journal.history.actions()), journal.transfer.export("json")) == (count, before)


def test_only_a_new_note_counts_as_merged(journal: Journal, vcards: Path) -> None:
    import_files(journal, [vcards])
    vcards.write_text(VCARDS.replace("sings in a choir", "rows on Sundays"))
    report = import_files(journal, [vcards])
    assert (report.merged, report.unchanged, [one.name for one in report.people]) == (1, 1, ["Ann Lee"])


def test_a_dry_run_writes_nothing(journal: Journal, linkedin: Path, vcards: Path) -> None:
    transfer = journal.transfer
    dry = transfer.plan(transfer.read([linkedin, vcards])).report
    assert journal.is_empty
    assert not journal._context.store.path.exists()
    wet = import_files(journal, [linkedin, vcards])
    assert (dry.read, dry.added, dry.merged, dry.unchanged) == (wet.read, wet.added, wet.merged, wet.unchanged)
    assert [person.name for person in dry.people] == [person.name for person in wet.people]


def test_one_file_that_cannot_be_read_and_nothing_is_taken_in(journal: Journal, linkedin: Path, tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    for bad in (tmp_path / "photo.png", tmp_path / "missing.csv"):
        with pytest.raises(RapportError):
            import_files(journal, [linkedin, bad])
    assert journal.is_empty


def test_what_cannot_be_read_is_counted_and_told(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_text(VCARDS + "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n" + VCARDS.replace("--0203", "31 Feb"))
    report = import_files(journal, [path])
    assert any(not one.partial for one in report.skipped)
    assert is_accounted_for(report)
    assert report.read == 5


JRNL = [
    {
        "title": "Lunch with @ann ! the list",
        "body": "2026-01-01: fine.",
        "date": "2026-10-01",
        "time": "12:30",
        "tags": ["@food"],
    },
    {"title": "Home", "body": "", "date": "2026-10-02", "time": "20:00", "tags": []},
    {"title": "no day", "body": "", "date": "", "tags": []},
]
FRIENDS = """### Activities:
- 2026-10-01: Lunch with **Grace Hopper** and **Ada Lovelace**.

### Friends:
- Grace Hopper
"""


def test_lines_of_jrnl_become_entries_that_mean_only_their_words(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "jrnl.json"
    path.write_text(json.dumps({"tags": {}, "entries": JRNL}))
    report = import_files(journal, [path])
    assert (report.lines_read, report.lines_added, report.read, len(report.skipped)) == (2, 2, 1, 1)
    first, second = journal.entries.search()
    assert journal.entries.shown(first) == "Lunch with @ann ! the list\n2026-01-01: fine. #food"
    assert (first.day, first.people, first.topics) == (date(2026, 10, 1), (), ("food",))
    assert journal.entries.notes(first) == []
    assert journal.entries.search("#food") == [first]
    assert second.text == "Home"
    assert journal.history.actions()[-1].label == "Imported 2 lines from jrnl.json"
    again = import_files(journal, [path])
    assert (again.lines_read, again.lines_added) == (2, 0)
    journal.history.undo()
    assert journal.is_empty


def test_jrnl_text_links_who_is_known_and_adds_nobody(journal: Journal, tmp_path: Path) -> None:
    ana = journal.people.add("Ana Lima")
    path = tmp_path / "journal.txt"
    path.write_text("[2026-10-01 12:30] Lunch with @Ana and @tom.\n\n[2026-10-02 09:00] Home.\n")
    report = import_files(journal, [path])
    assert (report.lines_read, report.lines_added, report.added) == (2, 2, 0)
    lunch, _ = journal.entries.search()
    assert (lunch.people, lunch.topics) == ((ana.uid,), ("Ana", "tom"))
    assert journal.entries.shown(lunch) == "Lunch with @Ana and @tom. #Ana #tom"
    journal.people.add("Tom Becker")
    assert import_files(journal, [path]).lines_added == 0


def test_companies_are_counted_and_not_taken_in(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "team.csv"
    path.write_text("name,company\n,Tide\nAna Lima,Tide\n,Wave\n")
    report = import_files(journal, [path])
    assert (report.read, report.added, report.companies) == (3, 1, 2)
    assert is_accounted_for(report)
    path.write_text("name,company\n,Tide\n")
    assert "only companies" in import_files(journal, [path]).why_nothing()


def test_lines_of_friends_name_their_people(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "friends.md"
    path.write_text(FRIENDS)
    report = import_files(journal, [path])
    [entry] = journal.entries.search()
    assert journal.entries.names(entry) == ["Grace Hopper", "Ada Lovelace"]
    assert {one.person.stage for one in journal.people.search("is:inbox")} == {"stranger"}
    assert report.lines_added == 1
    assert is_accounted_for(report)


def test_our_own_export_gives_the_same_journal(demo: Journal, tmp_path: Path, clock: Clock) -> None:
    somebody = demo.people.search()[0].person
    demo.messages.save_draft(demo.messages.new(demo.composer.move("hi-again"), somebody, "Hi"))
    text = demo.transfer.export("json")
    path = tmp_path / "journal.json"
    path.write_text(text, encoding="utf-8")
    other = Journal(tmp_path / "other", clock=clock)
    report = import_files(other, [path])
    assert other.transfer.export("json") == text
    assert (
        report.added
        == report.read
        == len(report.people)
        == len(other.people.search("is:archived")) + len(other.people.search()) + len(other.people.search("is:inbox"))
    )
    assert report.lines_added == len(other.entries.search())
    assert is_accounted_for(report)
    again = import_files(other, [path])
    assert (again.added, again.unchanged, again.lines_added) == (0, report.read, 0)
    other.history.undo()
    assert other.is_empty


def test_our_own_export_adds_what_is_not_there(demo: Journal, tmp_path: Path) -> None:
    path = tmp_path / "journal.json"
    path.write_text(demo.transfer.export("json"), encoding="utf-8")
    ruth = demo.people.find("ruth")
    entry = demo.entries.search("with:ruth")[0]
    demo.people.edit(demo.people.find("tom").uid, role="Astronaut")
    demo.people.delete(ruth.uid)
    demo.entries.delete([entry.uid])
    report = import_files(demo, [path])
    assert (report.added, [person.name for person in report.people]) == (1, [ruth.name])
    assert demo.people.get(ruth.uid) == ruth
    assert demo.entries.get(entry.uid) == entry
    assert demo.people.find("tom").role == "Astronaut"


def test_export_as_csv(demo: Journal) -> None:
    rows = list(csv.DictReader(io.StringIO(demo.transfer.export("csv").removeprefix("\ufeff"))))
    everybody = json.loads(demo.transfer.export("json"))["people"]
    assert len(rows) == len(everybody)


@pytest.mark.parametrize("form", ["csv", "md", "vcf", "ics"])
def test_every_format_gives_something_for_the_demo(demo: Journal, form: str) -> None:
    assert len(demo.transfer.export(form)) > 100


@pytest.mark.parametrize("form", ["json", "csv", "md", "vcf", "ics"])
def test_every_format_takes_an_empty_journal(journal: Journal, form: str) -> None:
    assert isinstance(journal.transfer.export(form), str)


def test_export_of_who_matches(demo: Journal) -> None:
    archive = json.loads(demo.transfer.export("json", "stage:sponsor"))
    uids = {person["uid"] for person in archive["people"]}
    assert {person["stage"] for person in archive["people"]} == {"sponsor"}
    assert archive["entries"]
    assert all(set(record["people"]) <= uids for record in [*archive["entries"], *archive["notes"]])


def test_an_unknown_format_names_the_known(journal: Journal) -> None:
    with pytest.raises(RapportError, match="json, csv"):
        journal.transfer.export("docx")


@settings(deadline=None, max_examples=25)
@given(archives())
def test_any_journal_comes_back_from_json_as_it_was(archive: JournalExport) -> None:
    text = write_json(archive)
    with TemporaryDirectory() as name:
        source = Path(name) / "journal.json"
        source.write_text(text, encoding="utf-8", newline="")
        with closing(Journal(Path(name) / "new", clock=Clock())) as journal:
            import_files(journal, [source])
            assert journal.transfer.export("json") == text
        with closing(Journal(Path(name) / "new", clock=Clock())) as journal:
            assert journal.transfer.export("json") == text


def test_a_file_that_was_taken_in_is_known_until_that_is_undone(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Email\nAnn Lee,ann@lee.example\n", encoding="utf-8")
    assert journal.transfer.known(path) == ""
    import_files(journal, [path])
    assert "was taken in before (today" in journal.transfer.known(path)
    journal.history.undo()
    assert journal.transfer.known(path) == ""
    journal.history.redo()
    assert journal.transfer.known(path)
    path.write_text("Name,Email\nAnn Lee,ann@lee.example\nBo Ek,bo@ek.example\n", encoding="utf-8")
    assert journal.transfer.known(path) == ""
    assert import_files(journal, [path]).added == 1
    assert journal.transfer.known(path)
    journal.people.delete(journal.people.find("bo").uid)
    assert journal.transfer.known(path) == ""
    assert journal.transfer.known(tmp_path / "gone.csv") == ""
