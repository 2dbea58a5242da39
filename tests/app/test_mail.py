"""Test that a composed mail is opened in the mail program."""

from __future__ import annotations

import pytest

from rapport_tui.app.compose import screen
from rapport_tui.journal import Journal
from tests.app.app_driver import open_app
from tests.app.test_compose import write_to


@pytest.fixture
def mailed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a mail program, as the list of the addresses that it was opened with."""
    opened: list[str] = []

    def take(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(screen, "open_mail", take)
    return opened


async def test_a_mail_is_opened_with_its_subject(demo: Journal, mailed: list[str]) -> None:
    async with open_app(demo) as driver:
        await write_to(driver, "priya", "Ask how it went")
        await driver.press("E")
        assert driver.part("#line").startswith("Subject  I’ve been wondering")
        assert mailed == []
        await driver.press("E")
        await driver.sees("Opened in your mail program. D marks it as sent.")
        assert mailed[0].startswith(
            "mailto:priya.nair@ferrywell.example?subject=I%E2%80%99ve%20been%20wondering&body=Hi"
        )
        assert "%0D%0A" in mailed[0]


async def test_without_a_desktop_mail_says_so(demo: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "open_mail", lambda _: False)
    async with open_app(demo) as driver:
        await write_to(driver, "priya", "Ask how it went")
        await driver.press("E", "E")
        await driver.sees("No mail program can be opened from here. c copies the text.")
