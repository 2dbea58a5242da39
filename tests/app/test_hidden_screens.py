"""Screens that are mounted hidden while the user rests: they show what new ones do, and end with the app."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from textual import events
from textual.css.stylesheet import Stylesheet

from rapport_tui.app.app import RapportApp
from rapport_tui.app.board.screen import BoardScreen
from rapport_tui.app.compose.screen import ComposeScreen
from rapport_tui.app.insights.screen import InsightsScreen
from rapport_tui.app.journal.screen import JournalScreen
from rapport_tui.app.people.screen import PeopleScreen
from rapport_tui.app.preparation import Preparation
from rapport_tui.app.tab_screen import SCREENS, TabScreen
from rapport_tui.journal import Journal
from tests.app.app_driver import NEVER, open_app
from tests.app.preparing import AT_ONCE, prepared, until
from tests.app.test_switching import counted, frames, settled

__all__ = ["frames", "prepared"]

HIDDEN = (BoardScreen, JournalScreen, ComposeScreen, PeopleScreen, InsightsScreen)
KEYS = "23456"


def screens_of(app: RapportApp) -> dict[str, TabScreen]:
    stacks = {name: stack[0] for name, stack in app._screen_stacks.items()}
    return {name: screen for name, screen in stacks.items() if isinstance(screen, TabScreen)}


def write_a_line(journal: Journal) -> None:
    journal.entries.log(["coffee with @priya ? what came of the launch #prepared"])


def talk_to_others(journal: Journal) -> None:
    """Add people who come first by name, by stage and by need, and talk to them."""
    aaron, zoe = (journal.people.add(name) for name in ("Aaron Aardvark", "Zoe Zimmer"))
    journal.people.place([aaron.uid], "stranger", journal.people.search()[-1].person.uid)
    journal.entries.log(["hello to @Zoe ! send her the plan today", "hello to @Aaron ? how was the race"])
    journal.entries.log(["had lunch alone"])
    journal.people.move([zoe.uid], "ally")


def archive_all(journal: Journal) -> None:
    journal.people.archive([summary.person.uid for summary in journal.people.search()])


@pytest.mark.parametrize("kept", ["demo", "journal"])
@pytest.mark.parametrize("change", [write_a_line, talk_to_others, archive_all])
async def test_they_show_what_new_screens_do(
    request: pytest.FixtureRequest,
    prepared: list[bool],
    kept: str,
    change: Callable[[Journal], None],
) -> None:
    """Change the journal, the size and the theme after the screens were prepared."""
    journal: Journal = request.getfixturevalue(kept)
    if kept == "journal":
        for name in ("Priya Nair", "Tom Becker"):
            journal.people.add(name)
    seen: list[list[str]] = []
    for waits in (True, False):
        async with open_app(journal, rest_seconds=AT_ONCE if waits else NEVER) as driver:
            if waits:
                await until(driver, prepared)
                change(journal)
                await driver.pilot.pause()
            driver.app.clear_notifications()
            driver.app.theme = "textual-light"
            await driver.resize(90, 30)
            seen.append([])
            for key in KEYS:
                await driver.press(key)
                await settled(driver)
                await driver.pilot.pause(0.3)  # a line that is new is highlighted for a moment
                assert driver.app.screen.styles.background.hex == driver.app.get_css_variables()["background"]
                lines = [line[:-3] for line in driver.lines]  # a scrollbar tells how many lines are laid out beyond
                seen[-1].append("\n".join([str(driver.app.screen.focused), *lines]))
    assert seen[0] == seen[1]


async def test_a_first_visit_mounts_and_shows_nothing_anew(
    demo: Journal, prepared: list[bool], frames: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(demo, rest_seconds=AT_ONCE, every_frame=True) as driver:
        await until(driver, prepared)
        mounted = counted(monkeypatch, RapportApp, "_register")
        shown = [counted(monkeypatch, kind, "show") for kind in HIDDEN]
        styled = counted(monkeypatch, Stylesheet, "apply")
        for key in KEYS:
            styled.clear()
            frames.clear()
            await driver.press(key)
            await settled(driver)
            assert len(set(frames)) == 1, key
            assert len(styled) <= 40, key  # the parts of the widget that gets the focus
        assert not mounted
        assert not any(shown)


async def test_they_wait_for_their_visit_when_something_changes(
    demo: Journal, prepared: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(demo, rest_seconds=AT_ONCE) as driver:
        await until(driver, prepared)
        shown = {key: counted(monkeypatch, kind, "show") for key, kind in zip(KEYS, HIDDEN, strict=True)}
        demo.people.add("Aaron Aardvark")
        await settled(driver)
        assert not any(shown.values())
        for key in KEYS:
            await driver.press(key)
            await settled(driver)
            assert len(shown[key]) == 1


async def test_the_focus_the_cursor_and_the_selection_stay(demo: Journal, prepared: list[bool]) -> None:
    async with open_app(demo, rest_seconds=AT_ONCE) as driver:
        await settled(driver)
        driver.app.screen.text_select_all()
        before = driver.app.screen.focused, driver.app.cursor_position, driver.app.screen.selections
        assert before[-1]
        await until(driver, prepared)
        await settled(driver)
        assert (driver.app.screen.focused, driver.app.cursor_position, driver.app.screen.selections) == before
        hidden = [screen for screen in screens_of(driver.app).values() if screen is not driver.app.screen]
        assert len(hidden) == len(HIDDEN)
        assert not [screen.focused for screen in hidden if screen.focused]


async def test_one_that_is_opened_while_it_is_prepared_is_whole(demo: Journal) -> None:
    async with open_app(demo) as driver:
        for name, key in zip(list(SCREENS)[1:], KEYS, strict=True):
            screen = driver.app.mount_screen(name)
            assert screen
            steps: Iterator[None] = iter(())
            for turn in range(4):
                with suppress(StopIteration):
                    next(steps)
                if turn == 1:
                    await settled(driver)
                    steps = screen.prepare()
            await driver.press(key)
            list(steps)
            await settled(driver)
            assert driver.app.screen is screen
            assert driver.app.mount_screen(name) is None
            assert screen.focused is not None
            assert screen._shown_version == screen._version()


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 5, 8, 12, 18, 27, 45])
@pytest.mark.parametrize("exits", [True, False])
async def test_the_app_ends_at_any_moment_while_they_are_mounted(demo: Journal, turns: int, exits: bool) -> None:
    async with open_app(demo) as driver:
        for name in list(SCREENS)[1:]:
            driver.app.mount_screen(name)
        await later(turns)
        if exits:
            driver.app.exit()


@pytest.mark.parametrize("turns", [0, 2, 4, 6, 8, 10, 12, 16, 24])
@pytest.mark.parametrize("key", ["3", "6"])
async def test_the_app_ends_at_any_moment_of_a_visit(demo: Journal, turns: int, key: str) -> None:
    async with open_app(demo) as driver:
        driver.app.post_message(events.Key(key, key))
        await later(turns)
        driver.app.exit()


async def later(turns: int) -> None:
    """Let the loop go on for some turns."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def test_the_focus_of_a_page_styles_nothing_in_it(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app(demo) as driver:
        await driver.press("6")
        await settled(driver)
        styled = counted(monkeypatch, Stylesheet, "apply")
        driver.app.screen.set_focus(None)
        await settled(driver)
        assert len(styled) <= 4


async def test_nothing_is_prepared_once_the_app_ends(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app(demo) as driver:
        app = driver.app
        preparation = Preparation(app.context, app.create_screen, app.mount_screen, lambda: -1.0)
        mounted = counted(monkeypatch, RapportApp, "mount_screen")
        monkeypatch.setattr(app, "_running", False)
        for _ in range(100):
            preparation._go_on()
        assert not mounted
        monkeypatch.undo()
