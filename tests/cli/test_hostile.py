"""Names that break careless programs, through every command."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from rapport_tui.model.text import clean_line
from rapport_tui.store import Store
from tests.cli.conftest import Cli

NAMES = {
    "markup": "[bold]x[/",
    "formula": "=1+1",
    "escape": "Ev\x1b[31mil\x07\x9b2J",
    "long": "Long" + "g" * 296,
    "cjk": "王小明",
    "emoji": "👩‍💻 Ana",
    "arabic": "سلمى حداد",
    "quotes": 'Tom "the rower" \\ O’Neil',
    "braces": "{them.first} %s {0}",
}


STYLES = re.compile("\x1b\\[[012]m")


def assert_harmless(text: str) -> None:
    """See that nothing in `text` would be obeyed by a terminal but bold, dim and their end."""
    assert not [
        char for char in STYLES.sub("", text) if unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t\r"
    ]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_goes_through_every_command(cli: Cli, name: str, tmp_path: Path) -> None:
    kept = clean_line(name)
    row = cli.ask("add", name, "--stage", "ally", "--role", name, "--tag", name)
    assert (row["name"], row["role"], row["tags"]) == (kept, kept, [kept])
    uid = row["uid"]
    assert cli.ask("show", kept)["person"]["uid"] == uid
    cli("edit", uid, "--alias", f"{name} II", "--met", name)
    cli("move", uid, "mentor", "--why", name)
    mention = '@"' + kept.replace("\\", "\\\\").replace('"', '\\"') + '"'
    (logged,) = cli.ask("log", f"lunch with {mention} ? how is {name} ! the list for {name} by today + {name}")
    assert (logged["people"], logged["new_people"]) == ([kept], [])
    cli("settings", "--set", f"name={name}")
    cli("archive", uid)
    cli("archive", uid, "--back")
    target = next(item["id"] for item in cli.ask("today", "at", "office", "meeting")["items"] if item["person"] == kept)
    other = cli.ask("add", "Ines Moreau")["uid"]

    for command in (
        ("people",),
        ("people", f'"{kept}"' if '"' not in kept else "tom"),
        ("show", uid),
        ("today",),
        ("journal",),
        ("review",),
        ("history",),
        ("check",),
        ("moves",),
        ("settings",),
        ("compose", "hi-again", uid),
        ("compose", "introduction", uid, "--with", other, "--set", f"common={name}"),
    ):
        result = cli(*command, color=True)
        assert_harmless(result.stdout + result.stderr)
        assert_harmless(str(cli.ask(*command)))
    cli("delete", other)
    assert [found["name"] for found in cli.ask("people")] == [kept]
    assert kept[:20] in cli.say("people")

    for form in ("json", "csv", "md", "vcf", "ics"):
        assert_harmless(cli("export", "--format", form, color=True).stdout)
    cli("export", "-o", str(tmp_path / "all.json"))
    cli("backup", str(tmp_path / "copy.json"))
    cli("today", "done", target, name)
    cli("undo")
    cli("delete", uid)
    cli("restore", str(tmp_path / "copy.json"))
    assert cli.ask("people")[0]["name"] == kept
    cli.env["RAPPORT_JOURNAL"] = str(tmp_path / "second")
    cli("import", str(tmp_path / "all.json"))
    assert cli.ask("people")[0]["name"] == kept


def test_a_file_edited_by_hand_does_no_harm(cli: Cli) -> None:
    cli("log", "lunch with @tom ? the flat")
    Store(cli.folder / "journal").tidy(at_once=True)
    path = cli.folder / "journal" / "rapport.json"
    hostile = "\\u001b[2J\\u009b1mEvil\\u202e"
    text = path.read_text(encoding="utf-8").replace('"Tom"', f'"{hostile}"').replace("the flat", hostile)
    path.write_text(text, encoding="utf-8")
    for command in ("people", "journal", "review", "history", "today"):
        result = cli(command)
        assert_harmless(result.stdout + result.stderr)
    uid = cli.ask("people")[0]["uid"]
    assert_harmless(cli("show", uid, color=True).stdout + cli("delete", uid, color=True).stdout)


def test_an_error_about_a_hostile_name_is_one_harmless_line(cli: Cli) -> None:
    assert_harmless(cli("show", "Ev\x1b[31m\nil\x9b2J", color=True, code=1).stderr)
    assert "Nobody" in cli.refuse("show", "Ev\x1b[31m\nil\x9b2J")
