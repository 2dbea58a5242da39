"""An empty journal: a greeting, a name, three choices, and a next step in every screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport_tui.app import run
from rapport_tui.app.app import RapportApp
from rapport_tui.app.dialogs.tour import STEPS
from rapport_tui.app.first_run import DEMO
from rapport_tui.journal import Journal
from rapport_tui.settings import Settings
from rapport_tui.settings_io import read_settings
from tests.app.app_driver import open_app


async def test_the_name_is_kept_and_a_choice_leads_to_the_address_books(journal: Journal) -> None:
    journal.settings = Settings()
    async with open_app(journal) as driver:
        await driver.sees("Welcome to rapport")
        await driver.type("Zoë [Quist]")
        await driver.press("enter", "enter")
        await driver.sees("Import an address book", "vCard; CSV")
        assert driver.app.current_mode == "people"
        assert read_settings(driver.app.context.settings_path)[0].name == "Zoë [Quist]"


async def test_a_choice_leads_to_the_first_person(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.click("Add the first person")
        await driver.sees("Somebody new")
        await driver.type("Tom Becker")
        await driver.press("enter")
        await driver.sees("you have not talked yet")


async def test_a_choice_asks_for_the_demo(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.click("Look at the demo")
        await driver.pilot.pause()
        assert driver.app.return_code == DEMO


async def test_a_choice_leads_to_the_first_line_and_a_board_with_people(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.click("Write the first line")
        await driver.sees("Write a line")
        await driver.type("coffee with @Sam and @Ruth")
        await driver.press("enter")
        await driver.sees("acquaintance 2", "Sam", "Ruth")


async def test_the_first_people_are_in_sight_where_one_column_fits(journal: Journal) -> None:
    async with open_app(journal, size=(60, 20)) as driver:
        await driver.click("Write the first line")
        await driver.sees("Write a line")
        await driver.type("coffee with @Sam")
        await driver.press("enter")
        await driver.sees("acquaintance 1", "Sam")


async def test_who_went_past_the_greeting_is_not_greeted_again(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.sees("Welcome to rapport")
        await driver.press("escape")
        await driver.sees_no("Welcome to rapport")
    async with open_app(journal) as driver:
        await driver.sees("Press n and write a line about a talk.")
        assert "Welcome to rapport" not in driver.text


@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
async def test_the_tour_has_five_steps_and_a_way_back(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        driver.app.take_tour()
        for place, step in enumerate(STEPS, 1):
            await driver.sees(f"{place} of 5 · {step.title}", "escape leaves the tour")
            assert driver.app.current_mode == step.screen
            assert step.text.split()[-1] in driver.part("#about")
            if place == 3:
                await driver.press("left")
                await driver.sees(f"2 of 5 · {STEPS[1].title}")
                await driver.press("enter")
                await driver.sees(f"3 of 5 · {step.title}")
            await driver.press("enter")
        await driver.sees("Break the silence")
        assert driver.app.current_mode == "today"


async def test_the_tour_can_be_left_at_any_step(demo: Journal) -> None:
    async with open_app(demo) as driver:
        driver.app.take_tour()
        await driver.sees("1 of 5")
        await driver.press("enter")
        await driver.sees("2 of 5")
        await driver.press("escape")
        await driver.sees_no(" of 5 ·")
        assert driver.app.current_mode == "today"


async def test_each_screen_of_an_empty_journal_has_a_next_step(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape")
        await driver.sees("Press n and write a line about a talk.")
        for key, step in (
            ("2", "nobody yet — drag a"),
            ("3", "Press n and write one about a talk."),
            ("4", "Add somebody on the Board first: 2, then a"),
            ("5", "Nobody here. Press a to add"),
            ("6", "It begins with the first line you write: n."),
        ):
            await driver.press(key)
            await driver.sees(step)


def test_the_demo_is_opened_thrown_away_and_toured_once(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[bool, Path, int]] = []
    tours: list[bool] = []
    codes = [DEMO, 0, DEMO, 0, 0]

    async def open_app(app: RapportApp) -> None:
        opened.append((app.context.demo, app.context.journal.folder, len(app.context.journal.people.search())))
        tours.append(app._begins_with_tour)
        app._return_code = codes.pop(0)

    monkeypatch.setattr(RapportApp, "run_async", open_app)
    monkeypatch.setattr("rapport_tui.app.has_terminal", lambda: True)
    assert run(journal, settings_path=journal.folder.parent / "settings.toml") == 0
    assert [(demo, people > 15) for demo, _, people in opened] == [(False, False), (True, True)] * 2 + [(False, False)]
    assert not any(folder.exists() for demo, folder, _ in opened if demo)
    assert tours == [False, True, False, False, False]
    assert journal.is_empty
