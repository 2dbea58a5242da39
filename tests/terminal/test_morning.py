"""A whole morning with the installed command in a real terminal, and the same story told by the command line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from rapport_tui.playbook.data_files import data_folder
from tests.terminal.terminal import CTRL_Q, DOWN, ENTER, ESCAPE, SHIFT_RIGHT, TAB, Terminal

SAMPLES = data_folder() / "samples"
RAPPORT = [sys.executable, "-m", "rapport_tui"]
SIZES = [(120, 40), (80, 24)]

_SEQUENCE = re.compile(rb"\x1b\[[<=>?]?[0-9;]*[a-zA-Z]|[\r\n]")
Open = Callable[..., Terminal]


@pytest.fixture
def env(tmp_path: Path) -> Mapping[str, str]:
    """Return what the shell has set: a home of the test's own, and a clock held at Monday morning."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "RAPPORT_JOURNAL": str(tmp_path / "journal"),
        "RAPPORT_SETTINGS": str(tmp_path / "settings.toml"),
        "RAPPORT_NOW": "2026-11-23T09:12",
    }


@pytest.fixture
def opened(env: Mapping[str, str]) -> Iterator[Open]:
    """Give what opens rapport in a terminal of a size."""
    terminals = []

    def open_rapport(size: tuple[int, int], *args: str, **more: str) -> Terminal:
        terminal = Terminal([*RAPPORT, *args], size, {**env, **more})
        terminals.append(terminal)
        return terminal

    yield open_rapport
    for terminal in terminals:
        terminal.close()


def asked(env: Mapping[str, str], *args: str) -> Any:
    """Return what a command answers a program."""
    done = subprocess.run([*RAPPORT, *args, "--json"], env=env, capture_output=True, check=True)
    return json.loads(done.stdout)


def leave(terminal: Terminal) -> None:
    """Quit, and see that the terminal is as it was."""
    terminal.type(CTRL_Q)
    assert terminal.ends() == 0
    assert terminal.modes_now == terminal.modes
    _, _, after = terminal.raw.rpartition(b"\x1b[?1049l")
    assert _SEQUENCE.sub(b"", after) == b""
    for switched in (b"?1000", b"?1003", b"?1006", b"?2004", b"?1004"):
        assert terminal.raw.rfind(b"\x1b[" + switched + b"l") > terminal.raw.rfind(b"\x1b[" + switched + b"h"), switched
    assert terminal.raw.rfind(b"\x1b[?25h") > terminal.raw.rfind(b"\x1b[?25l")


LINES = (
    'coffee with @"Priya Nair" ? how is the flat in Lisbon + we both ran Berlin',
    "stand-up with @tom.becker #platform ! send him the deck by friday",
    "yesterday: lunch with @tom < an intro to Ruth by 30 nov",
    "read about tides all by myself #sea +win shipped the trial page",
    "hello to @Odile at the printer",
)


ACTIONS = (
    ("Imported 5 people from linkedin.csv", False),
    ("Imported 4 people from phone.vcf", False),
    ("Added Priya Nair", False),
    ("Added Tom Becker", False),
    ("Added Dana Li", False),
    *(("Wrote a line", False),) * 5,
    ("Said where you are today", False),
    ("Ticked “Be there a minute early” with Henrik", False),
    ("Moved Dana Li to ally", True),
    ("Moved Priya Nair to ally", True),
    ("Sent a message to Priya Nair", False),
)
"""What each action of the morning is called, and whether it was undone."""


@pytest.mark.parametrize("size", SIZES, ids=["wide", "small"])
def test_a_morning(opened: Open, env: Mapping[str, str], size: tuple[int, int]) -> None:
    rapport = opened(size)
    begin(rapport)
    take_in_address_books(rapport)
    add_people(rapport)
    write_lines(rapport)
    tick_with_a_name(rapport)
    move_people(rapport)
    send_a_line(rapport)
    leave(rapport)
    the_command_line_tells_the_same(env)
    again = opened(size)
    again.sees("Break the silence", "Henrik next to me")
    again.type("2")
    again.sees("Odile")
    again.type("3")
    again.sees("7 lines on 2 days")
    again.type("G")
    again.sees("Sun 22 Nov 2026", "lunch with Tom")
    leave(again)


def begin(rapport: Terminal) -> None:
    """Say who one is, and go through the first door."""
    rapport.sees("Welcome to rapport", "Import an address book", "Look at the demo")
    rapport.type("Ana Ferreira", ENTER)
    rapport.sees("▌ Import an address book")
    rapport.type(ENTER)
    rapport.sees("vCard; CSV from LinkedIn")


def take_in_address_books(rapport: Terminal) -> None:
    """Take in two files."""
    rapport.type(str(SAMPLES / "linkedin.csv"), ENTER)
    rapport.sees("Enter takes them in.", "Leila Haddad")
    rapport.type(ENTER)
    rapport.sees("Taken in: ", "Inbox  ")
    rapport.type("A")
    rapport.sees("vCard; CSV from LinkedIn")
    rapport.type(str(SAMPLES / "phone.vcf"), ENTER)
    rapport.sees("Enter takes them in.")
    rapport.type(ENTER)
    rapport.sees("Taken in: 4 new")  # not before: keys at the progress bar are its own


def add_people(rapport: Terminal) -> None:
    """Add three people: a stranger, and two to the columns beside."""
    rapport.type("2")
    rapport.sees("break the silence")
    for name in ("Priya Nair", "Tom Becker", "Dana Li"):
        rapport.type("a")
        rapport.sees("Somebody new · stranger")
        rapport.type(name, ENTER)
        rapport.sees_no("Somebody new")
        rapport.sees(name)


def write_lines(rapport: Terminal) -> None:
    """Write five lines from here and from Today."""
    for number, line in enumerate(LINES):
        if number == 3:
            rapport.type("1")
            rapport.sees("Break the silence")
        rapport.type("n")
        rapport.sees("Write a line", "Kept as plain text")
        rapport.type(line)
        rapport.sees(line[-12:])
        rapport.type(ENTER)
        rapport.sees_no("Kept as plain text", "enter saves")
    rapport.sees("hello to Odile at the printer")


def tick_with_a_name(rapport: Terminal) -> None:
    """Say that there is a meeting, and tick the first opening."""
    rapport.type("w")
    rapport.click("meeting")
    rapport.sees("● meeting", "Be there a minute early")
    rapport.click("Be there a minute early")
    rapport.type(" ")
    rapport.sees("Who with?")
    rapport.type("@Henrik next to me, he sails ? which boat", ENTER)
    rapport.sees("● Be there a minute early")


def move_people(rapport: Terminal) -> None:
    """Drag one two columns with the mouse, move one by keyboard, and undo both."""
    rapport.type("2")
    rapport.sees("stranger 1", "acquaintance 4")
    home = {name: rapport.place(name) for name in ("Dana Li", "Priya Nair")}
    ally = rapport.place("ally")[0]
    rapport.drag("Dana Li", (ally + 5, home["Dana Li"][1] + 1))
    rapport.sees("Dana Li → ally. What happened? enter writes it · u takes it back")
    assert rapport.place("Dana Li")[0] == ally
    rapport.click("Priya Nair")
    rapport.sees("▌Priya Nair")
    rapport.type(SHIFT_RIGHT)
    rapport.sees("Priya Nair → ally.")
    assert rapport.place("Priya Nair")[0] == ally
    rapport.type("u")
    rapport.until(lambda: rapport.place("Priya Nair") == home["Priya Nair"], "Priya back in her place")
    rapport.type("u")
    rapport.until(lambda: rapport.place("Dana Li") == home["Dana Li"], "Dana back in her place")


def send_a_line(rapport: Terminal) -> None:
    """Compose a line whose blank is filled from the note just written, and mark it as sent."""
    rapport.type("4")
    rapport.sees("Suggested")
    rapport.type("p")
    rapport.sees("Who to?")
    rapport.type("priya")
    rapport.sees("▏ Priya Nair")
    rapport.type(ENTER)
    rapport.sees("To Priya Nair", "Suggested because you wanted to ask")
    rapport.type(TAB)
    rapport.sees("today  how is the flat", "ctrl+y copy")
    rapport.type(ENTER)
    rapport.sees("Ready: c copies it, E opens it as a mail, D marks it as sent.")
    rapport.type("D")
    rapport.sees("Sent to Priya Nair, and written in the journal.")


def the_command_line_tells_the_same(env: Mapping[str, str]) -> None:
    """See that the commands know all of the morning."""
    entries = asked(env, "journal")
    told = [(entry["on"], entry["people"], entry["move"]) for entry in entries]
    today, yesterday = "2026-11-23", "2026-11-22"
    assert told == [
        (yesterday, ["Tom Becker"], ""),
        (today, ["Priya Nair"], ""),
        (today, ["Tom Becker"], ""),
        (today, [], ""),
        (today, ["Odile"], ""),
        (today, ["Henrik"], "early-bird"),
        (today, ["Priya Nair"], "hi-again"),
    ]
    assert "how is the flat in Lisbon" in entries[-1]["text"]
    people = {person["name"]: person for person in asked(env, "people")}
    stages = {name: person["stage"] for name, person in people.items()}
    assert stages == {
        "Dana Li": "stranger",
        "Henrik": "acquaintance",
        "Odile": "acquaintance",
        "Priya Nair": "acquaintance",
        "Tom Becker": "acquaintance",
    }
    assert people["Priya Nair"]["last_talked"] == today
    inbox = {person["name"] for person in asked(env, "people", "is:inbox")}
    assert {"Leila Haddad", "Amara Okafor", "王小明"} <= inbox
    actions = [(action["label"], action["undone"]) for action in asked(env, "history")]
    assert [(label[: len(words)], undone) for (label, undone), (words, _) in zip(actions, ACTIONS, strict=True)] == [
        *ACTIONS
    ]


def test_without_colours(opened: Open) -> None:
    rapport = opened((80, 24), "--demo", NO_COLOR="1")
    rapport.sees("1 of 5")
    rapport.type(ESCAPE)
    rapport.sees("Break the silence", "Henrik Sørensen")
    assert is_grey(rapport.colours)
    leave(rapport)


def test_the_demo_opens_and_is_thrown_away(opened: Open, tmp_path: Path) -> None:
    rapport = opened((120, 40), "--demo")
    rapport.sees("1 of 5", "escape leaves the tour")
    rapport.type(ESCAPE)
    rapport.sees("This is the demo", "demo", "Break the silence")
    assert not is_grey(rapport.colours)
    assert [*tmp_path.glob("rapport-demo-*")]
    leave(rapport)
    assert [*tmp_path.iterdir()] == []


def test_the_door_to_the_demo_leads_back(opened: Open, tmp_path: Path) -> None:
    rapport = opened((80, 24))
    rapport.sees("Look at the demo")
    rapport.type(TAB)
    rapport.sees("▌ Import an address book")
    rapport.type(DOWN, DOWN, DOWN, ENTER)
    rapport.sees("1 of 5", "escape leaves the tour")
    rapport.type(ESCAPE)
    rapport.sees("Henrik Sørensen")
    rapport.type(CTRL_Q)
    rapport.sees("Welcome to rapport")
    assert not [*tmp_path.glob("rapport-demo-*")]
    leave(rapport)


def is_grey(colours: set[str]) -> bool:
    """Return whether all colours are greys (as RRGGBB) or the terminal's own."""
    return all(colour == "default" or len({colour[0:2], colour[2:4], colour[4:6]}) == 1 for colour in colours)
