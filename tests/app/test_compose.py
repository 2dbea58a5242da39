"""The composer as a room: a sentence with fields inside it, filled from the journal or by hand, and its ways out."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.widgets import TextArea

from rapport_tui import clipboard, mail
from rapport_tui.app.compose.sentence_field import SentenceField
from rapport_tui.journal import Journal
from tests.app.app_driver import AppDriver, open_app


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a desktop's clipboard, as the list of what was put there."""
    texts: list[str] = []

    def copy(text: str) -> bool:
        texts.append(text)
        return True

    monkeypatch.setattr(clipboard, "copy_to_desktop", copy)
    return texts


@pytest.fixture
def mailed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a mail program, as the list of the addresses that it was opened with."""
    opened: list[str] = []

    def take(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(mail, "open_mail", take)
    return opened


async def write_to(desk: AppDriver, name: str, move: str = "") -> None:
    """Go to the composer and choose a person, and a move by a click on its title."""
    await desk.press("4", "p")
    await desk.sees("Whom to?")
    await desk.type(name)
    await desk.press("enter")
    await desk.sees_no("Whom to?")
    if move:
        await desk.click(move, "#moves")


async def test_from_today_to_the_clipboard_in_two_keys(demo: Journal, copied: list[str]) -> None:
    async with open_app(demo) as desk:
        await desk.click("Beatriz Sousa", "#again", by=2)
        await desk.press("o", "c")
        await desk.sees("Copied.")
        assert copied == [desk.prose("#line")]
        assert "will the mentoring round open again?" in copied[0]


async def test_from_today_to_the_clipboard_past_a_gap_in_at_most_four_keys(journal: Journal, copied: list[str]) -> None:
    journal.entries.log(["2026-09-01: @priya +fact keeps bees", "2026-09-02: @priya"])
    move = journal.composer.move("back-channel")
    journal.wordings.save(move, "Still thinking of this: {them.share}.", "chat")
    for line in move.lines_in("chat"):
        journal.wordings.hide(move, line)
    async with open_app(journal) as desk:
        await desk.click("Priya", "#again", by=1)
        await desk.press("o", "enter", "c")
        await desk.sees("Copied.")
        assert copied == ["Still thinking of this: keeps bees."]


async def test_a_thread_on_the_list_is_the_one_that_is_asked(journal: Journal) -> None:
    journal.entries.log(["2026-11-01: @priya ? how is Lisbon by 2026-11-23", "2026-11-02: @priya ? a newer thing"])
    async with open_app(journal) as desk:
        await desk.click("Priya", "#again", by=1)
        await desk.press("o")
        await desk.sees("Ask how it went")
        assert "how is Lisbon?" in desk.prose("#line")


async def test_an_opening_asks_whom_it_is_for(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("o")
        await desk.sees("Whom to?")
        await desk.type("hugo")
        await desk.press("enter")
        await desk.sees("To Hugo Lefort")
        assert desk.part("#move").startswith("Be there a minute early")


async def test_a_candidate_is_clicked_and_the_message_sent(demo: Journal, copied: list[str]) -> None:
    async with open_app(demo) as desk:
        await desk.press("4", "1")
        await desk.write("tea with @priya ? how is the new kayak")
        await write_to(desk, "priya", "Ask how it went")
        assert desk.part("#who") == "To Priya Nair  acquaintance"
        await desk.click("how is Lisbon", "#candidates")
        assert "how is Lisbon?" in desk.prose("#line")
        assert desk.quiet == "Ready: c copies it, m opens it as a mail, s marks it as sent."
        await desk.click("how is the new kayak", "#candidates")
        await desk.press("c", "s")
        assert "kayak" in copied[0]
        await desk.sees("Sent to Priya Nair, and written in the journal. u takes it back.")
        await desk.press("1")
        assert "ask how it went" in desk.part("#entries")
        assert demo.people.last_talked(demo.people.find("Priya").uid) == demo.day
        await desk.press("u")
        assert "ask how it went" not in desk.part("#entries")


async def test_typing_replaces_and_the_arrows_edit(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await write_to(desk, "priya", "Ask how it went")
        await desk.press("tab", *"why", "backspace", "left", "x", "home", "delete", "end", "!")
        assert ": xh!? Tell me!" in desk.prose("#line")
        await desk.press("enter", "tab", "backspace")
        assert ": xh? Tell me!" in desk.prose("#line")


async def test_arrows_choose_and_enter_takes(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await write_to(desk, "priya", "Send a short thank-you")
        before = desk.prose("#line")
        await desk.press("tab", "down", "enter")
        assert desk.prose("#line") != before
        assert "order the second dish" in before
        assert "we both ran Berlin, slowly" in desk.prose("#line")


async def test_a_blank_is_clicked(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await write_to(desk, "priya", "Pass on something they’d like")
        await desk.click("Priya", "#line")
        await desk.sees("their first name")
        await desk.type("dear Priya")
        assert "Hi dear Priya, this made me think" in desk.prose("#line")


async def test_a_gap_shows_its_hint_and_is_asked_about_once(journal: Journal, copied: list[str]) -> None:
    journal.people.add("Tom Becker", stage="ally")
    async with open_app(journal) as desk:
        await write_to(desk, "tom", "Ask for advice")
        assert "‹your question›" in desk.prose("#line")
        await desk.press("escape", "c")
        assert desk.quiet.startswith("There are gaps: your question.")
        await desk.press("s")
        assert "mark it as sent" in desk.quiet
        assert copied == []
        await desk.press("c", "c")
        await desk.sees("Copied.")
        assert "____" in copied[0]


async def test_what_was_typed_is_kept_as_a_note_with_one_key(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await write_to(desk, "beatriz", "Pass on something they’d like")
        await desk.press("r", "tab")
        await desk.sees("the link")
        await desk.type("https://ferries.example/[red]/why")
        await desk.press("ctrl+k")
        assert desk.quiet == "Only a fact about them or about you can be kept as a note."
        await desk.press("enter")
        await desk.type("[b]tea[/ {me.win}")
        await desk.press("ctrl+k")
        await desk.sees("Kept: likes: [b]tea[/ {me.win}. u takes it back.")
        assert "https://ferries.example/[red]/why" in desk.prose("#line")
        assert "[b]tea[/ {me.win}" in desk.prose("#line")
        assert [note.text for note in demo.people.brief(demo.people.find("beatriz").uid).notes["likes"]] == [
            "[b]tea[/ {me.win}"
        ]
        await desk.press("ctrl+k")
        assert desk.quiet == "That is in your notes already."


async def test_registers_and_wordings_change_the_line(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await write_to(desk, "dana", "Tell them what came of it")
        assert desk.part("#registers").startswith("● chat")
        await desk.press("r")
        assert "● mail" in desk.part("#registers")
        assert desk.part("#line").startswith("Subject  What came of your advice")
        await desk.press("v")
        await desk.sees("wording 2 of 2")
        await desk.click("aloud", "#registers")
        assert "remember what you told me" in desk.prose("#line")
        await desk.click("Sit where people pass", "#moves")
        await desk.click("mail", "#registers")
        assert desk.quiet == "This move has no line for mail. P adds one of your own."


async def test_a_report_is_picked_with_checkboxes(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await write_to(desk, "dana", "Tell them what came of it")
        await desk.press("r", "tab")
        await desk.click("○ write the one-page answer", "#candidates")
        assert "– Say you will find out, and name the day" in desk.part("#line")
        assert "– Write the one-page answer before you open the data" in desk.part("#line")
        await desk.press("space")
        assert "Write the one-page answer" not in desk.part("#line")
        assert "– Say you will find out" not in desk.part("#line")
        assert "Say you will find out, and name the day" in desk.part("#line")
        await desk.press("tab", "tab")
        assert desk.part("#candidates").count("●") == 3
        await desk.press("space")
        assert desk.part("#candidates").count("●") == 2


async def test_both_are_asked_before_they_are_introduced(demo: Journal) -> None:
    priya, tom = demo.people.find("priya"), demo.people.find("tom")
    async with open_app(demo) as desk:
        await write_to(desk, "priya", "Introduce two people")
        await desk.press("tab", "enter")
        await desk.sees("Whom should Priya Nair meet?")
        await desk.type("tom becker")
        await desk.press("enter")
        assert desk.prose("#who") == "To Priya Nair acquaintance and Tom Becker"
        await desk.sees("Priya: not asked yet · Tom: not asked yet", "ask first")
        await desk.press("s")
        await desk.sees("Sent to Priya Nair")
        assert demo.people.last_talked(tom.uid) != demo.day
        await write_to(desk, "priya", "Introduce two people")
        await desk.press("w")
        await desk.type("tom becker")
        await desk.press("enter", "x")
        await desk.sees("To Tom Becker", "Tom: not asked yet · Priya: asked today")
        await desk.press("v")
        await desk.sees("to both")
        await desk.press("s")
        await desk.sees("Sent to Tom Becker", "How it went is on your list for both.")
        for one, other in ((tom, "Priya"), (priya, "Tom")):
            brief = demo.people.brief(one.uid)
            assert f"how did it go with {other}" in [note.text for note in brief.notes["ask"]]
            assert brief.entries[0].day == demo.day


async def test_a_mail_is_opened_with_its_subject(demo: Journal, mailed: list[str]) -> None:
    async with open_app(demo) as desk:
        await write_to(desk, "priya", "Ask how it went")
        await desk.press("m")
        assert desk.part("#line").startswith("Subject  I’ve been wondering")
        assert mailed == []
        await desk.press("m")
        await desk.sees("Opened in your mail program. s marks it as sent.")
        assert mailed[0].startswith(
            "mailto:priya.nair@ferrywell.example?subject=I%E2%80%99ve%20been%20wondering&body=Hi"
        )
        assert "%0D%0A" in mailed[0]


async def test_without_a_desktop_mail_says_so(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "open_mail", lambda _: False)
    async with open_app(demo) as desk:
        await write_to(desk, "priya", "Ask how it went")
        await desk.press("m", "m")
        await desk.sees("No mail program can be opened from here. c copies the text.")


async def test_an_editor_that_can_not_be_opened_is_no_crash(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await write_to(desk, "priya", "Ask how it went")
        await desk.press("e")
        assert desk.quiet == "This terminal can’t be lent to an editor. Write here instead."


async def test_a_draft_is_kept_and_gone_on_with(demo: Journal, copied: list[str]) -> None:
    async with open_app(demo) as desk:
        await desk.press("4", "D")
        await desk.sees("Nothing was kept or sent yet.")
        await desk.press("escape")
        await write_to(desk, "dana", "Pass on something they’d like")
        await desk.press("tab")
        await desk.type("the long read on harbours")
        await desk.press("escape", "d")
        await desk.sees("Kept as a draft.")
        await write_to(desk, "jonas")
        await desk.press("escape", "D")
        await desk.sees("Drafts", "Dana Li")
        await desk.press("enter")
        assert desk.part("#who") == "To Dana Li  mentor"
        assert "the long read on harbours" in desk.prose("#line")
        await desk.press("s")
        await desk.sees("Sent to Dana Li")
        assert demo.outbox.drafts() == []


async def test_words_that_were_typed_are_not_lost_to_another_person(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await write_to(desk, "dana", "Pass on something they’d like")
        await desk.press("tab")
        await desk.type("the long read")
        await desk.press("escape")
        await write_to(desk, "jonas")
        [draft] = demo.outbox.drafts()
        assert "the long read" in draft.text


async def test_an_answer_is_noted_with_what_came_of_it(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await write_to(desk, "priya", "Ask how it went")
        await desk.press("s", "D")
        await desk.sees("Drafts and sent messages", "Sent")
        await desk.press("a")
        await desk.sees("Priya Nair answered. What came of it?")
        await desk.type("it rains, and she loves it ? the balcony")
        await desk.press("enter")
        await desk.sees("answered")
        [message] = demo.outbox.sent()
        assert message.outcome == "answered"
        assert demo.entries.get(message.answer).text == "it rains, and she loves it ? the balcony"
        await desk.press("o")
        assert demo.outbox.sent()[0].outcome == "no answer"
        await desk.press("d")
        await desk.sees("That message was sent, so it stays.")


async def test_a_wording_of_ones_own_is_checked_and_used(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await write_to(desk, "priya", "Ask how it went")
        await desk.press("P")
        await desk.sees("Playbook")
        await desk.press("a")
        await desk.sees("a wording of your own")
        words = desk.widget(TextArea)
        words.text = "Dear {them.first}, and {them.shoe}"
        await desk.sees("There is no blank {them.shoe}. Known ones: them.first, them.name")
        await desk.press("ctrl+s")
        words.text = "Dear {them.first}, and "
        words.move_cursor(words.document.end)
        await desk.press("ctrl+o")
        await desk.sees("Which blank?")
        await desk.type("them.ask")
        await desk.press("enter")
        await desk.sees("Dear Priya, and how is Lisbon")
        await desk.press("ctrl+s")
        await desk.sees("mine")
        await desk.press("escape")
        assert desk.prose("#line") == "Dear Priya, and how is Lisbon"
        await desk.press("P", "h", "escape")
        assert "Dear Priya" not in desk.prose("#line")


async def test_shipped_lines_are_hidden_and_put_back(demo: Journal) -> None:
    move = demo.composer.move("early-bird")
    async with open_app(demo) as desk:
        await write_to(desk, "priya", "Be there a minute early")
        await desk.press("escape", "P")
        await desk.sees("Playbook")
        for _ in range(len(move.lines)):
            await desk.press("h")
        await desk.sees("That is the only line of this move.", f"{len(move.lines) - 1} hidden")
        await desk.press("R")
        await desk.sees_no("hidden")
        assert demo.composer.move("early-bird") == move


async def test_playbooks_are_shared_as_files(demo: Journal, tmp_path: Path) -> None:
    demo.wordings.save(demo.composer.move("hi-again"), "So, {them.first}?", "chat")
    mine = tmp_path / "mine.toml"
    async with open_app(demo) as desk:
        await desk.press("4", "P", "x")
        await desk.sees("Write your wordings to which file?")
        await desk.press("ctrl+a", "ctrl+k")
        await desk.type(str(mine))
        await desk.press("enter")
        await desk.sees("Wrote")
        demo.wordings.reset(demo.composer.move("hi-again"))
        await desk.press("i")
        await desk.type(str(tmp_path / "none.toml"))
        await desk.press("enter")
        await desk.sees("can’t be read")
        await desk.press("ctrl+a", "ctrl+k")
        await desk.type(str(mine))
        await desk.press("enter")
        await desk.sees("Took in 1 wordings.")
    assert demo.composer.move("hi-again").lines[0].text == "So, {them.first}?"


async def test_with_nobody_there_the_next_step_is_told(journal: Journal) -> None:
    async with open_app(journal) as desk:
        await desk.press("escape", "4", *"rvwcsdmex", "tab", "ctrl+k", "D", "escape")
        await desk.sees("Nobody to write to yet", "Add somebody on the Board")


async def test_what_others_write_leaves_half_typed_words(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await write_to(desk, "jonas", "Pass on something they’d like")
        await desk.press("tab")
        await desk.type("half a th")
        demo.entries.log(["tea with @odile"])
        await desk.type("ought")
        assert "half a thought" in desk.prose("#line")


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
@pytest.mark.parametrize("name", ["王小明", "سلمى"])
async def test_the_grid_holds_for_wide_and_right_to_left_names(demo: Journal, size: tuple[int, int], name: str) -> None:
    async with open_app(demo, size) as desk:
        await write_to(desk, name)
        await desk.press("tab", *"王👩", "end")
        assert {cell_len(line) for line in desk.lines} == {size[0]}
        assert "王👩" in desk.prose("#line")


async def test_the_whole_text_is_edited_sent_and_taken_up_again(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def edit(_app: object, text: str, *, suffix: str) -> str:
        return f"{text}\n\n[b]PS[/ {{me.win}}"

    monkeypatch.setattr("rapport_tui.app.editor_session.edit_text", edit)
    async with open_app(demo) as desk:
        await write_to(desk, "priya", "Ask how it went")
        await desk.press("e")
        await desk.sees("as you edited it")
        await desk.sees_no("what you want to ask")
        assert "[b]PS[/ {me.win}" in desk.prose("#line")
        await desk.press("tab")
        assert desk.app.focused is not None
        assert desk.app.focused.id == "moves"
        await desk.click("Send a quiet kind word", "#moves")
        await desk.sees("What you had is kept as a draft.")
        await desk.press("D", "enter")
        await desk.sees("as you edited it")
        await desk.press("s")
        assert demo.outbox.sent()[-1].text.endswith("[b]PS[/ {me.win}")


async def test_no_letter_is_lost_however_fast_one_types(demo: Journal) -> None:
    words = "made of rain, wind and 王小明’s tea"
    async with open_app(demo) as desk:
        await write_to(desk, "priya", "Ask how it went")
        await desk.press("tab")
        field = desk.widget(SentenceField)
        for letter in words:
            field.post_message(events.Key("space" if letter == " " else letter, letter))
        await desk.press("!", "!")
        assert f": {words}!!? Tell me!" in desk.prose("#line")
        await desk.press("tab", "shift+tab", *"new")
        assert ": new? Tell me!" in desk.prose("#line")
