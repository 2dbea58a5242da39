"""The board as a screen: what a drop, a key and a click do to the journal, and what is said about it."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from textual import events

from rapport_tui.app.board.widget import Board
from rapport_tui.app.dialogs.line_field import LineField
from rapport_tui.app.person_pane import PersonPane
from rapport_tui.app.query_screen import QueryLine
from rapport_tui.app.row_builders import query_for
from rapport_tui.journal import Journal
from rapport_tui.model.records import Stage
from rapport_tui.settings import Settings
from rapport_tui.settings_io import read_settings
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


async def at(driver: AppDriver, name: str) -> None:
    """Go to a card by its name."""
    board = driver.widget(Board)
    assert board.go_to(driver.journal.people.find(name).uid)
    await driver.pilot.pause()


async def test_a_drop_is_told_and_enter_writes_the_line_that_tells_of_it(ladder: Journal) -> None:
    async with open_app(ladder) as driver:
        await driver.press("2")
        await driver.drag("Ann Lee", driver.place("Dana Li"))
        await driver.sees("Ann Lee → mentor. What happened? enter writes it · u takes it back")
        await driver.press("enter")
        assert driver.widget(LineField).text == "@ann "
        await driver.type("showed me her kitchen")
        await driver.press("enter")
        await driver.sees("Written about Ann Lee")
        [step] = ladder.people.brief(ladder.people.find("ann").uid).steps
        [entry] = ladder.entries.search()
        assert (step.to, step.entry) == ("mentor", entry.uid)
        await driver.press("u", "u")
        assert rung(ladder, "acquaintance") == ["Ann Lee"]
        assert ladder.entries.search() == []


async def test_a_drag_ends_with_its_screen(ladder: Journal) -> None:
    async with open_app(ladder) as driver:
        await driver.press("2")
        start, end = driver.place("Ann Lee"), driver.place("Dana Li")
        await driver.pilot.mouse_down(offset=start)
        await driver.pilot.hover(offset=end)
        await driver.press("3", "2")
        assert driver.app.mouse_captured is None
        await driver.pilot.mouse_up(offset=end)
        await driver.pilot.click(offset=end)
        assert rung(ladder, "acquaintance") == ["Ann Lee"]


async def test_the_question_goes_once_the_cursor_does(ladder: Journal) -> None:
    async with open_app(ladder) as driver:
        await driver.press("2")
        await at(driver, "ann")
        await driver.press("L")
        await driver.sees("Ann Lee → ally. What happened?")
        await driver.press("j")
        await driver.sees_no("What happened?")
        await driver.press("enter")
        await driver.sees("you have not talked yet")


async def test_in_a_narrow_terminal_what_is_said_takes_the_lines_it_needs(ladder: Journal) -> None:
    async with open_app(ladder, (60, 20)) as driver:
        await driver.press("2")
        await at(driver, "ann")
        await driver.press("L")
        await driver.sees("Ann Lee → ally. What happened? enter writes it · u", "takes it back")
        await driver.press("j")
        await driver.sees_no("What happened?", "   undo ")
        assert driver.app.screen.query_one("#quiet").size.height == 1


@pytest.mark.parametrize("keys", [("L", "u"), ("L", "L", "u", "u"), ("L", "H", "L", "u", "u", "u")])
async def test_what_is_typed_before_a_move_is_saved_comes_after_it(ladder: Journal, keys: tuple[str, ...]) -> None:
    async with open_app(ladder) as driver:
        await driver.press("2")
        await at(driver, "ann")
        done = ladder.version + len(keys)
        for key in keys:
            driver.app.post_message(events.Key(key, key))
        async with asyncio.timeout(10):
            while ladder.version < done:
                await driver.pilot.pause()
        assert rung(ladder, "acquaintance") == ["Ann Lee"], "every move was taken back, and nothing before them"
        assert rung(ladder, "mentor") == ["Dana Li"]


async def test_several_move_together_and_the_line_names_all(ladder: Journal) -> None:
    async with open_app(ladder) as driver:
        await driver.press("2")
        await at(driver, "ben")
        await driver.press("space", "j", "space", "L")
        await driver.sees("2 people → mentor. What happened?")
        assert sorted(rung(ladder, "mentor")) == ["Ben Roe", "Cem Ito", "Dana Li"]
        await driver.press("enter")
        assert driver.widget(LineField).text == "@ben @cem "
        await driver.type("we wrote the plan")
        await driver.press("enter")
        await driver.sees("Written about")
        linked = {
            step.entry for name in ("ben", "cem") for step in ladder.people.brief(ladder.people.find(name).uid).steps
        }
        assert linked == {ladder.entries.search()[0].uid}


async def test_a_drop_stays_and_a_second_one_changes_nothing(ladder: Journal) -> None:
    async with open_app(ladder) as driver:
        await driver.press("2")
        await at(driver, "cem")
        await driver.press("K")
        await driver.sees("Put in their new place. u takes it back")
        assert rung(ladder, "ally") == ["Cem Ito", "Ben Roe"]
        version = ladder.version
        await driver.press("K")
        assert ladder.version == version


async def test_a_drag_on_a_sorted_board_shows_where_the_card_will_stand(ladder: Journal) -> None:
    ladder.settings = Settings(board_order="name")
    async with open_app(ladder) as driver:
        await driver.press("2")
        x, top = driver.place("Ben Roe")
        await driver.pilot.mouse_down(offset=driver.place("Dana Li"))
        for y in (top + 14, top, top + 12):
            await driver.pilot.hover(offset=(x + 1, y))
            assert driver.place("▸━ by name ━━━")[1] == driver.place("#chess")[1] + 2
        await driver.pilot.mouse_up(offset=(x + 1, top))
        await driver.sees("Dana Li → ally (by name). What happened?")
        assert [driver.place(name)[0] for name in ("Ben Roe", "Dana Li")] == [x, x]
        assert driver.place("Cem Ito")[1] < driver.place("Dana Li")[1]
        await driver.drag("Dana Li", (x, top))
        await driver.sees("The board is ordered by name.")
        assert rung(ladder, "ally") == ["Ben Roe", "Cem Ito", "Dana Li"]


async def test_the_orders_turn_and_are_kept(ladder: Journal) -> None:
    async with open_app(ladder) as driver:
        await driver.press("2")
        await at(driver, "cem")
        await driver.press("K", "s", "s", "s")
        await driver.sees("Ordered by name.")
        assert read_settings(driver.app.context.settings_path)[0].board_order == "name"
        assert [name in driver.text for name in ("Ben Roe", "Cem Ito")] == [True, True]
        assert driver.place("Ben Roe")[1] < driver.place("Cem Ito")[1]
        await driver.press("K")
        await driver.sees("The board is ordered by name.")
        assert driver.place("Ben Roe")[1] < driver.place("Cem Ito")[1]
        await at(driver, "dana")
        await driver.press("H")
        await driver.sees("Dana Li → ally (by name). What happened?")
        assert driver.place("Cem Ito")[1] < driver.place("Dana Li")[1]
        await driver.press("s")
        await driver.sees("In your own order")
        assert driver.place("Cem Ito")[1] < driver.place("Ben Roe")[1]


async def test_a_number_after_m_sends_to_its_rung(ladder: Journal) -> None:
    async with open_app(ladder) as driver:
        await driver.press("2")
        await at(driver, "ann")
        await driver.press("m")
        await driver.sees("send to  1 stranger  2 acquaintance  3 ally")
        await driver.press("5")
        await driver.sees("Ann Lee → sponsor. What happened?")
        await driver.press("m", "escape", "m", "x", "m", "9")
        assert rung(ladder, "sponsor") == ["Ann Lee"]
        assert driver.app.current_mode == "board"


async def test_the_palette_sends_to_a_rung(ladder: Journal) -> None:
    async with open_app(ladder) as driver:
        await driver.press("2")
        await at(driver, "ann")
        await driver.press("ctrl+p")
        await driver.type("send to spon")
        await driver.sees("Send to sponsor")
        await driver.press("down", "enter")
        await driver.sees("Ann Lee → sponsor.")


async def test_the_query_narrows_with_counts_and_escape_clears_it(ladder: Journal) -> None:
    async with open_app(ladder) as driver:
        await driver.press("2", "slash")
        await driver.type("running")
        await driver.sees("ally 1 match", "nobody here matches")
        await driver.sees_no("Ben Roe")
        await driver.press("enter", "escape")
        await driver.sees("Ben Roe")
        assert not driver.widget(QueryLine).display
        await driver.press("slash")
        await driver.type("wat:x")
        await driver.sees("There is no “wat:” to ask for.", "Ben Roe")


async def test_an_org_and_a_tag_on_the_card_at_the_cursor_narrow_the_board(ladder: Journal) -> None:
    async with open_app(ladder, (160, 40)) as driver:
        await driver.press("2")
        await at(driver, "dana")
        await driver.click("Ferrywell")
        await driver.sees("Dana Li")
        await driver.click("Ferrywell")
        assert driver.widget(QueryLine).value == "org:Ferrywell"
        await driver.sees_no("Dana Li")
        await driver.press("escape")
        await driver.click("Cem Ito")
        await driver.click("#chess")
        assert driver.widget(QueryLine).value == "tag:chess"


async def test_the_brief_stands_beside_a_wide_board_and_i_turns_it(ladder: Journal) -> None:
    async with open_app(ladder, (200, 40)) as driver:
        await driver.press("2")
        await at(driver, "ann")
        await driver.sees("you have not talked yet")
        await driver.click("#running")
        await driver.sees_no("Ben Roe")
        await driver.press("escape", "B")
        assert not driver.widget(PersonPane).display
    async with open_app(ladder, (60, 24)) as driver:
        await driver.press("2")
        await at(driver, "dana")
        await driver.press("B")
        await driver.sees("Next")
        assert {strip.cell_length for strip in driver.strips} == {60}


async def test_somebody_is_left_in_peace(ladder: Journal) -> None:
    async with open_app(ladder) as driver:
        await driver.press("2")
        await at(driver, "ann")
        for typed, until in (("", date(2026, 11, 30)), ("month", date(2026, 12, 23)), ("20 dec", date(2026, 12, 20))):
            await driver.press("S")
            await driver.sees("Snooze Ann Lee until")
            await driver.type(typed)
            await driver.press("enter")
            await driver.sees(f"Ann Lee is snoozed until {until.day} {until:%b}")
            assert ladder.people.find("ann").snoozed_until == until
        await driver.press("B")
        await driver.sees("  snoozed until 20 Dec")
        await driver.press("B")
        await driver.press("S")
        await driver.type("end the")
        await driver.press("enter")
        await driver.sees("Ann Lee is no longer snoozed.")
        assert ladder.people.find("ann").snoozed_until is None


async def test_adding_and_setting_aside_in_place(ladder: Journal) -> None:
    async with open_app(ladder) as driver:
        await driver.press("2")
        await at(driver, "dana")
        await driver.press("a")
        await driver.sees("Somebody new · mentor")
        await driver.type("Eve Fox")
        await driver.press("enter")
        await driver.sees("Eve Fox")
        card = driver.widget(Board).cursor_card
        assert card is not None
        assert card.name == "Eve Fox"
        await driver.press("x")
        await driver.sees("Set aside.")
        assert rung(ladder, "mentor") == ["Dana Li"]


async def test_cards_tell_of_a_birthday_and_of_the_next_move(ladder: Journal) -> None:
    ladder.entries.log(["+goal lead a small team"])
    async with open_app(ladder) as driver:
        await driver.press("2")
        await driver.sees("* birthday · Wed", "share where you’d", "like to be")


async def test_an_organisation_is_kept_before_a_hint(journal: Journal) -> None:
    journal.entries.log(["+goal lead a small team"])
    for number in range(9):
        name = f"Person {number}"
        journal.people.add(name, stage="mentor", role="Director of crossings", org="Harbour Nine", tags=["cake"])
    async with open_app(journal) as driver:
        await driver.press("2")
        await driver.sees("Director of crossings", "share where you’d", "Harbour Nine · #cake")
        assert driver.text.count("share where") == 1, "only the open card has the lines for it"


async def test_a_full_rung_is_said_gently_and_takes_more(ladder: Journal) -> None:
    ladder.settings = Settings(capacity={"ally": 2})
    async with open_app(ladder) as driver:
        await driver.press("2")
        await driver.sees("ally 2 of 2")
        await at(driver, "ann")
        await driver.press("L")
        await driver.sees("ally 3 of 2")


def test_a_link_is_a_query_whatever_is_in_it() -> None:
    assert query_for("#run") == "tag:run"
    assert query_for("Ferry Well") == 'org:"Ferry Well"'
    assert query_for('A "B" C') == 'org:"A B C"'


async def test_two_windows_that_move_a_card_at_once_move_it_one_stage(journal: Journal) -> None:
    ann = journal.people.add("Ann", stage="acquaintance")
    async with open_app(journal) as driver:
        await driver.press("2")
        await driver.sees("Ann")
        other = Journal(journal.folder, clock=journal.clock)
        other.people.move([ann.uid], "ally")
        await driver.press("L")
        await driver.sees("Put in their new place")
        assert other.refresh()
        assert other.people.get(ann.uid).stage == "ally"
        other.close()


async def test_places_and_matches_never_look_the_same_and_a_hint_for_everybody_is_none(journal: Journal) -> None:
    nora = journal.people.add("Nora Kvist", stage="ally", org="Ferrywell", role="Planner")
    assert journal.composer.suggest(nora).is_general
    async with open_app(journal) as driver:
        await driver.press("2")
        await driver.sees("ally 1 of 12 places", "Nora Kvist")
        x, y = driver.place("Nora Kvist")
        assert driver.lines[y + 2][x : x + 20].strip() == ""
        await driver.press("slash")
        await driver.type("nora")
        await driver.sees("ally 1 match")
