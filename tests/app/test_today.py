"""Today: ticking is journaling, places change the plan, lines are edited and deleted."""

from __future__ import annotations

from datetime import date

import pytest

from rapport_tui import clipboard
from rapport_tui.app.today.layout import Checklist
from rapport_tui.app.widgets.toggle_bar import ToggleBar
from rapport_tui.journal import Journal
from rapport_tui.settings import Settings
from tests.app.app_driver import open_app
from tests.conftest import Clock


async def test_a_tick_with_a_name_writes_the_talk_down(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("space")
        await driver.sees("Be there a minute early. Who with?")
        await driver.type("@sam.ortiz just moved from Lyon ? the new flat")
        await driver.press("enter")
        await driver.sees("Written about Sam Ortiz", "● Be there a minute early")
        assert "just moved from Lyon" in driver.part("#entries")
        assert demo.people.find("sam ortiz").stage == "acquaintance"
        await driver.press("u")
        await driver.sees("○ Be there a minute early")
        assert demo.people.find("sam ortiz").stage == "stranger"


async def test_escape_ticks_nothing_and_enter_alone_ticks(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("space", "escape", "u")
        await driver.sees("○ Be there a minute early", "There is nothing to undo.")
        await driver.press("space", "enter")
        await driver.sees("Ticked: Be there a minute early", "● Be there a minute early")
        await driver.press("space")
        await driver.sees("○ Be there a minute early", "Open again.")


async def test_the_box_is_ticked_by_a_click(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.click("○ Sit where people pass")
        await driver.sees("Sit where people pass. Who with?")
        await driver.press("enter")
        await driver.sees("● Sit where people pass")


async def test_a_promise_is_closed_with_what_came_of_it(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.click("Tom Becker", by=2)
        await driver.press("space")
        await driver.sees("Tom Becker: the deck for the platform review — what came of it?")
        await driver.type("went over the deck together")
        await driver.press("enter")
        await driver.sees("Was any of this settled?")
        await driver.press("escape")
        await driver.sees("● Tom Becker")
        assert "went over the deck together" in driver.part("#entries")


async def test_skipping_is_a_state_that_can_be_taken_back(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("x")
        await driver.sees("– Be there a minute early", "skipped")
        await driver.press("x")
        await driver.sees("○ Be there a minute early")


async def test_the_item_at_the_cursor_tells_how_without_a_key(demo: Journal) -> None:
    async with open_app(demo) as driver:
        move = demo.playbook.move("early-bird")
        shown = driver.prose("#how")
        assert move.what in shown
        assert move.comfort in shown
        for register, line in demo.composer.ready_lines(move, None):
            assert register in shown
            assert line.text in shown
        assert "▌" not in driver.part("#how")
        await driver.press("tab")
        await driver.sees("the error table", "Head of Data")
        assert "you owe" in driver.part("#essence")


async def test_a_line_with_a_word_to_check_says_so_there_and_when_copied(journal: Journal) -> None:
    journal.entries.log(["2026-11-02: @priya ? ask her about her flat"])
    told = "“her” may still be about Priya; read it before you send it."
    async with open_app(journal) as driver:
        await driver.sees("Ask how it went")
        await driver.click("Priya", "#again", by=1)
        await driver.sees("may still be about Priya")
        await driver.press("c")
        await driver.sees("Sent to")
        assert told in [note.message for note in driver.app._notifications][-1]
        driver.app.clear_notifications()
        await driver.press("i")
        await driver.sees("copies the line")
        await driver.press("c")
        await driver.sees("Sent to")
        assert told in [note.message for note in driver.app._notifications][-1]


async def test_enter_goes_into_the_lines_and_copies_one(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    def copy(text: str) -> bool:
        copied.append(text)
        return True

    monkeypatch.setattr(clipboard, "copy_to_desktop", copy)
    async with open_app(demo) as driver:
        lines = [line.text for _, line in demo.composer.ready_lines(demo.playbook.move("early-bird"), None)]
        await driver.press("enter", "down", "c", "up", "enter")
        assert copied == [lines[1], lines[0]]
        await driver.press("space")
        await driver.sees("Be there a minute early. Who with?")
        await driver.press("escape", "escape")
        assert driver.widget(Checklist, "#openings").has_focus


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_in_a_short_terminal_the_lines_come_while_they_are_read(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        assert driver.part("#detail") == ""
        await driver.press("enter")
        await driver.sees("chat", "“Hello!")
        await driver.press("escape")
        await driver.sees_no("“Hello!")
        assert driver.widget(Checklist, "#openings").has_focus


async def test_the_smallest_terminal_has_only_the_list_until_the_places_are_asked_for(demo: Journal) -> None:
    async with open_app(demo, (60, 20)) as driver:
        await driver.sees("Break the silence  0 of 3", "Hi again  0 of 6")
        assert "● office" not in driver.text
        assert "Written today" not in driver.text
        await driver.press("w")
        await driver.sees("● office")
        await driver.press("tab")
        await driver.sees_no("● office")


@pytest.mark.parametrize("key", ["escape", "down", "j", "w"])
async def test_the_places_tell_their_keys_and_are_left(demo: Journal, key: str) -> None:
    async with open_app(demo) as driver:
        await driver.press("w")
        await driver.sees("space switch", "escape back")
        await driver.press(key)
        assert driver.widget(Checklist, "#openings").has_focus


async def test_sections_say_how_far_one_is(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("space", "enter")
        await driver.sees("Break the silence  1 of 3")
        await driver.press("down", "x")
        await driver.sees("Break the silence  1 of 2")


async def test_a_birthday_names_the_person_once(journal: Journal) -> None:
    journal.people.add("Cem Ito", stage="ally", birthday="--11-25")
    async with open_app(journal) as driver:
        await driver.sees("Their birthday is on Wednesday")
        assert driver.part("#again").count("Cem Ito") == 1


async def test_what_comes_stands_beside_in_a_vast_terminal(demo: Journal) -> None:
    async with open_app(demo, (200, 60)) as driver:
        await driver.sees("Tomorrow and after", "the revised trial page", "Open threads  16", "The last seven days")
        assert "…" not in driver.part("#beside")
        week = driver.prose("#beside")
        assert "Mon Viktor Halász Sun — Sat — Fri Viktor Halász, Tom Becker" in week
        await driver.sees("Written today", "the bus was early", "Fri 20 Nov 2026", "asked Viktor about the receiver")
        await driver.write("tea with @mei")
        await driver.sees("tea with Mei", "Fri 20 Nov 2026")
        await driver.click("how is Lisbon", "#beside", times=2)
        await driver.sees("name▲")
        await driver.comes_to("Priya Nair")


async def test_the_ready_line_is_copied(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    def copy(text: str) -> bool:
        copied.append(text)
        return True

    monkeypatch.setattr(clipboard, "copy_to_desktop", copy)
    async with open_app(demo) as driver:
        await driver.press("c")
        await driver.sees("Copied.")
        assert copied == ["Hi, I’m Ana. I don’t think we’ve met?"]
        monkeypatch.setattr(clipboard, "copy_to_desktop", lambda text: False)
        monkeypatch.setattr(driver.app, "copy_to_clipboard", copied.append)
        await driver.press("down", "c")
        await driver.sees("Sent to the terminal’s clipboard.")
        assert len(copied) == 2


async def test_places_are_switched_by_key_and_by_click(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("w", "right", "right", "right", "space")
        await driver.sees("● event")
        assert driver.widget(ToggleBar).has_focus
        await driver.click("remote")
        await driver.sees("● remote", "Mon 23 Nov · office and 4 more")
        await driver.click("● office")
        await driver.sees("○ office ")
        assert [*demo.today.day.places] == ["free-seating", "meeting", "event", "remote"]
        await driver.press("u", "u", "u")
        assert [*demo.today.day.places] == ["office", "free-seating", "meeting"]


async def test_a_line_of_today_is_edited_and_deleted(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.click("the bus was early")
        await driver.press("e")
        await driver.sees("Edit the line")
        await driver.press("end")
        await driver.type(" + the 7:40 crew")
        await driver.press("enter")
        await driver.sees("Changed. u takes it back.")
        assert "+ the 7:40 crew" in driver.part("#entries")
        await driver.press("d")
        await driver.sees("Nothing yet. Press n and write a line about a talk.")
        await driver.press("u")
        await driver.sees("the bus was early")


async def test_when_all_is_done_it_says_so(journal: Journal) -> None:
    journal.people.add("Tom Becker", stage="ally")
    journal.entries.log(["tea with @tom ! the deck by today"])
    async with open_app(journal) as driver:
        for task in journal.today.plan():
            journal.today.skip(task.item.id)
        await driver.sees("That’s all for today.")


async def test_not_today_is_a_state_that_can_be_taken_back(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("m")
        await driver.sees("– Be there a minute early", "not today")
        await driver.press("m")
        await driver.sees("○ Be there a minute early")


async def test_somebody_is_left_in_peace_for_a_while(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.click("Dana Li", by=2)
        await driver.press("S")
        await driver.sees("Snooze Dana Li until", "1 week", "1 month")
        await driver.type("20 dec")
        await driver.sees("Sun 20 Dec 2026")
        await driver.press("enter")
        await driver.sees("Dana Li is snoozed until")
        assert demo.people.find("Dana Li").snoozed_until == date(2026, 12, 20)
        assert "Dana Li" not in driver.part("#again")


async def test_a_promise_is_put_on_another_day_and_the_person_stays(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.click("Tom Becker", by=2)
        await driver.press("S")
        await driver.sees("! the deck for the platform review", "On which day?", "1 week")
        await driver.type("20 dec")
        await driver.press("enter")
        await driver.sees("Put “the deck for the platform")
        assert "the deck" not in driver.part("#again")
        assert demo.people.find("Tom Becker").snoozed_until is None
        await driver.press("u")
        await driver.sees("Taken back: ")
        assert "the deck" in driver.part("#again")


async def test_days_are_taken_off_and_ended(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("O")
        await driver.type("today to 4 jan")
        await driver.press("enter")
        await driver.sees("You are off until Mon 4 Jan 2027", "Off until Mon 4 Jan 2027. Enjoy it.")
        assert "Be there a minute early" not in driver.text
        await driver.press("O")
        await driver.sees("Back at work.", "Be there a minute early")


async def test_the_usual_places_are_offered_with_one_key(journal: Journal, clock: Clock) -> None:
    journal.people.add("Tom Becker")
    for _ in range(2):
        journal.today.set_places(["office", "event"])
        clock.pass_days(7)
    async with open_app(journal) as driver:
        await driver.sees("Mondays you are usually at: office, event", "y as usual")
        await driver.press("y")
        await driver.sees("● office", "● event")
        assert "usually" not in driver.text


async def test_all_done_is_said_with_the_days_in_a_row(journal: Journal, clock: Clock) -> None:
    journal.entries.log(["yesterday: tea with @tom"])
    async with open_app(journal) as driver:
        await driver.press("x", "down", "x", "down", "x")
        await driver.sees("That’s all for today.")


async def test_an_opening_asks_what_is_feared_and_how_it_was(journal: Journal) -> None:
    journal.settings = Settings(name="Ana Ferreira")
    journal.people.add("Sam Ortiz")
    async with open_app(journal) as driver:
        await driver.press("enter")
        await driver.sees("How awkward will it be?")
        await driver.press("4")
        opening = journal.today.plan()[0].item
        assert opening.feared == 4
        await driver.press("escape", "space", "enter")
        await driver.sees("How awkward was it? You expected 4.")
        await driver.press("2")
        assert [(pair.feared, pair.was) for pair in journal.today.fears] == [(4, 2)]


async def test_what_is_feared_is_not_asked_again_after_a_skip(journal: Journal) -> None:
    journal.settings = Settings(name="Ana Ferreira")
    journal.people.add("Sam Ortiz")
    async with open_app(journal) as driver:
        await driver.press("enter")
        await driver.sees("How awkward will it be?")
        await driver.press("escape")
        await driver.sees("You won’t be asked again.")
        assert not journal.settings.fears
        await driver.press("escape", "down", "enter")
        await driver.sees_no("How awkward")


async def test_one_key_binds_an_item_to_a_moment_of_today(journal: Journal) -> None:
    journal.people.add("Sam Ortiz")
    async with open_app(journal) as driver:
        await driver.press("C")
        await driver.sees("I get my first coffee")
        await driver.press("enter")
        await driver.sees("When I get my first coffee:")
        await driver.press("C")
        await driver.sees_no("When I get my first coffee:")


@pytest.mark.parametrize("size", [(120, 40), (60, 30)], ids=["with the label", "without it"])
async def test_a_click_on_a_place_switches_it(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        line = next(number for number, text in enumerate(driver.lines) if "○ office" in text or "● office" in text)
        assert driver.lines[line].startswith("   Where you are") is (size == (120, 40))
        was_there = "office" in demo.today.day.places
        await driver.pilot.click(offset=(driver.lines[line].index("office") + 2, line))
        await driver.pilot.pause()
        assert ("office" in demo.today.day.places) is not was_there
