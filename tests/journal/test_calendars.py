"""Several calendars, some of them on the web: what was read, what was not, and where one is by them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from rapport_tui.exchange.calendar_download import CalendarCache
from rapport_tui.journal import Journal
from rapport_tui.journal.agenda import is_address
from rapport_tui.model.errors import RapportError
from rapport_tui.settings import Settings
from tests.conftest import Clock
from tests.exchange.test_calendar_download import Server, send
from tests.exchange.test_calendar_download import server as server  # a fixture


def calendar(title: str, start: str = "DTSTART:20261123T100000", more: str = "") -> str:
    event = f"BEGIN:VEVENT\nUID:{title}\nSUMMARY:{title}\n{start}\n{more}END:VEVENT\n"
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{event}END:VCALENDAR\n"


@pytest.fixture
def journal(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Journal:
    """A journal at nine on Monday 23 November 2026, with a cache of its own."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    return Journal(tmp_path / "journal", clock=clock)


def test_files_and_addresses_are_read_together(journal: Journal, server: Server, tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "work.ics"
    file.write_text(calendar("stand-up"), encoding="utf-8")
    server.answer = lambda request: send(request, 200, calendar("lunch", "DTSTART:20261123T120000").encode())
    journal.settings = Settings(calendar=str(file), calendars=(server.address,))
    stale = [journal.agenda.is_stale]
    journal.agenda.read()
    assert [meeting.title for meeting in journal.agenda.meetings] == ["stand-up", "lunch"]
    assert [state.name for state in journal.agenda.states] == [str(file), "127.0.0.1"]
    assert [*stale, journal.agenda.is_stale] == [True, False]
    server.answer = lambda request: send(request, 500)
    journal.agenda.read()
    assert len(server.asked) == 1
    clock.now += timedelta(minutes=15)
    with pytest.raises(RapportError, match="answers 500"):
        journal.agenda.read()
    assert [meeting.title for meeting in journal.agenda.meetings] == ["stand-up", "lunch"]
    clock.now += timedelta(minutes=15)
    journal.agenda.read()  # the same problem is told once
    assert len(server.asked) == 3


def test_one_calendar_that_cannot_be_read_leaves_the_others(journal: Journal, tmp_path: Path) -> None:
    file = tmp_path / "work.ics"
    file.write_text(calendar("stand-up"), encoding="utf-8")
    journal.settings = Settings(calendars=(str(tmp_path / "gone.ics"), str(file), "https://[broken/secret"))
    with pytest.raises(RapportError, match=r"gone\.ics"):
        journal.agenda.read()
    assert [meeting.title for meeting in journal.agenda.meetings] == ["stand-up"]
    assert "secret" not in str(journal.agenda.states)


def test_nothing_is_fetched_where_that_is_not_wanted(journal: Journal, server: Server) -> None:
    journal.settings = Settings(calendars=(server.address,))
    journal.agenda.read("none")
    assert (server.asked, journal.agenda.meetings) == ([], ())
    journal.agenda.read("all")
    journal.agenda.read("all")
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (calendar("stand-up", more="ATTENDEE:mailto:bo@example.com\n"), ["meeting"]),
        (calendar("focus time"), []),
        (calendar("Town hall"), ["event"]),
        (calendar("Travel to Lyon", "DTSTART;VALUE=DATE:20261123"), ["travelling"]),
        (calendar("travel budget", more="ATTENDEE:mailto:bo@example.com\n"), ["meeting"]),
        (calendar("Flugpreise"), []),
    ],
)
def test_places_follow_from_meetings(journal: Journal, tmp_path: Path, text: str, places: list[str]) -> None:
    file = tmp_path / "work.ics"
    file.write_text(text, encoding="utf-8")
    journal.settings = Settings(calendar=str(file))
    journal.agenda.read()
    assert list(journal.today.offered_places) == places
    journal.today.set_places(["office"])
    assert journal.today.offered_places == ()


def test_a_copy_of_an_earlier_day_is_read_without_a_connection(
    journal: Journal, server: Server, clock: Clock, tmp_path: Path
) -> None:
    daily = calendar("stand-up", more="RRULE:FREQ=DAILY\n")
    server.answer = lambda request: send(request, 200, daily.encode())
    CalendarCache(tmp_path / "cache" / "calendars").refresh(server.address, clock())
    server.close()
    clock.now += timedelta(days=1)
    journal.settings = Settings(calendars=(server.address,))
    with pytest.raises(RapportError, match="no connection"):
        journal.agenda.read()
    assert [meeting.title for meeting in journal.agenda.meetings] == ["stand-up"]


def test_addresses_are_told_from_paths() -> None:
    assert all(map(is_address, ("https://a.b/c.ics", "webcal://a.b/c", "HTTP://localhost/x")))
    assert not any(map(is_address, ("~/work.ics", "/tmp/http.ics", "C:\\work.ics", "")))
