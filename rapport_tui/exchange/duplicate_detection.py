"""The detection of likely duplicates: pairs of people on which the user decides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Final

import msgspec

from rapport_tui.exchange.match_keys import email_key, link_key, phone_key, same_number
from rapport_tui.model.names import generation, is_one_slip, name_key, plain_name, split_name
from rapport_tui.model.records import Person

# Groups of more namesakes than this are not paired: a common first name is no evidence.
_MOST_NAMESAKES: Final = 12
_SHORTEST_SLIP: Final = 4
# Short forms of given names, a group a line; the first of each stands for all.
_SHORT_FORMS: Final = """
alexander alex sasha sascha lex alec
alexandra alex sasha sandra lexi
andrew andy drew
anna ann anne annie anya
anthony tony
barbara barb babs
benjamin ben benny
catherine katherine kathryn katharina cathy kathy kate katie cat kat
charles charlie chuck chas
christine christina chris tina chrissie
christopher chris topher
daniel dan danny
david dave davey
deborah debra deb debbie
dimitri dmitri dima mitya
edward ed eddie ted teddy ned
elena helena lena ellen
elizabeth elisabeth liz lizzie beth betty eliza lisa
francisco francis frank paco
frederick friedrich fred freddie fritz
gabriel gabriela gabrielle gabi gabby gabe
gregory greg
guillermo william wilhelm will bill billy willy
isabel isabella isabelle isa bella izzy
ivan vanya
jacob jake
james jim jimmy jamie
jennifer jen jenny
jessica jess jessie
johannes john johnny jon hans jack
jonathan jon jonny
jose pepe
joseph josef joe joey
joshua josh
judith judy
kenneth ken kenny
lawrence laurence larry
leonard leonardo leo len lenny
louis luis luigi lou
margaret margarita maggie meg peggy rita
maria marie mary
martin marty
matthew matthias matt
maximilian maxim max
mikhail michael misha mike mick mikey
nicholas nicolas nikolaus nick nico klaus
olivia liv
pamela pam
patricia pat patty trish
patrick pat paddy
peter pete
philip phillip phil
rebecca becca becky
richard dick rick ricky rich
robert roberto bob bobby rob robbie bert
ronald ron ronnie
samantha sam
samuel sam sammy
stephanie steph
stephen steven stefan steve
susan susanne suzanne sue suzy
theodore theo ted
theresa teresa terry tess
thomas tom tommy
timothy tim timmy
valentina valerie val
victoria vicky tori
vincent vince vinny
vladimir vova volodya
yevgeny eugene gene zhenya
zachary zach zack
"""


class DuplicatePair(msgspec.Struct, frozen=True):
    """Two people who may be the same, and the reason; `one` was added to the journal first."""

    one: Person
    other: Person
    why: str


def likely_pairs(people: Iterable[Person]) -> list[DuplicatePair]:
    """Return the likely duplicates, the likeliest first.

    The criteria are an address, a number or a page that both have; names that differ only in case, accents, order, a
    title or a short form; the initial of a first name; a first name alone at the same organisation; and one letter
    that is missing, added, wrong or swapped.
    Pairs that the user declared to be different, and archived people, are left out.
    """
    listed = [person for person in people if not person.archived]
    found: dict[tuple[str, str], DuplicatePair] = {}
    for why, groups in _groups(listed):
        for group in groups:
            if not 1 < len(group) <= _MOST_NAMESAKES:
                continue
            for one, other in combinations(group, 2):
                apart = other.uid in one.apart or one.uid in other.apart or one.uid == other.uid
                if not apart and _is_likely(why, one, other):
                    found.setdefault((one.uid, other.uid), DuplicatePair(one, other, why))
    return list(found.values())


def _groups(people: list[Person]) -> Iterator[tuple[str, Iterable[list[Person]]]]:
    """Yield each reason with the groups of people that share it, the strongest reason first."""
    yield "the same e-mail", _shared(people, lambda person: map(email_key, person.emails))
    yield "the same page", _shared(people, lambda person: map(link_key, person.links))
    yield "the same number", _shared(people, lambda person: map(phone_key, person.phones))
    yield "the same name", _shared(people, _whole_names)
    yield "one name, once in a short form", _shared(people, _short_forms)
    yield "one name, once with an initial", _shared(people, _family_names)
    yield "one first name, at the same place", _shared(people, _colleagues)
    yield "names one letter apart", _shared(people, _slips)


def _shared(people: list[Person], keys_of: Callable[[Person], Iterable[str]]) -> Iterable[list[Person]]:
    # Most keys are of one person, so that a group is made for the second one only.
    first: dict[str, Person] = {}
    groups: dict[str, dict[str, Person]] = {}
    for person in people:
        for key in filter(None, keys_of(person)):
            other = first.setdefault(key, person)
            if other is not person:
                groups.setdefault(key, {other.uid: other})[person.uid] = person
    return [list(group.values()) for group in groups.values()]


def _is_likely(why: str, one: Person, other: Person) -> bool:
    if "name" in why and _are_parent_and_child(one, other):
        return False
    match why:
        case "the same number":
            return any(same_number(mine, theirs) for mine in one.phones for theirs in other.phones)
        case "one name, once with an initial":
            return _orgs_agree(one, other) and any(_abbreviates(a, b) for a in _names(one) for b in _names(other))
        case "one first name, at the same place":
            return (len(_words(one.name)) == 1) != (len(_words(other.name)) == 1)
        case "one name, once in a short form":
            return _orgs_agree(one, other)
        case "names one letter apart":
            return _orgs_agree(one, other) and not (one.emails and other.emails) and _is_slip(one, other)
        case _:
            return True


def _orgs_agree(one: Person, other: Person) -> bool:
    """Return whether the organisations agree: equal, or missing for one of the two."""
    return not one.org or not other.org or name_key(one.org) == name_key(other.org)


def _names(person: Person) -> Iterator[str]:
    """Yield each name without title, suffix and brackets."""
    for name in (person.name, *person.aliases):
        yield split_name(plain_name(name)).name


def _are_parent_and_child(one: Person, other: Person) -> bool:
    mine, theirs = (generation(f"{person.name} {person.suffix}") for person in (one, other))
    return bool(mine and theirs) and mine != theirs


def _words(name: str) -> list[str]:
    return name_key(name).split()


def _whole_names(person: Person) -> Iterator[str]:
    """Yield each name with its words in sorted order, so that `Nair, Priya` equals `Priya Nair`."""
    for name in _names(person):
        yield " ".join(sorted(_words(name)))


def _short_forms(person: Person) -> Iterator[str]:
    for name in _names(person):
        first, *rest = _words(name) or [""]
        if rest:
            for form in _FORMS.get(first, (first,)):
                yield f"{form} {rest[-1]}"


def _family_names(person: Person) -> Iterator[str]:
    for name in _names(person):
        words = _words(name)
        if len(words) > 1:
            yield f"{words[0][:1]} {words[-1]}"


def _abbreviates(one: str, other: str) -> bool:
    """Return whether one of two first names is only the initial of the other."""
    first, second = _words(one), _words(other)
    if len(first) < 2 or len(second) < 2 or first[-1] != second[-1] or first[0][:1] != second[0][:1]:
        return False
    return (len(first[0]) == 1) != (len(second[0]) == 1)


def _colleagues(person: Person) -> Iterator[str]:
    words = _words(person.name)
    if words and person.org:
        yield f"{words[0]} @ {name_key(person.org)}"


def _spelled(person: Person) -> str:
    """Return the name in the form for comparing letters, in which `Mueller` equals `Müller`."""
    return re.sub("([aou])e", r"\1", name_key(plain_name(person.name)))


def _slips(person: Person) -> Iterator[str]:
    """Yield the name, and the first name alone, with each letter left out in turn.

    Two names that differ by one letter share one of these forms, which avoids comparing all pairs.
    """
    name = _spelled(person)
    for mark, word in (("", name), ("first name ", name.partition(" ")[0])):
        if len(word) >= _SHORTEST_SLIP and not any(map(str.isdigit, word)):
            yield from (f"{mark}{word[:at]}{word[at + 1 :]}" for at in range(len(word)))
            yield f"{mark}{word}"


def _is_slip(one: Person, other: Person) -> bool:
    """Return whether two whole names differ by one letter, or a lone first name from that of a whole name."""
    mine, theirs = _spelled(one), _spelled(other)
    if any(map(str.isdigit, mine + theirs)):
        return False
    first, other_first = mine.partition(" ")[0], theirs.partition(" ")[0]
    is_alone = (" " in mine) != (" " in theirs) and first != other_first
    return is_one_slip(mine, theirs) or (is_alone and is_one_slip(first, other_first))


def _read_forms() -> dict[str, tuple[str, ...]]:
    """Return, by name, the names that it may be short for."""
    forms: dict[str, list[str]] = defaultdict(list)
    for row in _SHORT_FORMS.split("\n"):
        for name in row.split():
            forms[name].append(row.split()[0])
    return {name: tuple(whole) for name, whole in forms.items()}


_FORMS: Final = _read_forms()
