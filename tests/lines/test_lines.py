"""Test that the ready lines of every move are true of each person and read well."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from rapport_tui.journal import Journal
from rapport_tui.model.records import Person
from rapport_tui.playbook.fill import compose
from rapport_tui.playbook.moves import Move, ReadyLine
from rapport_tui.settings import Settings
from tests.conftest import Clock
from tests.lines.rules import Checker

_NUMBERS = count(1)
FIRSTS = ("Dana", "Tom", "Priya", "Zoë", "Umar", "Lea", "Will", "May", "王小明", "Jean-Luc", "Siobhán", "Rose")
LASTS = ("Li", "Becker", "Nair", "Roth", "Aziz", "O’Neill", "Sousa", "de la Cruz", "Kim", "Ortiz")
FACTS = (
    "her move to {}", "his exam in {}", "their trip to {}", "how she likes {}", "is he happy with {}", "how is {}",
    "{first}’s talk on {}", "what {first} thinks of {}", "ask her about {}", "whether they’re moving to {}",
    "she and her team on {}", "her sister’s wedding in {}", "we both ran {}", "{} data pipelines", "start with {}",
    "the paper on {}.", "what came of {}?", "{}, wonderful!", "he said {}…", "an old {} radio", "{}: has she moved",
    "a plan for {},", "hour-long walks in {}", "{} ",
)  # fmt: skip
MARKS = {
    "?": ("", " by in 3 days"), "!": ("", " by tomorrow"), "<": ("",), "+share": ("",), "+expert": ("",),
    "+likes": ("",), "+said": ("",), "+advice": ("",), "+door": ("",), "+fact": ("",), "+win": ("",), "+project": ("",),
    "+next": ("",), "+goal": ("",), "+question": ("",), "+struggle": ("",), "+free": ("",),
}  # fmt: skip
PRONOUNS = ("", "", "she/her", "he/him", "they/them", "she/they", "xe/xem")


def fill(journal: Journal, people: int, seed: int) -> None:
    """Write a journal about so many people, in which each fact has a word of its own."""
    dice = random.Random(seed)
    names = [f"{first} {last}{number}" for number in range(3) for first in FIRSTS for last in LASTS][:people]
    lines = []
    for name in names:
        for _ in range(dice.randint(1, 3)):
            others = dice.sample(names, dice.choice([0, 0, 0, 1, 2]))
            who = " ".join(f'@"{one}"' for one in dict.fromkeys((name, *others)))
            marks = " ".join(_mark(dice, name) for _ in range(dice.randint(0, 4)))
            topic = f"#{dice.choice(['running', 'Ferries', 'design', f'topic{next(_NUMBERS)}'])} "
            lines.append(f"{dice.randint(0, 200)} days ago: {who} {topic}{marks}")
    journal.entries.log(lines)
    for summary in journal.people.search():
        journal.people.edit(
            summary.person.uid,
            pronouns=dice.choice(PRONOUNS),
            stage=dice.choice(["stranger", "acquaintance", "ally", "mentor", "sponsor"]),
            team=dice.choice(["", "Platform", "platform", "Research"]),
            location=dice.choice(["", "Berlin", "Berlin, 4th floor", "Porto"]),
            tags=dice.sample(["running", "chess", "radio"], 1),
        )


def _mark(dice: random.Random, name: str) -> str:
    kind = dice.choice(list(MARKS)[: 10 if dice.random() < 0.9 else None])
    fact = dice.choice(FACTS).replace("{first}", name.split()[0]).replace("{}", f"Qz{next(_NUMBERS)}x")
    return f"{kind} {fact}{dice.choice(MARKS[kind])}"


def all_faults(journal: Journal, moves: tuple[Move, ...]) -> Iterator[str]:
    """Yield what is wrong with any line of `moves` to anybody."""
    checker = Checker(journal)
    people = [summary.person for summary in journal.people.search()]
    for person, other in zip(people, [*people[1:], *people[:1]], strict=True):
        alone, both = journal.composer.facts(person), journal.composer.facts(person, other)
        for move in moves:
            facts = both if move.id == "introduction" else alone
            for line in move.lines:
                composed = compose(line, replace(facts, signoff="Best,"))
                yield from checker.faults(move, line, composed, person, other)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    journal = Journal(tmp_path_factory.mktemp("crowd"), settings=Settings(name="Ana Ferreira"), clock=Clock())
    with patch("os.fsync"):
        fill(journal, 300, seed=17)
        yield journal
        journal.close()


def test_every_line_of_the_demo_keeps_the_rules(demo: Journal) -> None:
    assert list(all_faults(demo, demo.playbook.moves)) == []


def test_every_line_of_a_journal_of_300_people_keeps_the_rules(crowd: Journal) -> None:
    assert len(crowd.people.search()) == 300
    assert list(all_faults(crowd, crowd.playbook.moves))[:5] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("How is it, {them.first}?. {them.ask}?", "loose marks"),
        ("So  {them.ask}?", "loose marks"),
        ("{them.ask}. !", "loose marks"),
        ("Tell {them.first} that she was right.", "the line’s own “she”"),
    ],
)
def test_a_broken_template_breaks_a_rule(demo: Journal, text: str, told: str) -> None:
    move = demo.playbook.move("hi-again")
    broken = replace(move, lines=(ReadyLine(register="chat", text=text),))
    assert told in next(all_faults(demo, (broken,)))


def test_what_the_checker_finds(crowd: Journal) -> None:
    checker = Checker(crowd)
    move = crowd.playbook.move("hi-again")
    line = ReadyLine(register="chat", text="Hi {them.first}: {them.ask}?")
    people = [summary.person for summary in crowd.people.search()]
    with_ask = {
        person.uid: compose(line, crowd.composer.facts(person))
        for person in people
        if any(one.fits for one in crowd.composer.candidates("them.ask", person))
    }
    (uid, composed), *_ = with_ask.items()
    stranger = next(person for person in people if person.uid not in with_ask)
    assert "somebody else" in " ".join(checker.faults(move, line, composed, stranger))
    person = crowd.people.get(uid)
    gap = replace(composed, text=composed.text + "____")
    assert "gap" in " ".join(checker.faults(move, line, gap, person))
    raw = compose(line, crowd.composer.facts(person), {"them.ask": "her cat and Dana’s dog"})
    assert "who is spoken to" in " ".join(checker.faults(move, line, raw, replace(person, pronouns="")))


def lines_to(journal: Journal, person: Person, move_id: str) -> list[str]:
    return [line.text for _, line in journal.composer.ready_lines(journal.composer.move(move_id), person)]


def test_progress_is_shared_only_with_who_has_a_part_in_it(journal: Journal) -> None:
    [told, *_] = journal.entries.log(["@dana +win the pilot runs +advice start with one route", "@tom"])
    journal.notes.add("win", "the board said yes")
    dana, tom = journal.people.find("dana"), journal.people.find("tom")
    assert told.people == (dana,)
    assert any("the pilot runs" in line for line in lines_to(journal, dana, "share-progress"))
    assert not any("the board" in line for line in lines_to(journal, dana, "share-progress"))
    assert all("pilot" not in line and "board" not in line for line in lines_to(journal, tom, "share-progress"))
    offered = [one.value for one in journal.composer.candidates("me.win", tom)]
    assert set(offered) == {"the pilot runs", "the board said yes"}
    journal.notes.add("win", "Tom’s idea worked")
    assert any("idea worked" in line for line in lines_to(journal, tom, "share-progress"))


def test_the_day_before_is_not_told_with_the_words_for_the_day_itself(journal: Journal) -> None:
    journal.people.add("Lea Roth")
    journal.today.set_places(["office-tomorrow"])
    (task,) = journal.today.plan()
    assert task.line.startswith("Hi Lea! I’ll be in the office tomorrow.")
