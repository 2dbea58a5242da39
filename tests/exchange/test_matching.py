from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.exchange.cards import Card
from rapport_tui.exchange.matching import Arrivals, Match, arrivals, match, merged, person_from
from rapport_tui.model.records import Note, Person

TODAY = date(2026, 11, 23)
LATER = date(2026, 12, 24)


def card(name: str = "Ana Lima", **fields: Any) -> Card:
    return Card(name=name, source="a.vcf", record=1, **fields)


def person(name: str = "Ana Lima", uid: str = "ana00", **fields: Any) -> Person:
    return Person(uid=uid, name=name, added=TODAY, since=TODAY, **fields)


def matches(cards: Sequence[Card], people: Sequence[Person] = (), **options: Any) -> list[Match]:
    numbers = count()
    return match(cards, people, today=TODAY, new_uid=lambda: f"new{next(numbers)}", **options)


def verdict(one: Card, other: Person) -> tuple[str, str]:
    (found,) = matches([one], [other])
    return found.verdict, found.why


@pytest.mark.parametrize(
    ("fields", "theirs", "why"),
    [
        ({"name": "A. L.", "emails": ("ANA@x.example",)}, {"emails": ("ana@x.example",)}, "e-mail"),
        (
            {"name": "A. L.", "links": ("linkedin.com/in/ana",)},
            {"links": ("https://www.linkedin.com/in/ana/",)},
            "LinkedIn",
        ),
        ({"name": "Lima", "phones": ("07700 900142",)}, {"phones": ("+44 7700 900142",)}, "phone"),
        ({"name": "ANA LIMÁ"}, {"emails": ("ana@x.example",), "org": "Tide"}, "name"),
        ({"name": "Nana"}, {"aliases": ("Nana",)}, "name"),
        ({"name": "Else", "uid": "ana00"}, {}, "uid"),
    ],
)
def test_the_same_person_is_known_by_any_key(fields: dict[str, Any], theirs: dict[str, Any], why: str) -> None:
    assert verdict(card(**fields), person(**theirs)) == ("known", why)


@pytest.mark.parametrize(
    ("fields", "theirs"),
    [
        ({"emails": ("other@x.example",)}, {"emails": ("ana@x.example",)}),
        ({"org": "Other"}, {"org": "Tide"}),
        ({"name": "Bo Ek", "phones": ("+44 7700 900142",)}, {"phones": ("+44 7700 900142",)}),
        ({"name": "Bo Ek", "emails": ("info@x.example",)}, {"emails": ("info@x.example",)}),
        ({"name": "Bo Ek", "links": ("https://tide.example",)}, {"links": ("https://tide.example",)}),
    ],
)
def test_two_people_are_not_made_one(fields: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert verdict(card(**fields), person(**theirs)) == ("new", "")


def test_two_of_one_first_name_are_told_apart_by_their_numbers() -> None:
    found = matches([card("Sam", phones=("+44 7700 900142",))], [person("Sam", phones=("+44 7700 900143",))])
    assert found[0].verdict == "new"


def test_a_new_person_waits_in_the_inbox_unless_a_stage_is_asked_for() -> None:
    (found,) = matches([card(role="Lead", stage="ally", met_on=date(2022, 6, 7))])
    assert found.person == Person(
        uid="new0",
        name="Ana Lima",
        role="Lead",
        added=TODAY,
        since=TODAY,
        stage="ally",
        met="connected on 2022-06-07",
        inbox=True,
    )
    (found,) = matches([card(stage="ally")], stage="mentor", inbox=False)
    assert (found.person.stage, found.person.inbox) == ("mentor", False)


def test_one_person_on_two_cards_is_added_once() -> None:
    first, second = matches([card(emails=("a@x.example",)), card("A. Lima", emails=("a@x.example",), role="Lead")])
    assert (first.verdict, second.verdict, second.changed) == ("new", "repeated", True)
    assert second.person.uid == first.person.uid
    assert (second.person.aliases, second.person.role) == (("A. Lima",), "Lead")


def test_merging_fills_and_appends_and_never_overwrites() -> None:
    before = person(
        role="Lead", emails=("a@x.example",), phones=("+44 7700 900142",), tags=("Running",), birthday="--03-21"
    )
    after = merged(
        before,
        card(
            "Ana B. Lima",
            role="Boss",
            org="Tide",
            emails=("A@x.example", "b@x.example"),
            phones=("07700 900142", "12"),
            links=("x.example",),
            tags=("running", "new"),
            birthday="1980-03-21",
            aliases=("ana lima", "Nana"),
        ),
    )
    assert (after.name, after.role, after.org, after.birthday) == ("Ana Lima", "Lead", "Tide", "--03-21")
    assert (after.emails, after.phones) == (("a@x.example", "b@x.example"), ("+44 7700 900142", "12"))
    assert (after.tags, after.links) == (("Running", "new"), ("x.example",))
    assert after.aliases == ("Ana B. Lima", "Nana")
    assert merged(after, card()) is after


def test_a_guessed_name_is_no_alias() -> None:
    before = person(emails=("alima@x.example",))
    assert merged(before, card("Alima", emails=("alima@x.example",), name_is_guess=True)) is before


def test_a_strange_uid_in_a_file_is_not_taken() -> None:
    assert matches([card(uid="../../x")])[0].person.uid == "new0"
    assert matches([card(uid="abcde12345")])[0].person.uid == "abcde12345"


def import_(
    cards: Sequence[Card], people: Sequence[Person], notes: Sequence[Note], day: date, uids: Iterator[int]
) -> Arrivals:
    return arrivals(cards, people, notes, today=day, new_uid=lambda: f"u{next(uids)}")


def test_texts_become_facts_once_and_introductions_are_resolved() -> None:
    cards = [card(notes=("likes tea",), met_through="Bo Ek"), card("Bo Ek")]
    uids = count()
    first = import_(cards, (), (), TODAY, uids)
    ana, bo = first.added
    assert ana.met_through == bo.uid
    assert [(note.kind, note.text, note.people) for note in first.notes] == [("fact", "likes tea", (ana.uid,))]
    again = import_(cards, first.added, first.notes, LATER, uids)
    assert (again.added, again.updated, again.notes) == ((), (), ())


_few = st.sampled_from
cards_of_a_small_town = st.lists(
    st.builds(
        card,
        _few(["Ana Lima", "ANA LIMA", "Ana", "Bo Ek", "Lima", "Info"]),
        emails=st.lists(_few(["a@x.example", "b@x.example", "info@x.example"]), max_size=2, unique=True).map(tuple),
        phones=st.lists(_few(["+44 7700 900142", "07700 900142", "12", "+1 7700 900142"]), max_size=2, unique=True).map(
            tuple
        ),
        links=st.lists(_few(["linkedin.com/in/ana", "linkedin.com/in/bo", "x.example"]), max_size=2, unique=True).map(
            tuple
        ),
        org=_few(["", "Tide", "Lab"]),
        role=_few(["", "Lead"]),
        notes=_few([(), ("tea",), ("tea", "coffee")]),
        met_through=_few(["", "Cy Ro"]),
        aliases=_few([(), ("Ana",), ("Bo Ek",)]),
        name_is_guess=st.booleans(),
    ),
    max_size=6,
)


@given(cards_of_a_small_town)
def test_a_file_read_again_changes_nothing(cards: list[Card]) -> None:
    cards = [*cards, card("Cy Ro")]
    uids = count()
    first = import_(cards, (), (), TODAY, uids)
    people = list(first.added)
    for order in (people, people[::-1]):
        again = import_(cards, order, first.notes, LATER, uids)
        assert (again.added, again.updated, again.notes) == ((), (), ())


@given(cards_of_a_small_town)
def test_nothing_of_a_card_is_lost(cards: list[Card]) -> None:
    result = import_(cards, (), (), TODAY, count())
    known = {each.uid: each for each in result.added}
    for found in result.matches:
        kept = known[found.person.uid]
        assert {address.casefold() for address in found.card.emails} <= {address.casefold() for address in kept.emails}
        assert merged(kept, found.card) is kept


def test_twenty_thousand_of_one_name_are_no_trouble() -> None:
    cards = [card(emails=(f"a{number}@x.example",)) for number in range(2_000)]
    assert len({found.person.uid for found in matches(cards)}) == 2_000
    assert person_from(cards[0], uid="u", today=TODAY).name == "Ana Lima"
