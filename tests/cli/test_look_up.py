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
    assert "could be" in cli.refuse("show", "berg", "--json")


def test_nobody_is_still_nobody(cli: Cli) -> None:
    cli("add", "Ann Berg")
    assert "Nobody here is called" in cli.refuse("show", "zzz")
