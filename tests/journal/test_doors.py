"""Doors that others opened: what came of them, and the thanks said."""

from __future__ import annotations

from datetime import date

import pytest

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from tests.conftest import Clock


def test_the_ledger_tells_what_came_of_a_door_and_the_thanks(journal: Journal, clock: Clock) -> None:
    journal.entries.log(
        ["2026-11-01: @ruth +door a seat at the planning round", "2026-11-10: @ruth +door a talk to the board"]
    )
    ruth = journal.people.find("ruth")
    assert [(door.note.text, door.came, door.thanked) for door in journal.doors.of(ruth.uid)] == [
        ("a talk to the board", "", None),
        ("a seat at the planning round", "", None),
    ]
    journal.doors.note_outcome(ruth, "they said yes to the pilot")
    clock.pass_days(1)
    journal.entries.log(["@ruth /thank-you-note for the board"])
    newest, oldest = journal.doors.of()
    assert (newest.came, newest.thanked, oldest.came) == ("they said yes to the pilot", date(2026, 11, 24), "")
    assert journal.doors.words(newest) == "a talk to the board (10 Nov): they said yes to the pilot, thanked today"
    told = [line.text for line in journal.briefs.lines(ruth.uid) if line.key in (newest.note.uid, oldest.note.uid)]
    assert told == [
        "a talk to the board (10 Nov): they said yes to the pilot, thanked today",
        "a seat at the planning round (1 Nov), thanked today",
    ]
    journal.doors.note_outcome(ruth, "I speak there now")
    with pytest.raises(RapportError, match="No door"):
        journal.doors.note_outcome(ruth, "again")
