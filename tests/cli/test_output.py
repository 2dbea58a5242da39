from __future__ import annotations

import io
import json
import sys

import click
import pytest
from rich.cells import cell_len

from rapport_tui.cli import output

NAMES = ("Tom", "王小明", "👩‍💻 Ana", "سلمى حداد", "e\u0301lan", "[bold]x[/")


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer on a terminal of forty columns."""
    monkeypatch.setattr(output, "terminal_width", lambda: 40)


def test_columns_align_by_cells() -> None:
    lines = output.table([(name, "|", "end") for name in NAMES]).splitlines()
    assert len({cell_len(line[: line.index("|")]) for line in lines}) == 1


def test_an_empty_column_is_left_out() -> None:
    assert output.table([("a", "", "b"), ("cc", " ", "d")]) == "a   b\ncc  d"
    assert output.table([]) == ""


@pytest.mark.parametrize("text", ["x" * 300, "王" * 300, "👩‍💻" * 300, "a b " * 90])
def test_a_long_text_keeps_the_grid(narrow: None, text: str) -> None:
    lines = output.table([(text, "1", text), ("Tom", "2", "end")], single_line=True).splitlines()
    assert len(lines) == 2
    assert all(cell_len(line) <= 40 for line in lines)
    assert cell_len(lines[0][: lines[0].index("1")]) == cell_len(lines[1][: lines[1].index("2")])
    assert all(cell_len(line) <= 40 for line in output.table([("Tom", text)]).splitlines())
    folded = output.wrapped(text, indent="    ").splitlines()
    assert all(cell_len(line) <= 40 for line in folded)
    assert "".join("".join(folded).split()) == "".join(text.split())


def test_a_terminal_gets_a_right_to_left_name_in_an_isolate(narrow: None, capsys: pytest.CaptureFixture[str]) -> None:
    with click.Context(click.Command("say"), color=True).scope():
        output.say(output.table([("سلمى", "Tom", "حداد")], styles={0: output.bold}))
        output.say(output.wrapped("سلمى حداد", indent=""))
        output.say("a\u2068b\x07\u2069")
    assert capsys.readouterr().out.splitlines() == [
        "\x1b[1m\u2068سلمى\u2069\x1b[0m  Tom  \u2068حداد\u2069",
        "\u2068سلمى حداد\u2069",
        "a b  ",
    ]


def test_a_pipe_gets_a_right_to_left_name_as_it_was_written() -> None:
    assert output.table([("سلمى", "Tom", "حداد")]) == "سلمى  Tom  حداد"


def test_lines_stay_whole_where_there_is_no_terminal() -> None:
    assert output.wrapped("word " * 90, indent="  ", first="> ") == "> " + "word " * 90


def test_no_control_character_reaches_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "a\x1b[31mb\x07\x9b2J\u202ec\rd\ud800"
    with click.Context(click.Command("say"), color=True).scope():
        output.say(f"{output.dim(hostile)} {hostile}")
        output.hint(hostile + "\n" + hostile)
    shown, told = capsys.readouterr()
    assert shown.startswith("\x1b[2ma [31mb")
    shown = shown.replace("\x1b[2m", "").replace("\x1b[0m", "")
    assert not set("\x1b\x07\x9b\u202e\r\ud800") & set(shown + told)
    assert told.count("\n") == 1


def test_json_is_lossless_and_holds_nothing_that_a_terminal_obeys(monkeypatch: pytest.MonkeyPatch) -> None:
    stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", stdout)
    document = {"name": "a\x1b[31mb\x07\x9b2J\u202ec\u2028d\x7f王小明\ud800"}
    output.give(document)
    text = stdout.buffer.getvalue().decode()
    assert json.loads(text) == document
    assert all(char == "\n" or char.isprintable() for char in text)
    assert "王小明" in text
