"""The composer as a room: a line filled from the journal or by hand, copied, kept, and marked as sent."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from rapport_tui import clipboard
from rapport_tui.journal import Journal
from tests.app.desk import Desk, sit_down


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a desktop's clipboard, as the list of what was put there."""
    texts: list[str] = []

    def copy(text: str) -> bool:
        texts.append(text)
        return True

    monkeypatch.setattr(clipboard, "copy_to_desktop", copy)
    return texts


async def write_to(desk: Desk, name: str, move: str = "") -> None:
    """Go to the composer and choose a person, and a move by a click on its title."""
    await desk.press("4", "p")
    await desk.sees("Whom to?")
    await desk.type(name)
    await desk.press("enter")
    await desk.sees_no("Whom to?")
    if move:
        await desk.click(move)


async def test_a_blank_is_filled_from_a_note_just_written(demo: Journal, copied: list[str]) -> None:
    async with sit_down(demo) as desk:
        await desk.press("4", "1")
        await desk.write("tea with @priya ? how is the new kayak")
        await write_to(desk, "priya", "Ask how it went")
        assert desk.part("#who") == "To Priya Nair  acquaintance"
        await desk.press("tab")
        await desk.sees("how is the new kayak")
        await desk.click("how is the new kayak", "#candidates")
        assert "kayak" in desk.prose("#line")
        assert desk.quiet == "Ready: c copies it, s marks it as sent."
        await desk.press("c")
        await desk.sees("Copied.")
        assert "kayak" in copied[0]
        await desk.press("s")
        await desk.sees("Sent to Priya Nair, and written in the journal. u takes it back.")
        await desk.press("1")
        assert "ask how it went" in desk.part("#entries")
        assert demo.people.last_talked(demo.people.find("Priya").uid) == demo.day
        await desk.press("u")
        assert "ask how it went" not in desk.part("#entries")


async def test_tab_goes_around_the_blanks(demo: Journal) -> None:
    async with sit_down(demo) as desk:
        await write_to(desk, "dana", "Pass on something they’d like")
        first = desk.part("#blank-hint")
        await desk.press("tab")
        assert desk.part("#blank-hint") == first
        await desk.press("tab")
        second = desk.part("#blank-hint")
        assert second != first
        await desk.press("shift+tab")
        assert desk.part("#blank-hint") == first
        await desk.press("escape", "tab")
        assert desk.part("#blank-hint") == first


async def test_own_words_are_typed_into_a_blank(demo: Journal, copied: list[str]) -> None:
    async with sit_down(demo) as desk:
        await write_to(desk, "jonas", "Pass on something they’d like")
        words = desk.widget(Input, "#words")
        blank = desk.part("#blank-hint")
        words.focus()
        await desk.press("end", "ctrl+u")
        await desk.type("https://ferries.example/[red]/why")
        assert "https://ferries.example/[red]/why" in desk.prose("#line")
        assert desk.part("#blank-hint") == blank
        await desk.press("enter")
        await desk.press("escape", "c", "c")
        assert "https://ferries.example/[red]/why" in copied[0]


async def test_gaps_are_told_once_before_a_line_goes_out(journal: Journal, copied: list[str]) -> None:
    journal.people.add("Tom Becker", stage="ally")
    async with sit_down(journal) as desk:
        await write_to(desk, "tom", "Ask for advice")
        await desk.press("c")
        assert desk.quiet.startswith("There are gaps: ")
        assert copied == []
        await desk.press("c")
        await desk.sees("Copied.")
        assert "____" in copied[0]


async def test_wordings_and_moves_change_the_line(demo: Journal) -> None:
    async with sit_down(demo) as desk:
        await write_to(desk, "dana")
        line = desk.prose("#line")
        await desk.press("v")
        await desk.sees("wording 2 of")
        assert desk.prose("#line") != line
        title = desk.part("#move").splitlines()[0]
        await desk.press("down")
        assert desk.part("#move").splitlines()[0] != title


async def test_an_introduction_has_two_people(demo: Journal) -> None:
    async with sit_down(demo) as desk:
        await write_to(desk, "dana", "Introduce two people")
        await desk.press("w")
        await desk.sees("And who else?")
        await desk.type("jonas")
        await desk.press("enter")
        assert desk.part("#who") == "To Dana Li  mentor  and Jonas Ebeling"
        assert "Jonas" in desk.prose("#line")


async def test_a_draft_is_kept_and_gone_on_with(demo: Journal, copied: list[str]) -> None:
    async with sit_down(demo) as desk:
        await desk.press("4", "D")
        await desk.sees("There are no drafts.")
        await write_to(desk, "dana", "Pass on something they’d like")
        desk.widget(Input, "#words").focus()
        await desk.press("end", "ctrl+u")
        await desk.type("the long read on harbours")
        await desk.press("enter", "escape", "d")
        await desk.sees("Kept as a draft.")
        await write_to(desk, "jonas")
        await desk.press("D")
        await desk.sees("Go on with which draft?")
        await desk.press("enter")
        assert desk.part("#who") == "To Dana Li  mentor"
        assert "the long read on harbours" in desk.prose("#line")
        await desk.press("s", "s")
        await desk.sees("Sent to Dana Li")
        assert demo.composer.drafts() == []


async def test_with_nobody_there_the_next_step_is_told(journal: Journal) -> None:
    async with sit_down(journal) as desk:
        await desk.press("escape", "4", *"vwcsd", "tab")
        await desk.sees("Nobody to write to yet", "Add somebody on the Board")


async def test_what_others_write_leaves_half_typed_words(demo: Journal) -> None:
    async with sit_down(demo) as desk:
        await write_to(desk, "jonas", "Pass on something they’d like")
        words = desk.widget(Input, "#words")
        words.focus()
        await desk.press("end", "ctrl+u")
        await desk.type("half a th")
        demo.entries.log(["tea with @odile"])
        await desk.type("ought")
        assert words.value == "half a thought"
        assert words.has_focus
        assert "half a thought" in desk.prose("#line")
