from __future__ import annotations

import pytest

from tests.cli.conftest import Cli


@pytest.mark.parametrize("typed", ["hir", "silva", "sil", "hrio", "hirro", "hirp", "hiro.silvo"])
def test_a_name_near_a_known_one_is_refused(cli: Cli, typed: str) -> None:
    cli("add", "Hiro Silva")
    said = cli.refuse("log", f"tea with @{typed}")
    assert 'Did you mean @"Hiro Silva"?' in said
    assert "@+" in said
    assert [person["name"] for person in cli.ask("people")] == ["Hiro Silva"]


def test_the_plus_adds_somebody_near_and_the_line_stays_theirs(cli: Cli) -> None:
    cli("add", "Hiro Silva")
    assert "@+Hir" in cli.refuse("log", "tea with @hir")
    cli("log", "tea with @+Hir and @hiro")
    (entry,) = cli.ask("journal")
    assert entry["people"] == ["Hir", "Hiro Silva"]
    cli("log", "more tea with @hir")
    assert len(cli.ask("people")) == 2


def test_lines_from_a_program_add_with_new(cli: Cli) -> None:
    cli("add", "Hiro Silva")
    assert cli.refuse("log", "-", stdin="tea with @ana\nwith @hirro\n").startswith("Line 2:")
    cli("log", "-", "--new", stdin="tea with @hirro\n")
    assert len(cli.ask("people")) == 2


def test_new_is_for_programs_only(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("add", "Hiro Silva")
    cli("log", "tea with @hirro", "--new")
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    assert "@+Name" in cli("log", "tea with @hiroh", "--new", code=2).stderr


def test_a_name_far_from_all_is_added(cli: Cli) -> None:
    cli("add", "Hiro Silva")
    for name in ("ana", "hiroshi.tan", "silvester"):
        cli("log", f"tea with @{name}")
    assert len(cli.ask("people")) == 4
