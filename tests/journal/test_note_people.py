"""Tests of the people of a line's notes, when it is written and after an edit."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from rapport_tui.journal import Journal
from rapport_tui.model.person_summary import note_text
from rapport_tui.model.records import Entry


def about(journal: Journal, entry: Entry) -> dict[str, list[str]]:
    return {note.text: [one.name for one in journal.threads.people_of(note)] for note in journal.entries.notes(entry)}


@pytest.mark.parametrize(
    ("text", "expected", "told"),
    [
        ("with @will and @amara +likes climbing", {"climbing": ["Amara"]}, "Amara likes climbing"),
        ("with @will and @amara + both run", {"both run": ["Will", "Amara"]}, "you, Will and Amara: both run"),
        ("with @will ? introduce @bo", {"introduce @bo": ["Will"]}, "ask Will: introduce @bo"),
        ("? introduce @bo to @al", {"introduce @bo to @al": ["Bo", "Al"]}, "ask Bo and Al: introduce @bo to @al"),
        ("@will +win shipped", {"shipped": []}, "your wins: shipped"),
    ],
)
def test_the_preview_says_whom_a_note_will_be_about(
    journal: Journal, text: str, expected: dict[str, list[str]], told: str
) -> None:
    assert journal.lines.preview([text]).notes == (told,)
    (logged,) = journal.entries.log([text])
    assert about(journal, logged.entry) == expected


def test_somebody_chosen_beforehand_is_meant_until_somebody_is_named(journal: Journal) -> None:
    sam = journal.people.add("Sam")
    (logged,) = journal.entries.log(["? her exam, says @al, @al +likes tea + we run"], about=[sam.uid])
    assert about(journal, logged.entry) == {"her exam, says @al": ["Sam"], "tea": ["Al"], "we run": ["Sam", "Al"]}


def test_briefs_follow(journal: Journal) -> None:
    journal.entries.log(["with @will and @amara +likes climbing"])
    likes = {name: "likes" in journal.people.brief(journal.people.find(name).uid).notes for name in ("will", "amara")}
    assert likes == {"will": False, "amara": True}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("with @will ? exam", "with @will and @bo ? exam", ["Will"]),
        ("with @will + we run", "with @will and @bo + we run", ["Will", "Bo"]),
        ("with @will ? exam", "with @bo ? exam", ["Bo"]),
        ("with @will and @bo + we run", "with @bo + we run", ["Bo"]),
        ("with @will and @bo ? exam", "with @will and @bo, @will ? exam", ["Will"]),
        ("with @will and @bo ? exam", "with @will and @bo #x ? exam", ["Bo"]),
    ],
)
def test_an_edit_moves_a_note_only_where_its_people_change(
    journal: Journal, before: str, after: str, expected: list[str]
) -> None:
    (logged,) = journal.entries.log([before])
    seen = journal.entries.preview_edit(logged.entry.uid, after)
    edited = journal.entries.edit(logged.entry.uid, after)
    assert list(about(journal, edited).values()) == [expected]
    assert [*seen.people, *seen.new] == journal.entries.names(edited)
    people = [journal.people.get(uid) for uid in edited.people]
    assert seen.notes == tuple(note_text(note, people) for note in journal.entries.notes(edited))


def test_a_note_that_was_about_all_stays_so(journal: Journal) -> None:
    (logged,) = journal.entries.log(["with @will and @amara +likes climbing"])
    with journal.history.action("As an older build wrote it") as writer:
        writer.put(replace(logged.notes[0], people=logged.entry.people))
    edited = journal.entries.edit(logged.entry.uid, f"#x {logged.entry.text}")
    assert about(journal, edited) == {"climbing": ["Will", "Amara"]}
    amara = journal.people.find("amara")
    edited = journal.entries.unlink(edited.uid, amara.uid)
    assert about(journal, edited) == {"climbing": ["Will"]}


def test_an_edit_keeps_whom_an_unchanged_mention_meant(journal: Journal) -> None:
    priya, tom, ana = (journal.people.add(name).uid for name in ("Priya Nair", "Tom Becker", "Ana Lima"))
    journal.groups.add("standup", [priya, tom])
    (logged,) = journal.entries.log(["@standup and @ana by the window + we talk"])
    journal.groups.add("standup", [journal.people.add("Bo Li").uid])
    edited = journal.entries.edit(logged.entry.uid, f"{logged.entry.text} a lot")
    assert set(edited.people) == {priya, tom, ana}
    journal.people.delete(ana)
    edited = journal.entries.edit(logged.entry.uid, f"{edited.text}, really")
    assert set(edited.people) == {priya, tom}
    assert len(journal.people.search()) == 3
    edited = journal.entries.edit(logged.entry.uid, "@tom by the window")
    assert edited.people == (tom,)


def test_a_group_is_offered_where_its_name_is_begun(journal: Journal) -> None:
    journal.groups.add("standup", [journal.people.add("Stan Lee").uid])
    offered = journal.completion.offer("tea with @stan", limit=5)
    assert offered is not None
    assert [choice.text for choice in offered.choices] == ["@standup", "@stan"]
