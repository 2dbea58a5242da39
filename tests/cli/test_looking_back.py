"""Open threads and insights on the command line."""

from __future__ import annotations

from tests.cli.conftest import Cli


def test_threads_of_everybody_of_one_and_due(cli: Cli) -> None:
    assert "rapport log" in cli("threads").stderr
    cli("log", "2026-11-20: lunch with @tom ! the deck by 2026-11-21")
    cli("log", "2026-11-20: tea with @priya ? the new flat")
    said = cli.say("threads")
    for part in ("You promised", "Tom", "the deck", "To ask next time", "Priya", "the new flat"):
        assert part in said
    assert [one["text"] for one in cli.ask("threads")] == ["the deck", "the new flat"]
    (one,) = cli.ask("threads", "priya")
    assert (one["kind"], one["text"], one["due"], one["made"], one["people"]) == (
        *("ask", "the new flat", None, "2026-11-20"),
        ["Priya"],
    )
    assert [one["people"] for one in cli.ask("threads", "--due")] == [["Tom"]]
    assert cli("threads", "priya", "--due").stderr == "Nothing is due.\n"
    assert "zoe" in cli.refuse("threads", "zoe").casefold()


def test_insights_are_the_counts_of_the_review(cli: Cli) -> None:
    cli("log", "2026-11-20: lunch with @tom")
    cli("log", "2026-11-23: lunch with @tom again")
    told, week = cli.ask("insights"), cli.ask("review")
    assert told["ladder"]["acquaintance"] == 1
    assert told["streak"] == 2
    for key in ("seen", "heard", "known"):
        assert sum(one[key] for one in told["weeks"]) == week[key]
    said = cli.say("insights")
    for part in ("The ladder", "acquaintance", "Week by week", "seen 0 · heard 1 · known 0"):
        assert part in said
    assert "Drifting" in cli.say("--demo", "insights")
