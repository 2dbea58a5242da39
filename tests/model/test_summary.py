from __future__ import annotations

from datetime import date

from rapport_tui.model.person_summary import PersonSummary, SummaryMark, by_urgency, mark_of, need_order, note_line
from rapport_tui.model.records import Kind, Note, Person

TODAY = date(2026, 11, 23)


def note(kind: Kind, text: str, *, due: date | None = None, made: date = TODAY) -> Note:
    return Note(uid=text, kind=kind, text=text, made=made, people=("a",), due=due)


def person(name: str = "Ann", birthday: str = "") -> Person:
    return Person(uid=name, name=name, added=TODAY, since=TODAY, birthday=birthday)


def summary(name: str = "Ann", *, drift: float = 0.0, notes: tuple[Note, ...] = ()) -> PersonSummary:
    due = min((note.due for note in notes if note.due), default=None)
    return PersonSummary(
        person=person(name), last_talked=None, drift=drift, open_notes=notes, mark=SummaryMark(), next_due=due
    )


DUE = note("await", "numbers", due=date(2026, 11, 25))
FAR = note("owe", "report", due=date(2026, 12, 24))
OWE = note("owe", "deck")
OLD_ASK = note("ask", "exam", made=date(2026, 1, 1))
ASK = note("ask", "Lisbon")
AWAIT = note("await", "book")


def test_the_most_urgent_first() -> None:
    assert by_urgency([AWAIT, OLD_ASK, ASK, OWE, FAR, DUE]) == (DUE, FAR, OWE, ASK, OLD_ASK, AWAIT)


def test_how_a_note_is_shown() -> None:
    assert note_line(DUE, TODAY) == "< numbers · Wed"
    assert note_line(ASK, TODAY) == "? Lisbon"
    assert note_line(note("share", "Berlin"), TODAY) == "+ Berlin"


def test_the_most_useful_mark() -> None:
    assert mark_of(person(), (), TODAY) == SummaryMark()
    assert mark_of(person(birthday="--11-30"), (DUE, ASK), TODAY) == SummaryMark("due", "< numbers · Wed")
    assert mark_of(person(birthday="--11-30"), (FAR, ASK), TODAY) == SummaryMark("birthday", "* birthday · 30 Nov")
    assert mark_of(person(birthday="1990-12-01"), by_urgency([ASK, AWAIT, OWE]), TODAY) == SummaryMark("owe", "! deck")
    assert mark_of(person(), by_urgency([AWAIT, ASK]), TODAY) == SummaryMark("ask", "? Lisbon")


def test_what_is_due() -> None:
    assert summary(notes=(FAR, DUE, ASK)).next_due == date(2026, 11, 25)
    assert not summary(notes=(DUE,)).is_due(TODAY)
    assert summary(notes=(DUE,)).is_due(date(2026, 11, 25))
    assert not summary(notes=(ASK,)).is_due(TODAY)


def test_who_needs_a_word_first() -> None:
    people = [
        summary("later", notes=(FAR,)),
        summary("zoe"),
        summary("Ann"),
        summary("drifts", drift=0.4),
        summary("drifts more", drift=2.0),
        summary("due", notes=(DUE,)),
    ]
    order = [one.person.name for one in sorted(people, key=lambda one: need_order(one, TODAY))]
    assert order == ["due", "drifts more", "drifts", "Ann", "later", "zoe"]
