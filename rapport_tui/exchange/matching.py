"""The matching of cards with known people, and the records to write for the cards of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from rapport_tui.exchange.match_keys import email_key, phone_key, profile_key, same_number
from rapport_tui.exchange.merge import Said, checksum, fields_of, merge_card
from rapport_tui.exchange.parsed_file import ContactCard
from rapport_tui.model.names import generation, name_key
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import Note, Person, Source, Stage

Verdict = Literal["new", "known", "repeated"]
Key = tuple[str, str]
# The most people of one name that are compared with one card.
_MOST_NAMESAKES: Final = 64
_UID: Final = lazy_pattern(r"[0-9a-z]{4,32}")
_WATCHED_EVERY: Final = 512


class Match(msgspec.Struct, frozen=True):
    """The result of matching one card.

    `verdict`: `new`; `known`, in the journal before; `repeated`, on an earlier card. `uid` is the person's. `why` is
    the key that matched (`e-mail`, `phone`, `LinkedIn`, `name`, `uid`), empty for new. `changed`: the card has visible
    news. `notes` are its new texts.
    """

    card: ContactCard
    verdict: Verdict
    uid: str
    why: str = ""
    changed: bool = False
    notes: tuple[str, ...] = ()


class MatchedCards(msgspec.Struct, frozen=True):
    """The records that an import of cards writes: new people, changed people, notes and sources."""

    added: tuple[Person, ...]
    updated: tuple[Person, ...]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]
    matches: tuple[Match, ...]


def person_from(card: ContactCard, *, uid: str, today: date, stage: Stage | None = None, inbox: bool = True) -> Person:
    """Return the new person on `card`. `stage` takes precedence over the card's stage."""
    return merge_card(_bare(card, uid, today, stage, inbox=inbox), card, {}).person


def arrivals(
    cards: Sequence[ContactCard],
    people: Sequence[Person],
    notes: Iterable[Note] = (),
    sources: Iterable[Source] = (),
    *,
    today: date,
    new_uid: Callable[[], str],
    stage: Stage | None = None,
    inbox: bool = True,
    watch: Callable[[float], None] = lambda _done: None,
) -> MatchedCards:
    """Return the records to write for `cards`; none for cards imported before.

    Cards are matched in their order, also with people from earlier cards. A person is recognized by a uid, an e-mail
    address, a LinkedIn profile or a phone number, including those that a file gave and the user removed; by the full
    name only if neither an address nor an organisation contradicts it. A number alone, which colleagues may share, does
    not count if the names have nothing in common. Of several candidates, one for which the card has no news is
    preferred. Texts of a card become notes of kind `fact`, except those that the person has already. The name of who
    introduced a person is resolved among new and known people if exactly one has it; otherwise it becomes a fact too.
    """
    known = _KnownPeople(people, notes, sources)
    before = {person.uid: person for person in people}
    brought: set[str] = set()
    found: list[Match] = []
    for number, card in enumerate(cards):
        if number % _WATCHED_EVERY == 0:
            watch(number / len(cards))
        uid, why = known.find(card)
        verdict: Verdict = "repeated" if uid in brought else "known"
        if not uid:
            uid = card.uid if known.is_free(card.uid) else new_uid()
            known.put(_bare(card, uid, today, stage, inbox=inbox))
            brought.add(uid)
            verdict = "new"
        changed, fresh = known.update(uid, card)
        found.append(Match(card, verdict, uid, why, verdict == "new" or changed, fresh))
    found = known.link_introductions(found)
    facts = (
        Note(uid=new_uid(), kind="fact", text=text, made=today, people=(each.uid,))
        for each in found
        for text in each.notes
    )
    return MatchedCards(
        added=tuple(person for uid, person in known.touched() if uid not in before),
        updated=tuple(person for uid, person in known.touched() if uid in before and person != before[uid]),
        notes=tuple(facts),
        sources=tuple(known.changed_sources()),
        matches=tuple(found),
    )


def _bare(card: ContactCard, uid: str, today: date, stage: Stage | None, *, inbox: bool) -> Person:
    """Return a person with only the fields that `merge_card` does not treat as news: name, stage and cadence."""
    return Person(
        uid=uid,
        name=card.name,
        added=today,
        since=today,
        stage=stage or card.stage or "stranger",
        cadence=card.cadence,
        inbox=inbox,
    )


class _ContactPoints(msgspec.Struct):
    """All keys of a person, including those from a file that the user changed since."""

    names: dict[str, None]
    suffixes: tuple[str, ...]
    emails: dict[str, None]
    links: dict[str, None]
    phones: dict[str, None]
    orgs: dict[str, None]
    keys: dict[str, None]

    def keys_of(self) -> Iterator[Key]:
        found = chain(
            (("uid", key) for key in self.keys),
            (("e-mail", email_key(address)) for address in self.emails),
            (("LinkedIn", profile_key(link)) for link in self.links),
            (("phone", phone_key(number)) for number in self.phones),
            (("name", name_key(name)) for name in self.names),
        )
        return (key for key in found if key[1])


class _KnownPeople:
    """The known people with their sources and keys, extended by each card."""

    def __init__(self, people: Iterable[Person], notes: Iterable[Note], sources: Iterable[Source]) -> None:
        self._people: dict[str, Person] = {}
        self._ways: dict[str, _ContactPoints] = {}
        self._by_key: dict[Key, dict[str, None]] = {}
        self._noted = {(uid, note.text) for note in notes for uid in note.people}
        self._said: dict[str, dict[str, Said]] = {source.uid: source.said for source in sources}
        self._said_before = dict(self._said)
        self._spoken: dict[tuple[str, str, str], set[str]] = {}
        self._touched: dict[str, None] = {}
        for person in people:
            self.put(person)

    def is_free(self, uid: str) -> bool:
        """Return whether a new person can have this uid from a file."""
        return _UID.fullmatch(uid) is not None and uid not in self._people

    def touched(self) -> Iterator[tuple[str, Person]]:
        """Yield the people on cards, in the order of their first card."""
        return ((uid, self._people[uid]) for uid in self._touched)

    def changed_sources(self) -> Iterator[Source]:
        """Yield the new and the changed sources."""
        for uid in self._touched:
            if self._said.get(uid) is not self._said_before.get(uid):
                yield Source(uid=uid, said=self._said[uid])

    def put(self, person: Person) -> None:
        """Add or update a person; their earlier keys are kept."""
        self._people[person.uid] = person
        ways = self._ways[person.uid] = _ways_of(person, self._said.get(person.uid, {}))
        for key in ways.keys_of():
            self._by_key.setdefault(key, {})[person.uid] = None

    def update(self, uid: str, card: ContactCard) -> tuple[bool, tuple[str, ...]]:
        """Merge a card into a person; return whether there are visible news, and the texts for notes."""
        self._touched[uid] = None
        before, said = self._people[uid], self._said.get(uid, {})
        spoken = self._spoken.setdefault((uid, card.kind, card.source), set())
        after = merge_card(before, card, said.get(card.kind, {}), spoken)
        spoken.update(fields_of(card))
        if after.said is not said.get(card.kind):
            self._said[uid] = {**said, card.kind: after.said}
        fresh = tuple(text for text in after.notes if (uid, text) not in self._noted)
        self._noted.update((uid, text) for text in fresh)
        if after.person is not before or after.said is not said.get(card.kind):
            self.put(after.person)
        return after.person is not before or bool(fresh), fresh

    def find(self, card: ContactCard) -> tuple[str, str]:
        """Return the uid of the person on the card and the key that matched; two empty texts for a new person."""
        if card.uid and card.uid in self._people:
            return card.uid, "uid"
        first = complete = ("", "")
        for uid, why in self._candidates(card):
            first = first if first[0] else (uid, why)
            if self._adds_nothing(card, uid):
                complete = complete if complete[0] else (uid, why)
                if not card.met_through or self._is_introduced(card, uid):
                    return uid, why
        return complete if complete[0] else first

    def link_introductions(self, matches: list[Match]) -> list[Match]:
        """Set `met_through` of people if a card names a known person, unless the user removed that value since.

        Returns the matches, with a text for a note if the card names no known person.
        """
        if not any(each.card.met_through for each in matches):
            return matches
        uids_of: dict[str, set[str]] = {}
        for person in self._people.values():
            uids_of.setdefault(name_key(person.name), set()).add(person.uid)
        return [self._link_introduction(each, uids_of) for each in matches]

    def _link_introduction(self, match: Match, uids_of: dict[str, set[str]]) -> Match:
        card, uid = match.card, match.uid
        if not card.met_through or self._is_introduced(card, uid):
            return match
        through = uids_of.get(name_key(card.met_through), set())
        said = self._said.get(uid, {})
        theirs = said.get(card.kind, {})
        if len(through) == 1 and uid not in through:
            heard = {**theirs, "met_through": (card.met_through, *theirs.get("met_through", ()))}
            self._said[uid] = {**said, card.kind: heard}
            self._people[uid] = replace(self._people[uid], met_through=next(iter(through)))
            return match
        text = f"Introduced by {card.met_through}"
        noted = theirs.get("notes", ())
        if checksum(text) in noted or (uid, text) in self._noted:
            return match
        self._noted.add((uid, text))
        self._said[uid] = {**said, card.kind: {**theirs, "notes": (*noted, checksum(text))}}
        return replace(match, changed=True, notes=(*match.notes, text))

    def _is_introduced(self, card: ContactCard, uid: str) -> bool:
        said = self._said.get(uid, {}).get(card.kind, {})
        return bool(self._people[uid].met_through) or card.met_through in said.get("met_through", ())

    def _adds_nothing(self, card: ContactCard, uid: str) -> bool:
        said = self._said.get(uid, {}).get(card.kind, {})
        after = merge_card(self._people[uid], card, said)
        return (
            after.person is self._people[uid]
            and after.said is said
            and all((uid, text) in self._noted for text in after.notes)
        )

    def _candidates(self, card: ContactCard) -> Iterator[tuple[str, str]]:
        """Yield the candidates for a card with the keys that match, stronger keys first."""
        theirs = _ways_on(card)
        for key in theirs.keys_of():
            for uid in islice(self._by_key.get(key, ()), _MOST_NAMESAKES):
                if _agrees(key[0], self._ways[uid], theirs, card):
                    yield uid, key[0]


def _ways_of(person: Person, said: dict[str, Said]) -> _ContactPoints:
    def every(field: str, own: Iterable[str]) -> dict[str, None]:
        return dict.fromkeys(chain(own, *(each.get(field, ()) for each in said.values())))

    return _ContactPoints(
        names=every("name", (person.name, *person.aliases)),
        suffixes=(person.suffix,),
        emails=every("emails", person.emails),
        links=every("links", person.links),
        phones=every("phones", person.phones),
        orgs=every("org", (person.org,)),
        keys={f"{kind} {key}": None for kind, each in said.items() for key in each.get("key", ())},
    )


def _ways_on(card: ContactCard) -> _ContactPoints:
    return _ContactPoints(
        names={card.name: None},
        suffixes=(card.suffix,),
        emails=dict.fromkeys(card.emails),
        links=dict.fromkeys(card.links),
        phones=dict.fromkeys(card.phones),
        orgs={card.org: None},
        keys={f"{card.kind} {card.key}": None} if card.key else {},
    )


def _agrees(kind: str, person: _ContactPoints, theirs: _ContactPoints, card: ContactCard) -> bool:
    """Return whether nothing contradicts a match by a key of this kind."""
    if kind == "phone":
        return any(same_number(one, other) for one in person.phones for other in theirs.phones) and (
            card.name_is_guess or not _are_strangers(person.names, card.name)
        )
    if kind == "name":
        return not (
            _differ(map(str.casefold, person.emails), map(str.casefold, theirs.emails))
            or [*map(generation, person.suffixes)] != [*map(generation, theirs.suffixes)]
            or _differ(map(name_key, person.orgs), map(name_key, theirs.orgs))
            or (" " not in card.name and _differ(map(phone_key, person.phones), map(phone_key, theirs.phones)))
        )
    return True


def _are_strangers(names: Iterable[str], name: str) -> bool:
    """Return whether `name` has no word in common with any of `names`."""
    words = set(name_key(name).split())
    return not any(words & set(name_key(other).split()) for other in names)


def _differ(some: Iterable[str], others: Iterable[str]) -> bool:
    one, other = set(some) - {""}, set(others) - {""}
    return bool(one and other and not one & other)
