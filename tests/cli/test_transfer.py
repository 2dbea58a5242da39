from __future__ import annotations

import json
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
    assert report == {"read": 2, "added": 1, "merged": 1, "unchanged": 0, "skipped": []}
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


@pytest.mark.parametrize("form", ["json", "csv", "vcf", "md", "ics"])
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
    cli("export", "-o", str(tmp_path), code=2)
