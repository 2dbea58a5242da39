from __future__ import annotations

from tests.cli.conftest import Cli


def test_doors_are_listed_and_their_outcome_is_kept(cli: Cli) -> None:
    assert "No doors are noted" in cli("doors").stderr
    cli("log", "@ruth +door a talk to the board")
    assert "a talk to the board" in cli.say("doors")
    cli("doors", "ruth", "--came", "the board said yes")
    (door,) = cli.ask("doors", "ruth")
    assert (door["text"], door["people"], door["came"], door["thanked"]) == (
        "a talk to the board", ["Ruth"], "the board said yes", None,
    )  # fmt: skip
    assert "the board said yes" in cli.say("journal")
    assert "Say who opened" in cli("doors", "--came", "yes", code=2).stderr
