"""Summaries of people for cards on the board and lines of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import msgspec

from rapport_tui.model.cadence import drift, next_birthday
from rapport_tui.model.records import ABOUT_ME, OPEN_KINDS, Entry, Kind, Note, Person, StageChange
from rapport_tui.model.relative_days import full_day, near_day
from rapport_tui.model.wording import KIND_TITLES, listed

MarkKind = Literal["", "due", "ask", "owe", "await", "birthday"]
SIGNS: Final[dict[Kind, str]] = {"ask": "?", "owe": "!", "await": "<"}
"""The signs of open notes, in a card as in the capture line."""
SOON_DAYS: Final = 7
"""The number of days ahead within which a due day or a birthday gets a mark."""
_NOTE_TEXTS: Final[dict[Kind, tuple[str, str]]] = {
    "ask": ("ask {}: ", "ask {}: "),
    "owe": ("you promised {}: ", "you promised {}: "),
    "await": ("{} promised: ", "{} promised: "),
    "share": ("you and {}: ", "you, {}: "),
    "said": ("{} said: ", "{} said: "),
    "expert": ("{} knows about ", "{} know about "),
    "likes": ("{} likes ", "{} like "),
    "advice": ("{} advised: ", "{} advised: "),
    "door": ("{} opened a door: ", "{} opened a door: "),
    "date": ("a day for {}: ", "a day for {}: "),
    "fact": ("{}: ", "{}: "),
}
"""The beginning of a note with its people, for one and for several."""


class SummaryMark(msgspec.Struct, frozen=True):
    """The most useful fact about a person now; `text` begins with its sign."""

    kind: MarkKind = ""
    text: str = ""


class PersonSummary(msgspec.Struct, frozen=True, kw_only=True):
    """The summary of a person.

    `drift` is 0 within the cadence and 1 when overdue by one whole cadence. `open_notes` are the threads and promises
    that are still open, the most urgent first. `next_due` is the first day that one of them is due, None if none is.
    """

    person: Person
    last_talked: date | None
    drift: float
    open_notes: tuple[Note, ...]
    mark: SummaryMark
    next_due: date | None

    def is_due(self, today: date) -> bool:
        """Return whether a promise or a thread is due today or overdue."""
        return self.next_due is not None and self.next_due <= today


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """The facts to know before meeting a person. Entries are newest first; notes are by kind.

    `introduced` are the people that the user met through the person. `said` are differing values in address books:
    `LinkedIn CSV says: Chief · Tidal`.
    """

    summary: PersonSummary
    entries: tuple[Entry, ...]
    notes: dict[str, tuple[Note, ...]]
    steps: tuple[StageChange, ...]
    met_through: Person | None
    introduced: tuple[Person, ...]
    said: tuple[str, ...]


def by_urgency(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Return `notes` with a due day first, earliest first; then promises, then threads, newest first."""
    order = {"owe": 0, "ask": 1, "await": 2}
    return tuple(
        sorted(notes, key=lambda note: (note.due or date.max, order.get(note.kind, 3), -note.made.toordinal()))
    )


def note_line(note: Note, today: date) -> str:
    """Return a note as lists show it: `! the deck · today` with its sign and due day, or `said: likes tea`."""
    if note.kind not in OPEN_KINDS and note.kind != "share":
        return f"{note.kind}: {note.text}"
    due = f" · {near_day(note.due, today)}" if note.due else ""
    return f"{SIGNS.get(note.kind, '+')} {note.text}{due}"


def note_text(note: Note, people: Sequence[Person]) -> str:
    """Return a note as a sentence about its people, given in `people`: `Amara likes climbing`."""
    if note.kind in ABOUT_ME:
        return f"{KIND_TITLES[note.kind].lower()}: {note.text}"
    firsts = Counter(person.first_name for person in people)
    names = [
        person.first_name if firsts[person.first_name] == 1 else person.name
        for person in people
        if person.uid in note.people
    ]
    due = f" · by {full_day(note.due)}" if note.due else ""
    return f"{_NOTE_TEXTS[note.kind][len(names) > 1].format(listed(names))}{note.text}{due}"


def note_words(note: Note, today: date) -> str:
    """Return the text of a note with its due day, or the day it was closed."""
    if note.done:
        return f"{note.text} · done {near_day(note.done, today)}"
    if note.due:
        return f"{note.text} · {'by' if note.due >= today else 'for'} {near_day(note.due, today)}"
    return note.text


def mark_of(person: Person, open_notes: tuple[Note, ...], today: date) -> SummaryMark:
    """Return the most useful mark: something due soon, a birthday this week, an open thread, a promise."""
    first = open_notes[0] if open_notes else None
    if first and first.due and (first.due - today).days <= SOON_DAYS:
        return SummaryMark("due", note_line(first, today))
    birthday = next_birthday(person.birthday, today)
    if birthday and (birthday - today).days <= SOON_DAYS:
        return SummaryMark("birthday", f"* birthday · {near_day(birthday, today)}")
    for kind in ("owe", "ask", "await"):
        for note in open_notes:
            if note.kind == kind:
                return SummaryMark(kind, note_line(note, today))
    return SummaryMark()


def summarise(
    person: Person, last_talked: date | None, open_notes: Sequence[Note], cadence: int | None, today: date
) -> PersonSummary:
    """Return the summary of a person, given the notes about them that are open."""
    notes, rests = by_urgency(open_notes), person.archived or person.inbox
    return PersonSummary(
        person=person,
        last_talked=last_talked,
        drift=0.0 if rests else drift(last_talked, person.since, cadence, today),
        open_notes=notes,
        mark=mark_of(person, notes, today),
        next_due=min((note.due for note in notes if note.due), default=None),
    )


def need_order(summary: PersonSummary, today: date) -> tuple[bool, date, float, str]:
    """Return the sort key by need: with something due first, then by drift, then by name."""
    due = summary.next_due
    soon = due is not None and (due - today).days <= SOON_DAYS
    return (not soon, due if due and soon else date.max, -summary.drift, summary.person.name.casefold())
