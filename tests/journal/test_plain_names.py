from __future__ import annotations

import pytest

from rapport_tui.journal import Journal
from rapport_tui.model.errors import AmbiguousPersonError


@pytest.fixture
def known(journal: Journal) -> Journal:
    journal.people.add("Sam Ortiz", aliases=["Captain"])
    journal.people.add("Zoë Keller")
    journal.people.add("Tom Becker")
    journal.people.add("Tom Stone")
    return journal


@pytest.mark.parametrize(
    ("text", "people", "new"),
    [
        ("Sam", ["Sam Ortiz"], []),
        ("sam ortiz, moved from Lyon", ["Sam Ortiz"], []),
        ("SAM ORTIZ", ["Sam Ortiz"], []),
        ("captain: off to sea", ["Sam Ortiz"], []),
        ("zoe ? her exam", ["Zoë Keller"], []),
        ("zo", ["Zoë Keller"], []),
        ("Sam Or", ["Sam Ortiz"], []),
        ("tom becker. A quick hi", ["Tom Becker"], []),
        ("yesterday 9am: Sam, tea", ["Sam Ortiz"], []),
        ("Lena Vogt, met in the lift", [], ["Lena Vogt"]),
        ("Lena", [], ["Lena"]),
        ("王小明", [], ["王小明"]),
        ("a quick hi", [], []),
        ("Talked about the weather", [], []),
        ("nice talk, with @sam", ["Sam Ortiz"], []),
        ("", [], []),
    ],
)
def test_whom_a_plain_name_means(known: Journal, text: str, people: list[str], new: list[str]) -> None:
    seen = known.lines.preview([text], name_first=True)
    assert (list(seen.people), list(seen.new)) == (people, new)
    task = next(task for task in known.today.plan() if task.person is None)
    _, logged = known.today.tick(task.item.id, text)
    assert [person.name for person in logged.people] == people + new if logged else not people + new


def test_a_plain_name_that_several_have_is_asked(known: Journal) -> None:
    task = next(task for task in known.today.plan() if task.person is None)
    for text in ("Tom, tea", "to, tea"):
        with pytest.raises(AmbiguousPersonError):
            known.today.tick(task.item.id, text)


def test_a_line_that_did_not_ask_links_nobody(known: Journal) -> None:
    assert known.lines.preview(["Sam, tea"]).people == ()


def test_a_mention_keeps_its_meaning_when_a_fuller_name_is_known_later(known: Journal) -> None:
    entry = known.entries.log(["tea with @Zoë"])[0].entry
    known.people.add("Zoë Berg", aliases=["Zoë B"])
    edited = known.entries.edit(entry.uid, "tea with @Zoë, again")
    assert [known.people.get(uid).name for uid in edited.people] == ["Zoë Keller"]


def test_a_full_name_is_saved_as_a_mention_of_the_full_name(journal: Journal) -> None:
    entry = journal.entries.log(["tea with @Ana Silva about boats"])[0].entry
    assert entry.text == 'tea with @"Ana Silva" about boats'
    journal.people.edit(entry.people[0], name="Ana Lopes")
    again = journal.entries.edit(entry.uid, f"{entry.text} and nets")
    assert again.people == entry.people
