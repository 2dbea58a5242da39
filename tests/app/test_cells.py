"""Test that one key repaints only the cells that changed, as many in a large journal as in a small one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate

from rapport_tui.app.board.widget import Board
from rapport_tui.app.tab_screen import TabScreen
from rapport_tui.journal import Journal
from tests.app.app_driver import AppDriver, open_app
from tests.bench import journals
from tests.conftest import Clock

SIZES = (journals.Size(50, 500), journals.Size(1_000, 10_000))
SCREEN = 120 * 40


@asynccontextmanager
async def at(folder: Path, clock: Clock, size: journals.Size, *keys: str) -> AsyncIterator[AppDriver]:
    """Open the app on a journal of a size, and press keys."""
    journals.write(folder, size).close()
    journal = Journal(folder, clock=clock)
    async with open_app(journal, every_frame=True) as driver:
        await driver.press(*keys)
        await driver.pilot.pause(0.6)  # what is read ahead and shown beside once the cursor rests
        yield driver
    journal.close()


def painted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the cells of each frame from now on."""
    cells: list[int] = []
    render = Compositor.render_update

    def count(self: Compositor, *args: object, **named: object) -> object:
        update = render(self, *args, **named)  # type: ignore[arg-type]
        if isinstance(update, ChopsUpdate):
            cells.append(sum(end - begin for _, begin, end in update.spans))
        elif isinstance(update, LayoutUpdate):
            cells.append(update.region.area)
        elif update is not None:
            cells.append(SCREEN)
        return update

    monkeypatch.setattr(Compositor, "render_update", count)
    return cells


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_step_on_the_board_paints_its_columns_at_most(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, size: journals.Size
) -> None:
    async with at(folder, clock, size, "2") as driver:
        column = 120 // 5 * driver.widget(Board).size.height
        cells = painted(monkeypatch)
        for key, columns in (("j", 1), ("l", 2), ("h", 2), ("k", 1)):
            cells.clear()
            await driver.press(key)
            await driver.pilot.pause()
            assert len(cells) == 1, key
            assert cells[0] <= columns * column, key


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_letter_of_a_query_paints_its_line_and_then_what_it_finds_once(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, size: journals.Size
) -> None:
    async with at(folder, clock, size, "3", "slash") as driver:
        cells = painted(monkeypatch)
        for letter in "lisb":
            cells.clear()
            await driver.press(letter)
            await driver.pilot.pause()
            assert 1 <= len(cells) <= 2, letter
            assert sum(cells) < SCREEN, letter


async def test_the_first_thing_said_on_the_board_paints_its_line_alone(
    demo: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(demo, every_frame=True) as driver:
        await driver.press("2")
        cells = painted(monkeypatch)
        screen = driver.app.screen
        assert isinstance(screen, TabScreen)
        screen.say("Saved")
        await driver.sees("Saved")
        assert sum(cells) <= 120
