"""Test every screen in every theme, and that the cursor is visible without colour."""

from __future__ import annotations

import pytest
from rich.color import Color

from rapport_tui.app.tab_screen import SCREENS
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal import Journal
from rapport_tui.model.records import STAGES
from tests.app.app_driver import AppDriver, open_app

THUMBS = str.maketrans("▁▂▃▄▅▆▇", " " * 7)
"""Scrollbars are drawn with other glyphs where the terminal’s own colours are used."""


async def _visit(driver: AppDriver) -> str:
    told = ""
    for number, _ in enumerate(SCREENS, 1):
        await driver.press(str(number))
        told += driver.text.translate(THUMBS)
    return told


async def test_every_theme_has_the_five_stages(demo: Journal) -> None:
    async with open_app(demo) as driver:
        for theme in driver.app.available_themes:
            driver.app.theme = theme
            variables = driver.app.get_css_variables()
            assert all(variables[f"stage-{stage}"] for stage in STAGES), theme


async def test_every_screen_reads_the_same_in_other_colours(demo: Journal) -> None:
    async with open_app(demo) as driver:
        before = await _visit(driver)
        for theme in ("rapport-light", "ansi-dark", "ansi-light", "solarized-light", "dracula"):
            driver.app.theme = theme
            await driver.pilot.pause()
            assert await _visit(driver) == before, theme


async def test_what_is_muted_is_quieter_than_text_in_every_theme(demo: Journal) -> None:
    async with open_app(demo) as driver:
        for theme in driver.app.available_themes:
            driver.app.theme = theme
            await driver.pilot.pause()
            rows = driver.widget(RowList)
            assert rows.role_style("muted") != rows.role_style("text"), theme


async def test_without_colour_the_cursor_is_still_seen(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app(demo) as driver:
        assert driver.app.no_color
        assert "▌ ○ Be there a minute early" in driver.text
        grey = [segment.style.color for strip in driver.strips for segment in strip if segment.style]
        assert all(_is_grey(color) for color in grey if color)
        await driver.press("2")
        await driver.sees("Anneke Visser")


def _is_grey(color: Color) -> bool:
    return len(set(color.get_truecolor())) == 1
