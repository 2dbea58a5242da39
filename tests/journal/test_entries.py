from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.capture.capture_line import escape
from rapport_tui.journal import Journal
from rapport_tui.model.errors import AmbiguousPersonError, LineError, RapportError, UnknownPersonError
from rapport_tui.model.records import Entry, Note
from rapport_tui.model.text import clean
from tests.conftest import MONDAY, Clock

DESIGN_LINE = (
    "yesterday 9am: coffee with @priya about her move #travel ? how is Lisbon ! send her the flat list by friday "
    "+ we both ran Berlin"
)


def write(journal: Journal, text: str) -> Entry:
    [logged] = journal.entries.log([text])
    return logged.entry


def notes(journal: Journal, entry: Entry) -> list[Note]:
    return journal.entries.notes(entry)


def test_the_line_of_the_design(journal: Journal) -> None:
    [logged] = journal.entries.log([DESIGN_LINE])
    entry = logged.entry
    assert (entry.day, entry.time, entry.topics) == (date(2026, 11, 22), time(9), ("travel",))
    assert entry.text == DESIGN_LINE.removeprefix("yesterday 9am: ")
    assert [(person.name, person.stage) for person in logged.new_people] == [("Priya", "acquaintance")]
    assert [(note.kind, note.text, note.due, note.made) for note in logged.notes] == [
        ("ask", "how is Lisbon", None, entry.day),
        ("owe", "send her the flat list", date(2026, 11, 27), entry.day),
        ("share", "we both ran Berlin", None, entry.day),
    ]
    assert all(note.people == entry.people and note.entry == entry.uid for note in logged.notes)
    assert journal.entries.shown(entry) == "coffee with Priya about her move #travel"
    assert journal.entries.line(entry) == f"2026-11-22 09:00: {entry.text}"


def test_notes_about_me_name_nobody(journal: Journal) -> None:
    entry = write(journal, "with @ann +win shipped it ? her exam")
    assert [(note.kind, note.people) for note in notes(journal, entry)] == [("win", ()), ("ask", entry.people)]
    assert [note.text for note in journal.notes_about_me] == ["shipped it"]


def test_today_has_the_minute_and_other_days_none(journal: Journal) -> None:
    assert write(journal, "a").time == time(9)
    assert write(journal, "yesterday: a").time is None
    assert write(journal, "today 8:30: a").time == time(8, 30)


def test_several_lines_are_one_action_and_know_each_other(journal: Journal) -> None:
    logged = journal.entries.log(["met @sam", "@sam again", "and @sam with @kim"])
    assert len({one.entry.people[0] for one in logged}) == 1
    assert [[person.name for person in one.new_people] for one in logged] == [["Sam"], [], ["Kim"]]
    assert len(journal.people.search()) == 2
    assert len(journal.people.brief(logged[0].entry.people[0]).steps) == 1
    journal.history.undo()
    assert journal.is_empty


def test_one_bad_line_and_nothing_is_written(journal: Journal) -> None:
    journal.people.add("Ann Lee")
    journal.people.add("Ann Berg")
    with pytest.raises(LineError, match="could be") as caught:
        journal.entries.log(["met @sam", "met @ann", "met @kim"])
    assert caught.value.index == 1
    assert len(journal.people.search()) == 2
    assert journal.entries.search() == []


def test_somebody_new_on_the_way_makes_a_first_name_ambiguous(journal: Journal) -> None:
    journal.people.add("Tom Becker")
    with pytest.raises(LineError, match="could be"):
        journal.entries.log(['met @"Tom Adler"', "met @tom"])


def test_an_ambiguous_name_is_asked_for_and_can_be_chosen(journal: Journal) -> None:
    lee, berg = journal.people.add("Ann Lee"), journal.people.add("Ann Berg")
    with pytest.raises(AmbiguousPersonError) as caught:
        journal.entries.log(["met @ann"])
    assert {person.uid for person in caught.value.people} == {lee.uid, berg.uid}
    [logged] = journal.entries.log(["met @ann ? her exam"], chosen={"ann": berg.uid})
    assert logged.entry.people == (berg.uid,)
    assert journal.entries.shown(logged.entry) == "met Ann"
    edited = journal.entries.edit(logged.entry.uid, "met @ann again ? her exam")
    assert edited.people == (berg.uid,)
    with pytest.raises(UnknownPersonError):
        journal.entries.log(["met @ann"], chosen={"ann": "gone"})


def test_a_line_about_somebody_chosen(journal: Journal) -> None:
    ann = journal.people.add("Ann")
    [logged] = journal.entries.log(["? her exam"], about=[ann.uid], move="hi-again", channel="call")
    assert (logged.entry.people, logged.entry.move, logged.entry.channel) == ((ann.uid,), "hi-again", "call")
    assert [note.kind for note in logged.notes] == ["ask"]
    edited = journal.entries.edit(logged.entry.uid, "with @ben ? her exam")
    assert [journal.people.get(uid).name for uid in edited.people] == ["Ann", "Ben"]
    assert edited.move == "hi-again"


@pytest.mark.parametrize("text", ["", "  ", "yesterday:", "2026-11-01 9am: \t"])
def test_an_empty_line_is_refused(journal: Journal, text: str) -> None:
    with pytest.raises(RapportError, match="empty"):
        journal.entries.log([text])
    entry = write(journal, "something")
    with pytest.raises(RapportError, match="empty"):
        journal.entries.edit(entry.uid, text)


def test_a_day_to_come_is_refused(journal: Journal) -> None:
    with pytest.raises(RapportError, match="still to come"):
        journal.entries.log(["tomorrow: lunch"])
    entry = write(journal, "lunch")
    with pytest.raises(RapportError, match="still to come"):
        journal.entries.edit(entry.uid, "2026-11-24: lunch")
    assert journal.entries.get(entry.uid) == entry


def test_an_edit_keeps_what_stays(journal: Journal, clock: Clock) -> None:
    entry = write(journal, "with @ann ? her exam ! the list by friday ! the book + sings")
    exam, the_list, book, sings = notes(journal, entry)
    journal.notes.close(exam.uid)
    clock.pass_days(14)
    text = f"{journal.entries.line(entry)} loudly".replace("with @ann", "with @ann and @ben").replace("! the book ", "")
    edited = journal.entries.edit(entry.uid, text)
    after = {note.text: note for note in notes(journal, edited)}
    assert set(after) == {"her exam", "the list", "sings loudly"}
    assert (after["her exam"].uid, after["her exam"].done) == (exam.uid, MONDAY.date())
    assert (after["the list"].uid, after["the list"].due) == (the_list.uid, date(2026, 11, 27))
    assert after["sings loudly"].uid != sings.uid
    ann, ben = edited.people
    assert [after[text].people for text in ("her exam", "the list", "sings loudly")] == [(ann,), (ann, ben), (ann, ben)]
    assert (edited.day, edited.time) == (entry.day, entry.time)
    with pytest.raises(RapportError, match="no longer"):
        journal.notes.get(book.uid)
    journal.history.undo()
    assert notes(journal, entry) == [journal.notes.get(exam.uid), the_list, book, sings]


def test_an_edit_can_change_a_due_day(journal: Journal) -> None:
    entry = write(journal, "with @ann ! the list by friday")
    [before] = notes(journal, entry)
    [after] = notes(journal, journal.entries.edit(entry.uid, "with @ann ! the list by thursday"))
    assert (after.uid, after.due) == (before.uid, date(2026, 11, 26))


def test_a_deleted_note_stays_deleted_when_its_line_is_edited(journal: Journal) -> None:
    entry = write(journal, "with @ann ? her exam + sings")
    exam, sings = notes(journal, entry)
    journal.notes.delete(exam.uid)
    edited = journal.entries.edit(entry.uid, "lunch with @ann ? her exam + sings")
    assert notes(journal, edited) == [sings]


def test_two_equal_marks_are_two_notes_through_every_edit(journal: Journal) -> None:
    entry = write(journal, "with @ann ? a ? a")
    uids = [note.uid for note in notes(journal, entry)]
    for text in ("now with @ann ? a ? a", "then with @ann ? a ? a"):
        assert [note.uid for note in notes(journal, journal.entries.edit(entry.uid, text))] == uids
    assert len(notes(journal, journal.entries.edit(entry.uid, "with @ann ? a"))) == 1


def test_an_edit_moves_the_day_and_the_people(journal: Journal) -> None:
    entry = write(journal, "with @ann")
    edited = journal.entries.edit(entry.uid, "2026-11-01: with @cem")
    assert edited.day == date(2026, 11, 1)
    assert [person.name for person in journal._context.cache.people.get_many(edited.people)] == ["Cem"]
    assert journal.entries.on(MONDAY.date()) == []
    assert journal.people.summary(entry.people[0]).last_talked is None


def test_deleting_takes_the_notes_along(journal: Journal) -> None:
    entries = [write(journal, f"with @ann ? thing {number}") for number in range(3)]
    journal.entries.delete([entry.uid for entry in entries[:2]])
    assert journal.entries.search() == [entries[2]]
    assert [note.text for note in journal.notes.open()] == ["thing 2"]
    with pytest.raises(RapportError, match="no longer in the journal"):
        journal.entries.get(entries[0].uid)


def test_notes_by_hand(journal: Journal) -> None:
    ann = journal.people.add("Ann")
    note = journal.notes.add("owe", " the\nlist ", people=[ann.uid], due=journal.day)
    assert (note.text, note.made, note.entry) == ("the list", journal.day, "")
    assert journal.notes.close(note.uid).done == journal.day
    assert journal.notes.close(note.uid, closed=False) == note
    assert journal.notes.add("goal", "lead a team", people=[ann.uid]).people == ()
    for kind, text, people in (("owe", " ", [ann.uid]), ("owe", "x", []), ("owe", "x", ["nobody"])):
        with pytest.raises(RapportError):
            journal.notes.add(kind, text, people=people)  # type: ignore[arg-type]
    journal.notes.delete(note.uid)
    assert journal.notes.open() == []


def test_search_over_all_that_a_line_holds(journal: Journal) -> None:
    ann = journal.people.add("Ann Lee", tags=["Berlin"], org="Acme", stage="ally")
    first = write(journal, "2026-10-01: /hi-again lunch with @ann #travel ! the list by today")
    second = write(journal, "café alone +goal lead a team")
    for query in ("lunch", "ann lee", "tag:berlin", "org:acme", "#travel", "move:hi-again", "is:due"):
        assert journal.entries.search(query) == [first], query
    for query in ("kind:owe", "stage:ally", "with:ann", "until:2026-10-01", "-cafe"):
        assert journal.entries.search(query) == [first], query
    for query in ("cafe", "kind:goal", "on:today", "since:1w"):
        assert journal.entries.search(query) == [second], query
    journal.people.edit(ann.uid, name="Ann Berg")
    assert journal.entries.search("ann berg") == [first]
    assert journal.entries.search("ann lee") == []
    assert journal.entries.search() == [first, second]
    assert journal.entries.days() == {first.day: 1, second.day: 1}


def test_the_entries_of_a_day_are_in_order(journal: Journal) -> None:
    texts = ["2026-11-20 15:00: c", "2026-11-20: a", "2026-11-20 9:00: b"]
    journal.entries.log(texts)
    assert [entry.text for entry in journal.entries.on(date(2026, 11, 20))] == ["a", "b", "c"]


def test_a_preview_writes_nothing(journal: Journal) -> None:
    ann = journal.people.add("Ann Lee")
    journal.people.add("Ann Berg")
    seen = journal.lines.preview(["yesterday: @lee.ann @ann /hi-again #x ! the list by friday"], about=[ann])
    assert (seen.day, seen.people, seen.new, seen.unsure) == (date(2026, 11, 22), ("Ann Lee",), ("Lee Ann",), ())
    assert (seen.notes, seen.topics) == (("you promised Ann and Lee: the list · by Fri 27 Nov 2026",), ("x",))
    assert len(journal.people.search()) == 2


@pytest.fixture(scope="module")
def one_journal() -> Iterator[Journal]:
    """A journal for many examples, without waiting for the disk."""
    with TemporaryDirectory() as folder, patch.object(os, "fsync"):
        yield Journal(Path(folder), clock=Clock())


WORDS = [
    *("@ann", '@"王 小明"', "?", "!", "+", "<", "+win", "by friday", "#x", "2026-01-01:", "9am:", "yesterday:"),
    *("\\", "/hi-again", "\n", "word", "👩‍💻", "@", "[/]"),
]
texts = st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)


@given(text=texts)
def test_any_text_comes_back_as_it_was_written(one_journal: Journal, text: str) -> None:
    try:
        entry = write(one_journal, escape(clean(text).strip()))
    except RapportError:
        assert not clean(text).strip()
        return
    assert one_journal.entries.shown(entry) == clean(text).strip()
    assert (entry.day, entry.people) == (MONDAY.date(), ())
    one_journal.history.undo()


@given(text=texts)
def test_writing_a_line_anew_as_it_is_changes_nothing(one_journal: Journal, text: str) -> None:
    try:
        entry = write(one_journal, text)
    except RapportError:
        return
    before = notes(one_journal, entry)
    actions = len(one_journal.history.actions())
    assert one_journal.entries.edit(entry.uid, one_journal.entries.line(entry)) == entry
    assert notes(one_journal, entry) == before
    assert len(one_journal.history.actions()) == actions
    one_journal.history.undo()


def at(zone: str, *when: int, fold: int = 0) -> datetime:
    year, month, day, hour, minute = when
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold)


NIGHTS = [
    (at("Pacific/Kiritimati", 2026, 11, 23, 23, 59), date(2026, 11, 23)),
    (at("America/Los_Angeles", 2026, 11, 23, 23, 59), date(2026, 11, 23)),
    (at("Europe/Berlin", 2026, 10, 25, 2, 30), date(2026, 10, 25)),
    (at("Europe/Berlin", 2026, 10, 25, 2, 30, fold=1), date(2026, 10, 25)),
    (at("Europe/Berlin", 2026, 3, 29, 23, 59), date(2026, 3, 29)),
    (at("Asia/Beirut", 2026, 3, 29, 1, 0), date(2026, 3, 29)),
    (at("UTC", 2028, 2, 29, 0, 0), date(2028, 2, 29)),
    (at("UTC", 2026, 12, 31, 23, 59), date(2026, 12, 31)),
]


@pytest.mark.parametrize(("moment", "day"), NIGHTS, ids=str)
def test_the_day_is_the_local_one(folder: Path, clock: Clock, moment: datetime, day: date) -> None:
    clock.now = moment
    journal = Journal(folder, clock=clock)
    entry = write(journal, "a word with @ann ! the list by tomorrow")
    assert (entry.day, entry.time) == (day, moment.time().replace(fold=0))
    assert notes(journal, entry)[0].due == day + timedelta(days=1)
    assert write(journal, "yesterday: a").day == day - timedelta(days=1)
    clock.now = moment.astimezone(UTC)
    assert Journal(folder, clock=clock).entries.get(entry.uid) == entry


def test_a_leap_day_is_a_year_ago(folder: Path, clock: Clock) -> None:
    clock.now = datetime(2028, 2, 29, 12, 0, tzinfo=UTC)
    journal = Journal(folder, clock=clock)
    assert write(journal, "a year ago: a").day == date(2027, 2, 28)
    journal.people.add("Ann", birthday="--02-29", stage="ally")
    assert [task.item.id[:9] for task in journal.today.plan() if task.person] == ["birthday:"]


@pytest.mark.parametrize("line", ["today 11pm: tea", "11pm: tea", "9:01: tea"])
def test_a_time_to_come_is_refused(journal: Journal, line: str) -> None:
    with pytest.raises(RapportError, match="today is still to come"):
        journal.entries.log([line])
    assert not journal.entries.search()


@pytest.mark.parametrize("line", ["today 8am: tea", "9:00: tea", "yesterday 11pm: tea"])
def test_a_time_that_has_been_is_kept(journal: Journal, line: str) -> None:
    (logged,) = journal.entries.log([line])
    assert logged.entry.text == "tea"


def test_a_line_whose_time_is_still_to_come_can_be_edited(journal: Journal, clock: Clock) -> None:
    clock.now = clock.now.replace(hour=23)
    (logged,) = journal.entries.log(["tea"])
    clock.now = clock.now.replace(hour=9)
    line = journal.entries.line(journal.entries.get(logged.entry.uid))
    assert journal.entries.edit(logged.entry.uid, f"{line} and cake").text == "tea and cake"
