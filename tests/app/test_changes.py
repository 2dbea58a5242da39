"""Tests of the highlight on changes: a ticked item, a line that is new, changed or restored."""

from __future__ import annotations

import pytest

from rapport_tui.app.board.widget import Board, canvas
from rapport_tui.app.widgets import changed_rows
from rapport_tui.app.widgets.changed_rows import HighlightedRows
from rapport_tui.journal import Journal
from tests.app.app_driver import AppDriver, open_app


def _highlighted(driver: AppDriver) -> str:
    """Return the lines that lie on the ground of what has changed."""
    lines = []
    for rows in driver.app.screen.query(HighlightedRows):
        ground = rows.role_style("changed").bgcolor
        for strip in driver.strips[rows.region.y : rows.region.bottom]:
            part = strip.crop(rows.region.x, rows.region.right)
            if any(style is not None and style.bgcolor == ground for _, style, _ in part):
                lines.append(part.text.strip())
    return "\n".join(lines)


async def test_a_new_line_a_line_brought_back_and_a_tick_are_highlighted(
    demo: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changed_rows, "_SECONDS", 60)
    async with open_app(demo) as driver:
        assert _highlighted(driver) == ""
        await driver.press("x")
        assert demo.today.plan()[0].item.state == "skipped"
        assert demo.today.title(demo.today.plan()[0]) in _highlighted(driver)
        await driver.write("lunch with @priya #soup")
        assert "#soup" in _highlighted(driver)
        await driver.press("u")
        assert "#soup" not in _highlighted(driver)
        await driver.press("U")
        await driver.sees("Done again")
        assert "#soup" in _highlighted(driver)


async def test_a_query_of_the_journal_highlights_nothing_and_a_new_line_is_highlighted(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changed_rows, "_SECONDS", 60)
    journal.entries.log(["tea with @Ann", "team lunch with @Bob"])
    async with open_app(journal) as driver:
        await driver.press("3", "slash")
        for key in (*"team", "backspace", "backspace"):
            await driver.press(key)
            await driver.pilot.pause()
            assert _highlighted(driver) == "", key
        await driver.sees("tea with Ann", "team lunch")
        await driver.press("escape")
        await driver.write("lunch with @Ann #soup")
        assert "#soup" in _highlighted(driver)


def _moved(driver: AppDriver) -> str:
    """Return what lies on the ground of cards that were moved."""
    ground = driver.widget(Board).get_visual_style("board--moved").rich_style.bgcolor
    return "".join(
        text for strip in driver.strips for text, style, _ in strip if style is not None and style.bgcolor == ground
    )


async def test_a_moved_card_is_highlighted_for_a_moment(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canvas, "_MOVED_SECONDS", 60)
    async with open_app(demo) as driver:
        await driver.press("2")
        assert _moved(driver) == ""
        await driver.press("L")
        await driver.sees("What happened?")
        assert "Anneke Visser" in _moved(driver)
        assert "Hugo Lefort" not in _moved(driver)
        monkeypatch.setattr(canvas, "_MOVED_SECONDS", 0.001)
        await driver.press("L")
        for _ in range(20):
            await driver.pilot.pause(0.01)
        assert _moved(driver) == ""
        driver.app.animation_level = "none"
        monkeypatch.setattr(canvas, "_MOVED_SECONDS", 60)
        await driver.press("H")
        assert _moved(driver) == ""


async def test_a_move_taken_back_is_highlighted_on_the_board_and_in_people(
    demo: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canvas, "_MOVED_SECONDS", 60)
    monkeypatch.setattr(changed_rows, "_SECONDS", 60)
    async with open_app(demo) as driver:
        await driver.press("2", "j", "L")
        await driver.sees("Hugo Lefort → acquaintance")
        driver.widget(Board).highlight(())
        assert _moved(driver) == ""
        await driver.press("u")
        await driver.sees("Taken back: Moved Hugo Lefort")
        assert "Hugo Lefort" in _moved(driver)
        assert "Anneke Visser" not in _moved(driver)
        await driver.press("5", "U")
        await driver.sees("Done again")
        assert _highlighted(driver).startswith("Hugo Lefort")
        driver.widget(HighlightedRows, "#list").highlight(())
        assert _highlighted(driver) == ""
        driver.app.animation_level = "none"
        await driver.press("u")
        await driver.sees("Taken back")
        assert _highlighted(driver) == ""


async def test_the_highlight_ends(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changed_rows, "_SECONDS", 0.001)
    async with open_app(demo) as driver:
        await driver.press("x")
        for _ in range(20):
            await driver.pilot.pause(0.01)
        assert _highlighted(driver) == ""


async def test_nothing_is_highlighted_where_nothing_is_to_move(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changed_rows, "_SECONDS", 60)
    async with open_app(demo) as driver:
        driver.app.animation_level = "none"
        await driver.press("x")
        assert _highlighted(driver) == ""
