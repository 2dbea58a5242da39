"""Threads from everywhere, what a talk closed, before you meet, the week in review."""

from __future__ import annotations

import pytest

from rapport_tui.app.dialogs.brief_dialog import BriefDialog
from rapport_tui.app.dialogs.closed_dialog import ClosedDialog
from rapport_tui.app.dialogs.threads_dialog import ThreadsDialog
from rapport_tui.app.tab_screen import SCREENS
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal import Journal
from tests.app.app_driver import open_app


@pytest.mark.parametrize("screen", SCREENS)
async def test_threads_open_from_every_screen_and_close_with_a_line(demo: Journal, screen: str) -> None:
    async with open_app(demo) as driver:
        await driver.press(str([*SCREENS].index(screen) + 1), "t")
        await driver.sees("Threads and promises", "Today is a good day", "Whenever you meet")
        first = demo.threads.open()[0]
        await driver.press("space")
        await driver.sees(first.text, "Enter alone just closes it.")
        await driver.type("done over coffee")
        await driver.press("enter")
        await driver.sees("Written about")
        closed = demo.notes.get(first.uid)
        entry = demo.entries.get(closed.closed_by)
        assert (entry.text, entry.people) == ("done over coffee", first.people)


async def test_an_ask_is_closed_with_what_they_said(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("t")
        ask = next(note for note in demo.threads.open() if note.kind == "ask")
        driver.widget(RowList, "#threads").go_to(ask.uid)
        await driver.press("space")
        await driver.sees("What did they say?")
        await driver.press("enter")
        await driver.sees("Closed: ")
        await driver.press("u")
        assert demo.notes.get(ask.uid).is_open
        await driver.press("t")
        assert not isinstance(driver.app.screen, ThreadsDialog)


async def test_open_threads_are_offered_before_and_asked_for_after_a_talk(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("n")
        await driver.type("coffee with @priya.nair")
        assert "? how is Lisbon" in driver.part("#open")
        await driver.press("enter")
        await driver.sees("Was any of this settled?", "how is Lisbon")
        driver.widget(RowList, "#threads").go_to(next(n.uid for n in demo.threads.open() if n.text == "how is Lisbon"))
        await driver.press("space", "enter")
        await driver.sees_no("Was any of this settled?")
        note = next(note for note in demo._context.cache.notes if note.text == "how is Lisbon")
        assert note.closed_by == demo.entries.on(demo.day)[-1].uid
        await driver.press("3")
        assert "✓ ? how is Lisbon" in driver.part("#entries")


async def test_nothing_is_asked_where_nothing_was_open(journal: Journal) -> None:
    journal.people.add("Tom Becker")
    async with open_app(journal) as driver:
        await driver.press("n")
        await driver.type("tea with @tom ? how is the boat")
        await driver.press("enter")
        await driver.sees("Written about Tom Becker")
        assert not isinstance(driver.app.screen, ClosedDialog)


async def test_before_you_meet_fits_a_small_terminal(demo: Journal) -> None:
    async with open_app(demo, (80, 24)) as driver:
        await driver.press("5", "slash")
        await driver.type("priya")
        await driver.press("enter", "i")
        for label in ("work", "met", "talked", "ask", "you owe", "in common", "they said", "next", "c copies the line"):
            assert label in driver.text
        assert "“Hi Priya!" in driver.text
        await driver.press("i")
        assert not isinstance(driver.app.screen, BriefDialog)


async def test_before_you_meet_asks_whom_where_nobody_is_at_hand(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("i")
        await driver.sees("Who do you meet?", "acquaintance  People partner")
        await driver.type("dana")
        await driver.press("enter")
        await driver.sees("Dana Li · mentor")
        await driver.press("end", "enter")
        await driver.sees("Suggested because")


async def test_the_week_is_told_copied_and_written(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("r")
        await driver.sees("Tue 17 Nov 2026 – Mon 23 Nov 2026", "12 talks", "Promises open")
        await driver.press("W")
        await driver.sees("Written to")
        written = (demo.folder / "review-2026-11-23.md").read_text("utf-8")
        assert written.startswith("# Tue 17 Nov 2026 – Mon 23 Nov 2026\n\n12 talks · ")
        await driver.press("left")
        await driver.sees("Tue 10 Nov 2026 – Mon 16 Nov 2026")
        await driver.press("right", "right")
        await driver.sees("Tue 17 Nov 2026 – Mon 23 Nov 2026")
        person, told = demo.insights.review().suggestions[-1]
        await driver.press("end")
        await driver.comes_to(f"{person.name}: {told}")
        await driver.press("enter")
        await driver.sees_no("another week")
        await driver.comes_to(person.name)
