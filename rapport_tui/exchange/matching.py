"""Who on a card is somebody already known, and what of the card is new about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Final, Literal

import msgspec

from rapport_tui.exchange.cards import Card
from rapport_tui.exchange.keys import email_key, link_key, name_key, phone_key, profile_key, same_number
from rapport_tui.model.records import Note, Person, Stage

Verdict = Literal["new", "known", "repeated"]
# How many people of one name are looked at for one card.
_MOST_NAMESAKES: Final = 64
_UID: Final = re.compile(r"[0-9a-z]{4,32}")


class Match(msgspec.Struct, frozen=True):
    """What became of one card.

    `verdict`: `new`; `known`, the person was there before; `repeated`, they came earlier in these cards. `person`
    is how they are after the card. `why` is what told it (`e-mail`, `phone`, `LinkedIn`, `name`, `uid`), empty for
    new. `changed`: the card had something to add.
    """

    card: Card
    verdict: Verdict
    person: Person
    why: str = ""
    changed: bool = False


class Arrivals(msgspec.Struct, frozen=True):
    """All that importing some cards writes: new people, known people with more to them, and notes."""

    added: tuple[Person, ...]
    updated: tuple[Person, ...]
    notes: tuple[Note, ...]
    matches: tuple[Match, ...]


def person_from(card: Card, *, uid: str, today: date, stage: Stage | None = None, inbox: bool = True) -> Person:
    """Return the new person on `card`. `stage` is the one asked for, before the one on the card."""
    return Person(
        uid=uid,
        name=card.name,
        added=today,
        since=today,
        aliases=card.aliases,
        pronouns=card.pronouns,
        role=card.role,
        team=card.team,
        org=card.org,
        emails=card.emails,
        phones=card.phones,
        links=card.links,
        location=card.location,
        met=_met(card),
        stage=stage or card.stage or "stranger",
        tags=card.tags,
        birthday=card.birthday,
        inbox=inbox,
    )


def merged(person: Person, card: Card) -> Person:
    """Return `person` with what `card` adds: empty fields filled, addresses, numbers, links and tags appended.

    Nothing that is there is changed. Another name on the card becomes an alias. Where nothing is added, `person`
    itself is returned.
    """
    names = {name_key(name) for name in (person.name, *person.aliases)}
    other_names = () if card.name_is_guess else (card.name,)
    fresh = {
        "aliases": _appended(
            person.aliases, (n for n in (*other_names, *card.aliases) if name_key(n) not in names), name_key
        ),
        "emails": _appended(person.emails, card.emails, str.casefold),
        "links": _appended(person.links, card.links, link_key),
        "tags": _appended(person.tags, card.tags, name_key),
        "phones": _with_phones(person.phones, card.phones),
        "pronouns": person.pronouns or card.pronouns,
        "role": person.role or card.role,
        "team": person.team or card.team,
        "org": person.org or card.org,
        "location": person.location or card.location,
        "met": person.met or _met(card),
        "birthday": person.birthday or card.birthday,
    }
    changes = {field: value for field, value in fresh.items() if value != getattr(person, field)}
    return msgspec.structs.replace(person, **changes) if changes else person


def match(
    cards: Iterable[Card],
    people: Iterable[Person],
    notes: Iterable[Note] = (),
    *,
    today: date,
    new_uid: Callable[[], str],
    stage: Stage | None = None,
    inbox: bool = True,
) -> list[Match]:
    """Decide for each card who it is, in order; a later card may be of a person that an earlier one brought.

    The same person is told by a uid of our own, an e-mail address, a LinkedIn profile or a phone number; by their
    full name only where neither an address nor an organisation speaks against it. A number alone, which colleagues
    may share, does not count where the names have nothing in common. Of several who could be meant, one whom the
    card adds nothing to is preferred, so that reading a file again changes nothing; `notes` count in this.
    """
    known = _Known(people, notes)
    found: list[Match] = []
    brought: set[str] = set()
    for card in cards:
        person, why = known.find(card)
        if person is None:
            uid = card.uid if known.is_free(card.uid) else new_uid()
            after = person_from(card, uid=uid, today=today, stage=stage, inbox=inbox)
            brought.add(after.uid)
            found.append(Match(card, "new", after, changed=True))
        else:
            after = merged(person, card)
            verdict: Verdict = "repeated" if person.uid in brought else "known"
            found.append(Match(card, verdict, after, why, after is not person))
        known.put(after, card.notes)
    return found


def arrivals(
    cards: Iterable[Card],
    people: Sequence[Person],
    notes: Iterable[Note],
    *,
    today: date,
    new_uid: Callable[[], str],
    stage: Stage | None = None,
    inbox: bool = True,
) -> Arrivals:
    """Return what to write for `cards` in a journal of `people` and `notes`; nothing for cards read before.

    Texts of a card become notes of kind `fact`, but for those the person already has. Whom somebody was met
    through is resolved among people new and known, where exactly one has the name.
    """
    notes = tuple(notes)
    matches = match(cards, people, notes, today=today, new_uid=new_uid, stage=stage, inbox=inbox)
    latest: dict[str, Person] = {each.person.uid: each.person for each in matches}
    _link_introductions(matches, latest, people)
    before = {person.uid: person for person in people}
    kept = {(uid, note.text) for note in notes for uid in note.people}
    fresh: list[Note] = []
    for each in matches:
        for text in each.card.notes:
            if (each.person.uid, text) not in kept:
                kept.add((each.person.uid, text))
                fresh.append(Note(uid=new_uid(), kind="fact", text=text, made=today, people=(each.person.uid,)))
    return Arrivals(
        added=tuple(person for uid, person in latest.items() if uid not in before),
        updated=tuple(person for uid, person in latest.items() if uid in before and person != before[uid]),
        notes=tuple(fresh),
        matches=tuple(matches),
    )


class _Known:
    """People by their keys, growing while cards are read."""

    def __init__(self, people: Iterable[Person], notes: Iterable[Note]) -> None:
        self._people: dict[str, Person] = {}
        self._by_key: dict[tuple[str, str], dict[str, None]] = {}
        self._noted = {(uid, note.text) for note in notes for uid in note.people}
        for person in people:
            self.put(person)

    def is_free(self, uid: str) -> bool:
        """Return whether a new person can have the uid that a file gives them."""
        return _UID.fullmatch(uid) is not None and uid not in self._people

    def put(self, person: Person, notes: Iterable[str] = ()) -> None:
        """Add a person, or what is new of one, and texts noted about them; a key once theirs stays theirs."""
        self._noted.update((person.uid, text) for text in notes)
        if self._people.get(person.uid) is person:
            return
        self._people[person.uid] = person
        for key in _keys(person, (person.name, *person.aliases)):
            self._by_key.setdefault(key, {})[person.uid] = None

    def find(self, card: Card) -> tuple[Person | None, str]:
        """Return the person on the card and what told it; None where they are new."""
        if card.uid and card.uid in self._people:
            return self._people[card.uid], "uid"
        first: tuple[Person, str] | None = None
        complete: tuple[Person, str] | None = None
        for found in self._candidates(card):
            first = first or found
            if self._adds_nothing(card, found[0]):
                complete = complete or found
                if found[0].met_through or not card.met_through:
                    return found
        return complete or first or (None, "")

    def _adds_nothing(self, card: Card, person: Person) -> bool:
        return all((person.uid, text) in self._noted for text in card.notes) and merged(person, card) is person

    def _candidates(self, card: Card) -> Iterator[tuple[Person, str]]:
        """Yield who could be meant, those told by the stronger keys first."""
        for key in _keys(card, (card.name,)):
            for uid in islice(self._by_key.get(key, ()), _MOST_NAMESAKES):
                person = self._people[uid]
                if _agrees(key[0], person, card):
                    yield person, key[0]


def _keys(who: Person | Card, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    found = chain(
        (("e-mail", email_key(address)) for address in who.emails),
        (("LinkedIn", profile_key(link)) for link in who.links),
        (("phone", phone_key(number)) for number in who.phones),
        (("name", name_key(name)) for name in names),
    )
    return (key for key in found if key[1])


def _agrees(kind: str, person: Person, card: Card) -> bool:
    """Return whether nothing speaks against the key of this kind that both have."""
    if kind == "phone":
        return any(same_number(one, other) for one in person.phones for other in card.phones) and (
            card.name_is_guess or not _are_strangers((person.name, *person.aliases), card.name)
        )
    if kind == "name":
        return not (
            _differ(map(str.casefold, person.emails), map(str.casefold, card.emails))
            or _differ([name_key(person.org)], [name_key(card.org)])
            or (" " not in card.name and _differ(map(phone_key, person.phones), map(phone_key, card.phones)))
        )
    return True


def _are_strangers(names: Iterable[str], name: str) -> bool:
    """Return whether `name` has no word in common with any of `names`."""
    words = set(name_key(name).split())
    return not any(words & set(name_key(other).split()) for other in names)


def _differ(some: Iterable[str], others: Iterable[str]) -> bool:
    one, other = set(some) - {""}, set(others) - {""}
    return bool(one and other and not one & other)


def _met(card: Card) -> str:
    """Return how they were met; of a connection on LinkedIn only the day is known."""
    return card.met or (f"connected on {card.met_on.isoformat()}" if card.met_on else "")


def _appended(there: tuple[str, ...], more: Iterable[str], key: Callable[[str], str]) -> tuple[str, ...]:
    seen = {key(text) for text in there}
    fresh: list[str] = []
    for text in more:
        if key(text) not in seen:
            seen.add(key(text))
            fresh.append(text)
    return (*there, *fresh)


def _with_phones(there: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    numbers = list(there)
    for number in more:
        if not any(same_number(number, each) for each in numbers):
            numbers.append(number)
    return tuple(numbers)


def _link_introductions(matches: list[Match], latest: dict[str, Person], people: Sequence[Person]) -> None:
    """Set `met_through` in `latest` for each card that names who introduced its person."""
    if not any(each.card.met_through for each in matches):
        return
    uids_of: dict[str, set[str]] = {}
    for person in chain(people, latest.values()):
        uids_of.setdefault(name_key(person.name), set()).add(person.uid)
    for each in matches:
        through = uids_of.get(name_key(each.card.met_through), set())
        person = latest[each.person.uid]
        if each.card.met_through and len(through) == 1 and not person.met_through and person.uid not in through:
            latest[person.uid] = msgspec.structs.replace(person, met_through=next(iter(through)))
