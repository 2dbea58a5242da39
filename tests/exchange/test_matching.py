from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from rapport_tui.exchange.matching import Match, MatchedCards, arrivals
from rapport_tui.exchange.merge import merge_card
from rapport_tui.exchange.parsed_file import ContactCard
from rapport_tui.model.records import Note, Person, Source

TODAY = date(2026, 11, 23)
LATER = date(2026, 12, 24)


def card(name: str = "Ana Lima", **fields: Any) -> ContactCard:
    return ContactCard(name=name, source="a.vcf", record=1, **fields)


def person(name: str = "Ana Lima", uid: str = "ana00", **fields: Any) -> Person:
    return Person(uid=uid, name=name, added=TODAY, since=TODAY, **fields)


def matches(cards: Sequence[ContactCard], people: Sequence[Person] = (), **options: Any) -> list[Match]:
    numbers = count()
    found = arrivals(cards, people, today=TODAY, new_uid=lambda: f"new{next(numbers)}", **options)
    return list(found.matches)


def verdict(one: ContactCard, other: Person) -> tuple[str, str]:
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
    connected = card(role="Lead", stage="ally", met_on=date(2022, 6, 7), kind="LinkedIn CSV")
    assert list(import_([connected], ()).added) == [
        Person(
            uid="u0",
            name="Ana Lima",
            role="Lead",
            added=TODAY,
            since=TODAY,
            stage="ally",
            met="connected on LinkedIn, 7 June 2022",
            inbox=True,
        )
    ]
    (found,) = arrivals([card(stage="ally")], (), today=TODAY, new_uid=lambda: "u0", stage="mentor", inbox=False).added
    assert (found.stage, found.inbox) == ("mentor", False)


def test_one_person_on_two_cards_is_added_once() -> None:
    found = import_([card(emails=("a@x.example",)), card("A. Lima", emails=("a@x.example",), role="Lead")], ())
    first, second = found.matches
    assert (first.verdict, second.verdict, second.changed) == ("new", "repeated", True)
    (ana,) = found.added
    assert (ana.name, ana.aliases, ana.role) == ("Ana Lima", ("A. Lima",), "Lead")


def test_merging_fills_and_appends_and_never_overwrites() -> None:
    before = person(
        role="Lead", emails=("a@x.example",), phones=("+44 7700 900142",), tags=("Running",), birthday="--03-21"
    )
    news = card(
        "Ana B. Lima",
        role="Boss",
        org="Tide",
        emails=("A@x.example", "b@x.example"),
        phones=("07700 900142", "12"),
        links=("x.example",),
        tags=("running", "new"),
        birthday="1980-03-21",
        aliases=("ana lima", "Nana"),
    )
    after = merge_card(before, news, {})
    ana = after.person
    assert (ana.name, ana.role, ana.org, ana.birthday) == ("Ana Lima", "Lead", "Tide", "--03-21")
    assert (ana.emails, ana.phones) == (("a@x.example", "b@x.example"), ("+44 7700 900142", "12"))
    assert (ana.tags, ana.links) == (("Running", "new"), ("x.example",))
    assert ana.aliases == ("Ana B. Lima", "Nana")
    assert after.said["role"] == ("Boss",)
    again = merge_card(ana, news, after.said)
    assert again.person is ana
    assert again.said is after.said


def test_a_guessed_name_is_no_alias() -> None:
    before = person(emails=("alima@x.example",))
    assert merge_card(before, card("Alima", emails=("alima@x.example",), name_is_guess=True), {}).person is before


def test_a_strange_uid_in_a_file_is_not_taken() -> None:
    assert matches([card(uid="../../x")])[0].uid == "new0"
    assert matches([card(uid="abcde12345")])[0].uid == "abcde12345"


def import_(
    cards: Sequence[ContactCard],
    people: Sequence[Person],
    notes: Sequence[Note] = (),
    sources: Sequence[Source] = (),
    day: date = TODAY,
    uids: Iterator[int] | None = None,
) -> MatchedCards:
    uids = uids or count()
    return arrivals(cards, people, notes, sources, today=day, new_uid=lambda: f"u{next(uids)}")


def test_texts_become_facts_once_and_introductions_are_resolved() -> None:
    cards = [card(notes=("likes tea",), met_through="Bo Ek"), card("Bo Ek")]
    uids = count()
    first = import_(cards, (), uids=uids)
    ana, bo = first.added
    assert ana.met_through == bo.uid
    assert [(note.kind, note.text, note.people) for note in first.notes] == [("fact", "likes tea", (ana.uid,))]
    again = import_(cards, first.added, first.notes, first.sources, LATER, uids)
    assert (again.added, again.updated, again.notes, again.sources) == ((), (), (), ())


OLD = card(
    role="Lead", org="Tide", emails=("a@x.example",), tags=("tea",), notes=("rows",), met_through="Bo Ek",
    kind="LinkedIn CSV", links=("linkedin.com/in/ana",),
)  # fmt: skip
NEW = replace(OLD, role="Chief", emails=("a@x.example", "c@x.example"), notes=("rows", "runs"))


def after_the_old_file(**edits: Any) -> tuple[list[Person], MatchedCards]:
    """Ana as the old file brought her and as the user changed her since, and what was said."""
    first = import_([OLD, card("Bo Ek")], ())
    ana, bo = first.added
    return [replace(ana, **edits), bo], first


def test_a_newer_file_updates_what_the_user_did_not_edit() -> None:
    people, first = after_the_old_file(org="Tide Labs", location="Porto")
    newer = import_([replace(NEW, org="Tidal")], people, first.notes, first.sources, uids=count(9))
    (ana,) = newer.updated
    assert (ana.role, ana.org, ana.location) == ("Chief", "Tide Labs", "Porto")
    assert ana.emails == ("a@x.example", "c@x.example")
    assert [note.text for note in newer.notes] == ["runs"]
    assert newer.sources[0].said["LinkedIn CSV"]["org"] == ("Tidal", "Tide")


def test_what_the_user_took_away_stays_away() -> None:
    gone: dict[str, Any] = {"role": "", "emails": (), "tags": (), "links": (), "met_through": "", "name": "Ana L."}
    people, first = after_the_old_file(**gone)
    again = import_([OLD], people, (), first.sources)
    assert (again.added, again.updated, again.notes, again.sources) == ((), (), (), ())
    (ana,) = import_([NEW], people, (), first.sources).updated
    assert (ana.role, ana.emails, ana.tags, ana.name) == ("", ("c@x.example",), (), "Ana L.")


def test_an_older_file_after_a_newer_one_turns_nothing_back() -> None:
    people, first = after_the_old_file()
    newer = import_([NEW], people, first.notes, first.sources)
    older = import_([OLD], newer.updated, (*first.notes, *newer.notes), newer.sources)
    assert (older.added, older.updated, older.notes, older.sources) == ((), (), (), ())


def test_another_kind_of_file_does_not_speak_for_the_first() -> None:
    people, first = after_the_old_file()
    other = import_([replace(NEW, kind="vCard", role="Boss")], people, first.notes, first.sources)
    assert other.updated[0].role == "Lead"
    assert other.sources[0].said["vCard"]["role"] == ("Boss",)


def test_a_new_name_takes_the_place_of_the_old_one_which_stays_an_alias() -> None:
    people, first = after_the_old_file()
    renamed = replace(OLD, name="Ana Ek")
    (ana,) = import_([renamed], people, first.notes, first.sources).updated
    assert (ana.name, ana.aliases) == ("Ana Ek", ("Ana Lima",))
    people, first = after_the_old_file(name="Ana the rower")
    (ana,) = import_([renamed], people, first.notes, first.sources).updated
    assert (ana.name, ana.aliases) == ("Ana the rower", ("Ana Ek",))


def test_the_uid_of_another_program_tells_who_it_is() -> None:
    first = import_([card("Ana", key="urn:1", kind="vCard")], ())
    assert import_([card("Zoe", key="urn:1", kind="vCard")], first.added, (), first.sources).matches[0].why == "uid"
    assert import_([card("Zoe", key="urn:1", kind="x")], first.added, (), first.sources).matches[0].why == ""


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
        key=_few(["", "", "k1"]),
        kind=_few(["vCard", "LinkedIn CSV"]),
    ),
    max_size=6,
)


@given(cards_of_a_small_town)
def test_a_file_read_again_changes_nothing(cards: list[ContactCard]) -> None:
    cards = [*cards, card("Cy Ro")]
    uids = count()
    first = import_(cards, (), uids=uids)
    people = list(first.added)
    for order in (people, people[::-1]):
        again = import_(cards, order, first.notes, first.sources, LATER, uids)
        assert (again.added, again.updated, again.notes, again.sources) == ((), (), (), ())


@given(cards_of_a_small_town)
def test_nothing_of_a_card_is_lost(cards: list[ContactCard]) -> None:
    result = import_(cards, ())
    known = {each.uid: each for each in result.added}
    said = {each.uid: each.said for each in result.sources}
    for each, found in zip(cards, result.matches, strict=True):
        kept = known[found.uid]
        assert {address.casefold() for address in each.emails} <= {address.casefold() for address in kept.emails}
        for field in ("role", "org"):
            value = getattr(each, field)
            assert not value or value in said[found.uid][each.kind][field]
        assert merge_card(kept, each, said[found.uid].get(each.kind, {})).person is kept


def test_thousands_of_one_name_are_no_trouble() -> None:
    cards = [card(emails=(f"a{number}@x.example",)) for number in range(2_000)]
    assert len({found.uid for found in matches(cards)}) == 2_000
