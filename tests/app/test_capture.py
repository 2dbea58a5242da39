"""Writing a line: from every screen, with names completed, asked for and previewed."""

from __future__ import annotations

from datetime import date

from rapport_tui.app.dialogs.line_field import LineField
from rapport_tui.app.tab_screen import SCREENS
from rapport_tui.journal import Journal
from tests.app.app_driver import open_app


async def test_a_line_written_in_any_screen_shows_in_all(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press(*"23451")
        for number, screen in enumerate(SCREENS, 1):
            await driver.press(str(number))
            await driver.write(f"lunch with @mei.tanaka, a good hour #{screen} ? how is the {screen}")
            await driver.sees(f"Written about Mei Tanaka · ? how is the {screen}")
            assert driver.app.current_mode == screen
            await driver.press("1")
            assert f"lunch with Mei Tanaka, a good hour #{screen}" in driver.part("#entries")
            await driver.press("2")
            x, y = driver.place("Mei Tanaka")
            assert "today" in driver.lines[y][x : x + 30]
            await driver.press("3")
            assert f"lunch with Mei Tanaka, a good hour #{screen}" in driver.part("#entries")
            await driver.press("5", "slash", "ctrl+u")
            await driver.type("mei")
            await driver.press("enter")
            brief = driver.prose("#brief")
            assert f"lunch with Mei Tanaka, a good hour #{screen}" in brief
            assert f"how is the {screen}" in brief
            await driver.press("u")
            await driver.sees("Taken back: ")


async def test_the_third_talk_with_an_acquaintance_says_that_they_could_be_an_ally(journal: Journal) -> None:
    journal.people.add("Ann", stage="acquaintance")
    async with open_app(journal) as driver:
        await driver.press("escape")
        for text in ("lunch with @ann", "coffee with @ann"):
            await driver.write(text)
            await driver.sees("Written about Ann")
            assert "by now" not in driver.text
        await driver.write("a walk with @ann")
        await driver.sees("Ann could be your ally by now", "talk each time you meet")


async def test_tab_completes_the_name_that_is_being_typed(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("n")
        await driver.type("tea with @lu")
        await driver.sees("Lucía Herrera         ally")
        await driver.press("tab")
        line = driver.widget(LineField)
        assert demo.people.mention(demo.people.find("Lucía Herrera")) in line.text
        assert line.text.endswith(" ")
        await driver.type("and @me")
        await driver.sees("Mei Tanaka            acq")
        await driver.press("down", "up", "tab")
        assert line.text.count("@") == 2
        await driver.press("enter")
        await driver.sees("Was any of this settled?")
        await driver.press("escape")
        assert "Lucía" in driver.part("#entries")


async def test_a_click_completes_too(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("n")
        await driver.type("tea with @lu")
        await driver.sees("Lucía Herrera         ally")
        await driver.click("Lucía Herrera")
        assert driver.part("#preview").startswith("Lucía Herrera")
        assert driver.app.screen.focused is driver.widget(LineField)


async def test_who_is_meant_is_asked_and_the_line_is_saved(journal: Journal) -> None:
    for name in ("Tom Becker", "Tom Hale"):
        journal.people.add(name)
    async with open_app(journal) as driver:
        await driver.press("n")
        await driver.type("chess with @tom")
        await driver.sees("which one? You’ll be asked")
        await driver.press("enter")
        await driver.sees("Which “tom”?")
        await driver.press("escape")
        await driver.sees_no("Which “tom”?")
        assert driver.widget(LineField).text == "chess with @tom"
        await driver.press("enter")
        await driver.sees("Which “tom”?")
        await driver.type("hale")
        await driver.press("enter")
        await driver.sees("Written about Tom Hale")
        assert journal.entries.names(journal.entries.on(journal.day)[0]) == ["Tom Hale"]


async def test_enter_takes_the_one_who_is_near_and_says_so(journal: Journal) -> None:
    journal.people.add("Hiro Silva")
    async with open_app(journal) as driver:
        await driver.press("n")
        await driver.type("tea with @hrio")
        await driver.sees("hrio is Hiro Silva? ctrl+n adds somebody new")
        await driver.press("enter")
        await driver.sees("Written about Hiro", "“hrio” was")
    assert [entry.text for entry in journal.entries.on(journal.day)] == ["tea with @hiro"]


async def test_one_more_key_adds_somebody_near(journal: Journal) -> None:
    journal.people.add("Hiro Silva")
    async with open_app(journal) as driver:
        await driver.press("n")
        await driver.type("tea with @hir")
        await driver.press("ctrl+n")
        assert driver.widget(LineField).text == "tea with @+Hir"
        await driver.sees("Hir new")
        await driver.press("enter")
        await driver.sees("Written about Hir (new)")


async def test_who_is_meant_is_asked_where_several_are_near(journal: Journal) -> None:
    for name in ("Hiro Silva", "Hira Tan"):
        journal.people.add(name)
    async with open_app(journal) as driver:
        for keys, who in ((("enter",), "Hira Tan"), (("down", "down", "enter"), "Hir (new)")):
            await driver.press("n")
            await driver.type("tea with @hir")
            await driver.sees("hir is one of several; you’ll be asked")
            await driver.press("enter")
            await driver.sees("Which “hir”?", "Hir, somebody new")
            await driver.press(*keys)
            await driver.sees(f"Written about {who}")


async def test_the_first_name_near_is_asked_about_in_any_line(journal: Journal) -> None:
    journal.people.add("Hiro Silva")
    async with open_app(journal) as driver:
        await driver.press("n")
        await driver.type("tea with @ana\nlunch with @hrio")
        await driver.press("enter")
        await driver.sees("2 lines written about 2 people", "“hrio”")


async def test_a_full_name_is_offered_as_a_link_and_never_linked_by_itself(journal: Journal) -> None:
    for name in ("Priya Nair", "王 小明"):
        journal.people.add(name)
    async with open_app(journal) as driver:
        await driver.press("n")
        await driver.type("tea with priya nair and 王 小明 ")
        await driver.sees("Priya Nair? tab adds the @")
        await driver.press("tab")
        assert driver.widget(LineField).text == "tea with @priya and 王 小明 "
        await driver.sees("王 小明? tab adds the @")
        await driver.press("enter")
        await driver.sees("Written about Priya Nair")
    (entry,) = journal.entries.on(journal.day)
    assert journal.entries.names(entry) == ["Priya Nair"]


async def test_the_line_about_a_step_takes_a_plain_name(journal: Journal) -> None:
    journal.people.add("Priya Nair")
    async with open_app(journal) as driver:
        await driver.press("escape", "2", "L", "enter", "ctrl+u")
        await driver.type("Priya, an hour on the roof")
        await driver.press("enter")
        await driver.sees("Written about Priya Nair")


async def test_a_day_that_is_not_said_outright_is_asked_about(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "n")
        await driver.type("with @ana\nlast week: tea with @ana ! go by 22 nov")
        await driver.sees("last week which day? You’ll be asked", "by 22 nov which day?")
        await driver.press("enter")
        await driver.sees("Which day is “last week”?", "Fri 20 Nov 2026")
        await driver.press("enter")
        await driver.sees("Which day is “by 22 nov”?", "Mon 22 Nov 2027")
        await driver.press("enter")
        await driver.sees("2 lines written about Ana")
    (entry,) = journal.entries.on(date(2026, 11, 20))
    assert entry.text == "tea with @ana ! go by 2027-11-22"


async def test_words_that_are_no_day_after_all_stay_words(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "n")
        await driver.type("29 feb: a film")
        await driver.press("enter")
        await driver.sees("Which day is “29 feb”?", "“29 feb” are just words")
        await driver.press("down", "enter")
        await driver.sees("Written")
    (entry,) = journal.entries.on(journal.day)
    assert journal.entries.shown(entry) == "29 feb: a film"


async def test_the_first_line_takes_a_plain_name(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.sees("Write the first line")
        await driver.click("Write the first line")
        await driver.sees("Write a line")
        await driver.type("Sam Ortiz, moved from Lyon")
        await driver.sees("Sam Ortiz new")
        await driver.press("enter")
        await driver.sees("Written about Sam Ortiz")


async def test_the_preview_tells_what_a_line_means(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("n")
        assert driver.part("#preview") == "Kept as plain text. @name says who it is about"
        await driver.type("yesterday: tea with @tom.becker and @Odile #boats ! the plan by friday /hi-again")
        preview = driver.part("#preview")
        for told in ("Tom Becker", "Odile new", "Sun 22 Nov 2026 (yesterday)", "the plan", "#boats", "ask how it went"):
            assert told in preview


async def test_what_cannot_be_saved_is_told_and_stays(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("n", "enter")
        await driver.sees("Write a word or two about the talk, or leave with escape.")
        await driver.type("32/13/2026: tea /no-such-move")
        assert "Write a word or two" not in driver.text
        await driver.press("escape")
        assert len(demo.entries.on(demo.day)) == 1


async def test_a_click_beside_the_box_leaves(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("n")
        await driver.sees("Write a line")
        await driver.pilot.click(offset=(1, 1))
        await driver.sees_no("Write a line")
        assert len(demo.entries.on(demo.day)) == 1
