"""Test that all text has the contrast of WCAG AA in both of our own themes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.color import Color as RichColor
from textual.color import Color

from rapport_tui.app import themes
from rapport_tui.journal import Journal
from tests.app.app_driver import AppDriver, open_app
from tests.pictures import DIALOGS, SCREEN_PICTURES, Picture

AA = 4.5
"""The contrast that WCAG 2.2 wants between text and its ground (1.4.3)."""


def contrast(text: Color, ground: Color) -> float:
    """Return the contrast ratio of WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(text), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    parts = [
        value / 255 / 12.92 if value / 255 <= 0.04045 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in color.rgb
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _seen(color: RichColor | None) -> Color:
    assert color is not None
    return Color.from_rich_color(color)


def _written(driver: AppDriver) -> Iterator[tuple[str, Color, Color]]:
    """Yield the words of the screen, or of the box in front of it, with their colour and that of their ground."""
    screen = driver.app.screen
    box = screen.query("#dialog, CommandList")
    region = box.first().region if box else screen.region
    for strip in driver.strips[region.y : region.bottom]:
        for text, style, _ in strip.crop(region.x, region.right):
            if style is None or not any(char.isalnum() for char in text):
                continue
            pair = _seen(style.color), _seen(style.bgcolor)
            ink, ground = reversed(pair) if style.reverse else pair
            yield text, ink, ground


def test_contrast_is_that_of_the_recommendation() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("picture", [*SCREEN_PICTURES, *DIALOGS], ids=lambda picture: picture.name)
async def test_all_that_is_written_can_be_read(journal: Journal, picture: Picture) -> None:
    if not picture.empty:
        journal.fill_demo()
    async with open_app(journal) as driver:
        for key in picture.keys:
            await driver.press("space" if key == " " else key)
        for theme in themes.OWN_THEMES:
            driver.app.theme = theme.name
            await driver.pilot.pause()
            if picture.name == "palette":  # it is styled when it opens, and colours change only after it has closed
                await driver.press("escape", *picture.keys)
                await driver.sees("Copy the ready line")
            words = list(_written(driver))
            own = {Color.parse(color).hex for color in (theme.background, theme.surface, theme.panel) if color}
            assert own & {ground.hex for _, _, ground in words}, theme.name
            assert len(words) > 5
            assert not {(text, ink.hex, ground.hex) for text, ink, ground in words if contrast(ink, ground) < AA}
