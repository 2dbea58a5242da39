from __future__ import annotations

import pytest

from rapport_tui.journal import Journal
from rapport_tui.journal.people import PeopleService
from rapport_tui.model.records import Person
from tests.cli.conftest import Cli


def test_add_takes_all_that_is_known(cli: Cli) -> None:
    row = cli.ask(
        *("add", "Priya", "Nair", "--stage", "ally", "--role", "Designer", "--org", "Acme", "--team", "Studio"),
        *("--email", "p@acme.test", "--email", "priya@home.test", "--tag", "berlin", "--met", "at the stand-up"),
        *("--pronouns", "she/her", "--phone", "+49 1", "--link", "https://p.test", "--location", "Berlin"),
        *("--birthday", "--05-02", "--alias", "Pri", "--ahead", "--glad"),
    )
    assert row.pop("uid")
    assert row == {
        "name": "Priya Nair",
        "stage": "ally",
        "role": "Designer",
        "org": "Acme",
        "emails": ["p@acme.test", "priya@home.test"],
        "tags": ["berlin"],
        "last_talked": None,
        "drift": 0.0,
        "open": [],
        "given": "",
        "family": "",
        "title": "",
        "suffix": "",
        "aliases": ["Pri"],
        "pronouns": "she/her",
        "team": "Studio",
        "phones": ["+49 1"],
        "links": ["https://p.test"],
        "location": "Berlin",
        "met": "at the stand-up",
        "birthday": "--05-02",
        "since": "2026-11-23",
        "added": "2026-11-23",
        "cadence": None,
        "snoozed_until": None,
        "ahead": True,
        "glad": True,
        "archived": False,
        "inbox": False,
        "met_through": "",
    }
    said = cli.say("show", "pri", "--all")
    for part in ("Priya Nair (she/her) · ally", "Designer · Studio · Acme", "2 May", "some steps ahead", "not yet"):
        assert part in said


def test_a_name_is_taken_once(cli: Cli) -> None:
    cli("add", "Priya")
    assert "Priya" in cli.refuse("add", "priya")
    assert cli.refuse("add", " ")
    assert len(cli.ask("people")) == 1


def test_edit_changes_what_is_named_and_nothing_else(cli: Cli) -> None:
    cli("add", "Tom", "--tag", "berlin", "--role", "Lead", "--ahead")
    row = cli.ask("edit", "tom", "--name", "Tom Becker", "--tag", "rowing", "--role", "", "--not-ahead", "--glad")
    assert (row["name"], row["tags"], row["role"]) == ("Tom Becker", ["berlin", "rowing"], "")
    assert (row["ahead"], row["glad"]) == (False, True)
    assert cli.ask("edit", "tom", "--tag", "-berlin")["tags"] == ["rowing"]
    assert cli.ask("edit", "tom", "--tag", "")["tags"] == []
    assert "paris" in cli.refuse("edit", "tom", "--tag", "-paris")


def test_edit_can_change_the_rung_and_keeps_its_history(cli: Cli) -> None:
    cli("add", "Tom", "--stage", "acquaintance")
    assert cli.ask("edit", "tom", "--stage", "ally", "--role", "Lead")["stage"] == "ally"
    assert "acquaintance → ally" in cli.say("show", "tom", "--all")
    assert cli.ask("undo")["undone"]
    assert (cli.ask("people")[0]["stage"], cli.ask("people")[0]["role"]) == ("acquaintance", "")


@pytest.mark.parametrize(
    "args",
    [
        ("edit", "tom"),
        ("edit", "tom", "--birthday", "2 May"),
        ("add", "Ana", "--birthday", "2026-02-30"),
        ("add", "Ana", "--stage", "friend"),
        ("add",),
        ("move", "tom"),
        ("move", "tom", "friend"),
        ("show",),
        ("show", "tom", "--jsn"),
        ("people", "--jsn"),
        ("log", "--jsn", "hello"),
        ("nothing",),
        ("today", "nothing"),
        ("--colour",),
    ],
)
def test_wrong_usage_is_2_and_changes_nothing(cli: Cli, args: tuple[str, ...]) -> None:
    cli("add", "Tom")
    result = cli(*args, code=2)
    assert result.stdout == ""
    assert result.stderr
    assert len(cli.ask("history")) == 1


def test_people_are_found_by_query(cli: Cli) -> None:
    cli("add", "Tom", "--stage", "ally", "--tag", "berlin")
    cli("add", "Ana", "--stage", "mentor", "--tag", "berlin")
    assert [row["name"] for row in cli.ask("people")] == ["Ana", "Tom"]
    assert [row["name"] for row in cli.ask("people", "tag:berlin", "-stage:mentor")] == ["Tom"]
    assert "Zoe" in cli("people", "Zoe").stderr


def test_show_is_one_document(cli: Cli) -> None:
    cli("log", "lunch with @tom ? the new flat ! the deck by friday < the recording + rowing +advice start small")
    for day in range(2, 9):
        cli("log", f"2026-11-0{day}: hello @tom")
    shown = cli.ask("show", "tom")
    assert set(shown) == {"person", "last_entries", "notes", "introduced", "next_move"}
    assert shown["person"]["name"] == "Tom"
    assert [entry["on"] for entry in shown["last_entries"]][:2] == ["2026-11-23", "2026-11-08"]
    assert set(shown["notes"]) == {"ask", "owe", "await", "share", "advice"}
    assert shown["notes"]["owe"] == [{"text": "the deck", "made": "2026-11-23", "due": "2026-11-27", "done": None}]
    assert set(shown["next_move"]) == {"id", "why", "line"}
    said = cli.say("show", "tom", "--all")
    for part in ("To ask next time", "You promised", "They promised", "In common", "They advised", "stranger → acqu"):
        assert part in said


def test_a_rung_takes_somebody_out_of_the_inbox(cli: Cli) -> None:
    card = cli.folder / "zoe.vcf"
    card.write_text("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoe Lind\r\nEND:VCARD\r\n", encoding="utf-8", newline="")
    cli("import", str(card))
    assert cli.ask("people") == []
    assert "inbox" in cli.say("people", "is:inbox")
    assert not cli.ask("edit", "zoe", "--stage", "ally")["inbox"]
    assert cli.ask("people")[0]["stage"] == "ally"


def test_who_is_meant_must_be_clear(cli: Cli) -> None:
    cli("add", "Tom Becker")
    cli("add", "Tom Ford")
    assert "rapport add" in cli.refuse("show", "Zoe")
    assert "Tom Ford" in cli("show", "tom", "--json", code=1).stderr
    uid = cli.ask("people")[0]["uid"]
    assert cli.ask("show", uid)["person"]["name"] == "Tom Becker"
    assert cli.ask("show", '@"Tom Ford"')["person"]["name"] == "Tom Ford"


def test_move_goes_both_ways_and_says_so(cli: Cli) -> None:
    cli("add", "Tom Becker", "--stage", "acquaintance")
    assert "acquaintance → ally" in cli.say("move", "tom", "becker", "ally", "--why", "the launch")
    assert "the launch" in cli.say("show", "tom", "--all")
    assert cli.ask("move", "tom", "STRANGER")["stage"] == "stranger"
    assert "stranger" in cli.say("move", "tom", "stranger")
    assert "rapport add" in cli.refuse("move", "zoe", "ally")


def test_a_full_rung_is_said_gently(cli: Cli) -> None:
    (cli.folder / "settings.toml").write_text("[capacity]\nsponsor = 1\n", encoding="utf-8")
    cli("add", "Tom", "--stage", "sponsor")
    cli("add", "Ana")
    result = cli("move", "ana", "sponsor")
    assert "comfortable" in result.stderr
    assert "comfortable" not in cli("move", "ana", "ally").stderr


def test_archive_sets_aside_and_takes_back(cli: Cli) -> None:
    cli("add", "Tom")
    assert cli.ask("archive", "tom")["archived"]
    assert cli.ask("people") == []
    assert cli.ask("people", "is:archived")[0]["name"] == "Tom"
    cli("archive", "tom", "--back")
    assert cli.ask("people")[0]["name"] == "Tom"


def test_delete_leaves_the_lines(cli: Cli) -> None:
    cli("log", "lunch with @tom")
    assert cli.ask("delete", "tom")["name"] == "Tom"
    assert cli.ask("people") == []
    assert cli.ask("journal")[0]["people"] == []


def test_the_brief_fits_one_screen(cli: Cli) -> None:
    for day in range(1, 9):
        cli("log", f"2026-11-0{day}: lunch {day} with @tom ? the flat {day} ! the deck {day} + we both run {day}")
    said = cli.say("show", "tom")
    assert said.count("\n") < 20
    for part in (
        "Tom · acquaintance",
        "the flat 8",
        "the flat 6",
        "and 5 more",
        "you owe",
        "in common",
        "lunch 6",
        "next",
    ):
        assert part in said
    assert "lunch 5" not in said
    assert "lunch 5" in cli.say("show", "tom", "--all")


def test_a_typed_name_is_taken_in_its_parts(cli: Cli) -> None:
    row = cli.ask("add", "Okafor, Dr. Adaeze, MBA (she/her)")
    parts = {key: row[key] for key in ("name", "given", "family", "title", "suffix", "pronouns")}
    assert parts == {
        "name": "Adaeze Okafor", "given": "Adaeze", "family": "Okafor", "title": "Dr.", "suffix": "MBA",
        "pronouns": "she/her",
    }  # fmt: skip
    assert "Dr. Adaeze Okafor, MBA (she/her) · stranger" in cli.say("show", "ada", "--all")
    row = cli.ask("edit", "adaeze", "--name", "Prof. Adaeze Obi", "--pronouns", "they/them")
    assert (row["name"], row["given"], row["family"], row["title"], row["suffix"], row["pronouns"]) == (
        "Adaeze Obi", "Adaeze", "", "Prof.", "MBA", "they/them",
    )  # fmt: skip
    assert cli.ask("edit", "adaeze", "--title", "", "--suffix", "")["title"] == ""


def test_the_given_name_is_set_by_hand(cli: Cli) -> None:
    cli("add", "Park Jisoo", "--stage", "ally")
    assert "Hi Park!" in cli.say("compose", "hi-again", "park")
    cli("edit", "park", "--given", "Jisoo")
    assert "Hi Jisoo!" in cli.say("compose", "hi-again", "jisoo")
    assert cli.ask("edit", "jisoo", "--name", "Park Jisoo Mina")["given"] == "Jisoo"
    assert cli.ask("edit", "jisoo", "--name", "Kim Mai")["given"] == ""


def test_what_tells_two_people_apart_stays_in_a_typed_name(cli: Cli) -> None:
    for name in ("Priya Nair", "Priya Nair Jr.", "Sam (Gym)", "Sam (Plumber)", "Tom, the plumber"):
        assert cli.ask("add", name)["name"] == name


def test_a_rhythm_of_ones_own(cli: Cli) -> None:
    assert cli.ask("add", "Dana Li", "--stage", "ally", "--every", "2w")["cadence"] == 14
    assert cli.ask("edit", "dana", "--every", "never")["cadence"] == 0
    assert cli.ask("edit", "dana", "--every", "")["cadence"] is None
    assert "not a rhythm" in cli.refuse("edit", "dana", "--every", "soon")


def test_what_another_program_changed_a_moment_ago_is_added_to(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("add", "Dana Li")
    find = PeopleService.find

    def find_first(self: PeopleService, name: str) -> Person:
        found = find(self, name)
        monkeypatch.setattr(PeopleService, "find", find)
        other = Journal(cli.folder / "journal")
        other.people.edit(found.uid, org="Acme", tags=("berlin",))
        other.close()
        return found

    monkeypatch.setattr(PeopleService, "find", find_first)
    row = cli.ask("edit", "dana", "--org", "Bolt", "--tag", "work")
    assert (row["org"], row["tags"]) == ("Bolt", ["berlin", "work"])
