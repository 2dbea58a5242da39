from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from rapport_tui.capture.capture_line import parse_line
from rapport_tui.capture.directory import Directory, name_of
from rapport_tui.model.errors import AmbiguousPersonError, UnknownPersonError
from rapport_tui.model.records import Person
from rapport_tui.model.text import clean_line

DAY = date(2026, 11, 23)


def person(uid: str, name: str, *aliases: str, archived: bool = False, inbox: bool = False) -> Person:
    return Person(uid=uid, name=name, added=DAY, since=DAY, aliases=aliases, archived=archived, inbox=inbox)


PRIYA = person("p1", "Priya Nair")
TOM = person("t1", "Tom Becker", "Tommy")
TOM_TWO = person("t2", "Tom Ångström")
ZOE = person("z1", "Zoë Müller-Li", "Z")
XIAOMING = person("x1", "王 小明")
OLD = person("o1", "Ruth Adeyemi", archived=True)
NEW = person("n1", "Ruth Okoro", inbox=True)


@pytest.fixture
def directory() -> Directory:
    return Directory([PRIYA, TOM, TOM_TWO, ZOE, XIAOMING, OLD, NEW])


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("p1", PRIYA),
        ("Priya", PRIYA),
        ("priya.nair", PRIYA),
        ("PRIYA_NAIR", PRIYA),
        ("tom.becker", TOM),
        ("tommy", TOM),
        ("tom angstrom", TOM_TWO),
        ("zoe", ZOE),
        ("z", ZOE),
        ("王 小明", XIAOMING),
        ("王", XIAOMING),
        ('@"Priya Nair"', PRIYA),
    ],
)
def test_the_ways_to_name_somebody(directory: Directory, name: str, who: Person) -> None:
    assert directory.resolve(name) == who


def test_a_full_name_means_the_one_who_is_not_archived(directory: Directory) -> None:
    assert directory.called_fully("priya nair") == PRIYA
    assert directory.called_fully("Priya") is None
    assert directory.called_fully("Ruth Adeyemi") is None
    assert Directory([PRIYA, person("p2", "Priya Nair")]).called_fully("Priya Nair") is None


def test_a_slip_is_near_but_not_in_a_name_with_digits() -> None:
    directory = Directory([PRIYA, person("r1", "Tester 41")])
    assert directory.near("pryia nair") == [PRIYA]
    assert directory.near("tester 42") == []


@pytest.mark.parametrize("name", ["", "nair", "pri", "nobody", "priya nair jr"])
def test_nobody_of_that_name(directory: Directory, name: str) -> None:
    with pytest.raises(UnknownPersonError):
        directory.resolve(name)


def test_the_given_name_that_is_told(directory: Directory) -> None:
    lan = Person(uid="l1", name="Nguyễn Thị Lan", added=DAY, since=DAY, given="Lan")
    bob = Person(uid="b1", name="Robert Ek", added=DAY, since=DAY, given="Bob")
    for one in (lan, bob):
        directory.add(one)
    assert [directory.mention_of(one) for one in (lan, bob)] == ["@lan", "@bob"]
    assert [directory.resolve(name) for name in ("lan", "Dr. Nguyễn Thị Lan", "bob", "robert")] == [lan, lan, bob, bob]
    assert directory.complete("bo", 5) == [bob]


def test_a_shared_first_name_asks_who(directory: Directory) -> None:
    with pytest.raises(AmbiguousPersonError) as caught:
        directory.resolve("tom")
    assert set(caught.value.people) == {TOM, TOM_TWO}


def test_an_alias_comes_before_a_first_name(directory: Directory) -> None:
    directory.add(person("a1", "Anselm Roth", "Tom"))
    assert directory.resolve("tom").uid == "a1"


def test_the_first_name_of_an_alias_comes_last(directory: Directory) -> None:
    tom = person("t1", "Tom Reed", "Wilhelmine Shah")
    directory.add(tom)
    assert directory.resolve("wilhelmine") == tom
    new = person("w1", "Wilhelmine Roth")
    directory.add(new)
    assert (directory.resolve("wilhelmine"), directory.resolve("wilhelmine shah")) == (new, tom)
    directory.discard("w1")
    directory.add(person("w2", "Ann", "Wilhelmine Groß"))
    with pytest.raises(AmbiguousPersonError):
        directory.resolve("wilhelmine")


def test_the_board_comes_before_the_inbox_and_that_before_the_archive(directory: Directory) -> None:
    assert directory.resolve("ruth") == NEW
    assert directory.resolve("ruth.adeyemi") == OLD
    directory.add(person("r1", "Ruth Li"))
    assert directory.resolve("ruth").uid == "r1"
    assert directory.resolve("ruth okoro") == NEW


def test_accents_tell_people_apart_only_where_nothing_else_does() -> None:
    plain, accented = person("1a", "Zoe"), person("2a", "Zoë")
    directory = Directory([plain, accented])
    assert directory.resolve("Zoe") == plain
    assert directory.resolve("Zoë") == accented
    assert Directory([accented]).resolve("zoe") == accented


def test_changes_are_taken_in(directory: Directory) -> None:
    directory.add(replace(PRIYA, name="Priya Kapoor"))
    assert directory.resolve("priya").name == "Priya Kapoor"
    with pytest.raises(UnknownPersonError):
        directory.resolve("priya.nair")
    directory.discard("t2")
    directory.discard("nobody")
    assert directory.resolve("tom") == TOM
    directory.add(replace(TOM, archived=True))
    assert directory.resolve("tom").archived


def test_the_shortest_mention(directory: Directory) -> None:
    assert directory.mention_of(PRIYA) == "@priya"
    assert directory.mention_of(TOM) == "@tom.becker"
    assert directory.mention_of(ZOE) == "@zoë"
    assert directory.mention_of(XIAOMING) == '@"王 小明"'
    assert directory.mention_of(OLD) == "@ruth.adeyemi"
    namesake = person("p2", "Priya Nair")
    directory.add(namesake)
    assert directory.mention_of(namesake) == "@p2"
    odd = person("0123456789", "[bold]x[/")
    directory.add(odd)
    assert directory.mention_of(odd) == '@"[bold]x[/"'
    directory.add(person("q", "[bold]x[/"))
    assert directory.mention_of(odd) == '@"0123456789"'


def test_completion_gives_the_best_first() -> None:
    directory = Directory(
        [
            person("1", "Capri Sole"),
            person("2", "Ana Prior"),
            person("3", "Priya Nair"),
            person("4", "Bo Li", "Prince"),
            person("5", "Prisca Adams", archived=True),
            person("6", "Zed Zorn"),
            person("7", "Jean-Prim Roux", inbox=True),
        ]
    )
    assert [person.uid for person in directory.complete("PRÌ", 10)] == ["3", "5", "2", "7", "4", "1"]
    assert [person.uid for person in directory.complete("pri", 2)] == ["3", "5"]
    assert [person.uid for person in directory.complete("priya.n", 10)] == ["3"]
    assert len(directory.complete("", 10)) == 7
    assert directory.complete("qqq", 10) == []


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("priya", "Priya"),
        ("tom.becker", "Tom Becker"),
        ("anna-lena_roth", "Anna-Lena Roth"),
        ("McKay", "McKay"),
        ("bell hooks", "bell hooks"),
        ("王小明", "王小明"),
        ("მარიამ", "მარიამ"),
        ("👩‍💻", "👩‍💻"),
        ("élan", "Élan"),
    ],
)
def test_the_name_a_mention_gives(mention: str, name: str) -> None:
    assert name_of(mention) == name


_NAMES = (
    st.text(max_size=20)
    | st.lists(st.sampled_from(["ana", "Ana", "Li", "王", "小明", '"', "\\", "@", ".", "-", "’s", " ", "[/", "ß"])).map(
        "".join
    )
).map(clean_line)


@given(names=st.lists(_NAMES.filter(lambda name: any(char.isalnum() for char in name)), min_size=1, max_size=5))
def test_a_mention_leads_back_to_its_person(names: list[str]) -> None:
    people = [person(f"uid{number}", name) for number, name in enumerate(names)]
    directory = Directory(people)
    for who in people:
        line = parse_line(f"met {directory.mention_of(who)} again", today=DAY)
        assert [directory.resolve(mention.name) for mention in line.mentions] == [who]


@given(text=st.text(min_size=1, max_size=12))
@example(text="0@\x85")
def test_a_new_person_is_found_by_the_mention_that_made_them(text: str) -> None:
    for mention in parse_line(f'@{text} and @"{text}"', today=DAY).mentions:
        new = person("new", name_of(mention.name))
        assert Directory([new]).resolve(mention.name) == new


MARIA = person("m1", "María José Gómez Ruiz")


@pytest.mark.parametrize("name", ["maria", "maria.jose", "María José", "maria_jose_gomez", "María José Gómez Ruiz"])
def test_the_first_names_together_name_somebody(name: str) -> None:
    directory = Directory([PRIYA, MARIA])
    assert directory.resolve(name) == MARIA
    directory.discard("m1")
    with pytest.raises(UnknownPersonError):
        directory.resolve(name)


def test_who_is_near_follows_changes() -> None:
    directory = Directory([PRIYA])
    assert directory.near("priy") == [PRIYA]
    directory.add(replace(PRIYA, archived=True))
    assert directory.near("priy") == []
    directory.add(person("p2", "Priyanka Rao"))
    assert [one.uid for one in directory.near("priy")] == ["p2"]
    directory.discard("p2")
    assert directory.near("priy") == []
