"""Test that checking a feed reports what it would do and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import pytest

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from rapport_tui.reminders import Schedule
from rapport_tui.settings import Settings
from tests.conftest import Clock


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def journal(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journal]:
    """A journal with two people, at nine on Monday 23 November 2026."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    journal = Journal(tmp_path / "journal", clock=clock)
    journal.people.add("Ann Lee", emails=("ann@example.com",))
    journal.people.add("Annika Berg")
    yield journal
    journal.close()


def event(title: str, day: str, more: str = "") -> str:
    return f"BEGIN:VEVENT\nUID:{title}\nSUMMARY:{title}\nDTSTART:{day}T100000\n{more}END:VEVENT\n"


def test_calendars(journal: Journal, tmp_path: Path) -> None:
    ann = "ATTENDEE:mailto:ann@example.com\n"
    events = event("today", "20261123", ann) + event("sunday", "20261129") + event("later", "20261130", ann)
    daily = event("stand-up", "20261120", "RRULE:FREQ=DAILY\n")
    (tmp_path / "a.ics").write_text(f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n", "utf-8")
    (tmp_path / "b.ics").write_text(f"BEGIN:VCALENDAR\n{daily}END:VCALENDAR\n", "utf-8")
    journal.settings = Settings(calendar=str(tmp_path / "a.ics"), calendars=(str(tmp_path / "b.ics"), "/no/such.ics"))
    assert journal.copy().feeds.check("calendar") == (
        "1 calendar read: 2 meetings in the next 7 days, 1 with your people."
    )
    told = journal.copy().feeds.check("calendars")
    assert told.startswith("1 of 2 calendars read: 7 meetings in the next 7 days, 0 with your people. The calendar /no")
    journal.settings = Settings(calendar="/no/such.ics")
    with pytest.raises(RapportError, match="can’t be read"):
        journal.copy().feeds.check("calendar")


def test_lines_from_a_folder_stay_there(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    journal.settings = Settings(inbox=str(folder), inbox_done=str(tmp_path / "done"))
    assert "no new line" in journal.copy().feeds.check("inbox")
    (folder / "a.txt").write_text("tea with @ann.lee\nlunch with @newcomer\nlunch again with @newcomer\n", "utf-8")
    (folder / "b.txt").write_text("2030-01-01: a walk\n", "utf-8")
    before = files_in(tmp_path)
    told = journal.copy().feeds.check("inbox")
    assert told.startswith("4 new lines in the folder, 3 would be taken in. “2030-01-01: a walk” would wait: ")
    done = journal.copy().feeds.check("inbox_done")
    assert done == f"1 file would be moved to {tmp_path / 'done'}, which would be made."
    assert files_in(tmp_path) == before
    assert [one.person.name for one in journal.people.search()] == ["Ann Lee", "Annika Berg"]
    assert len(journal.received.run().taken) == 3
    (tmp_path / "done").rename(tmp_path / "folder")
    (tmp_path / "done").write_text("", "utf-8")
    with pytest.raises(RapportError, match="is not a folder"):
        journal.copy().feeds.check("inbox_done")


def test_pages_that_were_edited_are_told(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    journal.settings = Settings(mirror=str(folder))
    assert journal.copy().feeds.check("mirror") == "2 pages, 2 would be written."
    assert not folder.exists()
    journal.mirror.run()
    (folder / "People" / "Ann Lee.md").write_text("mine", "utf-8")
    journal.entries.log(["tea with @ann.lee and @annika"])
    assert journal.copy().feeds.check("mirror") == (
        "3 pages, 2 would be written; 1 that you edited would stay: People/Ann Lee.md."
    )


def test_mails(journal: Journal, tmp_path: Path) -> None:
    at = datetime(2026, 11, 20, 12).astimezone().strftime("%d Nov %Y %H:%M:%S %z")
    (tmp_path / "sent").write_text(f"From me\nFrom: me@example.com\nTo: ann@example.com\nDate: {at}\n\n")
    journal.settings = Settings(mail=str(tmp_path / "sent"))
    with pytest.raises(RapportError, match="which addresses are yours"):
        journal.copy().feeds.check("mail")
    journal.settings = Settings(mail=str(tmp_path / "sent"), me={"emails": ("me@example.com",)})
    assert journal.copy().feeds.check("mail") == "1 person would be proposed: Ann Lee."
    journal.entries.log(["20 nov: wrote to @ann.lee"])
    assert journal.copy().feeds.check("mail").startswith("Nobody would be proposed")


def test_the_reminder(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    class Fake:
        name = "a timer"
        schedule: Schedule | None = None

        def installed(self) -> Schedule | None:
            return self.schedule

    fake = Fake()
    monkeypatch.setattr("rapport_tui.journal.feed_checks.scheduler", lambda: fake)
    assert "rapport remind --install" in journal.copy().feeds.check("reminder")
    fake.schedule = Schedule(time(8, 30), (0, 1, 2, 3, 4))
    told = journal.copy().feeds.check("reminder")
    assert told.startswith("It comes at 08:30 on mon-fri, by a timer; next tomorrow. Now it would ")
    journal.today.take_off(journal.day, journal.day)
    assert journal.copy().feeds.check("reminder").endswith("Now it would stay quiet: nothing is open.")


@pytest.mark.parametrize(
    ("now", "coming"),
    [("2026-11-23T08:30", "2026-11-23T08:30"), ("2026-11-27T09:00", "2026-11-30T08:30")],
)
def test_the_next_time_of_a_schedule(now: str, coming: str) -> None:
    schedule = Schedule(time(8, 30), (0, 1, 2, 3, 4))
    assert schedule.next_after(datetime.fromisoformat(now)) == datetime.fromisoformat(coming)


def test_a_copy_is_on_its_own(journal: Journal) -> None:
    copy = journal.copy()
    copy.people.add("Only There")
    copy.entries.log(["tea with @only.there"])
    assert copy.people.search("only")
    assert copy.history.actions()
    copy.history.undo()
    journal.people.add("Just Mine")
    assert not journal.people.search("there")
    assert not copy.people.search("mine")
