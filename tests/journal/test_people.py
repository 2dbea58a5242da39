from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.journal import Journal
from rapport_tui.model.errors import AmbiguousPersonError, RapportError, UnknownPersonError
from rapport_tui.model.records import STAGES, Stage
from rapport_tui.settings import Order, Settings
from tests.conftest import Clock


def names(journal: Journal, query: str = "") -> list[str]:
    return [summary.person.name for summary in journal.people.search(query)]


def column(journal: Journal, stage: Stage) -> list[str]:
    return [summary.person.name for summary in journal.people.board()[stage]]


def test_texts_are_cleaned_and_lists_have_each_once(journal: Journal) -> None:
    person = journal.people.add(
        "  Ann \x1b[31m Lee ",
        role="cook\n",
        tags=["Berlin", "Berlin", " "],
        met="on\r\na train",
        emails=["a@b.c"],
    )
    assert (person.name, person.role, person.tags) == ("Ann [31m Lee", "cook", ("Berlin",))
    assert (person.met, person.emails) == ("on\na train", ("a@b.c",))
    assert journal.people.get(person.uid) == person


@pytest.mark.parametrize(
    "name", ["[bold]x[/", "=1+1", "王小明", "👩‍💻 Ana", "سلمى حداد", "x" * 300, '"Q" O’Neil\\', "@ann", "#a ! b"]
)
def test_any_name_is_found_and_mentioned(journal: Journal, name: str) -> None:
    person = journal.people.add(name)
    journal.people.add("Somebody Else")
    assert journal.people.find(name) == person
    assert journal.people.find(person.uid) == person
    [logged] = journal.entries.log([f"met {journal.people.mention(person)} today"])
    assert [one.name for one in logged.people] == [name]
    assert logged.new_people == ()


def test_a_namesake_is_refused_but_a_spelling_can_be_changed(journal: Journal) -> None:
    ann = journal.people.add("Zoë Lee")
    other = journal.people.add("Zoe Leeds")
    with pytest.raises(RapportError, match=f"rapport edit {ann.uid}"):
        journal.people.add("ZOE  LEE")
    with pytest.raises(RapportError, match="already"):
        journal.people.edit(other.uid, name="zoe lee")
    assert journal.people.edit(ann.uid, name="Zoe Lee").name == "Zoe Lee"


def test_who_is_meant(journal: Journal) -> None:
    first = journal.people.add("Ann Lee", aliases=["Annie"])
    second = journal.people.add("Ann Berg")
    assert journal.people.find("annie") == first
    assert journal.people.find("@ann.berg") == second
    with pytest.raises(AmbiguousPersonError) as caught:
        journal.people.find("ann")
    assert {person.uid for person in caught.value.people} == {first.uid, second.uid}
    with pytest.raises(UnknownPersonError):
        journal.people.find("bob")
    journal.people.archive([second.uid])
    assert journal.people.find("ann") == first
    assert journal.people.find("ann berg").archived


def test_a_stranger_becomes_an_acquaintance_when_a_line_names_them(journal: Journal) -> None:
    ann = journal.people.add("Ann")
    assert journal.people.summary(ann.uid).last_talked is None
    journal.entries.log(["2026-11-20: met @ann"])
    person = journal.people.get(ann.uid)
    assert (person.stage, person.since) == ("acquaintance", date(2026, 11, 20))
    [step] = journal.people.brief(ann.uid).steps
    assert (step.origin, step.to, step.day) == ("stranger", "acquaintance", date(2026, 11, 20))
    assert journal.people.summary(ann.uid).last_talked == date(2026, 11, 20)


def test_last_talked_never_runs_backwards(journal: Journal) -> None:
    journal.entries.log(["met @ann"])
    journal.entries.log(["2026-10-01: met @ann before that"])
    assert journal.people.summary(journal.people.find("ann").uid).last_talked == journal.day


def test_moving_up_and_down(journal: Journal, clock: Clock) -> None:
    ann = journal.people.add("Ann", inbox=True)
    assert names(journal) == []
    clock.pass_days(3)
    [step] = journal.people.move([ann.uid], "mentor", why="gave  me an hour")
    assert (step.origin, step.to, step.day, step.why) == ("stranger", "mentor", journal.day, "gave me an hour")
    person = journal.people.get(ann.uid)
    assert (person.stage, person.since, person.inbox) == ("mentor", journal.day, False)
    journal.people.archive([ann.uid])
    journal.people.move([ann.uid], "ally")
    assert not journal.people.get(ann.uid).archived
    assert [one.to for one in journal.people.brief(ann.uid).steps] == ["mentor", "ally"]


def test_a_card_stays_where_it_was_dropped(journal: Journal) -> None:
    people = {name: journal.people.add(name, stage="ally") for name in ("Ann", "Ben", "Cem", "Dana")}
    eve = journal.people.add("Eve")
    assert column(journal, "ally") == ["Ann", "Ben", "Cem", "Dana"]
    journal.people.place([eve.uid], "ally", people["Cem"].uid)
    assert column(journal, "ally") == ["Ann", "Ben", "Eve", "Cem", "Dana"]
    journal.people.place([people["Dana"].uid], "ally", people["Ben"].uid)
    assert column(journal, "ally") == ["Ann", "Dana", "Ben", "Eve", "Cem"]
    journal.people.place([people["Cem"].uid], "ally", people["Ann"].uid)
    assert column(journal, "ally") == ["Cem", "Ann", "Dana", "Ben", "Eve"]
    journal.people.place([people["Dana"].uid, eve.uid], "ally", people["Ann"].uid)
    assert column(journal, "ally") == ["Cem", "Dana", "Eve", "Ann", "Ben"]
    journal.history.undo()
    assert column(journal, "ally") == ["Cem", "Ann", "Dana", "Ben", "Eve"]
    journal.people.place([people["Cem"].uid], "ally", None)
    assert column(journal, "ally") == ["Ann", "Dana", "Ben", "Eve", "Cem"]


def test_many_drops_into_the_same_gap_keep_their_order(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)
    uids = [journal.people.add(f"P{number:02}", stage="ally").uid for number in range(3)]
    for number in range(120):
        moved = uids[1 + number % 2]
        journal.people.place([moved], "ally", uids[2 - number % 2])
        board = [summary.person.uid for summary in journal.people.board()["ally"]]
        assert board[:2] == [uids[0], moved]


def test_the_board_shows_who_needs_a_word_first(journal: Journal) -> None:
    for name, days in (("Fresh", 2), ("Faded", 70), ("Faint", 40)):
        person = journal.people.add(name, stage="ally")
        journal.entries.log([f"{journal.day - timedelta(days=days)}: talked to @{name}"])
    assert column(journal, "ally") == ["Faded", "Faint", "Fresh"]
    journal.notes.add("owe", "the list", people=[person.uid], due=journal.day)
    assert column(journal, "ally") == ["Faint", "Faded", "Fresh"]


def test_cadence_is_the_persons_then_the_settings_then_the_ladders(journal: Journal) -> None:
    ann = journal.people.add("Ann", stage="ally")
    assert journal.people.cadence(ann) == 30
    journal.settings = Settings(cadence={"ally": 10})
    assert journal.people.cadence(ann) == 10
    assert journal.people.cadence(journal.people.edit(ann.uid, cadence=5)) == 5
    assert journal.people.cadence(journal.people.add("Sam")) is None


def test_drift_follows_the_settings_and_the_day(journal: Journal, clock: Clock) -> None:
    ann = journal.people.add("Ann", stage="ally")
    clock.pass_days(45)
    assert journal.people.summary(ann.uid).drift == pytest.approx(0.5)
    journal.settings = Settings(cadence={"ally": 15})
    assert journal.people.summary(ann.uid).drift == pytest.approx(2)
    assert names(journal, "is:drifting") == ["Ann"]
    journal.people.archive([ann.uid])
    assert journal.people.summary(ann.uid).drift == 0


def test_the_archived_and_the_inbox_come_only_when_asked_for(journal: Journal) -> None:
    journal.people.add("Ann")
    journal.people.archive([journal.people.add("Ben").uid])
    journal.people.add("Cem", inbox=True)
    assert names(journal) == ["Ann"]
    assert names(journal, "is:archived") == ["Ben"]
    assert names(journal, "is:inbox") == ["Cem"]


def test_queries_find_by_all_that_is_known(journal: Journal) -> None:
    journal.people.add("Ann Lee", role="Cook", org="Müller & Co", tags=["Berlin"], stage="ally", ahead=True)
    journal.people.add("Ben")
    journal.entries.log(["/hi-again lunch with @ann and @cem #travel, @ann ? the flat by 2026-11-23"])
    for query in (
        "cook", "muller", "tag:berlin", "org:müller", "stage:ally", "is:ahead", "flat -cem", "-ben -cem",'"ann lee"',
    ):  # fmt: skip
        assert names(journal, query) == ["Ann Lee"], query
    for query in ("kind:ask", "is:open", "is:due"):
        assert names(journal, query) == ["Ann Lee"], query
    for query in ("#travel", "move:hi-again", "with:cem", "since:1w"):
        assert names(journal, query) == ["Ann Lee", "Cem"], query
    with pytest.raises(RapportError, match="stage:"):
        journal.people.search("colour:red")


def test_a_brief_tells_the_newest_first(journal: Journal) -> None:
    ben = journal.people.add("Ben")
    ann = journal.people.add("Ann", met_through=ben.uid)
    journal.entries.log(["2026-11-01: @ann + sings ? her exam", "2026-11-10: @ann + rows"])
    brief = journal.people.brief(ann.uid)
    assert [entry.day.day for entry in brief.entries] == [10, 1]
    assert [note.text for note in brief.notes["share"]] == ["rows", "sings"]
    assert [note.text for note in brief.summary.open_notes] == ["her exam"]
    assert brief.met_through is not None
    assert brief.met_through.name == "Ben"


def test_deleting_somebody_keeps_the_lines(journal: Journal) -> None:
    journal.entries.log(["@ann and @ben + both sing", "@ann alone ? her exam"])
    ann, ben = journal.people.find("ann"), journal.people.find("ben")
    journal.people.edit(ben.uid, met_through=ann.uid)
    journal.people.delete(ann.uid)
    with pytest.raises(UnknownPersonError):
        journal.people.get(ann.uid)
    assert [entry.people for entry in journal.entries.search()] == [(ben.uid,), ()]
    assert [(note.text, note.people) for note in journal._context.cache.notes] == [("both sing", (ben.uid,))]
    assert journal.people.get(ben.uid).met_through == ""
    journal.history.undo()
    assert journal.people.get(ann.uid) == ann
    assert len(journal._context.cache.notes_of(ann.uid)) == 2


def test_names_are_completed_the_board_first(journal: Journal) -> None:
    journal.people.add("Anna", inbox=True)
    journal.people.add("Johanna")
    journal.people.add("Ann Lee")
    assert [summary.person.name for summary in journal.people.complete("ann", limit=5)] == [
        "Ann Lee",
        "Anna",
        "Johanna",
    ]
    journal.people.edit(journal.people.find("johanna").uid, name="Ann Aa")
    assert [summary.person.name for summary in journal.people.complete("ann", limit=2)] == ["Ann Aa", "Ann Lee"]


@pytest.mark.parametrize("birthday", ["1990-02-30", "14 March", "--13-01", "1990"])
def test_a_birthday_that_is_none_is_refused(journal: Journal, birthday: str) -> None:
    with pytest.raises(RapportError, match="--03-14"):
        journal.people.add("Ann", birthday=birthday)
    ann = journal.people.add("Ann", birthday="--02-29")
    with pytest.raises(RapportError, match="not a birthday"):
        journal.people.edit(ann.uid, birthday=birthday)
    assert journal.people.edit(ann.uid, birthday="").birthday == ""


def test_notes_keep_their_order_when_one_is_closed_and_opened_again(journal: Journal) -> None:
    ann = journal.people.add("Ann")
    notes = [journal.notes.add("ask", text, people=[ann.uid]) for text in ("first", "second")]
    for closed in (True, False):
        journal.notes.close(notes[0].uid, closed=closed)
    assert journal.people.summary(ann.uid).open_notes == tuple(notes)
    again = Journal(journal.folder)
    assert again.people.brief(ann.uid).notes == journal.people.brief(ann.uid).notes
    again.close()


def test_the_orders_of_the_board(journal: Journal) -> None:
    for name, days in (("Zoe", 2), ("Ann", 70), ("Émile", 40)):
        journal.people.add(name, stage="ally")
        journal.entries.log([f"{journal.day - timedelta(days=days)}: talked to @{name}"])
    bob = journal.people.add("Bob", stage="ally")

    def ally(order: Order) -> list[str]:
        return [journal.people.get(uid).name for uid in journal.people.rungs(order)["ally"]]

    assert ally("need") == ally("manual") == ["Ann", "Émile", "Bob", "Zoe"]
    assert ally("talk") == ["Zoe", "Émile", "Ann", "Bob"]
    assert ally("name") == ["Ann", "Bob", "Émile", "Zoe"]
    journal.people.place([bob.uid], "ally", journal.people.rungs("manual")["ally"][0])
    assert (ally("manual")[0], ally("need")[2], ally("name")[1]) == ("Bob", "Bob", "Bob")


def test_a_rung_stays_the_same_object_until_something_on_it_changes(journal: Journal) -> None:
    ann, ben = journal.people.add("Ann", stage="ally"), journal.people.add("Ben", stage="mentor")
    before = journal.people.rungs("manual")
    journal.entries.log(["a line about nobody"])
    assert all(journal.people.rungs("manual")[stage] is before[stage] for stage in before)
    journal.notes.add("ask", "how is Lisbon", people=[ann.uid])
    after = journal.people.rungs("manual")
    assert after["ally"] is not before["ally"]
    assert after["mentor"] is before["mentor"]
    journal.people.archive([ben.uid])
    assert journal.people.rungs("manual")["mentor"] == ()
    assert journal.people.rungs("manual", "is:archived")["mentor"] == (ben.uid,)
    assert journal.people.rungs("manual", "ann")["ally"] == (ann.uid,)


@given(st.lists(st.tuples(st.sampled_from(STAGES), st.integers(0, 120)), min_size=1, max_size=9), st.data())
def test_a_move_lands_where_the_order_says(known: list[tuple[Stage, int]], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, patch("os.fsync"):
        journal = Journal(Path(folder), clock=Clock())
        for number, (stage, ago) in enumerate(known):
            journal.people.add(f"Name {number * 7 % 10}", stage=stage)
            journal.entries.log([f"{ago} days ago: talked to @{journal.people.search()[0].person.uid}"])
        moved = data.draw(st.sampled_from([one.person.uid for one in journal.people.search()]))
        stage = data.draw(st.sampled_from(STAGES))
        order: Order = data.draw(st.sampled_from(["need", "talk", "name"]))
        shown = journal.people.rungs(order)[stage]
        index = journal.people.landing([moved], stage, order, shown)
        journal.people.move([moved], stage)
        rest = [uid for uid in shown if uid != moved]
        below = next((uid for uid in shown[index:] if uid != moved), None)
        at = len(rest) if below is None else rest.index(below)
        assert journal.people.rungs(order)[stage] == (*rest[:at], moved, *rest[at:])
        assert journal.people.landing(["nobody"], stage, order, shown) == len(shown)
        journal.close()


@given(st.lists(st.sampled_from(["a", "an", "ann", "b", "be", "ann b", "-ann", "tag:x", "ann tag:x", "MOVE", "EDIT"])))
def test_what_a_query_narrowed_to_is_what_it_finds_anew(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder), clock=Clock())
        ann, ben = journal.people.add("Ann Berg", stage="ally"), journal.people.add("Ben Anders", tags=["x"])
        journal.people.add("Bea", stage="mentor")
        for number, step in enumerate(steps):
            if step == "MOVE":
                journal.people.move([ann.uid], STAGES[number % len(STAGES)])
            elif step == "EDIT":
                journal.people.edit(ben.uid, tags=["x"] if number % 2 else [], role=f"Ann’s {number}")
            else:
                found = {uid for uids in journal.people.rungs("manual", step).values() for uid in uids}
                assert found == {summary.person.uid for summary in journal.people.search(step)}, step
        journal.close()


def test_a_rename_keeps_the_old_name_as_an_alias(journal: Journal) -> None:
    vera = journal.people.add("Vera Lind", aliases=["V"])
    renamed = journal.people.edit(vera.uid, name="Vera Koch")
    assert (renamed.name, renamed.aliases) == ("Vera Koch", ("V", "Vera Lind"))
    assert journal.people.find("@vera.lind") == renamed
    back = journal.people.edit(vera.uid, name="Vera Lind")
    assert back.aliases == ("V", "Vera Koch")
    assert journal.people.edit(vera.uid, name="VERA LIND").aliases == ("V", "Vera Koch")
