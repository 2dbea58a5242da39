from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoe Lind\r\nEMAIL:zoe@a.test\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Tom Becker\r\nTITLE:Lead\r\nEND:VCARD\r\n"
)


@pytest.fixture
def cards(tmp_path: Path) -> str:
    path = tmp_path / "people.vcf"
    path.write_text(CARDS, encoding="utf-8", newline="")
    return str(path)


def test_import_reports_every_record(cli: Cli, cards: str) -> None:
    cli("add", "Tom Becker", "--org", "Acme")
    report = cli.ask("import", cards)
    assert report == {
        "read": 2, "added": 1, "merged": 1, "unchanged": 0, "lines_read": 0, "lines_added": 0,
        "companies": 0, "skipped": [], "in_part": [], "left_out": [],
    }  # fmt: skip
    assert [row["name"] for row in cli.ask("people", "is:inbox")] == ["Zoe Lind"]
    tom = cli.ask("people", "tom")[0]
    assert (tom["role"], tom["org"]) == ("Lead", "Acme")
    assert cli.ask("import", cards)["unchanged"] == 2
    assert len(cli.ask("history")) == 2


def test_import_tells_whom_it_took_in_and_the_next_step(cli: Cli, cards: str) -> None:
    result = cli("import", cards)
    assert "Read 2 records: 2 added" in result.stdout
    assert "Zoe Lind" in result.stdout
    assert "rapport move" in result.stderr


def test_a_dry_run_changes_nothing(cli: Cli, cards: str) -> None:
    assert "2 would be added" in cli.say("import", cards, "--dry-run")
    assert cli.ask("import", cards, "--dry-run")["added"] == 2
    assert cli.ask("people", "is:inbox") == cli.ask("history") == []


def test_import_onto_a_rung(cli: Cli, cards: str) -> None:
    cli("import", cards, "--to", "acquaintance")
    assert {row["stage"] for row in cli.ask("people")} == {"acquaintance"}


def test_one_file_that_can_not_be_read_takes_in_none(cli: Cli, cards: str, tmp_path: Path) -> None:
    assert "missing.vcf" in cli.refuse("import", cards, str(tmp_path / "missing.vcf"))
    assert cli.ask("people", "is:inbox") == []


def test_the_samples_are_read(cli: Cli) -> None:
    samples = sorted((Path(__file__).parents[2] / "data" / "samples").glob("*.[cv]*"))
    for sample in samples:
        report = cli.ask("import", str(sample))
        assert report["added"] > 0, sample.name


def test_what_can_not_be_read_is_saved_aside_to_be_mended(cli: Cli, tmp_path: Path) -> None:
    table = tmp_path / "team.csv"
    table.write_text(
        "name,email,birthday,shoe size\nAna,ana@a.test,,41\n,,,\n,x,,\nBo,bo@a.test,soon,\n", encoding="utf-8"
    )
    aside = tmp_path / "aside.csv"
    report = cli.ask("import", str(table), "--save-unread", str(aside))
    assert (report["read"], report["added"]) == (3, 2)
    assert [(one["record"], one["why"]) for one in report["skipped"]] == [(4, "has no name and no e-mail address")]
    assert [one["record"] for one in report["in_part"]] == [4, 5]
    assert report["left_out"] == [{"file": "team.csv", "what": "shoe size", "records": 1}]
    assert aside.read_text(encoding="utf-8") == "name,email,birthday,shoe size\n,x,,\nBo,bo@a.test,soon,\n"
    assert cli.ask("import", str(aside))["unchanged"] == 1
    assert "is there already" in cli.refuse("import", str(table), "--save-unread", str(aside))


def test_columns_that_nobody_knows_can_be_mapped(cli: Cli, tmp_path: Path) -> None:
    table = tmp_path / "team.csv"
    table.write_text("Wer,Schuh,Hobby\nAna Lima,41,rowing\n", encoding="utf-8")
    said = cli.refuse("import", str(table))
    assert "“Wer”, “Schuh”, “Hobby”" in said
    assert "--map 'Wer=name'" in said
    assert cli.ask("import", str(table), "--map", "Wer=name", "--map", "schuh=remark", "--map", "Hobby=")["added"] == 1
    (ana,) = cli.ask("people", "is:inbox")
    assert ana["name"] == "Ana Lima"
    assert [note["text"] for note in cli.ask("show", ana["uid"])["notes"]["fact"]] == ["Schuh: 41"]
    assert "no column “Who”" in cli.refuse("import", str(table), "--map", "Who=name")
    cli("import", str(table), "--map", "Wer=shoe", code=2)


def test_a_file_without_news_says_so(cli: Cli, cards: str, tmp_path: Path) -> None:
    cli("import", cards)
    assert "Nothing in it is new" in cli("import", cards).stderr
    bad = tmp_path / "bad.vcf"
    bad.write_text("BEGIN:VCARD\nNOTE:x\nEND:VCARD\n", encoding="utf-8")
    assert "None of its records could be read" in cli("import", str(bad)).stderr


def test_who_is_here_twice_is_made_one(cli: Cli) -> None:
    cli("add", "Ann Lee", "--org", "Acme", "--role", "Lead", "--email", "ann@a.test")
    cli("add", "Lee Ann", "--role", "Boss", "--phone", "+44 7700 900142", "--through", "Ann Lee")
    cli("log", 'tea with @"Lee Ann" ? the boat')
    (pair,) = cli.ask("duplicates")
    assert pair["why"] == "the same name"
    assert "rapport merge" in cli("duplicates").stderr
    cli("merge", "Ann Lee", "Lee Ann")
    (ann,) = cli.ask("people")
    assert (ann["role"], ann["emails"], ann["phones"]) == ("Lead", ["ann@a.test"], ["+44 7700 900142"])
    assert (ann["aliases"], ann["stage"], ann["met_through"]) == (["Lee Ann"], "acquaintance", "")
    shown = cli.ask("show", "ann")
    assert [note["text"] for note in shown["notes"]["fact"]] == ["Role: Boss"]
    assert [note["text"] for note in shown["notes"]["ask"]] == ["the boat"]
    assert len(shown["last_entries"]) == 1
    cli("undo")
    assert len(cli.ask("people")) == 2
    cli("merge", "Ann Lee", "Lee Ann", "--apart")
    assert cli.ask("duplicates") == []
    assert "twice" in cli("duplicates").stderr
    assert "one already" in cli.refuse("merge", "Ann Lee", "Ann Lee")


def test_introductions_are_shown_both_ways(cli: Cli) -> None:
    cli("add", "Bo Ek")
    cli("add", "Ana", "--through", "bo")
    assert "through Bo Ek" in cli.say("show", "ana")
    assert "introduced  Ana" in cli.say("show", "bo")
    assert "introduced by Bo Ek" in cli.say("show", "ana", "--all")
    assert "Introduced   Ana" in cli.say("show", "bo", "--all")
    assert cli.ask("show", "bo")["introduced"] == ["Ana"]
    cli("edit", "ana", "--through", "")
    assert cli.ask("show", "bo")["introduced"] == []


@pytest.mark.parametrize("form", ["json", "csv", "vcf", "vcf3", "md", "ics"])
def test_exports_go_to_stdout_and_to_a_file_alike(cli: Cli, form: str, tmp_path: Path) -> None:
    cli("log", "lunch with @tom ! the deck by friday")
    text = cli("export", "--format", form).stdout_bytes.decode()
    target = tmp_path / f"out.{form}"
    result = cli("export", "-o", str(target))
    assert target.read_bytes().decode().rstrip("\n") == text.rstrip("\n")
    assert result.stdout == ""
    assert str(target) in result.stderr
    assert "Tom" in text


def test_an_export_can_leave_out(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cli("add", "Tom", "--org", "Acme")
    cli("add", "Ana", "--org", "Beta")
    files = sorted(tmp_path.iterdir())
    text = cli.say("export", "-org:acme", "--format", "csv")
    assert "Ana" in text
    assert "Tom" not in text
    assert "Tom" not in cli.say("export", "--format=csv", "--", "-org:acme")
    assert sorted(tmp_path.iterdir()) == files


def test_an_export_of_everything_comes_back(cli: Cli, tmp_path: Path) -> None:
    cli("log", "lunch with @tom ! the deck by friday")
    cli("export", "-o", str(tmp_path / "all.json"))
    assert json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    entries, people = cli.ask("journal"), cli.ask("people")
    cli.env["RAPPORT_JOURNAL"] = str(tmp_path / "second")
    cli("import", str(tmp_path / "all.json"))
    assert (cli.ask("journal"), cli.ask("people")) == (entries, people)


def test_an_export_that_can_not_be_written_says_so(cli: Cli, tmp_path: Path) -> None:
    assert "can’t be written" in cli.refuse("export", "-o", str(tmp_path / "no" / "all.json"))
    cli("export", "--format", "doc", code=2)
    there = tmp_path / "there.json"
    there.write_text("mine", encoding="utf-8")
    assert "--replace" in cli.refuse("export", "-o", str(there))
    assert there.read_text(encoding="utf-8") == "mine"
    cli("export", "-o", str(there), "--replace")
    assert there.read_text(encoding="utf-8").startswith("{")
    assert os.name == "nt" or stat.S_IMODE(there.stat().st_mode) == 0o600
    cli("export", "-o", str(tmp_path), code=2)


UNSURE = "Name,Email\nMaría Muñoz,m@x.test\nÍñigo Peña,i@x.test\n"


def test_an_encoding_that_is_certain_enough_is_told(cli: Cli, tmp_path: Path) -> None:
    table = tmp_path / "team.csv"
    table.write_bytes("Name,Email\nŁukasz Wiśniewski,l@x.test\nŻaneta Król,z@x.test\n".encode("cp1250"))
    result = cli("import", str(table))
    assert "team.csv is not in UTF-8. It was read like this: Łukasz Wiśniewski" in result.stderr
    assert "(Central European, cp1250)" in result.stderr
    assert {row["name"] for row in cli.ask("people", "is:inbox")} == {"Żaneta Król", "Łukasz Wiśniewski"}


def test_an_encoding_in_doubt_is_never_taken_in_silently(cli: Cli, tmp_path: Path) -> None:
    table = tmp_path / "team.csv"
    table.write_bytes(UNSURE.encode("cp1252"))
    refusal = cli.refuse("import", str(table))
    assert "Muñoz, Íñigo Peña (Western European, cp1252)" in refusal
    assert "Muńoz, Íńigo Peńa (Central European, cp1250)" in refusal
    assert "--encoding" in refusal
    assert cli.ask("people", "is:inbox") == []
    assert "or else" in cli("import", str(table), "--dry-run").stderr
    cli("import", str(table), "--encoding", "windows-1252")
    assert {row["name"] for row in cli.ask("people", "is:inbox")} == {"Íñigo Peña", "María Muñoz"}
    cli("import", str(table), "--encoding", "klingon", code=1)


def test_an_encoding_in_doubt_is_asked_about(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "team.csv"
    table.write_bytes(UNSURE.encode("cp1252"))
    monkeypatch.setattr("rapport_tui.cli.commands.transfer.on_terminal", lambda: True)
    asked = cli("import", str(table), stdin="9\n2\n")
    assert "In which line do the names look right?" in asked.stderr
    other = "Muñoz" if "1  María Muńoz" in asked.stderr else "Muńoz"
    assert f"María {other}" in asked.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_an_import_shows_one_progress_bar(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    table = tmp_path / "team.csv"
    table.write_bytes(UNSURE.encode(encoding))
    monkeypatch.setattr("rapport_tui.cli.commands.transfer.on_terminal", lambda: True)
    monkeypatch.setattr("rapport_tui.cli.commands.transfer._is_shown", lambda _files: True)
    told = cli("import", str(table), stdin="1\n")
    assert told.stderr.count("Reading") == 1
    assert "2 added" in told.stdout


def test_a_journal_without_people_is_told_in_lines_alone(cli: Cli, tmp_path: Path) -> None:
    journal = tmp_path / "journal.txt"
    journal.write_text("[2026-11-20 09:30] Tea on the pier.\n", encoding="utf-8")
    assert cli.say("import", str(journal)) == "Read 1 line of a journal: 1 added.\n"
    assert "Nothing in it is new" in cli("import", str(journal)).stderr


def test_a_file_that_was_taken_in_is_read_again_only_on_request(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Email\nAnn Lee,ann@lee.example\n", encoding="utf-8")
    cli("import", str(path))
    told = cli("import", str(path)).stderr
    assert "people.csv was taken in before" in told
    assert "--again" in told
    assert "1 known already" in cli.say("import", "--again", str(path))
    cli("undo")
    assert "1 added" in cli.say("import", str(path))
