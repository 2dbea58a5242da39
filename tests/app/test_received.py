"""Test the feeds while the app is open: lines from the phone, mails and the mirror."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from rapport_tui.app import background_mirror
from rapport_tui.app.in_thread import in_thread
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal import Journal
from rapport_tui.journal.mirror import MirrorService
from rapport_tui.settings import Settings
from tests.app.app_driver import open_app


async def test_lines_come_in_and_what_waits_is_told(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    journal.settings = Settings(inbox=str(folder))
    async with open_app(journal) as driver:
        (folder / "a.txt").write_text("tea with @ann\n", encoding="utf-8")
        driver.app.background.run()
        await driver.sees("1 line from your phone came in.", "tea with Ann")
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


async def test_the_mirror_is_written_at_rest_and_again_after_a_change(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pages"
    journal.people.add("Ann Lee")
    journal.settings = Settings(mirror=str(folder))
    async with open_app(journal) as driver:
        mirror = driver.app.background.mirror
        driver.app.background.run()
        assert not folder.exists()  # a key came a moment ago
        monkeypatch.setattr(background_mirror, "REST_SECONDS", -1.0)
        driver.app.background.run()
        await in_thread(mirror._thread.join)
        assert (folder / "People" / "Ann Lee.md").exists()
        stamp = (folder / ".rapport-mirror.json").stat()
        driver.app.background.run()
        await in_thread(mirror._thread.join)
        assert (folder / ".rapport-mirror.json").stat() == stamp
        (folder / "People" / "Ann Lee.md").write_text("mine", encoding="utf-8")
        await driver.write("tea with @ann")
        driver.app.background.run()
        await in_thread(mirror._thread.join)
        assert [path.name for path in (folder / "Days").iterdir()] == ["2026-11-23.md"]
        await driver.sees("You edited 1 page of your mirror")


async def test_the_mirror_waits_while_keys_come(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.people.add("Ann Lee")
    journal.settings = Settings(mirror=str(tmp_path / "pages"))
    naps: list[float] = []
    write_pages = MirrorService._pages
    async with open_app(journal) as driver:
        mirror = driver.app.background.mirror

        def pages(mirrored: MirrorService) -> Iterator[tuple[str, str]]:
            mirror.watch(monotonic())  # a key came
            return write_pages(mirrored)

        def nap(seconds: float) -> None:
            naps.append(seconds)
            monkeypatch.setattr(background_mirror, "REST_SECONDS", -1.0)

        monkeypatch.setattr(background_mirror, "sleep", nap)
        monkeypatch.setattr(background_mirror, "REST_SECONDS", 5.0)
        monkeypatch.setattr(MirrorService, "_pages", pages)
        mirror.watch(monotonic() - 60)
        await in_thread(mirror._thread.join)
    assert naps
    assert (tmp_path / "pages" / "People" / "Ann Lee.md").exists()


async def test_a_mirror_that_cannot_be_written_is_told(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background_mirror, "REST_SECONDS", -1.0)
    (tmp_path / "pages" / ".rapport-mirror.lock").mkdir(parents=True)
    journal.settings = Settings(mirror=str(tmp_path / "pages"))
    async with open_app(journal) as driver:
        driver.app.background.run()
        await driver.sees("can’t be written to")
