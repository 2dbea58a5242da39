"""The board as a room: what a drop, a key and a click do to the journal, and what is said about it."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from textual import events

from rapport_tui.app.board.card_builder import query_for
from rapport_tui.app.board.person_pane import PersonPane
from rapport_tui.app.board.widget import Board
from rapport_tui.app.dialogs.line_field import LineField
from rapport_tui.app.tab_screen import QueryLine
from rapport_tui.journal import Journal
from rapport_tui.model.records import Stage
from rapport_tui.settings import Settings, read_settings
from tests.app.app_driver import AppDriver, open_app


@pytest.fixture
def ladder(journal: Journal) -> Journal:
    """Give a journal with two allies, an acquaintance and a mentor."""
    journal.people.add("Ann Lee", stage="acquaintance", role="Cook", org="Ferrywell", tags=["running"])
    journal.people.add("Ben Roe", stage="ally", org="Ferrywell")
    journal.people.add("Cem Ito", stage="ally", tags=["chess", "running"], birthday="--11-25")
    journal.people.add("Dana Li", stage="mentor")
    return journal


def rung(journal: Journal, stage: Stage) -> list[str]:
    return [summary.person.name for summary in journal.people.board()[stage]]


async def at(desk: AppDriver, name: str) -> None:
    """Go to a card by its name."""
    board = desk.widget(Board)
    assert board.go_to(desk.journal.people.find(name).uid)
    await desk.pilot.pause()


async def test_a_drop_is_told_and_enter_writes_the_line_that_tells_of_it(ladder: Journal) -> None:
    async with open_app(ladder) as desk:
        await desk.press("2")
        await desk.drag("Ann Lee", desk.place("Dana Li"))
        await desk.sees("Ann Lee → mentor. What happened? enter to write · u to undo")
        await desk.press("enter")
        assert desk.widget(LineField).text == "@ann "
        await desk.type("showed me her kitchen")
        await desk.press("enter")
        await desk.sees("Written about Ann Lee")
        [step] = ladder.people.brief(ladder.people.find("ann").uid).steps
        [entry] = ladder.entries.search()
        assert (step.to, step.entry) == ("mentor", entry.uid)
        await desk.press("u", "u")
        assert rung(ladder, "acquaintance") == ["Ann Lee"]
        assert ladder.entries.search() == []


async def test_a_drag_ends_with_its_screen(ladder: Journal) -> None:
    async with open_app(ladder) as desk:
        await desk.press("2")
        start, end = desk.place("Ann Lee"), desk.place("Dana Li")
        await desk.pilot.mouse_down(offset=start)
        await desk.pilot.hover(offset=end)
        await desk.press("3", "2")
        assert desk.app.mouse_captured is None
        await desk.pilot.mouse_up(offset=end)
        await desk.pilot.click(offset=end)
        assert rung(ladder, "acquaintance") == ["Ann Lee"]


async def test_the_question_goes_once_the_cursor_does(ladder: Journal) -> None:
    async with open_app(ladder) as desk:
        await desk.press("2")
        await at(desk, "ann")
        await desk.press("L")
        await desk.sees("Ann Lee → ally. What happened?")
        await desk.press("j")
        await desk.sees_no("What happened?")
        await desk.press("enter")
        await desk.sees("you have not talked yet")


async def test_in_a_narrow_terminal_what_is_said_takes_the_lines_it_needs(ladder: Journal) -> None:
    async with open_app(ladder, (60, 20)) as desk:
        await desk.press("2")
        await at(desk, "ann")
        await desk.press("L")
        await desk.sees("Ann Lee → ally. What happened? enter to write · u to", "   undo ")
        await desk.press("j")
        await desk.sees_no("What happened?", "   undo ")
        assert desk.app.screen.query_one("#quiet").size.height == 1


@pytest.mark.parametrize("keys", [("L", "u"), ("L", "L", "u", "u"), ("L", "H", "L", "u", "u", "u")])
async def test_what_is_typed_before_a_move_is_saved_comes_after_it(ladder: Journal, keys: tuple[str, ...]) -> None:
    async with open_app(ladder) as desk:
        await desk.press("2")
        await at(desk, "ann")
        done = ladder.version + len(keys)
        for key in keys:
            desk.app.post_message(events.Key(key, key))
        async with asyncio.timeout(10):
            while ladder.version < done:
                await desk.pilot.pause()
        assert rung(ladder, "acquaintance") == ["Ann Lee"], "every move was taken back, and nothing before them"
        assert rung(ladder, "mentor") == ["Dana Li"]


async def test_several_move_together_and_the_line_names_all(ladder: Journal) -> None:
    async with open_app(ladder) as desk:
        await desk.press("2")
        await at(desk, "ben")
        await desk.press("space", "j", "space", "L")
        await desk.sees("2 people → mentor. What happened?")
        assert sorted(rung(ladder, "mentor")) == ["Ben Roe", "Cem Ito", "Dana Li"]
        await desk.press("enter")
        assert desk.widget(LineField).text == "@ben @cem "
        await desk.type("we wrote the plan")
        await desk.press("enter")
        await desk.sees("Written about")
        linked = {
            step.entry for name in ("ben", "cem") for step in ladder.people.brief(ladder.people.find(name).uid).steps
        }
        assert linked == {ladder.entries.search()[0].uid}


async def test_a_drop_stays_and_a_second_one_changes_nothing(ladder: Journal) -> None:
    async with open_app(ladder) as desk:
        await desk.press("2")
        await at(desk, "cem")
        await desk.press("K")
        await desk.sees("Put in their new place. u to undo")
        assert rung(ladder, "ally") == ["Cem Ito", "Ben Roe"]
        version = ladder.version
        await desk.press("K")
        assert ladder.version == version


async def test_the_orders_turn_and_are_kept(ladder: Journal) -> None:
    async with open_app(ladder) as desk:
        await desk.press("2")
        await at(desk, "cem")
        await desk.press("K", "s", "s", "s")
        await desk.sees("Ordered by name.")
        assert read_settings(desk.app.settings_path)[0].board_order == "name"
        assert [name in desk.text for name in ("Ben Roe", "Cem Ito")] == [True, True]
        assert desk.place("Ben Roe")[1] < desk.place("Cem Ito")[1]
        await desk.press("K")
        await desk.sees("The board is ordered by name.")
        assert desk.place("Ben Roe")[1] < desk.place("Cem Ito")[1]
        await at(desk, "dana")
        await desk.press("H")
        await desk.sees("Dana Li → ally (by name). What happened?")
        assert desk.place("Cem Ito")[1] < desk.place("Dana Li")[1]
        await desk.press("s")
        await desk.sees("In your own order")
        assert desk.place("Cem Ito")[1] < desk.place("Ben Roe")[1]


async def test_a_number_after_m_sends_to_its_rung(ladder: Journal) -> None:
    async with open_app(ladder) as desk:
        await desk.press("2")
        await at(desk, "ann")
        await desk.press("m")
        await desk.sees("send to  1 stranger  2 acquaintance  3 ally")
        await desk.press("5")
        await desk.sees("Ann Lee → sponsor. What happened?")
        await desk.press("m", "escape", "m", "x", "m", "9")
        assert rung(ladder, "sponsor") == ["Ann Lee"]
        assert desk.app.current_mode == "board"


async def test_the_palette_sends_to_a_rung(ladder: Journal) -> None:
    async with open_app(ladder) as desk:
        await desk.press("2")
        await at(desk, "ann")
        await desk.press("ctrl+p")
        await desk.type("send to spon")
        await desk.sees("Send to sponsor")
        await desk.press("down", "enter")
        await desk.sees("Ann Lee → sponsor.")


async def test_the_query_narrows_with_counts_and_escape_clears_it(ladder: Journal) -> None:
    async with open_app(ladder) as desk:
        await desk.press("2", "slash")
        await desk.type("running")
        await desk.sees("ally 1 of 2", "nobody here matches")
        await desk.sees_no("Ben Roe")
        await desk.press("enter", "escape")
        await desk.sees("Ben Roe")
        assert not desk.widget(QueryLine).display
        await desk.press("slash")
        await desk.type("wat:x")
        await desk.sees("There is no “wat:” to ask for.", "Ben Roe")


async def test_an_org_and_a_tag_on_the_card_at_the_cursor_narrow_the_board(ladder: Journal) -> None:
    async with open_app(ladder, (160, 40)) as desk:
        await desk.press("2", "i")
        await at(desk, "dana")
        await desk.click("Ferrywell")
        await desk.sees("Dana Li")
        await desk.click("Ferrywell")
        assert desk.widget(QueryLine).value == "org:Ferrywell"
        await desk.sees_no("Dana Li")
        await desk.press("escape")
        await desk.click("Cem Ito")
        await desk.click("#chess")
        assert desk.widget(QueryLine).value == "tag:chess"


async def test_the_brief_stands_beside_a_wide_board_and_i_turns_it(ladder: Journal) -> None:
    async with open_app(ladder, (160, 40)) as desk:
        await desk.press("2")
        await at(desk, "ann")
        await desk.sees("you have not talked yet")
        await desk.click("#running")
        await desk.sees_no("Ben Roe")
        await desk.press("escape", "i")
        assert not desk.widget(PersonPane).display
    async with open_app(ladder, (60, 24)) as desk:
        await desk.press("2")
        await at(desk, "dana")
        await desk.press("i")
        await desk.sees("Next")
        assert {strip.cell_length for strip in desk.strips} == {60}


async def test_somebody_is_left_in_peace(ladder: Journal) -> None:
    async with open_app(ladder) as desk:
        await desk.press("2")
        await at(desk, "ann")
        for typed, until in (("", date(2026, 11, 30)), ("month", date(2026, 12, 23)), ("20 dec", date(2026, 12, 20))):
            await desk.press("S")
            await desk.sees("Leave Ann Lee in peace until …")
            await desk.type(typed)
            await desk.press("enter")
            await desk.sees(f"Ann Lee is left in peace until {until.day} {until:%b}")
            assert ladder.people.find("ann").snoozed_until == until
        await desk.press("S")
        await desk.type("longer")
        await desk.press("enter")
        await desk.sees("Ann Lee is awake again.")
        assert ladder.people.find("ann").snoozed_until is None


async def test_adding_and_setting_aside_in_place(ladder: Journal) -> None:
    async with open_app(ladder) as desk:
        await desk.press("2")
        await at(desk, "dana")
        await desk.press("a")
        await desk.sees("Somebody new · mentor")
        await desk.type("Eve Fox")
        await desk.press("enter")
        await desk.sees("Eve Fox")
        card = desk.widget(Board).cursor_card
        assert card is not None
        assert card.name == "Eve Fox"
        await desk.press("x")
        await desk.sees("Set aside, with no shame attached.")
        assert rung(ladder, "mentor") == ["Dana Li"]


async def test_cards_tell_of_a_birthday_and_of_the_next_move(ladder: Journal) -> None:
    async with open_app(ladder) as desk:
        await desk.press("2")
        await desk.sees("* birthday · Wed", "share where you’d li…")


async def test_a_full_rung_is_said_gently_and_takes_more(ladder: Journal) -> None:
    ladder.settings = Settings(capacity={"ally": 2})
    async with open_app(ladder) as desk:
        await desk.press("2")
        await desk.sees("ally 2 of 2")
        await at(desk, "ann")
        await desk.press("L")
        await desk.sees("ally 3 of 2")


def test_a_link_is_a_query_whatever_is_in_it() -> None:
    assert query_for("#run") == "tag:run"
    assert query_for("Ferry Well") == 'org:"Ferry Well"'
    assert query_for('A "B" C') == 'org:"A B C"'
