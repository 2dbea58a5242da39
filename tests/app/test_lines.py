"""The capture line: several lines, completion, drafts, the editor."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from rapport_tui.app.dialogs.capture_dialog import CaptureDialog
from rapport_tui.app.dialogs.line_field import LineField
from rapport_tui.app.editor_session import edit_text
from rapport_tui.external_editor import editor_command
from rapport_tui.files import Files
from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from tests.app.app_driver import open_app


async def test_a_line_about_somebody_known_takes_few_keys(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("n", *"tea @lu", "tab", "enter")
        await driver.sees("Written about Lucía Herrera")


async def test_several_pasted_lines_are_several_entries(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "n")
        await driver.type("tea with @tom\n  and his dog\nyesterday: lunch with @dana")
        await driver.sees("line 2 of 2", "Sun 22 Nov 2026 (yesterday)")
        await driver.press("enter")
        await driver.sees("2 lines written about 2 people")
        assert [entry.text for entry in journal.entries.search()] == ["lunch with @dana", "tea with @tom\nand his dog"]
        await driver.press("u")
        assert not journal.entries.search()


async def test_a_line_goes_on_below(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "n", *"tea", "ctrl+j", *"twice", "enter")
        await driver.sees("Written")
        assert [entry.text for entry in journal.entries.search()] == ["tea\ntwice"]


@pytest.mark.parametrize(
    ("typed", "offered", "line"),
    [
        ("walk #no-Sh", "times before", "walk #no-shows "),
        ("@tom +li", "what they like", "@tom +likes "),
        ("@tom ! the deck by f", "Fri 27 Nov 2026", "@tom ! the deck by friday "),
        ("hello /early", "Be there a minute early", "hello /early-bird "),
    ],
)
async def test_all_marks_are_completed(demo: Journal, typed: str, offered: str, line: str) -> None:
    async with open_app(demo) as driver:
        await driver.press("n")
        await driver.type(typed)
        await driver.sees(offered)
        await driver.press("tab")
        assert driver.widget(LineField).text == line


async def test_what_was_typed_is_there_again_after_a_crash(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("n")
        await driver.type("half a line about [bold]x[/")
        await driver.pilot.pause(0.5)
        assert "half a line" in demo.drafts.path.read_text("utf-8")
    async with open_app(demo) as driver:
        await driver.press("n")
        await driver.sees("tab brings back what you wrote: half a line about [bold]x[/")
        assert driver.widget(LineField).text == ""
        await driver.press("tab", "enter")
        await driver.sees("Written")
        assert not demo.drafts.path.exists()


async def test_what_was_left_is_not_saved_by_enter_alone(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("n", *"zebra", "escape", "n", "enter")
        await driver.sees("Write a word or two", "tab brings back what you wrote: zebra")
        await driver.press("escape", "1", "space")
        await driver.sees("tab brings back what you wrote: zebra")
        await driver.press("enter")
        assert not demo.entries.search("zebra")


async def test_another_line_loses_nothing_of_what_was_left(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("n", *"half", "escape")
        await driver.write("another zebra")
        await driver.press("n")
        await driver.sees("tab brings back what you wrote: half")
        await driver.press("x")
        await driver.sees_no("tab takes up")
        await driver.press("backspace")
        await driver.sees("tab brings back what you wrote: half")
        await driver.press("tab", "ctrl+u", "escape", "n")
        await driver.sees_no("tab takes up")


async def test_what_was_left_stays_in_its_window(demo: Journal, folder: Path) -> None:
    async with open_app(demo) as driver:
        await driver.press("n", *"half", "escape")
    other = Journal(folder, clock=demo.clock)
    async with open_app(other) as driver:
        await driver.press("n")
        await driver.sees_no("tab takes up")
    other.close()


async def test_a_line_that_the_disk_refused_is_offered_again(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    async with open_app(demo) as driver:
        monkeypatch.setattr(Files, "write", refuse)
        monkeypatch.setattr(Files, "put", refuse)
        await driver.press("n", *"tea", "enter")
        await driver.sees("That could not be saved")
        await driver.press("escape", "n")
        await driver.sees("tab brings back what you wrote: tea")


async def test_an_edit_that_is_left_is_offered_for_its_own_line_only(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("3", "e", *" more")
        await driver.press("escape", "e")
        await driver.sees("tab brings back what you wrote:", " more")
        assert not driver.widget(LineField).text.endswith("more")
        await driver.press("escape", "n")
        await driver.sees_no("tab takes up")


async def test_the_editor_cannot_be_opened_here_and_the_line_stays(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("n", *"tea", "ctrl+e")
        await driver.sees("can’t be lent to an editor")
        assert driver.widget(LineField).text == "tea"


class Lent:
    """Stands in for the app while an editor has the terminal; as Textual, it resumes only where nothing is raised."""

    is_resumed = True

    @contextmanager
    def suspend(self) -> Iterator[None]:
        self.is_resumed = False
        yield
        self.is_resumed = True


def test_a_text_goes_through_the_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "edit.sh"
    script.write_text('#!/bin/sh\nprintf "and more\\n" >> "$1"\n', "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    assert edit_text(Lent(), "tea\n", nullcontext(tmp_path)) == "tea\nand more"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("'open", "is not a command"),
        ("no-such-editor-here", "could not be started"),
        ("false", "ended with an error"),
        ("sh -c 'rm \"$0\"'", "left no file"),
        ('sh -c \'rm "$0" && mkdir "$0"\'', "left no file"),
    ],
)
def test_an_editor_that_fails_is_told_and_the_app_resumes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor: str, said: str
) -> None:
    monkeypatch.setenv("VISUAL", editor)
    app = Lent()
    with pytest.raises(RapportError, match=said):
        edit_text(app, "tea", nullcontext(tmp_path))  # type: ignore[arg-type]
    assert app.is_resumed


def test_an_editor_that_saves_latin_1_keeps_every_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", """sh -c 'printf "caf\\351" > "$0"'""")
    assert edit_text(Lent(), "tea", nullcontext(tmp_path)) == "café"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("env", "command"),
    [
        ({"EDITOR": "nvim"}, ["nvim"]),
        ({"EDITOR": "vi", "VISUAL": "code"}, ["code", "--wait"]),
        ({"EDITOR": "/usr/bin/code -n"}, ["/usr/bin/code", "-n", "--wait"]),
        ({"EDITOR": "code --wait"}, ["code", "--wait"]),
        ({"EDITOR": "subl -w"}, ["subl", "-w"]),
        ({"EDITOR": "gvim"}, ["gvim", "-f"]),
    ],
)
def test_editors_are_made_to_wait(env: dict[str, str], command: list[str]) -> None:
    assert editor_command(env) == command


async def test_names_that_are_typed_do_not_break_the_dialog(demo: Journal) -> None:
    async with open_app(demo) as driver:
        for text in ("@[bold]x[/ hi", "@王小明 茶", "👩‍💻 #x", "x" * 300):
            await driver.press("n")
            assert isinstance(driver.app.screen, CaptureDialog)
            await driver.type(text)
            await driver.press("ctrl+u", "escape")


async def test_a_full_disk_keeps_the_words_and_says_so(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.entries.log(["hello @zoe"])

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with open_app(journal) as driver:
        await driver.sees("hello")
        with monkeypatch.context() as patch:
            patch.setattr(Files, "write", full)
            await driver.press("n")
            await driver.type("tea with @zoe")
            await driver.press("enter")
            await driver.sees("no space left on device")
            await driver.press("escape")
            await driver.sees("The disk did not take")
        await driver.press("n", "tab", "enter")
        await driver.sees("tea with Zoe")
    assert [entry.text for entry in journal.entries.search()] == ["hello @zoe", "tea with @zoe"]
