"""A meeting that has just ended is proposed as a line: once, and only while nothing was written about its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from rapport_tui.settings import Settings
from tests.conftest import Clock

Write = Callable[..., None]
ANN = "ATTENDEE;CN=Ann Lee:mailto:ann@example.com\n"


@pytest.fixture
def journal(tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    """A journal with two people, at nine on Monday 23 November 2026."""
    journal = Journal(
        tmp_path / "journal",
        settings=Settings(calendar=str(tmp_path / "a.ics"), me={"emails": ("me@example.com",)}),
        clock=clock,
    )
    journal.people.add("Ann Lee", emails=("ann@example.com",))
    journal.people.add("Bo Berg", emails=("bo@example.com",))
    yield journal
    journal.close()


@pytest.fixture
def write(tmp_path: Path, journal: Journal) -> Write:
    """A function that puts events in the calendar: a title, a time, a length and other properties of each."""

    def write(*events: tuple[str, str, str, str]) -> None:
        told = "".join(
            f"BEGIN:VEVENT\nUID:{title}\nSUMMARY:{title}\nDTSTART:20261123T{at}00\nDURATION:{length}\n{more}END:VEVENT\n"
            for title, at, length, more in events
        )
        (tmp_path / "a.ics").write_text(f"BEGIN:VCALENDAR\n{told}END:VCALENDAR\n", "utf-8")
        journal.agenda.read()

    return write


def proposed(journal: Journal) -> str:
    meeting = journal.meeting_lines.proposed
    return meeting.title if meeting else ""


def test_it_is_proposed_from_its_end_on_for_a_while(journal: Journal, write: Write, clock: Clock) -> None:
    write(("@tea [/] ~ tomorrow: plan", "0830", "PT30M", ANN), ("stand-up", "0900", "PT15M", ANN))
    assert proposed(journal) == "@tea [/] ~ tomorrow: plan"
    clock.now += timedelta(minutes=14)
    assert proposed(journal) == "@tea [/] ~ tomorrow: plan"
    clock.now += timedelta(minutes=1)
    assert proposed(journal) == "stand-up"
    clock.now += timedelta(hours=2, minutes=1)
    assert proposed(journal) == ""


def test_one_action_writes_the_line_with_its_people(journal: Journal, write: Write, clock: Clock) -> None:
    both = f"{ANN}ATTENDEE:mailto:bo@example.com\nATTENDEE:mailto:else@example.com\n"
    write(("@tea [/] ~ tomorrow: plan", "0830", "PT30M", both))
    meeting = journal.meeting_lines.proposed
    assert meeting is not None
    entry = journal.meeting_lines.write(meeting).entry
    assert (entry.day, entry.time) == (journal.day, time(8, 30))
    assert journal.entries.names(entry) == ["Ann Lee", "Bo Berg"]
    assert journal.entries.shown(entry) == "@tea [/] ~ tomorrow: plan with Ann and Bo"
    assert proposed(journal) == ""
    with pytest.raises(RapportError, match="another window"):
        journal.meeting_lines.write(meeting)
    journal.entries.delete([entry.uid])
    assert proposed(journal) == ""
    journal.history.undo()
    journal.history.undo()
    assert not journal.entries.on(journal.day)
    assert proposed(journal) == meeting.title


def test_what_was_dropped_never_comes_back(journal: Journal, write: Write) -> None:
    write(("stand-up", "0830", "PT30M", ANN), ("coffee", "0800", "PT30M", "ATTENDEE:mailto:bo@example.com\n"))
    assert proposed(journal) == "stand-up"
    meeting = journal.meeting_lines.proposed
    assert meeting is not None
    journal.meeting_lines.drop(meeting)
    assert proposed(journal) == "coffee"
    write(("stand-up", "0830", "PT20M", ANN))
    assert proposed(journal) == ""


@pytest.mark.parametrize(("line", "is_proposed"), [("8:45: @ann asked", False), ("8:15: tea with @ann", True)])
def test_nothing_was_written_since_it_began(journal: Journal, write: Write, line: str, is_proposed: bool) -> None:
    write(("stand-up", "0830", "PT30M", ANN))
    journal.entries.log(["8:50: lunch plans with @bo"])
    assert proposed(journal) == "stand-up"
    journal.entries.log([line])
    assert bool(proposed(journal)) is is_proposed


@pytest.mark.parametrize(
    "more",
    [
        "",
        f"{ANN}STATUS:CANCELLED\n",
        f"{ANN}ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.com\n",
        "ATTENDEE;CN=Ann Lee;PARTSTAT=DECLINED:mailto:ann@example.com\n",
        ANN + "".join(f"ATTENDEE:mailto:guest{number}@example.com\n" for number in range(10)),
    ],
)
def test_a_meeting_that_was_no_talk_is_not_proposed(journal: Journal, write: Write, more: str) -> None:
    write(("stand-up", "0830", "PT30M", more))
    assert proposed(journal) == ""


def test_only_people_of_the_board_count(journal: Journal, write: Write) -> None:
    write(("stand-up", "0830", "PT30M", ANN))
    journal.people.archive([journal.people.find("ann").uid])
    assert proposed(journal) == ""
