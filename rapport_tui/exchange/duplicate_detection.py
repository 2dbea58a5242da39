"""Who may be the same person twice: pairs for the user to decide, never decided here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Final

import msgspec

from rapport_tui.exchange.match_keys import email_key, link_key, phone_key, same_number
from rapport_tui.model.names import name_key
from rapport_tui.model.records import Person

# Of more namesakes than this none are paired: a common first name says nothing.
_MOST_NAMESAKES: Final = 12
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
    """Two people who may be one, and why it looks so; `one` came to the journal first."""

    one: Person
    other: Person
    why: str


def likely_pairs(people: Iterable[Person]) -> list[DuplicatePair]:
    """Return who may be the same person twice, the likeliest first.

    Told by an address, a number or a page that both have; by names that differ only in case, accents, order or a
    short form; by the initial of a first name; and by a first name alone at the same organisation.
    Two of whom the user said that they are two, and people who are set aside, are left out.
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
    """Yield people by what they share, the strongest reason first."""
    yield "the same e-mail", _shared(people, lambda person: map(email_key, person.emails))
    yield "the same page", _shared(people, lambda person: map(link_key, person.links))
    yield "the same number", _shared(people, lambda person: map(phone_key, person.phones))
    yield "the same name", _shared(people, _whole_names)
    yield "one name, once in a short form", _shared(people, _short_forms)
    yield "one name, once with an initial", _shared(people, _family_names)
    yield "one first name, at the same place", _shared(people, _colleagues)


def _shared(people: list[Person], keys_of: Callable[[Person], Iterable[str]]) -> Iterable[list[Person]]:
    groups: dict[str, dict[str, Person]] = defaultdict(dict)
    for person in people:
        for key in keys_of(person):
            if key:
                groups[key][person.uid] = person
    return [list(group.values()) for group in groups.values()]


def _is_likely(why: str, one: Person, other: Person) -> bool:
    match why:
        case "the same number":
            return any(same_number(mine, theirs) for mine in one.phones for theirs in other.phones)
        case "one name, once with an initial":
            return _orgs_agree(one, other) and any(_abbreviates(a, b) for a in _names(one) for b in _names(other))
        case "one first name, at the same place":
            return (len(_words(one.name)) == 1) != (len(_words(other.name)) == 1)
        case "one name, once in a short form":
            return _orgs_agree(one, other)
        case _:
            return True


def _orgs_agree(one: Person, other: Person) -> bool:
    """Return whether both could work at one place: where both say where, it has to be the same."""
    return not one.org or not other.org or name_key(one.org) == name_key(other.org)


def _names(person: Person) -> tuple[str, ...]:
    return person.name, *person.aliases


def _words(name: str) -> list[str]:
    return name_key(name).split()


def _whole_names(person: Person) -> Iterator[str]:
    """Yield each name with its words in one order, so that `Nair, Priya` is `Priya Nair`."""
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


def _read_forms() -> dict[str, tuple[str, ...]]:
    """Return for each name the names it may be short for."""
    forms: dict[str, list[str]] = defaultdict(list)
    for row in _SHORT_FORMS.split("\n"):
        for name in row.split():
            forms[name].append(row.split()[0])
    return {name: tuple(whole) for name, whole in forms.items()}


_FORMS: Final = _read_forms()
