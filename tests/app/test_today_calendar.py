"""Today and the calendar: its meetings are read, and one that has ended is written down."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from rapport_tui.app.today.screen import TodayScreen
from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from tests.app.app_driver import open_app
from tests.conftest import Clock


async def test_the_calendar_of_the_settings_is_read(journal: Journal, tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "meetings.ics"
    event = "UID:1\nDTSTART:20261123T100000\nSUMMARY:town hall\nATTENDEE;CN=Tom Becker:mailto:t@x.org"
    path.write_text(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR", "utf-8")
    journal.people.add("Tom Becker")
    journal.settings = journal.settings._replace(calendar=str(path))
    async with open_app(journal) as driver:
        await driver.sees("10:00  town hall  Tom", "town hall (10:00): be there a minute early")


async def test_a_calendar_that_does_not_answer_holds_up_nothing(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "meetings.ics"
    path.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "utf-8")
    journal.settings = journal.settings._replace(calendar=str(path))
    answer, readers = threading.Event(), []

    def hang(_path: Path) -> None:
        readers.append(threading.current_thread())
        answer.wait()
        raise RapportError("too late")

    monkeypatch.setattr("rapport_tui.exchange.ics_reader.read_calendar", hang)
    async with open_app(journal) as driver:
        await driver.press("2", "1")
        await driver.sees("Today")
        while not readers:
            await driver.pilot.pause(0.01)
        await driver.press("ctrl+q")
    assert [(thread.daemon, thread.is_alive()) for thread in readers] == [(True, True)]
    answer.set()


async def test_a_meeting_that_has_ended_is_written_with_one_key(journal: Journal, tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "meetings.ics"
    event = "SUMMARY:plan [1]\nDURATION:PT30M\nATTENDEE;CN=Tom Becker:mailto:t@x.org"
    begins = "".join(
        f"BEGIN:VEVENT\nUID:{at}\nDTSTART:20261123T{at}00\n{event}\nEND:VEVENT\n" for at in ("0830", "1000")
    )
    path.write_text(f"BEGIN:VCALENDAR\n{begins}END:VCALENDAR", "utf-8")
    journal.people.add("Tom Becker")
    journal.settings = journal.settings._replace(calendar=str(path))
    async with open_app(journal) as driver:
        await driver.sees("plan [1] with Tom has ended", "Y writes that, N doesn’t")
        await driver.press("Y")
        await driver.sees("08:30  plan [1] with Tom")
        await driver.sees_no("has ended")
        clock.now += timedelta(minutes=90)
        screen = driver.app.screen
        assert isinstance(screen, TodayScreen)
        screen._follow_clock()
        await driver.sees("plan [1] with Tom has ended")
        await driver.press("N")
        await driver.sees_no("has ended")
        assert len(journal.entries.on(journal.day)) == 1
