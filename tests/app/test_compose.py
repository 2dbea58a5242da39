"""The composer as a screen: a sentence with fields inside it, filled from the journal or by hand, and its ways out."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual import events

from rapport_tui.app.compose.sentence_field import SentenceField
from rapport_tui.app.person_pane import PersonPane
from rapport_tui.journal import Journal
from tests.app.app_driver import AppDriver, open_app


async def write_to(driver: AppDriver, name: str, move: str = "") -> None:
    """Go to the composer and choose a person, and a move by clicks on folded rungs and on its title."""
    await driver.press("4", "p")
    await driver.sees("Who to?")
    await driver.type(name)
    await driver.press("enter")
    await driver.sees_no("Who to?")
    if move:
        while move not in driver.part("#moves"):
            await driver.click("▸", "#moves")
        await driver.click(move, "#moves")


async def test_from_today_to_the_clipboard_in_two_keys(demo: Journal, copied: list[str]) -> None:
    async with open_app(demo) as driver:
        await driver.click("Beatriz Sousa", "#again", by=2)
        await driver.press("o", "c")
        await driver.sees("Copied.")
        assert copied == [driver.prose("#line")]
        assert "will the mentoring round open again?" in copied[0]


async def test_keys_typed_ahead_copy_the_line_of_the_person_and_no_other(demo: Journal, copied: list[str]) -> None:
    async with open_app(demo) as driver:
        await driver.click("Beatriz Sousa", "#again", by=2)
        for key in "oc":
            driver.app.post_message(events.Key(key, key))
        await driver.sees("Copied.")
        assert copied == [driver.prose("#line")]
        assert "will the mentoring round open again?" in copied[0]


async def test_from_today_to_the_clipboard_past_a_gap_in_at_most_four_keys(journal: Journal, copied: list[str]) -> None:
    journal.entries.log(["2026-09-01: @priya +fact keeps bees", "2026-09-02: @priya"])
    move = journal.composer.move("back-channel")
    journal.wordings.save(move, "Still thinking of this: {them.share}.", "chat")
    for line in move.lines_in("chat"):
        journal.wordings.hide(move, line)
    async with open_app(journal) as driver:
        await driver.click("Priya", "#again", by=1)
        await driver.press("o", "enter", "enter", "c")
        await driver.sees("Copied.")
        assert copied == ["Still thinking of this: keeps bees."]


async def test_a_thread_on_the_list_is_the_one_that_is_asked(journal: Journal) -> None:
    journal.entries.log(["2026-11-01: @priya ? how is Lisbon by 2026-11-23", "2026-11-02: @priya ? a newer thing"])
    async with open_app(journal) as driver:
        await driver.click("Priya", "#again", by=1)
        await driver.press("o")
        await driver.sees("Ask how it went")
        assert "how is Lisbon?" in driver.prose("#line")


async def test_a_word_that_may_still_be_about_them_is_painted_and_told(journal: Journal, copied: list[str]) -> None:
    journal.entries.log(["2026-11-02: @priya ? ask her about her flat"])
    told = "“her” may still be about Priya; read it before you send it."
    async with open_app(journal, size=(60, 20)) as driver:
        await write_to(driver, "Priya")
        await driver.sees("may still be about Priya")
        assert told in driver.prose("#to-check")
        line = driver.widget(SentenceField)
        warning = line.get_visual_style("sentence--check").rich_style.bgcolor
        for keys in ([], ["tab"]):  # in a field that is typed into too
            await driver.press(*keys)
            painted = [
                text
                for y in range(line.size.height)
                for text, style, _ in line.render_line(y)
                if style and style.bgcolor == warning
            ]
            assert painted == ["her", "her"]
        await driver.press("escape", "c")
        await driver.sees("Copied.")
        assert copied
        assert "ask her about her flat" in copied[0]
        assert told in " ".join(note.message for note in driver.app._notifications)
        await driver.press("tab")
        await driver.type("how is the new flat")
        await driver.sees_no("may still be about")


async def test_an_opening_asks_whom_it_is_for(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("o")
        await driver.sees("Who to?")
        await driver.type("hugo")
        await driver.press("enter")
        await driver.sees("To Hugo Lefort")
        assert driver.part("#move").startswith("Be there a minute early")


async def test_a_candidate_is_clicked_and_the_message_sent(demo: Journal, copied: list[str]) -> None:
    async with open_app(demo) as driver:
        await driver.press("4", "1")
        await driver.write("tea with @priya ? how is the new kayak")
        await write_to(driver, "priya", "Ask how it went")
        assert driver.part("#who") == "To Priya Nair  acquaintance"
        await driver.click("how is Lisbon", "#candidates")
        assert "how is Lisbon?" in driver.prose("#line")
        assert driver.quiet == "Ready: c copies it, E opens it as a mail, D marks it as sent."
        await driver.click("how is the new kayak", "#candidates")
        await driver.press("c", "D")
        assert "kayak" in copied[0]
        await driver.sees("Sent to Priya Nair, and written in the journal. u takes it back.")
        await driver.press("1")
        await driver.sees_no("Copied.")
        assert "ask how it went" in driver.part("#entries")
        assert demo.people.last_talked(demo.people.find("Priya").uid) == demo.day
        await driver.press("u")
        assert "ask how it went" not in driver.part("#entries")


async def test_typing_replaces_and_the_arrows_edit(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "priya", "Ask how it went")
        await driver.press("tab", *"why", "backspace", "left", "x", "home", "delete", "end", "!")
        assert ": xh!? Tell me!" in driver.prose("#line")
        await driver.press("enter", "tab", "backspace")
        assert ": xh? Tell me!" in driver.prose("#line")


async def test_arrows_choose_and_enter_takes(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "priya", "Send a short thank-you")
        before = driver.prose("#line")
        await driver.press("tab", "down", "enter")
        assert driver.prose("#line") != before
        assert "order the second dish" in before
        assert "we both ran Berlin, slowly" in driver.prose("#line")


async def test_a_candidate_shows_its_day_and_the_line_that_it_is_from(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "priya", "Ask how it went")
        shown = driver.part("#candidates").splitlines()
        assert shown[0].strip("▏ ") == "11 Nov  how is Lisbon"
        assert shown[1].strip("▏ ").startswith("from “call with Priya from a flat with nothing in it")


@pytest.mark.parametrize("name", ["priya", "hugo"])  # whose suggested lines are whole, and with a gap
async def test_after_choosing_a_person_letters_are_commands(demo: Journal, copied: list[str], name: str) -> None:
    """The focus is on the moves, whatever the line lacks; only in a blank letters are text, and the footer says so."""
    async with open_app(demo) as driver:
        await write_to(driver, name)
        assert driver.app.focused is driver.app.screen.query_one("#moves")
        await driver.press("c", "c")  # the second one past a gap
        await driver.sees("Copied.")
        before, times = driver.prose("#line"), len(copied)
        await driver.press("tab", "c")
        assert driver.app.focused is driver.widget(SentenceField)
        assert driver.prose("#line") != before
        await driver.sees("escape stop typing")
        await driver.press("escape")
        await driver.sees_no("escape stop typing")
        assert driver.app.focused is driver.app.screen.query_one("#moves")
        assert len(copied) == times


async def test_the_message_is_copied_while_one_types(demo: Journal, copied: list[str]) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "priya")
        await driver.press("tab", *"rain", "ctrl+y")
        assert driver.app.focused is driver.widget(SentenceField)
        assert "rain" in copied[-1]


async def test_moves_of_other_rungs_are_folded_and_unfold_with_keys_and_the_mouse(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "priya")
        assert "▸ break the silence  6" in driver.part("#moves")
        assert "Write a first hello" not in driver.part("#moves")
        await driver.click("▸ break the silence", "#moves")
        assert "Write a first hello" in driver.part("#moves")
        assert driver.prose("#who") == "To Priya Nair acquaintance"
        for key in ("space", "enter"):
            await driver.sees("show or hide")
            await driver.press(key)
            assert ("Write a first hello" in driver.part("#moves")) is (key == "enter")
        await write_to(driver, "dana")
        assert "▸ break the silence  6" in driver.part("#moves")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (200, 60)])
async def test_the_message_is_the_largest_thing(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        await write_to(driver, "priya")
        await driver.press("tab")
        names = ("#text", "#moves", "#candidates", "#about", "#move")
        parts = {name: driver.app.screen.query_one(name) for name in names}
        areas = {name: part.region.area for name, part in parts.items() if part.is_on_screen}
        assert max(areas, key=lambda name: areas[name]) == "#text", areas
        assert parts["#text"].region.bottom < parts["#candidates"].region.bottom <= driver.app.size.height - 1
        if "#about" in areas:
            assert driver.part("#about").startswith("Priya Nair")


async def test_a_blank_is_clicked(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "priya", "Pass on something they’d like")
        await driver.click("Priya", "#line")
        await driver.sees("their first name")
        await driver.type("dear Priya")
        assert "Hi dear Priya, this made me think" in driver.prose("#line")


async def test_a_gap_shows_its_hint_and_is_asked_about_once(journal: Journal, copied: list[str]) -> None:
    journal.people.add("Tom Becker", stage="ally")
    async with open_app(journal) as driver:
        await write_to(driver, "tom", "Ask for advice")
        assert "‹your question›" in driver.prose("#line")
        await driver.press("escape", "c")
        assert driver.quiet.startswith("Still empty: your question.")
        await driver.press("D")
        assert "mark it as sent" in driver.quiet
        assert copied == []
        await driver.press("c", "c")
        await driver.sees("Copied.")
        assert "____" in copied[0]


async def test_what_was_typed_is_kept_as_a_note_with_one_key(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "beatriz", "Pass on something they’d like")
        await driver.press("V", "tab")
        await driver.sees("the link")
        await driver.type("https://ferries.example/[red]/why")
        await driver.press("ctrl+k")
        assert driver.quiet == "Only a fact about them or about you can be kept as a note."
        await driver.press("enter")
        await driver.type("[b]tea[/ {me.win}")
        await driver.press("ctrl+k")
        await driver.sees("Kept: likes: [b]tea[/ {me.win}. u takes it back.")
        assert "https://ferries.example/[red]/why" in driver.prose("#line")
        assert "[b]tea[/ {me.win}" in driver.prose("#line")
        assert [note.text for note in demo.people.brief(demo.people.find("beatriz").uid).notes["likes"]] == [
            "[b]tea[/ {me.win}"
        ]
        await driver.press("ctrl+k")
        assert driver.quiet == "That is in your notes already."


async def test_registers_and_wordings_change_the_line(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "dana", "Tell them what came of it")
        assert driver.part("#registers").startswith("● chat")
        await driver.press("V")
        assert "● mail" in driver.part("#registers")
        assert driver.part("#line").startswith("Subject  What came of your advice")
        await driver.press("v")
        await driver.sees("wording 2 of 2")
        await driver.click("aloud", "#registers")
        assert "remember what you told me" in driver.prose("#line")
        await driver.click("▸ break the silence", "#moves")
        await driver.click("Sit where people pass", "#moves")
        await driver.click("mail", "#registers")
        assert driver.quiet == "This move has no line for mail. P adds one of your own."


async def test_a_report_is_picked_with_checkboxes(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "dana", "Tell them what came of it")
        await driver.press("V", "tab", "shift+tab", "shift+tab")
        await driver.click("○ 30 Sep", "#candidates")
        assert "– Say you will find out, and name the day" in driver.part("#line")
        assert "– Write the one-page answer before you open the data" in driver.part("#line")
        await driver.press("space")
        assert "Write the one-page answer" not in driver.part("#line")
        assert "– Say you will find out" not in driver.part("#line")
        assert "Say you will find out, and name the day" in driver.part("#line")
        await driver.press("tab", "tab")
        assert driver.part("#candidates").count("●") == 0  # what went well is nobody's but mine, so it is only offered
        await driver.press("space")
        assert driver.part("#candidates").count("●") == 1


async def test_both_are_asked_before_they_are_introduced(demo: Journal) -> None:
    priya, tom = demo.people.find("priya"), demo.people.find("tom")
    async with open_app(demo) as driver:
        await write_to(driver, "priya", "Introduce two people")
        await driver.press("tab", "enter")
        await driver.sees("Who should Priya Nair meet?")
        await driver.type("tom becker")
        await driver.press("enter")
        assert driver.prose("#who") == "To Priya Nair acquaintance and Tom Becker"
        await driver.sees("Priya: not asked yet · Tom: not asked yet", "asks one first")
        await driver.press("D")
        await driver.sees("Sent to Priya Nair")
        assert demo.people.last_talked(tom.uid) != demo.day
        await write_to(driver, "priya", "Introduce two people")
        await driver.press("plus")
        await driver.type("tom becker")
        await driver.press("enter", "X")
        await driver.sees("To Tom Becker", "Tom: not asked yet · Priya: asked today")
        await driver.press("v")
        await driver.sees("speaks to both")
        await driver.press("D")
        await driver.sees("Sent to Tom Becker", "Today will ask you how it went.")
        for one, other in ((tom, "Priya"), (priya, "Tom")):
            brief = demo.people.brief(one.uid)
            assert f"how did it go with {other}" in [note.text for note in brief.notes["ask"]]
            assert brief.entries[0].day == demo.day


async def test_an_editor_that_can_not_be_opened_is_no_crash(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "priya", "Ask how it went")
        await driver.press("e")
        assert driver.quiet == "This terminal can’t be lent to an editor. Write here instead."


async def test_words_that_were_typed_are_not_lost_to_another_person(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "dana", "Pass on something they’d like")
        await driver.press("tab")
        await driver.type("the long read")
        await driver.press("escape")
        await write_to(driver, "jonas")
        [draft] = demo.messages.drafts()
        assert "the long read" in draft.text


async def test_with_nobody_there_the_next_step_is_told(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "4", *"Vv+cDEeXF", "tab", "ctrl+k", "M", "escape")
        await driver.sees("Nobody to write to yet", "Add somebody on the Board")


async def test_what_others_write_leaves_half_typed_words(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "jonas", "Pass on something they’d like")
        await driver.press("tab")
        await driver.type("half a th")
        demo.entries.log(["tea with @odile"])
        await driver.type("ought")
        assert "half a thought" in driver.prose("#line")


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
@pytest.mark.parametrize("name", ["王小明", "سلمى"])
async def test_the_grid_holds_for_wide_and_right_to_left_names(demo: Journal, size: tuple[int, int], name: str) -> None:
    async with open_app(demo, size) as driver:
        await write_to(driver, name)
        await driver.press("tab", *"王👩", "end")
        assert {cell_len(line) for line in driver.lines} == {size[0]}
        assert "王👩" in driver.prose("#line")


async def test_the_whole_text_is_edited_sent_and_taken_up_again(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def edit(_app: object, text: str, _folder: object, *, suffix: str) -> str:
        return f"{text}\n\n[b]PS[/ {{me.win}}"

    monkeypatch.setattr("rapport_tui.app.compose.screen.edit_text", edit)
    async with open_app(demo) as driver:
        await write_to(driver, "priya", "Ask how it went")
        await driver.press("e")
        await driver.sees("as you edited it")
        await driver.sees_no("what you want to ask")
        assert "[b]PS[/ {me.win}" in driver.prose("#line")
        await driver.press("tab")
        assert driver.app.focused is not None
        assert driver.app.focused.id == "moves"
        await driver.click("Send a quiet kind word", "#moves")
        await driver.sees("What you had is kept as a draft.")
        await driver.press("M", "enter")
        await driver.sees("as you edited it")
        await driver.press("D")
        assert demo.messages.sent()[-1].text.endswith("[b]PS[/ {me.win}")


async def test_what_is_known_of_the_person_stands_beside_the_message_in_a_very_wide_terminal(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("4", "p", *"priya", "enter")
        await driver.sees("To Priya Nair")
        assert driver.widget(PersonPane).region.y > driver.widget(SentenceField).region.bottom
        await driver.resize(200, 60)
        assert driver.widget(PersonPane).region.y < driver.widget(SentenceField).region.bottom
        await driver.sees("birthday 27 Apr", "call with Priya from a flat")
        await driver.press("p", *"tom becker", "enter")
        await driver.sees("Platform lead · Ferrywell")
