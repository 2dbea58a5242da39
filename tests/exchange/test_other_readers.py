"""Test exports with other libraries as readers: vobject for vCard, icalendar for calendars."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given
from icalendar import Calendar

from rapport_tui.exchange.ics_writer import write_ics
from rapport_tui.exchange.journal_export import SCHEMA, JournalExport
from rapport_tui.exchange.vcard_writer import Version, write_vcard
from rapport_tui.model.records import Note
from tests.exchange.strategies import archives

DAY = date(2026, 11, 20)


def values(card: Any, name: str) -> list[Any]:
    return [line.value for line in card.contents.get(name, [])]


@pytest.mark.parametrize("version", ["4.0", "3.0"])
@given(archives())
def test_every_card_is_read_by_vobject(version: Version, archive: JournalExport) -> None:
    cards = list(vobject.readComponents(write_vcard(archive, version)))
    assert len(cards) == len(archive.people)
    for card, person in zip(cards, archive.people, strict=True):
        assert values(card, "fn") == [person.name]
        assert values(card, "email") == list(person.emails)
        assert values(card, "tel") == list(person.phones)
        assert values(card, "url") == list(person.links)
        assert values(card, "title") == ([person.role] if person.role else [])
        facts = [note.text for note in archive.notes if note.kind == "fact" and person.uid in note.people]
        assert values(card, "note") == facts


@given(archives())
def test_every_calendar_is_read_by_icalendar(archive: JournalExport) -> None:
    calendar = Calendar.from_ical(write_ics(archive))
    todos = {str(each["UID"]): each for each in calendar.walk("VTODO")}
    events = {str(each["UID"]): each for each in calendar.walk("VEVENT")}
    assert not any(each.errors for each in calendar.walk())
    promises = [note for note in archive.notes if note.kind in ("owe", "await") or (note.kind == "ask" and note.due)]
    assert set(todos) == {f"note-{note.uid}@rapport" for note in promises}
    for note in promises:
        todo = todos[f"note-{note.uid}@rapport"]
        assert (todo.decoded("DUE") if "DUE" in todo else None) == note.due
        assert ("COMPLETED" in todo) == (note.done is not None)
        assert " ".join(note.text.split()) in " ".join(str(todo["SUMMARY"]).split())
    born = {f"birthday-{person.uid}@rapport" for person in archive.people if person.birthday and not person.archived}
    dates = {f"note-{note.uid}@rapport" for note in archive.notes if note.kind == "date" and note.due}
    assert set(events) == born | dates
    for event in events.values():
        assert event.decoded("DTEND", default=date.max) - event.decoded("DTSTART") <= timedelta(days=1)


def test_a_later_calendar_updates_an_earlier_one() -> None:
    note = Note(uid="n", kind="owe", text="the deck", made=DAY, due=DAY + timedelta(days=3))
    closed = Note(uid="n", kind="owe", text="the deck", made=DAY, due=DAY, done=DAY + timedelta(days=1))
    (first,) = Calendar.from_ical(write_ics(JournalExport(schema=SCHEMA, notes=(note,)))).walk("VTODO")
    (second,) = Calendar.from_ical(write_ics(JournalExport(schema=SCHEMA, notes=(closed,)))).walk("VTODO")
    assert first["UID"] == second["UID"]
    assert first.decoded("DTSTAMP") < second.decoded("DTSTAMP")
