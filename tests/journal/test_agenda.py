"""The day's meetings in the plan, and who of the user's people attends."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from tests.conftest import Clock

TOWN_HALL = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Berlin:20200106T110000
RRULE:FREQ=WEEKLY
SUMMARY:town hall
ATTENDEE;CN=P. Nair:mailto:Priya@Example.org
ATTENDEE;CN=Tom Becker:mailto:another@example.org
ATTENDEE;CN=Ana Ferreira:mailto:ana@example.org
ATTENDEE;CN=Somebody Else:mailto:else@example.org
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/Lisbon")))


@pytest.fixture
def calendar(tmp_path: Path, journal: Journal) -> Path:
    path = tmp_path / "meetings.ics"
    path.write_text(TOWN_HALL, "utf-8")
    journal.people.add("Priya Nair", stage="ally", emails=["priya@example.org"])
    journal.people.add("Tom Becker", stage="ally")
    journal.agenda.use(path)
    journal.agenda.read()
    return path


@pytest.mark.usefixtures("calendar")
def test_a_meeting_tells_who_of_my_people_comes(journal: Journal) -> None:
    (meeting,) = journal.today.meetings
    assert (meeting.label, meeting.names, meeting.others) == ("town hall (10:00)", ("Priya", "Tom"), 1)


@pytest.mark.usefixtures("calendar")
def test_the_opening_names_the_meeting_with_no_place_said(journal: Journal) -> None:
    early = next(task for task in journal.today.plan() if task.item.id == "early-bird")
    assert journal.today.title(early).startswith("town hall (10:00): ")
    assert early.item.why == "it’s in your calendar today, with Priya and Tom"
    journal.today.tick("early-bird", "@sam")
    journal.agenda.use(Path("gone.ics"))
    kept = next(task for task in journal.today.plan() if task.item.id == "early-bird")
    assert kept.item.meeting == "town hall (10:00)"


def test_a_day_without_a_meeting_has_none(journal: Journal, calendar: Path, clock: Clock) -> None:
    clock.pass_days(1)
    assert journal.today.meetings == ()
    assert journal.agenda.is_stale
    journal.agenda.read()
    assert not any(task.item.meeting for task in journal.today.plan())
    clock.pass_days(6)
    journal.agenda.read()
    assert len(journal.today.meetings) == 1


def test_who_comes_too_is_the_reason_to_say_hi(journal: Journal, calendar: Path, clock: Clock) -> None:
    clock.pass_days(70)
    journal.agenda.read()
    why = {task.item.person: task.item.why for task in journal.today.plan()}
    assert "you’ll both be at town hall (10:00)" in why[journal.people.find("priya").uid]


def test_a_calendar_is_read_again_only_where_it_changed(journal: Journal, calendar: Path) -> None:
    edition = journal.agenda.edition
    stale = [journal.agenda.is_stale]
    journal.agenda.read()
    assert journal.agenda.edition == edition
    calendar.write_text(TOWN_HALL.replace("town hall", "the town hall"), "utf-8")
    stale.append(journal.agenda.is_stale)
    assert stale == [False, True]
    journal.agenda.read()
    assert journal.today.meetings[0].title == "the town hall"


def test_a_calendar_that_cannot_be_read_is_told_once_and_hides_nothing(journal: Journal, calendar: Path) -> None:
    calendar.unlink()
    with pytest.raises(RapportError, match=r"can’t be read"):
        journal.agenda.read()
    journal.agenda.read()
    assert journal.today.meetings == ()
    assert journal.today.plan()


def test_attendees_are_known_however_their_names_are_written(journal: Journal, tmp_path: Path) -> None:
    for name in ("Adaeze Okafor", "Lena Schmidt", "Sam Ortiz", "Siobhán O’Brien", "Jan van der Berg"):
        journal.people.add(name)
    journal.people.add("Nguyễn Thị Lan", given="Lan", family="Nguyễn")
    written = (
        "Okafor, Adaeze", "Dr. Lena Schmidt", "Ortiz, Sam (Lyon)", "OBRIEN, SIOBHAN", "Berg, Jan van der (Extern)",
        "Lan", "Somebody, Else",
    )  # fmt: skip
    attendees = "".join(f'ATTENDEE;CN="{name}":mailto:x{n}@other.test\n' for n, name in enumerate(written))
    path = tmp_path / "names.ics"
    path.write_text(TOWN_HALL.replace("ATTENDEE;CN=P. Nair:mailto:Priya@Example.org\n", attendees), "utf-8")
    journal.agenda.use(path)
    journal.agenda.read()
    (meeting,) = journal.today.meetings
    assert meeting.names == ("Adaeze", "Lena", "Sam", "Siobhán", "Jan")


def test_a_meeting_that_i_declined_is_not_shown(journal: Journal, calendar: Path) -> None:
    mine = "ATTENDEE;CN=me;PARTSTAT=DECLINED:mailto:Me@work.example\n"
    calendar.write_text(TOWN_HALL.replace("END:VEVENT", f"{mine}END:VEVENT"), "utf-8")
    journal.agenda.read()
    assert [meeting.title for meeting in journal.today.meetings] == ["town hall"]
    journal.settings = journal.settings._replace(me={"emails": ("me@home.example", " ME@work.example")})
    assert not journal.today.meetings
    calendar.write_text(TOWN_HALL.replace("END:VEVENT", f"{mine.replace('DECLINED', 'ACCEPTED')}END:VEVENT"), "utf-8")
    journal.agenda.read()
    assert [meeting.others for meeting in journal.today.meetings] == [1]
