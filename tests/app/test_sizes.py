"""From 60 columns to 250, while it runs: every room fills the terminal, and keeps its name and its way to help."""

from __future__ import annotations

import pytest

from rapport_tui.app.rooms import ROOMS
from rapport_tui.journal import Journal
from tests.app.desk import sit_down

SIZES = [(250, 70), (60, 20), (80, 24)]


@pytest.mark.parametrize("number", range(1, 7))
async def test_a_room_follows_the_terminal(demo: Journal, number: int) -> None:
    label = [*ROOMS.values()][number - 1]
    async with sit_down(demo) as desk:
        await desk.press(str(number))
        for columns, lines in SIZES:
            await desk.resize(columns, lines)
            await desk.pilot.pause()
            assert len(desk.lines) == lines
            assert {strip.cell_length for strip in desk.strips} == {columns}
            assert f"{number} {label}" in desk.lines[0]
            assert "? help" in desk.lines[-1] or "? more" in desk.lines[-1]
            assert desk.app.screen.focused is not None


@pytest.mark.parametrize("key", ["n", "t", "r", "question_mark", "b"])
async def test_a_dialog_keeps_its_way_out(demo: Journal, key: str) -> None:
    async with sit_down(demo) as desk:
        await desk.press("2", key)
        for columns, lines in SIZES:
            await desk.resize(columns, lines)
            await desk.pilot.pause()
            assert "escape" in desk.part("#dialog-help"), (columns, lines)
            assert desk.part("#dialog-title")
