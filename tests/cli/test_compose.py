from __future__ import annotations

from pathlib import Path

import pytest

from rapport_tui import clipboard, mail
from tests.cli.conftest import Cli


@pytest.fixture(autouse=True)
def _no_clipboard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the clipboard of whoever runs the tests out of them."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("rapport_tui.clipboard.sys.platform", "linux")
    monkeypatch.setattr(clipboard, "_TERMINAL", tmp_path / "no" / "tty")


def test_moves_are_the_playbook(cli: Cli) -> None:
    moves = cli.ask("moves")
    assert len(moves) == 19
    assert all(set(move) == {"id", "step", "stage", "when", "blanks"} for move in moves)
    by_id = {move["id"]: move for move in moves}
    assert (by_id["early-bird"]["step"], by_id["early-bird"]["stage"]) == (1, "stranger")
    assert "link" in by_id["made-me-think"]["blanks"]
    said = cli.say("moves")
    assert all(move["id"] in said for move in moves)


def test_a_line_is_filled_from_the_journal(cli: Cli) -> None:
    cli("log", "lunch with @priya ? how is Lisbon")
    made = cli.ask("compose", "hi-again", "priya")
    assert set(made) == {"move", "person", "text", "filled", "unfilled"}
    assert (made["move"], made["person"], made["unfilled"]) == ("hi-again", "Priya", [])
    assert made["filled"]["them.ask"] == "how is Lisbon"
    assert "how is Lisbon" in made["text"]
    assert cli.say("compose", "hi-again", "priya") == made["text"] + "\n"


def test_a_blank_that_is_not_known_stays_a_gap_and_is_named_on_stderr(cli: Cli) -> None:
    cli("add", "Priya")
    result = cli("compose", "made-me-think", "priya", "--register", "chat")
    assert "____" in result.stdout
    assert "link" in result.stderr
    made = cli.ask("compose", "made-me-think", "priya", "--set", "link=https://a.test/?b=c")
    assert "https://a.test/?b=c" in made["text"]
    assert "link" not in made["unfilled"]


@pytest.mark.parametrize("value", ["link", "colour=red", "=x"])
def test_a_blank_that_the_move_has_not_is_wrong_usage(cli: Cli, value: str) -> None:
    cli("add", "Priya")
    assert "--set" in cli("compose", "made-me-think", "priya", "--set", value, code=2).stderr


def test_a_register_that_the_move_has_not_is_said(cli: Cli) -> None:
    cli("add", "Priya")
    assert "no line for mail" in cli("compose", "early-bird", "priya", "--register", "mail").stderr


def test_the_other_person_of_an_introduction(cli: Cli) -> None:
    cli("add", "Priya Nair")
    cli("add", "Tom Becker")
    assert "Tom" in cli.say("compose", "introduction", "priya", "--with", "tom")
    assert "rapport add" in cli.refuse("compose", "introduction", "priya", "--with", "zoe")


def test_sent_writes_the_journal(cli: Cli) -> None:
    cli("log", "2026-11-01: lunch with @priya ? how is Lisbon")
    text = cli.say("compose", "hi-again", "priya", "--sent").strip()
    entry = cli.ask("journal")[-1]
    assert (entry["on"], entry["people"], entry["move"]) == ("2026-11-23", ["Priya"], "hi-again")
    assert text in cli.say("journal")
    assert cli.ask("people")[0]["last_talked"] == "2026-11-23"


def test_a_line_with_gaps_is_not_sent(cli: Cli) -> None:
    cli("add", "Priya")
    assert "--set" in cli.refuse("compose", "made-me-think", "priya", "--sent", "--json")
    assert cli.ask("journal") == []


def test_unknown_moves_name_the_known_ones(cli: Cli) -> None:
    cli("add", "Priya")
    assert "early-bird" in cli.refuse("compose", "nope", "priya")


def test_copy_says_which_clipboard_it_was(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cli("log", "lunch with @priya ? how is Lisbon")
    before = cli.ask("history")
    assert "--copy" in cli.refuse("compose", "hi-again", "priya", "--copy", "--sent")
    assert cli.ask("history") == before

    monkeypatch.setattr(clipboard, "_TERMINAL", tmp_path / "tty")
    assert "Sent to the terminal’s clipboard." in cli("compose", "hi-again", "priya", "--copy").stderr
    sequence = (tmp_path / "tty").read_text(encoding="ascii")
    assert sequence == clipboard.osc52(cli.ask("compose", "hi-again", "priya")["text"])

    monkeypatch.setattr(clipboard, "copy_to_desktop", lambda text: True)
    assert "Copied." in cli("compose", "hi-again", "priya", "--copy").stderr


def test_candidates_are_listed_with_numbers_and_picked(cli: Cli) -> None:
    cli("log", "2026-11-01: lunch with @priya ? how is Lisbon")
    cli("log", "2026-11-09: tea with @priya ? the new flat +fact has a kayak")
    listed = cli.ask("compose", "hi-again", "priya", "--list")
    assert [(one["value"], one["on"]) for one in listed["candidates"]["them.ask"]] == [
        ("the new flat", "2026-11-09"),
        ("how is Lisbon", "2026-11-01"),
        ("has a kayak", "2026-11-09"),
    ]
    said = cli.say("compose", "hi-again", "priya", "--list")
    assert said.startswith("them.ask · what you want to ask\n")
    assert "2  1 Nov  how is Lisbon  from “lunch with Priya”" in said
    assert "how is Lisbon" in cli.ask("compose", "hi-again", "priya", "--pick", "2")["text"]
    assert "has a kayak" in cli.ask("compose", "hi-again", "priya", "--pick", "them.ask=3")["text"]
    for wrong in ("4", "0", "them.ask=x", "them.ask="):
        assert "which has 3" in cli.refuse("compose", "hi-again", "priya", "--pick", wrong)
    assert "--pick" in cli("compose", "hi-again", "priya", "--pick", "shoe=1", code=2).stderr


def test_without_candidates_the_list_says_what_to_do(cli: Cli) -> None:
    cli("add", "Priya")
    assert "--set BLANK=VALUE" in cli.say("compose", "hi-again", "priya", "--list")
    assert "--set BLANK=VALUE" in cli.refuse("compose", "hi-again", "priya", "--pick", "1")


def test_several_picks_of_a_blank_are_a_report(cli: Cli) -> None:
    cli("log", "2026-10-01: @dana +advice open with the end")
    cli("log", "2026-10-02: +win the trial began")
    cli("log", "2026-10-03: +win the trial went well +next tell the crew")
    picks = ("--pick", "me.win=2", "--pick", "me.win=1")
    told = cli("compose", "share-progress", "dana", "--register", "mail", "--wording", "1", *picks)
    assert "gave me this to take along:\n\nOpen with the end\n" in told.stdout
    assert "came of it:\n\n– The trial began\n– The trial went well\n" in told.stdout
    assert "Subject: What came of your advice" in told.stderr
    assert "rapport moves" in cli.refuse("compose", "share-progress", "dana", "--wording", "9")


def test_a_mail_is_opened_with_address_and_subject(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("add", "Priya Nair", "--email", "priya@x.example")
    cli("log", "@priya ? how is Lisbon")
    opened: list[str] = []

    def take(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(mail, "open_mail", take)
    result = cli("compose", "hi-again", "priya", "--mail")
    assert "Opened in your mail program." in result.stderr
    assert opened[0].startswith("mailto:priya@x.example?subject=I%E2%80%99ve%20been%20wondering&body=Hi%20Priya%2C%0D")
    monkeypatch.setattr(mail, "open_mail", lambda _: False)
    before = cli.ask("history")
    assert "--copy" in cli.refuse("compose", "hi-again", "priya", "--mail", "--sent")
    assert cli.ask("history") == before


def test_greeting_signoff_and_language_are_settings(cli: Cli) -> None:
    cli("log", "@priya ? how is Lisbon")
    cli("settings", "--set", "greeting=Dear")
    cli("settings", "--set", "signoff=Warmly,")
    cli("settings", "--set", "name=Ana Ferreira")
    text = cli.ask("compose", "hi-again", "priya", "--register", "mail")["text"]
    assert text.startswith("Dear Priya,\n\n")
    assert text.endswith("\n\nWarmly,\nAna")
    cli("settings", "--set", "language=de")
    assert cli.say("compose", "hi-again", "priya").startswith("Hallo Priya! Das frage ich mich")
    assert cli.say("compose", "ask-input", "priya").startswith("Hi Priya, may I borrow your eyes")


def test_a_draft_is_kept_listed_and_deleted(cli: Cli) -> None:
    cli("log", "@priya ? how is Lisbon")
    assert "rapport messages" in cli("compose", "hi-again", "priya", "--draft").stderr
    cli("compose", "hi-again", "priya", "--draft", "--sent", code=2)
    [draft] = cli.ask("messages")
    assert (draft["person"], draft["move"], draft["sent"], draft["register"]) == ("Priya", "hi-again", False, "chat")
    assert "draft" in cli.say("messages")
    assert "draft" in cli.refuse("messages", "answered", draft["uid"])
    assert "rapport undo" in cli.say("messages", "discard", draft["uid"])
    assert cli.ask("messages") == []
    assert "rapport compose" in cli.say("messages")


def test_an_answer_is_noted_and_the_review_counts_it(cli: Cli) -> None:
    cli("log", "2026-11-01: @priya ? how is Lisbon")
    cli("compose", "hi-again", "priya", "--sent")
    [sent] = cli.ask("messages")
    assert (sent["sent"], sent["outcome"], sent["on"]) == (True, "", "2026-11-23")
    [noted] = cli.ask("messages", "no-answer", sent["uid"][:4])
    assert noted["outcome"] == "no answer"
    assert cli.say("messages", "answered", sent["uid"], "she", "loves", "it") == "Priya: answered.\n"
    assert cli.ask("journal")[-1]["text"] == "she loves it"
    assert cli.ask("review")["answers"] == [{"move": "hi-again", "sent": 1, "answered": 1, "no_answer": 0}]
    assert "Ask how it went: 1 of 1" in cli.say("review")
    assert "rapport messages" in cli.refuse("messages", "answered", "zzz")


def test_an_introduction_is_two_lines(cli: Cli) -> None:
    cli("add", "Priya Nair")
    cli("add", "Tom Becker")
    cli("log", "@priya and @tom +share we all sail")
    asked = cli.say("compose", "introduction", "priya", "--with", "tom", "--sent")
    assert asked.startswith("Hi Priya, would you like to meet Tom?")
    cli("compose", "introduction", "priya", "--with", "tom", "--register", "chat", "--wording", "2", "--sent")
    assert cli.ask("journal")[-1]["people"] == ["Priya Nair", "Tom Becker"]
    assert "how did it go with Tom" in cli.say("show", "priya")
    assert "how did it go with Priya" in cli.say("show", "tom")


def test_a_move_shows_its_lines_and_playbooks_are_files(cli: Cli, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        '[[moves]]\nid = "hi-again"\nlines = [{register = "chat", text = "So, {them.first}: {them.ask}?"}]',
        encoding="utf-8",
    )
    assert "Took in 1 wording." in cli("moves", "--import", str(mine)).stderr
    assert cli.ask("moves", "hi-again")["lines"][0]["text"] == "So, {them.first}: {them.ask}?"
    assert "chat 1" in cli.say("moves", "hi-again")
    assert "Wrote" in cli("moves", "--export", str(tmp_path / "out.toml")).stderr
    cli("undo")
    assert "So, {them.first}" not in cli.say("moves", "hi-again")
    assert "Took in 1 wording." in cli("moves", "--import", str(tmp_path / "out.toml")).stderr
    mine.write_text(mine.read_text(encoding="utf-8").replace("them.ask", "them.shoe"), encoding="utf-8")
    assert "Known ones: them.first" in cli.refuse("moves", "--import", str(mine))
    assert "can’t be read" in cli.refuse("moves", "--import", str(tmp_path / "none.toml"))
    assert "can’t be written" in cli.refuse("moves", "--export", str(tmp_path / "no" / "out.toml"))


def test_the_playbook_file_beside_the_settings_is_read(cli: Cli) -> None:
    cli("log", "@priya ? how is Lisbon")
    mine = cli.folder / "playbook.toml"
    mine.write_text('[[moves]]\nid = "hi-again"\nlines = [{register = "chat", text = "So: {them.ask}?"}]', "utf-8")
    assert cli.say("compose", "hi-again", "priya") == "So: how is Lisbon?\n"
    mine.write_text("[[moves", "utf-8")
    broken = cli("compose", "hi-again", "priya")
    assert "playbook.toml is not a playbook" in broken.stderr
    assert "how is Lisbon" in broken.stdout


def test_nobody_is_introduced_to_themselves(cli: Cli) -> None:
    cli("log", "2026-11-20: lunch with @tom")
    assert "themselves" in cli.refuse("compose", "introduction", "tom", "--with", "tom")
