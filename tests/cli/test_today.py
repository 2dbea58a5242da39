from __future__ import annotations

import json
from typing import Any

from tests.cli.conftest import Cli


def items(cli: Cli) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in cli.ask("today")["items"]}


def test_the_plan_is_one_document(cli: Cli) -> None:
    cli("log", "2026-09-01: lunch with @tom ! the deck by 2026-11-23")
    cli("today", "at", "office", "meeting")
    plan = cli.ask("today")
    assert set(plan) == {"on", "places", "streak", "meetings", "items"}
    assert (plan["on"], plan["places"]) == ("2026-11-23", ["office", "meeting"])
    assert all(set(item) == {"id", "move", "person", "line", "why", "state"} for item in plan["items"])
    assert items(cli)["early-bird"]["state"] == "open"
    (promise,) = [item for item in plan["items"] if item["id"].startswith("note:")]
    assert (promise["person"], promise["line"]) == ("Tom", "the deck")


def test_the_plan_is_told_with_ids_and_ready_lines(cli: Cli) -> None:
    (cli.folder / "settings.toml").write_text('name = "Ana Ferreira"\n', encoding="utf-8")
    cli("log", "2026-09-01: lunch with @tom ? the new flat")
    said = cli.say("today", "at", "office", "meeting")
    for part in ("Mon 23 Nov 2026 · office and meeting", "early-bird", "“Hi, I’m Ana.", "Hi again", "Tom"):
        assert part in said
    assert said == cli.say("today")


def test_without_a_place_the_next_step_is_said(cli: Cli) -> None:
    assert "rapport today at" in cli("today").stderr
    assert "free-seating" in cli.refuse("today", "at", "moon")
    cli("today", "at", "free", "seating", code=1)
    assert cli.ask("today", "at", "free seating")["places"] == ["free-seating"]
    assert "free seating" in cli.say("today", "at")


def test_a_tick_with_a_name_writes_a_line_and_meets_a_person(cli: Cli) -> None:
    cli("today", "at", "meeting")
    said = cli.say("today", "done", "early", "@sam.ortiz", "just moved from Lyon")
    assert "Sam Ortiz (new)" in said
    assert items(cli)["early-bird"]["state"] == "done"
    (entry,) = cli.ask("journal")
    assert (entry["move"], entry["people"]) == ("early-bird", ["Sam Ortiz"])
    assert len(cli.ask("history")) == 2
    cli("undo")
    assert items(cli)["early-bird"]["state"] == "open"
    assert cli.ask("people") == []


def test_a_tick_needs_no_words(cli: Cli) -> None:
    cli("today", "at", "meeting")
    plan = cli.ask("today", "done", "early-bird")
    assert {item["id"]: item["state"] for item in plan["items"]}["early-bird"] == "done"
    assert cli.ask("journal") == []


def test_a_promise_is_closed_by_its_tick(cli: Cli) -> None:
    cli("log", "2026-11-01: lunch with @tom ! the deck by 2026-11-23")
    uid = next(uid for uid in items(cli) if uid.startswith("note:"))
    assert "the deck" in cli.say("today", "done", uid)
    assert cli.ask("show", "tom")["notes"]["owe"][0]["done"] == "2026-11-23"


def test_a_skip_is_a_state(cli: Cli) -> None:
    cli("today", "at", "meeting")
    assert "Left out" in cli.say("today", "skip", "early-bird")
    assert json.loads(cli.say("today", "--json", "skip", "good-point")) == cli.ask("today")
    assert items(cli)["early-bird"]["state"] == "skipped"


def test_an_item_that_is_not_there_names_those_that_are(cli: Cli) -> None:
    cli("today", "at", "meeting")
    assert "early-bird" in cli.refuse("today", "done", "nope")
    assert "early-bird" in cli.refuse("today", "skip", "", "--json")


def test_the_calendar_is_in_the_plan(cli: Cli) -> None:
    path = cli.folder / "meetings.ics"
    event = "UID:1\nDTSTART:20261123T100000\nSUMMARY:town hall\nATTENDEE:mailto:tom@example.org"
    path.write_text(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR", "utf-8")
    cli("add", "Tom Becker", "--email", "tom@example.org")
    said = cli.say("today", "--calendar", str(path))
    for part in ("In your calendar", "10:00  town hall  Tom", "town hall (10:00): be there a minute early", "with Tom"):
        assert part in said
    (meeting,) = cli.ask("today", "--calendar", str(path))["meetings"]
    assert meeting == {"title": "town hall", "at": "10:00", "people": ["Tom"], "others": 0}
    assert "can’t be read" in cli.refuse("today", "--calendar", str(cli.folder / "none.ics"))
    (cli.folder / "settings.toml").write_text(f'calendar = "{cli.folder / "none.ics"}"\n', encoding="utf-8")
    assert "can’t be read" in cli("today").stderr


def test_not_today_snooze_and_days_off(cli: Cli) -> None:
    cli("log", "2026-06-01: lunch with @tom")
    cli("today", "at", "meeting")
    assert "Left for another day" in cli.say("today", "later", "early-bird")
    assert items(cli)["early-bird"]["state"] == "later"
    assert "Tom is snoozed until Mon 7 Dec 2026." in cli.say("today", "snooze", "hi:", "2w")
    assert "not a day to come" in cli.refuse("today", "snooze", "hi:", "yesterday")
    assert "Off until Fri 27 Nov 2026" in cli.say("today", "off", "fri")
    assert "off until" in cli("today").stderr
    assert "Back at work" in cli.say("today", "off", "--end")
    assert "no day off" in cli.refuse("today", "off", "--end")
    cli("today", "off", code=2)


def test_the_usual_places_are_said(cli: Cli) -> None:
    for day in ("2026-11-09", "2026-11-16"):
        cli.env["RAPPORT_NOW"] = f"{day}T09:00"
        cli("today", "at", "office", "event")
    cli.env["RAPPORT_NOW"] = "2026-11-23T09:00"
    assert "rapport today at office event" in cli("today").stderr


def test_a_tick_takes_a_plain_name(cli: Cli) -> None:
    cli("today", "at", "office", "meeting")
    cli("add", "Priya Nair")
    ids = [item["id"] for item in cli.ask("today")["items"] if not item["person"]]
    assert "Sam Ortiz (new)" in cli.say("today", "done", ids[0], "Sam Ortiz, moved from Lyon")
    assert "about Priya Nair." in cli.say("today", "done", ids[1], "priya nair ? her flat")
    assert [entry["people"] for entry in cli.ask("journal")] == [["Sam Ortiz"], ["Priya Nair"]]


def test_ten_pairs_of_fear_and_outcome_are_told(cli: Cli) -> None:
    for day in range(1, 11):
        cli.env["RAPPORT_NOW"] = f"2026-11-{day:02}T09:00"
        cli("today", "at", "office", "meeting")
        opening = cli.ask("today")["items"][0]["id"]
        cli("today", "done", opening, "--feared", "4", "--was", "2" if day > 1 else "4")
    cli.env["RAPPORT_NOW"] = "2026-11-11T09:00"
    told = "You expected 4 and it was 2; it was easier than you feared 9 times out of 10."
    assert told in cli("today").stderr
    assert [(pair["feared"], pair["was"]) for pair in cli.ask("insights")["fears"]] == [(4, 4), *[(4, 2)] * 9]
    cli("today", "done", "early-bird", "--was", "7", code=2)


def test_an_item_is_bound_to_a_moment(cli: Cli) -> None:
    told = cli.say("today", "when", "early-bird", "when", "the", "stand-up", "begins", "--at", "10:00").strip()
    assert told == "When the stand-up begins (10:00): be there a minute early."
    assert told in cli.say("today")
    assert cli.say("today", "when", "early-bird").strip() == "It is bound to no moment."
    assert "stand-up" not in cli.say("today")
