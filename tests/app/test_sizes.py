"""Test that every screen fills terminals of 60 to 250 columns and shows its name and the key of the help."""

from __future__ import annotations

import pytest
from textual.screen import Screen

from rapport_tui.app.app import RapportApp
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.dialogs.person_dialog import PersonDialog
from rapport_tui.app.people.import_dialog import ImportDialog
from rapport_tui.app.tab_screen import SCREENS
from rapport_tui.journal import Journal
from tests.app.app_driver import open_app

SIZES = [(250, 70), (60, 20), (80, 24)]


async def test_a_screen_follows_the_terminal(demo: Journal) -> None:
    async with open_app(demo) as driver:
        for number, label in enumerate(SCREENS.values(), 1):
            await driver.press(str(number))
            for columns, lines in SIZES:
                await driver.resize(columns, lines)
                await driver.pilot.pause()
                strips = driver.strips
                assert [strip.cell_length for strip in strips] == [columns] * lines
                assert f"{number} {label}" in strips[0].text
                assert "? help" in strips[-1].text or "? more" in strips[-1].text
                assert driver.app.screen.focused is not None


async def test_a_dialog_keeps_its_way_out(demo: Journal) -> None:
    async with open_app(demo) as driver:
        for key in ("i", "n", "t", "r", "question_mark", "i"):
            await driver.press("2", key)
            for columns, lines in SIZES:
                await driver.resize(columns, lines)
                await driver.pilot.pause()
                assert "escape" in driver.part("#dialog-help"), (key, columns, lines)
                assert driver.part("#dialog-title")
            await driver.press("escape")
            assert len(driver.app.screen_stack) == 1, key


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_what_opens_is_laid_out_for_the_terminal_from_its_first_frame_on(
    demo: Journal, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    classes: list[tuple[Screen[object], set[str]]] = []
    display = RapportApp._display

    def record(app: RapportApp, screen: Screen[object], renderable: object) -> None:
        classes.append((app.screen, {name for name in app.screen.classes if name.startswith("-")}))
        display(app, screen, renderable)  # type: ignore[arg-type]

    monkeypatch.setattr(RapportApp, "_display", record)
    async with open_app(demo, size, every_frame=True) as driver:
        for keys in ([str(number)] for number in range(2, 7)):
            await driver.press(*keys)
        for key in ("n", "t", "r", "question_mark", "i", "comma"):
            await driver.press(key)
            await driver.press("escape")
        wanted = set(driver.app.context.size_classes)
    assert wanted == {"-short" if size[1] < 30 else "-tall", {60: "-narrow", 80: "-normal", 120: "-wide"}[size[0]]}
    assert {type(screen).__name__ for screen, _ in classes} >= {"PeopleScreen", "CaptureDialog", "ThreadsDialog"}
    assert all(wanted <= found for _, found in classes)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_dialog_is_as_tall_as_what_is_in_it(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        for opening in ("n", "t", "r", "question_mark", "i", "comma", PersonDialog, ImportDialog):
            if isinstance(opening, str):
                await driver.press(opening)
            else:
                driver.app.push_screen(opening())
                await driver.pilot.pause()
            dialog, last = driver.app.screen.query_one("#dialog"), driver.app.screen.query_one("#dialog-help")
            assert isinstance(driver.app.screen, Dialog)
            assert last.region.bottom + dialog.styles.padding.bottom == dialog.region.bottom, opening
            await driver.press("escape")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_long_brief_leaves_its_keys_in_sight_and_a_margin_below(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        await driver.press("2", "right", "i")
        await driver.sees("escape leaves")
        assert driver.app.screen.query_one("#dialog").region.bottom < size[1]
