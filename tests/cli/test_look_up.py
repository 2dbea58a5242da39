from __future__ import annotations

import pytest

from tests.cli.conftest import Cli


@pytest.mark.parametrize("typed", ["ann", "berg", "BERG", "anneke b", "studio", "a.berg@x.org", "tante"])
def test_any_part_shows_somebody(cli: Cli, typed: str) -> None:
    cli("add", "Annéke Berg", "--org", "Studio", "--email", "a.berg@x.org", "--alias", "Tante")
    cli("add", "Tara Quist")
    assert cli.ask("show", typed)["person"]["name"] == "Annéke Berg"


def test_several_are_listed_with_who_was_talked_to_first(cli: Cli) -> None:
    cli("add", "Ann Berg", "--org", "Acme")
    cli("add", "Cem Berg")
    cli("log", "tea with @cem")
    lines = cli.say("show", "berg").splitlines()
    assert [line.split()[0] for line in lines] == ["Cem", "Ann"]
    assert "acquaintance" in lines[0]
    assert "Acme" in lines[1]
    assert "not yet" in lines[1]
    assert "Write more of the name" in cli("show", "berg").stderr
    assert cli("show", "berg", "--json", code=1).stdout == ""


COMMANDS = (
    ("edit", "{}", "--role", "Lead"),
    ("archive", "{}"),
    ("delete", "{}"),
    ("move", "{}", "ally"),
    ("compose", "hi-again", "{}"),
    ("compose", "introduction", "uma", "--with", "{}"),
    ("merge", "uma", "{}"),
    ("threads", "{}"),
    ("notes", "{}"),
    ("edit", "uma", "--through", "{}"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("typed", ["berg", "tara q", "jose maria", "a.berg@x", "quist.tara"])
def test_every_command_finds_people_by_any_part(cli: Cli, command: tuple[str, ...], typed: str) -> None:
    for name, mail in (("Ann Berg", "a.berg@x.org"), ("Tara Quist", ""), ("María José Gómez", ""), ("Uma", "")):
        cli("add", name, *(("--email", mail) if mail else ()))
    cli(*(word.format(typed) for word in command))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_lists_whom_it_could_mean(cli: Cli, command: tuple[str, ...]) -> None:
    for name in ("Ann Berg", "Cem Berg", "Uma"):
        cli("add", name)
    cli("log", "tea with @cem")
    before = cli.ask("people")
    result = cli(*(word.format("berg") for word in command), code=1)
    assert result.stdout == ""
    assert result.stderr == (
        "Cem Berg  acquaintance  today\nAnn Berg  stranger      not yet\n"
        "2 people match “berg”. Write more of the name, such as cem.berg.\n"
    )
    assert cli.ask("people") == before


def test_of_one_name_the_uid_tells(cli: Cli) -> None:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Berg\r\nEMAIL:{}@x.org\r\nEND:VCARD\r\n"
    (cli.folder / "two.vcf").write_text(card.format("a") + card.format("b"), "utf-8", newline="")
    cli("import", str(cli.folder / "two.vcf"), "--to", "ally")
    uids = {person["uid"] for person in cli.ask("people")}
    assert len(uids) == 2
    lines = cli("show", "ann", "--json", code=1).stderr.splitlines()
    assert {line.split()[2] for line in lines[:2]} == uids
    assert lines[2].split()[-1].rstrip(".") in uids


def test_who_is_in_the_inbox_comes_after_the_board(cli: Cli) -> None:
    (cli.folder / "one.vcf").write_text(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Aaron Berg\r\nEND:VCARD\r\n", "utf-8", newline=""
    )
    cli("import", str(cli.folder / "one.vcf"))
    cli("add", "Zoe Berg")
    assert [line.split()[0] for line in cli.say("show", "berg").splitlines()] == ["Zoe", "Aaron"]


def test_a_query_finds_people_by_any_part(cli: Cli) -> None:
    cli("add", "Tara Quist", "--org", "Studio")
    cli("log", "tea with @tara")
    for typed in ("quist", "studio", "tar"):
        assert len(cli.ask("journal", f"with:{typed}")) == 1


def test_nobody_is_still_nobody(cli: Cli) -> None:
    cli("add", "Ann Berg")
    assert "Nobody here is called" in cli.refuse("show", "zzz")
