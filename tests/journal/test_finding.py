"""Finding entries: the same as asking each of them, whatever was typed and changed before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from rapport_tui.capture.query_line import QueryError, matches
from rapport_tui.capture.query_subject import QuerySubject
from rapport_tui.journal import Journal
from rapport_tui.model.records import Entry
from rapport_tui.model.text import fold
from tests.conftest import Clock

QUERIES = (
    "",
    "l",
    "lu",
    "lunch",
    "lunch zoe",
    "zoë",
    "-lunch",
    "with:zoe",
    "with:tom l",
    "-with:tom",
    "stage:ally",
    "stage:acquaintance flat",
    "tag:running",
    "org:ferry",
    "#travel",
    "-#travel lunch",
    "kind:ask",
    "kind:owe -tea",
    "is:open",
    "is:due",
    "-is:open",
    "is:archived",
    "move:hi-again",
    "since:1w",
    "until:2026-11-20",
    "on:yesterday",
    "on:yesterday -tea",
    '"with zoe"',
)
LINES = (
    "lunch with @zoe #travel ? how is the flat",
    "yesterday: tea with @tom #Travel ! the deck by tomorrow /hi-again",
    "3 days ago: tea and lunch with @zoe and @tom",
    "10 nov 9am: flat hunting, alone #home",
    "12 nov: met @王小明 in the kitchen + we both run",
)


def subject(journal: Journal, entry: Entry) -> QuerySubject:
    people = [person for uid in entry.people if (person := journal.people.get_or_none(uid))]
    notes = journal.entries.notes(entry)
    today = journal.day
    states = {"open" for note in notes if note.is_open}
    states |= {"due" for note in notes if note.is_open and note.due and note.due <= today}
    return QuerySubject(
        text=fold("\n".join((entry.text, *(person.name for person in people)))),
        stages=frozenset(person.stage for person in people),
        tags=frozenset(fold(tag) for person in people for tag in person.tags),
        topics=frozenset(map(fold, entry.topics)),
        people=frozenset(entry.people),
        kinds=frozenset(note.kind for note in notes),
        states=frozenset(states),
        orgs=frozenset(fold(person.org) for person in people),
        moves=frozenset({entry.move}),
        day=entry.day,
    )


def one_by_one(journal: Journal, text: str) -> list[Entry]:
    query = journal.people.query(text)
    return [entry for entry in journal.entries.search() if matches(query, subject(journal, entry))]


def changes(journal: Journal, clock: Clock) -> Iterator[None]:
    """Change what entries are found by, one thing after the other."""
    people, entries = journal.people, journal.entries
    yield
    people.edit(people.find("zoe").uid, name="Zoë Lindqvist", org="Ferrywell", tags=["Running"])
    yield
    people.move([people.find("tom").uid], "ally")
    yield
    first = entries.search()[0]
    entries.edit(first.uid, "yesterday: lunch after all with @tom ? the trip")
    yield
    journal.notes.close(journal.notes.open()[0].uid)
    yield
    clock.pass_days(1)
    yield
    entries.delete([entries.search()[1].uid])
    yield
    journal.history.undo()
    yield
    people.delete(people.find("tom").uid)
    yield


def test_every_query_finds_what_matches(journal: Journal, clock: Clock) -> None:
    journal.entries.log(LINES)
    for _ in changes(journal, clock):
        for text in QUERIES:
            assert list(journal.entries.find(text)) == one_by_one(journal, text), text


@pytest.mark.parametrize("seed", range(4))
def test_typing_on_and_back_finds_the_same(journal: Journal, seed: int) -> None:
    journal.entries.log(LINES)
    chance, typed = random.Random(seed), ""
    for _ in range(120):
        typed = chance.choice((typed[:-1], typed + chance.choice("lunchte zoë-"), chance.choice(QUERIES)))
        try:
            expected = one_by_one(journal, typed)
        except QueryError:
            continue
        assert journal.entries.search(typed) == expected, typed


def test_what_is_found_is_in_order_and_counted_by_day(journal: Journal) -> None:
    journal.entries.log(["2026-11-01 9am: b", "2026-11-01: a", "2026-10-01: c", "2026-11-01 9am: d", "2026-11-02: e"])
    found = journal.entries.find()
    assert [entry.text for entry in found] == ["c", "a", "b", "d", "e"]
    assert found.days == {date(2026, 10, 1): 1, date(2026, 11, 1): 3, date(2026, 11, 2): 1}
    assert found.place_of(date(2026, 11, 1)) == 1
    assert found.place_of(found[3].day, found[3].uid) == 3
    assert found.place_of(date(2026, 11, 1), "nobody") == -1
    assert [entry.text for entry in found[1:3]] == ["a", "b"]
    with pytest.raises(IndexError):
        found[5]


def test_on_this_day(journal: Journal, clock: Clock) -> None:
    journal.entries.log(["2024-11-23: two years", "2025-11-23: one year", "2025-11-22: a year and a day"])
    assert [entry.text for entry in journal.entries.on_this_day()] == ["one year", "two years"]
    clock.now = clock.now.replace(year=2024, month=2, day=29)
    assert journal.entries.on_this_day() == []


def test_the_28th_remembers_the_29th(journal: Journal, clock: Clock) -> None:
    journal.entries.log(["2024-02-29: leap", "2025-02-28: no leap"])
    clock.now = clock.now.replace(year=2027, month=2, day=28)
    assert [entry.text for entry in journal.entries.on_this_day()] == ["no leap", "leap"]
    clock.now = clock.now.replace(year=2028, month=2, day=29)
    assert [entry.text for entry in journal.entries.on_this_day()] == ["no leap", "leap"]


def test_people_are_linked_and_unlinked(journal: Journal) -> None:
    (logged,) = journal.entries.log(["@tom and @zoe talked of boats + the regatta"])
    sam = journal.people.add("Sam Ortiz")
    entry = journal.entries.link(logged.entry.uid, sam.uid)
    assert journal.entries.names(entry) == ["Tom", "Zoe", "Sam Ortiz"]
    assert journal.people.get(sam.uid).stage == "acquaintance"
    assert journal.notes.get(logged.notes[0].uid).people == entry.people
    entry = journal.entries.unlink(entry.uid, journal.people.find("tom").uid)
    assert journal.entries.names(entry) == ["Zoe", "Sam Ortiz"]
    assert journal.entries.shown(entry) == "Tom and Zoe talked of boats"
    entry = journal.entries.unlink(entry.uid, sam.uid)
    assert journal.entries.names(entry) == ["Zoe"]
    journal.history.undo()
    assert journal.people.brief(sam.uid).entries[0].day == journal.day
    assert journal.day - timedelta(0) == logged.entry.day
