"""The start: the first frame without the journal, nothing typed is lost, and what can't be opened is said."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partialmethod
from pathlib import Path

import pytest
from rich.console import RenderableType
from textual import events
from textual._compositor import LayoutUpdate
from textual._styles_cache import StylesCache
from textual.app import App
from textual.color import Color
from textual.css.stylesheet import Stylesheet
from textual.driver import Driver
from textual.screen import Screen

from rapport_tui.app.app import RapportApp
from rapport_tui.app.themes import DARK
from rapport_tui.cli import launch
from rapport_tui.journal import Journal
from rapport_tui.kept_frame import EarlyTerminal
from tests.app.app_driver import AppDriver, open_app
from tests.app.test_switching import counted
from tests.conftest import Clock

CLAIMS = ("No opening for where", "Nobody is waiting", "Nothing yet", "○", "●")
"""What only the journal can know."""


def written(folder: Path, clock: Clock) -> None:
    journal = Journal(folder, clock=clock)
    journal.people.add("Ann")
    journal.today.set_places(["office"])
    journal.close()


@asynccontextmanager
async def start(folder: Path, clock: Clock) -> AsyncIterator[AppDriver]:
    """Start the app on a journal that is not open yet."""
    app = RapportApp(Journal(folder, clock=clock), settings_path=folder / "settings.toml")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        yield AppDriver(app, pilot)
    app.context.journal.close()


async def test_the_first_frame_has_the_day_and_claims_nothing(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder, clock)
    frames = []
    begin = RapportApp.begin

    def look(app: RapportApp) -> None:
        frames.append("\n".join(strip.text for strip in app.screen._compositor.render_strips(app.size)))
        begin(app)

    monkeypatch.setattr(RapportApp, "begin", look)
    async with start(folder, clock) as driver:
        await driver.sees("● office")
    for text in ("Mon 23 Nov 2026", "Where you are", "Break the silence", "Hi again", "Written today", "n write"):
        assert text in frames[0]
    assert not [claim for claim in CLAIMS if claim in frames[0]]


MOST_RULES, MOST_STYLED, MOST_LINES = 67, 15, 52
"""How many rules of CSS are read, how often something is styled, and how many lines are painted for the first frame."""


async def test_the_first_frame_reads_styles_and_paints_little(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[tuple[int, int, int]] = []
    styled, lines = counted(monkeypatch, Stylesheet, "apply"), counted(monkeypatch, StylesCache, "render_line")
    begin = RapportApp.begin

    def count(app: RapportApp) -> None:
        counts.append((len(app.stylesheet.rules), len(styled), len(lines)))
        begin(app)

    monkeypatch.setattr(RapportApp, "begin", count)
    async with start(folder, clock):
        pass
    rules, times, painted = counts[0]
    assert 0 < rules <= MOST_RULES
    assert 0 < times <= MOST_STYLED
    assert 0 < painted <= MOST_LINES


async def test_what_comes_after_the_first_frame_has_its_css(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder, clock)
    read: list[set[str]] = []
    begin = RapportApp.begin

    def tell(app: RapportApp) -> None:
        if not read:
            read.append({Path(path).name for path, _ in app.stylesheet.source})
            app.notify("Welcome")
        begin(app)

    monkeypatch.setattr(RapportApp, "begin", tell)
    async with start(folder, clock) as driver:
        assert {"app.tcss", "today.tcss"} <= read[0]
        assert not {"later.tcss", "dialogs.tcss"} & read[0]
        await driver.sees("Welcome")
        toast = driver.app.screen.query_one("Toast")
        assert toast.styles.border_left[0] == "outer"
        await driver.press("n")
        assert driver.app.screen.query_one("#dialog").styles.background == Color.parse(DARK.surface or "")


async def test_what_is_typed_before_the_journal_is_read_is_not_lost(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder, clock)
    mount = RapportApp.on_mount

    def type_at_once(app: RapportApp) -> None:
        app.post_message(events.Key("x", "x"))
        mount(app)

    monkeypatch.setattr(RapportApp, "on_mount", type_at_once)
    async with start(folder, clock) as driver:
        await driver.sees("skipped")


async def test_keys_typed_early_are_answered_before_what_is_around_the_plan_is_shown(
    folder: Path, clock: Clock
) -> None:
    written(folder, clock)
    app = RapportApp(Journal(folder, clock=clock), settings_path=folder / "settings.toml")
    is_busy, waiting = app.context.is_answering, [True]
    app.context.is_answering = lambda: waiting[0]
    async with app.run_test(size=(120, 40)) as pilot:
        driver = AppDriver(app, pilot)
        await driver.sees("● office", "Ann")
        await pilot.pause(0.2)
        assert "Nothing yet" not in driver.text
        app.post_message(events.Key("question_mark", "?"))
        while not is_busy():
            await asyncio.sleep(0)
        await driver.sees("Keys and words")
        while is_busy():
            await pilot.pause()
        waiting.clear()
        waiting.append(False)
        await driver.sees("Nothing yet")
    app.context.journal.close()


def test_a_journal_that_cannot_be_read_is_said_after_the_first_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "journal"
    folder.mkdir()
    (folder / "rapport.json").write_text("no journal", encoding="utf-8")
    monkeypatch.setenv("RAPPORT_JOURNAL", str(folder))
    monkeypatch.setenv("RAPPORT_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setattr(App, "run", partialmethod(App.run, headless=True))
    monkeypatch.setattr("rapport_tui.app.has_terminal", lambda: True)
    assert launch.main(EarlyTerminal()) == 1
    said = capsys.readouterr().err.strip()
    assert "rapport restore" in said
    assert "\n" not in said
    assert (folder / "rapport.json").read_text(encoding="utf-8") == "no journal"


SCRIPT = """
import os, sys
import rapport_tui.app
from rapport_tui.journal import Journal

def tell(journal):
    os.write(1, "\\n".join(sys.modules).encode())
    os._exit(0)

Journal.open, Journal.is_locked = tell, property(tell)
rapport_tui.app.has_terminal = lambda: True
sys.argv = ["rapport"]
from rapport_tui.__main__ import run_command
run_command()
"""
SCREENS = ("board", "journal", "compose", "people", "insights")
NOT_YET = (
    *(f"rapport_tui.{part}" for part in ("store", "capture", "playbook", "exchange", "clipboard")),
    *(f"rapport_tui.app.dialogs.{dialog}_dialog" for dialog in ("capture", "days", "pick", "brief", "threads")),
    *(f"rapport_tui.app.{screen}" for screen in SCREENS),
    *(f"rapport_tui.cli.{part}" for part in ("program", "output")),
    *(
        "click",
        "tinydb",
        "tomllib",
        "tomlkit",
        "dateutil",
        "icalendar",
        "zoneinfo",
        "httpx",
        "secrets",
        "pyrage",
        "keyring",
        "ssl",
        "platformdirs",
        "textual.types",
        "msgspec",
        "calendar",
        "rapport_tui.model.records",
        "rapport_tui.settings_io",
        "rapport_tui.app.row_builders",
    ),
)
"""What the first frame does without. Whoever adds to its path finds it here."""


FEEDS = """
calendars = ["https://example.org/a.ics", "/tmp/no/such.ics"]
inbox = "/tmp/no/lines"
inbox_done = "/tmp/no/done"
mail = "/tmp/no/mail"
mirror = "/tmp/no/mirror"
"""
READ = {"tomllib", "msgspec", "rapport_tui.model.records", "rapport_tui.settings_io"}
"""The modules that read a settings file."""


@pytest.mark.parametrize(("settings", "more"), [("", set()), (FEEDS, READ)], ids=["plain", "every feed on"])
def test_the_first_frame_imports_only_what_it_needs(tmp_path: Path, settings: str, more: set[str]) -> None:
    if settings:
        (tmp_path / "s.toml").write_text(settings, encoding="utf-8")
    env = {**os.environ, "RAPPORT_JOURNAL": str(tmp_path / "journal"), "RAPPORT_SETTINGS": str(tmp_path / "s.toml")}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=env, capture_output=True, timeout=60, check=True)
    loaded = set(done.stdout.decode().split())
    assert "rapport_tui.app.today.screen" in loaded
    not_yet = set(NOT_YET) - more
    assert not {name for name in loaded if any(name == part or name.startswith(f"{part}.") for part in not_yet)}
    assert not {"rapport_tui.reminders", "mailbox", "urllib.request"} & loaded
    assert {name for name in loaded if name.startswith("rapport_tui.journal")} == {
        "rapport_tui.journal",
        "rapport_tui.journal.context",
        "rapport_tui.journal.deferred",
        "rapport_tui.journal.deferred_storage",
        "rapport_tui.journal.services",
    }


def test_textual_works_without_modules_that_can_be_imported_afterwards() -> None:
    script = """
import sys
from rapport_tui.startup import import_textual
import_textual()
import asyncio, textual.app
assert not {"ssl", "textual.types", "textual.widgets._select", "platformdirs"} & sys.modules.keys()
async def answer():
    ends = asyncio.create_subprocess_exec(sys.executable, "-c", "print(7)", stdout=asyncio.subprocess.PIPE)
    return (await (await ends).communicate())[0].strip()
assert asyncio.run(answer()) == b"7"
folder = textual.app.user_downloads_path()
import platformdirs, ssl, textual.types, urllib.request
assert folder == platformdirs.user_downloads_path()
assert ssl.create_default_context() and urllib.request.HTTPSHandler
assert textual.types.NoSelection
import_textual()
assert sys.modules["ssl"] is ssl
"""
    subprocess.run([sys.executable, "-c", script], timeout=60, check=True)


def test_a_textual_that_takes_more_from_the_modules_is_imported_with_them() -> None:
    script = """
import sys
from rapport_tui import startup
load = startup.import_module
startup.import_module = lambda name: object() if name == "textual._types" else load(name)
startup.import_textual()
assert "textual.app" not in sys.modules
import textual.app
assert {"textual.types", "platformdirs"} <= sys.modules.keys()
"""
    subprocess.run([sys.executable, "-c", script], timeout=60, check=True)


async def test_all_is_painted_again_after_the_app_was_in_the_background(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(journal, every_frame=True) as driver:
        painted: list[bool] = []
        show = driver.app._display

        def display(screen: Screen[object], renderable: RenderableType | None) -> None:
            painted.append(isinstance(renderable, LayoutUpdate))
            show(screen, renderable)

        monkeypatch.setattr(driver.app, "_display", display)
        driver.app.post_message(Driver.SignalResume())
        await driver.pilot.pause()
        assert any(painted)
