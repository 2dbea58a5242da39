"""Test drafts that are continued, and the outcomes of messages."""

from __future__ import annotations

from rapport_tui.journal import Journal
from tests.app.app_driver import open_app
from tests.app.test_compose import write_to


async def test_a_draft_is_kept_and_gone_on_with(demo: Journal, copied: list[str]) -> None:
    async with open_app(demo) as driver:
        await driver.press("4", "M")
        await driver.sees("Nothing was kept or sent yet.")
        await driver.press("escape")
        await write_to(driver, "dana", "Pass on something they’d like")
        await driver.press("tab")
        await driver.type("the long read on harbours")
        await driver.press("escape", "F")
        await driver.sees("Kept as a draft.")
        await write_to(driver, "jonas")
        await driver.press("escape", "M")
        await driver.sees("Drafts", "Dana Li")
        await driver.press("enter")
        assert driver.part("#who") == "To Dana Li  mentor"
        assert "the long read on harbours" in driver.prose("#line")
        await driver.press("D")
        await driver.sees("Sent to Dana Li")
        assert demo.messages.drafts() == []


async def test_an_answer_is_noted_with_what_came_of_it(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "priya", "Ask how it went")
        await driver.press("D", "M")
        await driver.sees("Drafts and sent messages", "Sent")
        await driver.press("y")
        await driver.sees("Priya Nair answered. What came of it?")
        await driver.type("it rains, and she loves it ? the balcony")
        await driver.press("enter")
        await driver.sees("answered")
        [message] = demo.messages.sent()
        assert message.outcome == "answered"
        assert demo.entries.get(message.answer).text == "it rains, and she loves it ? the balcony"
        await driver.press("N")
        assert demo.messages.sent()[0].outcome == "no answer"
        await driver.press("d")
        await driver.sees("That message was sent, so it stays.")
