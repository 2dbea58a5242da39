"""Lines from the phone come in while the app is open."""

from __future__ import annotations

from pathlib import Path

from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal import Journal
from rapport_tui.settings import Settings
from tests.app.app_driver import open_app


async def test_lines_come_in_and_what_waits_is_told(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    journal.settings = Settings(inbox=str(folder))
    async with open_app(journal) as driver:
        (folder / "a.txt").write_text("tea with @ann\n", encoding="utf-8")
        driver.app.background.run()
        await driver.sees("1 line came in from your phone.", "tea with Ann")
        (folder / "b.txt").write_text("2030-01-01: a walk\n", encoding="utf-8")
        driver.app.background.run()
        await driver.sees("1 line from your phone can’t be taken in yet")


async def test_today_proposes_a_line_about_a_mail(journal: Journal, tmp_path: Path) -> None:
    journal.people.add("Ann Lee", emails=("ann@example.com",))
    sent = b"From me\nFrom: me@example.com\nTo: ann@example.com\nDate: Fri, 20 Nov 2026 12:00:00 +0000\n\n"
    (tmp_path / "sent").write_bytes(sent)
    journal.settings = Settings(mail=str(tmp_path / "sent"), me={"emails": ("me@example.com",)})
    async with open_app(journal) as driver:
        await driver.sees("You wrote to Ann Lee", "writes a line about it")
        await driver.write("20 nov: wrote to @ann")
        await driver.pilot.pause()
        assert "You wrote to Ann Lee" not in driver.text


async def test_a_feed_is_tested_in_the_settings(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    (folder / "a.txt").write_text("2030-01-01: a [walk]\n", encoding="utf-8")
    journal.people.add("Ann Lee")
    journal.settings = Settings(inbox=str(folder), mirror=str(folder / "a.txt"))
    async with open_app(journal) as driver:
        await driver.press("comma")
        driver.widget(RowList, "#settings").go_to("test:inbox")
        await driver.press("enter")
        await driver.sees("1 new line in the folder, 0 would be taken in.", "a [walk]")
        await driver.press("down", "down", "down")
        await driver.click("says what it would do")
        await driver.sees("can’t be read")
