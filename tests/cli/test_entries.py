from __future__ import annotations

import pytest

from tests.cli.conftest import Cli

LINE = "yesterday 9am: coffee with @priya about her move #travel ? how is Lisbon ! send her the list by friday + Berlin"


def test_log_tells_programs_what_it_noticed(cli: Cli) -> None:
    (logged,) = cli.ask("log", LINE)
    assert logged.pop("uid")
    assert logged == {
        "on": "2026-11-22",
        "people": ["Priya"],
        "new_people": ["Priya"],
        "notes": [
            {"kind": "ask", "text": "how is Lisbon", "due": None, "people": ["Priya"]},
            {"kind": "owe", "text": "send her the list", "due": "2026-11-27", "people": ["Priya"]},
            {"kind": "share", "text": "Berlin", "due": None, "people": ["Priya"]},
        ],
    }
    assert cli.ask("log", "lunch with @priya")[0]["new_people"] == []


def test_log_tells_people_what_it_noticed(cli: Cli) -> None:
    said = cli.say("log", LINE + " /hi-again")
    for part in ("Priya (new)", "yesterday", "how is Lisbon", "send her the list · by Fri", "#travel", "/hi-again"):
        assert part in said
    assert "for " not in cli.say("log", "lunch with @priya")


def test_words_need_no_quotes_and_may_begin_with_a_hyphen(cli: Cli) -> None:
    cli("log", "-", "a", "quiet", "talk")
    assert cli.ask("journal")[0]["text"] == "- a quiet talk"
    assert cli.ask("journal", "quiet", "-loud")
    assert not cli.ask("journal", "-quiet")


def test_a_doubt_goes_to_stderr_and_the_line_is_written(cli: Cli) -> None:
    result = cli("log", "30 feb: lunch with @priya")
    assert "30 feb" in result.stderr
    assert "Wrote a line" in result.stdout
    assert cli.ask("journal")[0]["on"] == "2026-11-23"


def test_each_line_of_stdin_is_an_entry_of_one_action(cli: Cli) -> None:
    logged = cli.ask("log", "-", stdin="\ufeffyesterday: hello to @tom\r\n\n  \nlunch with @tom\n")
    assert [one["on"] for one in logged] == ["2026-11-22", "2026-11-23"]
    assert [one["new_people"] for one in logged] == [["Tom"], []]
    assert len(cli.ask("history")) == 1
    cli("undo")
    assert cli.ask("journal") == cli.ask("people") == []


def test_one_wrong_line_of_stdin_writes_nothing_and_is_named(cli: Cli) -> None:
    cli("add", "Tom Becker")
    cli("add", "Tom Ford")
    before = cli.ask("people")
    error = cli.refuse("log", "-", stdin="lunch with @ana\n\ncall with @tom\n")
    assert error.startswith("Line 3: ")
    assert "Tom Becker" in error
    assert "Tom Ford" in error
    assert cli.ask("people") == before
    assert cli.ask("journal") == []


@pytest.mark.parametrize("stdin", [b"", b"\n \n", b"caf\xe9 with @tom\n"])
def test_stdin_without_a_readable_line_is_refused(cli: Cli, stdin: bytes) -> None:
    cli.refuse("log", "-", stdin=stdin)
    assert cli.ask("journal") == []


def test_a_day_to_come_an_empty_line_and_an_ambiguous_name_are_refused(cli: Cli) -> None:
    cli("add", "Tom Becker")
    cli("add", "Tom Ford")
    assert "2026-12-01" in cli.refuse("log", "2026-12-01: lunch")
    assert cli.refuse("log", "  ")
    assert "Tom Ford" in cli("log", "lunch with @tom", "--json", code=1).stderr


def test_the_journal_is_a_list_newest_last(cli: Cli) -> None:
    cli("log", "lunch with @tom #boats")
    cli("log", LINE)
    first, last = cli.ask("journal")
    assert first.pop("uid") != last.pop("uid")
    assert first == {
        "on": "2026-11-22",
        "at": "09:00",
        "text": LINE.split(": ", 1)[1],
        "people": ["Priya"],
        "topics": ["travel"],
        "move": "",
    }
    assert [entry["people"] for entry in cli.ask("journal", "with:tom")] == [["Tom"]]
    said = cli.say("journal")
    assert said.index("yesterday, Sun 22 Nov 2026") < said.index("today, Mon 23 Nov 2026")
    assert "? how is Lisbon" in said


def test_an_unknown_key_names_the_known_ones(cli: Cli) -> None:
    assert "stage:" in cli.refuse("journal", "colour:red")
    assert "stage:" in cli.refuse("people", "colour:red", "--json")


def test_empty_states_say_the_next_step(cli: Cli) -> None:
    assert "rapport log" in cli("journal").stderr
    assert "lisbon" in cli("journal", "lisbon").stderr
    assert cli("journal").stdout == ""


def test_a_day_that_is_not_said_outright_is_refused_with_the_form_that_says_it(cli: Cli) -> None:
    assert cli.refuse("log", "29 feb: tea") == ("“29 feb” does not say which day. Write it out, such as 2024-02-29:")
    assert cli.refuse("log", "@ana ! go by 22 nov").endswith("such as by 2027-11-22")
    assert cli.refuse("log", "last week: tea").endswith("such as 2026-11-20:")
    cli("log", "2024-02-29: tea")
    assert [row["on"] for row in cli.ask("journal")] == ["2024-02-29"]


def test_days_are_read_in_the_language_of_the_settings(cli: Cli) -> None:
    cli("settings", "--set", "language=fr")
    cli("log", "hier: un thé avec @ana ! la liste avant vendredi")
    (row,) = cli.ask("journal", "since:avant-hier")
    assert row["on"] == "2026-11-22"
    (person,) = cli.ask("people")
    assert person["open"] == [{"kind": "owe", "text": "la liste", "due": "2026-11-27"}]
