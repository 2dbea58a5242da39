"""Test that the examples of the README and the help about names, marks and dates work as they say."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rapport_tui.capture.capture_line import parse_line
from rapport_tui.capture.directory import Directory
from rapport_tui.journal.plain_names import mention_full_names
from rapport_tui.keys.catalogue import GROUPS
from rapport_tui.model.records import KINDS
from tests.cli.conftest import Cli

MONDAY = date(2026, 11, 23)
README = Path(__file__).parents[2] / "README.md"
SECTION = re.compile(r"^## A line about each talk$(.*?)^## ", re.MULTILINE | re.DOTALL)
WHOLE = re.compile(r"rapport group .+|lunch with .+")
"""Examples that other tests run."""


def _is_day(text: str) -> bool:
    line = parse_line(f"{text}: tea", today=MONDAY)
    return line.day is not None and not line.doubts and not line.asks


def _is_due(text: str) -> bool:
    (mark,) = parse_line(f"@ana ! send it {text}", today=MONDAY).marks
    return mark.due is not None and mark.text == "send it"


def _is_mark(text: str) -> bool:
    (mark,) = parse_line(f"@ana {text.replace('…', 'words')}", today=MONDAY).marks
    return mark.text == "words" and (mark.due is not None) == ("by " in text)


def _is_mention(text: str) -> bool:
    (mention,) = parse_line(text, today=MONDAY).mentions
    return mention.name == text.lstrip("@+").strip('"') and mention.new == text.startswith("@+")


# How a piece of the README between backticks is put to the test.
CHECKS: dict[str, Callable[[str], bool]] = {
    r"@\S+|@\".+\"": _is_mention,
    r"@\w+ \w+": lambda text: mention_full_names(text, Directory(), "en", lambda _: False) == f'@"{text[1:]}"',
    r"#\w+": lambda text: parse_line(text, today=MONDAY).topics == (text[1:],),
    r"\+[a-z]+": lambda text: text[1:] in KINDS,
    r"[+!<]": lambda text: bool(parse_line(f"@ana {text} words", today=MONDAY).marks),
    r"[?!<+].* ….*|\+\w+ …": _is_mark,
    r"(?:by|in) .+": _is_due,
    r"/early-bird": lambda text: parse_line(f"{text} with @ana", today=MONDAY, moves=["early-bird"]).move == text[1:],
    r"ctrl\+n": lambda text: text in line_key("line.new"),
    r"de|fr|es": lambda text: _reads(text),
    r"last week:": lambda text: len(parse_line(f"{text} tea", today=MONDAY).asks) == 1,
    r"DATE:|DATE TIME:|n|language": lambda text: _is_spoken_of(text),
    r"[\w -]+": _is_day,
}


def line_key(command: str) -> str:
    """Return the keys of a command."""
    (keys,) = [one.keys for group in GROUPS for one in group.commands if one.id == command]
    return keys


def _reads(language: str) -> bool:
    word = {"de": "gestern", "fr": "hier", "es": "ayer"}[language]
    return parse_line(f"{word}: x", today=MONDAY, language=language).day == date(2026, 11, 22)


def _is_spoken_of(text: str) -> bool:
    if text in {"n", "language"}:
        return text in README.read_text(encoding="utf-8")
    line = parse_line(text.replace("DATE", "20 nov").replace("TIME", "9am"), today=MONDAY)
    return line.day == date(2026, 11, 20) and (line.time is not None) == ("TIME" in text)


def pieces() -> list[str]:
    """Return what the README's section on lines has between backticks."""
    found = SECTION.search(README.read_text(encoding="utf-8"))
    assert found
    return re.findall(r"`([^`\n]+)`", found[1].replace("```", ""))


@pytest.mark.parametrize("piece", [piece for piece in pieces() if not WHOLE.fullmatch(piece)])
def test_what_the_readme_says_of_a_piece_of_a_line_holds(piece: str) -> None:
    check = next(check for pattern, check in CHECKS.items() if re.fullmatch(pattern, piece))
    assert check(piece), piece


def test_the_lines_of_the_readme(cli: Cli) -> None:
    found = SECTION.search(README.read_text(encoding="utf-8"))
    assert found
    (block,) = re.findall(r"```\n(.+?)\n```", found[1], re.DOTALL)
    (logged,) = cli.ask("log", block)
    assert (logged["on"], logged["people"]) == ("2026-11-22", ["Priya"])
    assert [(note["kind"], note["text"], note["due"]) for note in logged["notes"]] == [
        ("ask", "how is Lisbon", None),
        ("owe", "send her the flat list", "2026-11-27"),
        ("share", "we both ran Berlin", None),
    ]
    (line,) = [piece for piece in pieces() if piece.startswith("lunch with")]
    (logged,) = cli.ask("log", line)
    assert [note["people"] for note in logged["notes"]] == [["Amara"], ["Will", "Amara"]]
    cli("add", "Tom Becker")
    (command,) = [piece for piece in pieces() if piece.startswith("rapport group")]
    cli(*shlex.split(command)[1:])
    assert cli.ask("group", "standup")["people"] == ["Priya", "Tom Becker"]


@pytest.mark.parametrize("prose", ["really?", "a+b", "x < y"])
def test_what_the_readme_calls_words_is_words(prose: str) -> None:
    assert f"“{prose}”" in README.read_text(encoding="utf-8")
    assert not parse_line(f"@ana {prose} and so on", today=MONDAY).marks


def test_the_help_of_log(cli: Cli) -> None:
    said = cli.say("log", "--help")
    rows = dict(re.findall(r"^    (\S.*?)  +(\S.*)$", said, re.MULTILINE))
    for day in rows.pop("DATE:").partition(": ")[2].split(", "):
        assert _is_day(day), day
    for name in ("@name", "@+name"):
        assert rows.pop(name)
        assert _is_mention(name)
    assert rows.pop("@group")
    assert rows.pop("#topic")
    assert rows.pop("/move-id")
    for kind in re.findall(r"\+(\w+)", rows["+ …"]):
        assert kind in KINDS
    for mark in [mark for mark in rows if mark[0] in "?!<+"]:
        assert _is_mark(mark.replace("DATE", "friday"))
        rows.pop(mark)
    assert not rows


@pytest.mark.parametrize("path", [("log",), ("today", "done"), ("group",)], ids=" ".join)
def test_the_examples_of_the_help_run(cli: Cli, path: tuple[str, ...]) -> None:
    for name in ("Priya Nair", "Sam Ortiz", "Tom Becker"):
        cli("add", name)
    examples = re.findall(r"^    rapport (.+)$", cli.say(*path, "--help").partition("Example")[2], re.MULTILINE)
    assert examples
    for example in examples:
        command, _, _ = example.partition(" < ")
        cli(*shlex.split(command), stdin="tea with @priya\n" if "<" in example.split("'")[-1] else None)
