"""Switching between the screens: one frame that is up to date, nothing styled or parsed again, themes followed."""

from __future__ import annotations

import pytest
from textual._compositor import Compositor
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

from rapport_tui.app.app import RapportApp
from rapport_tui.app.dialogs.help_dialog import HelpDialog
from rapport_tui.app.tab_screen import SCREENS
from rapport_tui.journal import Journal
from tests.app.app_driver import AppDriver, open_app

KEYS = "".join(str(number) for number in range(2, len(SCREENS) + 1)) + "1"


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the text of each frame that is painted from now on."""
    painted: list[str] = []
    display = RapportApp._display

    def look(app: RapportApp, screen: Screen[object], renderable: object) -> None:
        if renderable is not None and not app._batch_count:
            painted.append("\n".join(strip.text for strip in app.screen._compositor.render_strips(app.size)))
        display(app, screen, renderable)  # type: ignore[arg-type]

    monkeypatch.setattr(RapportApp, "_display", look)
    return painted


def counted(monkeypatch: pytest.MonkeyPatch, kind: type, name: str) -> list[None]:
    """Return a list that has an item for each call of a method from now on."""
    calls: list[None] = []
    method = getattr(kind, name)

    def count(self: object, *args: object, **named: object) -> object:
        calls.append(None)
        return method(self, *args, **named)

    monkeypatch.setattr(kind, name, count)
    return calls


async def settled(driver: AppDriver) -> None:
    for _ in range(3):
        await driver.pilot.pause(0.02)


async def test_a_screen_is_opened_again_in_one_frame_as_it_was_styled(
    demo: Journal, frames: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(demo, every_frame=True) as driver:
        for key in KEYS:
            await driver.press(key)
            await settled(driver)  # it is whole before it is left
        styled = counted(monkeypatch, Stylesheet, "apply")
        made = counted(monkeypatch, Compositor, "render_update")
        for key in KEYS:
            for calls in (frames, styled, made):
                calls.clear()
            await driver.press(key)
            await settled(driver)
            assert len(frames) == len(made) == 1, key
            assert len(styled) <= 5, key


async def test_a_screen_is_never_painted_as_it_was(demo: Journal, frames: list[str]) -> None:
    async with open_app(demo, every_frame=True) as driver:
        await driver.press("5", "2", "1")
        demo.people.add("Aaron Aardvark")
        await settled(driver)
        for key in "25":
            frames.clear()
            await driver.press(key)
            await driver.sees("Aaron Aardvark")
            assert frames
            assert all("Aaron Aardvark" in frame for frame in frames), key


async def test_the_screen_that_was_asked_for_last_is_painted_and_no_other(demo: Journal, frames: list[str]) -> None:
    async with open_app(demo, every_frame=True) as driver:
        frames.clear()
        for room in ("board", "people", "insights"):
            driver.app.call_later(driver.app.action_show_screen, room)
        await driver.sees("The ladder")
        assert all("The ladder" in frame or "Where you are" in frame for frame in frames)


async def test_a_dialog_on_the_screen_that_is_gone_back_to_is_painted(demo: Journal, frames: list[str]) -> None:
    async with open_app(demo, every_frame=True) as driver:
        await driver.press("5", "question_mark")
        await driver.app.action_show_screen("today")
        await driver.sees("Where you are")
        frames.clear()
        driver.app.call_later(driver.app.action_show_screen, "people")
        while not frames:
            await driver.pilot.pause(0.01)
        assert isinstance(driver.app.screen, HelpDialog)


async def test_a_new_screen_is_not_a_reason_to_parse_the_css_again(
    demo: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(demo, every_frame=True) as driver:
        parsed = counted(monkeypatch, Stylesheet, "reparse")
        await driver.press(*KEYS)
        assert not parsed


async def test_a_theme_reaches_screens_that_were_open_and_those_that_were_not(demo: Journal) -> None:
    async with open_app(demo, every_frame=True) as driver:
        await driver.press("2", "1")
        before = driver.strips
        driver.app.theme = "textual-light"
        await settled(driver)
        assert before != driver.strips
        for key in "21345":
            await driver.press(key)
            await settled(driver)
            background = driver.app.screen.styles.background
            assert background.hex == driver.app.get_css_variables()["background"], key


async def test_a_dialog_is_opened_in_one_frame(demo: Journal, frames: list[str]) -> None:
    async with open_app(demo, every_frame=True) as driver:
        await driver.press("5")
        for key in ("n", "question_mark", "t", "i", "r", "comma", "A"):
            await settled(driver)
            frames.clear()
            await driver.press(key)
            await settled(driver)
            assert driver.app.screen.is_modal
            assert len(frames) == 1, key
            await driver.press("escape")
