"""An empty journal: a greeting, a name, three doors, and a next step in every room."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport_tui.app import run
from rapport_tui.app.app import DEMO, RapportApp
from rapport_tui.journal import Journal
from rapport_tui.settings import Settings, read_settings
from tests.app.desk import sit_down


async def test_the_name_is_kept_and_a_door_leads_to_the_address_books(journal: Journal) -> None:
    journal.settings = Settings()
    async with sit_down(journal) as desk:
        await desk.sees("Welcome to rapport")
        await desk.type("Zoë [Quist]")
        await desk.press("enter", "enter")
        await desk.sees("Import an address book", "vCard; CSV")
        assert desk.app.current_mode == "people"
        assert read_settings(desk.app.settings_path)[0].name == "Zoë [Quist]"


async def test_a_door_leads_to_the_first_person(journal: Journal) -> None:
    async with sit_down(journal) as desk:
        await desk.click("Add the first person")
        await desk.sees("Somebody new")
        await desk.type("Tom Becker")
        await desk.press("enter")
        await desk.sees("you have not talked yet")


async def test_a_door_asks_for_the_demo(journal: Journal) -> None:
    async with sit_down(journal) as desk:
        await desk.click("Look at the demo")
        await desk.pilot.pause()
        assert desk.app.return_code == DEMO


async def test_each_room_of_an_empty_journal_has_a_next_step(journal: Journal) -> None:
    async with sit_down(journal) as desk:
        await desk.press("escape")
        await desk.sees("Press n and write a line about a talk.")
        for key, step in (
            ("2", "drag a card here"),
            ("3", "Press n and write one about a talk."),
            ("4", "Add somebody on the Board (2, then a)"),
            ("5", "Nobody here. Press a to add"),
            ("6", "It begins with the first line you write: n."),
        ):
            await desk.press(key)
            await desk.sees(step)


def test_the_demo_is_opened_thrown_away_and_left_for_the_journal(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[bool, Path, int]] = []
    codes = [DEMO, 0, 0]

    def open_app(app: RapportApp) -> None:
        opened.append((app.demo, app.journal.folder, len(app.journal.people.search())))
        app._return_code = codes.pop(0)

    monkeypatch.setattr(RapportApp, "run", open_app)
    monkeypatch.setattr("rapport_tui.app.has_terminal", lambda: True)
    assert run(journal, settings_path=journal.folder.parent / "settings.toml") == 0
    assert [(demo, people > 15) for demo, _, people in opened] == [(False, False), (True, True), (False, False)]
    assert [folder.exists() for _, folder, _ in opened] == [True, False, True]
    assert journal.is_empty
