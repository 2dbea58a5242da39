"""Writing a line: from every room, with names completed, asked for and previewed."""

from __future__ import annotations

import pytest

from rapport_tui.app.dialogs.line_field import LineField
from rapport_tui.app.tab_screen import SCREENS
from rapport_tui.journal import Journal
from tests.app.app_driver import open_app


@pytest.mark.parametrize("room", SCREENS)
async def test_a_line_written_in_any_room_shows_in_all(demo: Journal, room: str) -> None:
    async with open_app(demo) as desk:
        await desk.press(*"23451", str([*SCREENS].index(room) + 1))
        await desk.write("lunch with @mei.tanaka, a good hour #herons ? how are the herons")
        await desk.sees("Written about Mei Tanaka · ? how are the herons")
        assert desk.app.current_mode == room
        await desk.press("1")
        assert "lunch with Mei Tanaka" in desk.part("#entries")
        await desk.press("2")
        x, y = desk.place("Mei Tanaka")
        assert "today" in desk.lines[y][x : x + 30]
        await desk.press("3")
        assert "lunch with Mei Tanaka, a good hour #herons" in desk.part("#entries")
        await desk.press("5", "slash")
        await desk.type("mei")
        await desk.press("enter")
        brief = desk.part("#brief")
        assert "lunch with Mei Tanaka" in brief
        assert "how are the herons" in brief


async def test_the_third_talk_with_an_acquaintance_says_that_they_could_be_an_ally(journal: Journal) -> None:
    journal.people.add("Ann", stage="acquaintance")
    async with open_app(journal) as desk:
        await desk.press("escape")
        for text in ("lunch with @ann", "coffee with @ann"):
            await desk.write(text)
            await desk.sees("Written about Ann")
            assert "by now" not in desk.text
        await desk.write("a walk with @ann")
        await desk.sees("Ann could be your ally by now", "talk each time you meet")


async def test_tab_completes_the_name_that_is_being_typed(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("n")
        await desk.type("tea with @lu")
        await desk.sees("Lucía Herrera         ally")
        await desk.press("tab")
        line = desk.widget(LineField)
        assert demo.people.mention(demo.people.find("Lucía Herrera")) in line.text
        assert line.text.endswith(" ")
        await desk.type("and @an")
        await desk.sees("Anneke Visser")
        await desk.press("down", "up", "tab")
        assert line.text.count("@") == 2
        await desk.press("enter")
        await desk.sees("Was any of this settled?")
        await desk.press("escape")
        assert "Lucía" in desk.part("#entries")


async def test_a_click_completes_too(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("n")
        await desk.type("tea with @lu")
        await desk.sees("Lucía Herrera         ally")
        await desk.click("Lucía Herrera")
        assert desk.part("#preview").startswith("Lucía Herrera")
        assert desk.app.screen.focused is desk.widget(LineField)


async def test_who_is_meant_is_asked_and_the_line_is_saved(journal: Journal) -> None:
    for name in ("Tom Becker", "Tom Hale"):
        journal.people.add(name)
    async with open_app(journal) as desk:
        await desk.press("n")
        await desk.type("chess with @tom")
        await desk.sees("which one? You’ll be asked")
        await desk.press("enter")
        await desk.sees("Which “tom”?")
        await desk.press("escape")
        await desk.sees_no("Which “tom”?")
        assert desk.widget(LineField).text == "chess with @tom"
        await desk.press("enter")
        await desk.sees("Which “tom”?")
        await desk.type("hale")
        await desk.press("enter")
        await desk.sees("Written about Tom Hale")
        assert journal.entries.names(journal.entries.on(journal.day)[0]) == ["Tom Hale"]


async def test_the_preview_tells_what_a_line_means(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("n")
        assert desk.part("#preview") == "just words so far"
        await desk.type("yesterday: tea with @tom.becker and @Odile #boats ! the plan by friday /hi-again")
        preview = desk.part("#preview")
        for told in ("Tom Becker", "Odile new", "Sun 22 Nov 2026 (yesterday)", "the plan", "#boats", "ask how it went"):
            assert told in preview


async def test_what_cannot_be_saved_is_told_and_stays(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("n", "enter")
        await desk.sees("Write a word or two about the talk, or leave with escape.")
        await desk.type("32/13/2026: tea /no-such-move")
        assert "Write a word or two" not in desk.text
        await desk.press("escape")
        assert len(demo.entries.on(demo.day)) == 1


async def test_a_click_beside_the_box_leaves(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("n")
        await desk.sees("Write a line")
        await desk.pilot.click(offset=(1, 1))
        await desk.sees_no("Write a line")
        assert len(demo.entries.on(demo.day)) == 1
