from __future__ import annotations

import pytest

from rapport_tui.journal import Journal
from tests.app.app_driver import open_app


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_a_dialog_has_one_frame_in_one_place_and_no_chip_is_broken(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        places = set()
        for key in ("n", "t", "i", "r", "comma"):
            await driver.press(key)
            frame = driver.app.screen.query_one("#dialog").region
            places.add((frame.x, frame.y, frame.width))
            assert frame.x >= 1
            assert frame.right < size[0]
            assert frame.bottom < size[1]
            assert "escape leave" in driver.part("#dialog-help").replace("escape to", "escape")
            await driver.press("escape")
        assert len(places) == 1


async def test_a_chip_is_clicked(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("t")
        await driver.sees("Threads and promises")
        await driver.click("escape leaves", "#dialog-help", by=2)
        await driver.sees_no("Threads and promises")
