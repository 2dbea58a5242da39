"""The matching of cards with known people, and the records to write for the cards of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import chain
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from rapport_tui.exchange.match_keys import email_key, phone_key, profile_key, same_number
from rapport_tui.exchange.merge import Said, checksum, fields_of, merge_card
from rapport_tui.exchange.parsed_file import WATCHED, ContactCard
from rapport_tui.model.names import generation, name_key
from rapport_tui.model.packed import Packed
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import Note, Person, Source, Stage

Verdict = Literal["new", "known", "repeated"]
Key = tuple[str, str]
# The most people of one name that are compared with one card.
_MOST_NAMESAKES: Final = 64
_UID: Final = lazy_pattern(r"[0-9a-z]{4,32}")
_MOST_RECENT: Final = 256
"""The number of people that are kept decoded."""


class Match(msgspec.Struct, frozen=True, gc=False):
    """The result of matching one card.

    `verdict`: `new`; `known`, in the journal before; `repeated`, on an earlier card. `uid` is the person's. `why` is
    the key that matched (`e-mail`, `phone`, `LinkedIn`, `name`, `uid`), empty for new. `changed`: the card has visible
    news.
    """

    verdict: Verdict
    uid: str
    why: str = ""
    changed: bool = False


class MatchedCards(msgspec.Struct, frozen=True):
    """The records that an import of cards writes: new people, changed people, notes and sources."""

    added: Sequence[Person]
    updated: Sequence[Person]
    notes: Sequence[Note]
    sources: Sequence[Source]
    matches: Sequence[Match]


def arrivals(
    cards: Sequence[ContactCard],
    people: Iterable[Person],
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
    facts = Packed(Note)

    def fact(uid: str, text: str) -> Note:
        return Note(uid=new_uid(), kind="fact", text=text, made=today, people=(uid,))

    found: list[Match] = []
    places: list[int] = []
    introduced = Packed(ContactCard)
    for number, card in enumerate(cards):
        if number % WATCHED == 0:
            watch(number / len(cards))
        uid, why = known.find(card)
        verdict: Verdict = "repeated" if uid in known.added else "known"
        if not uid:
            uid = card.uid if known.is_free(card.uid) else new_uid()
            known.add(_bare(card, uid, today, stage, inbox=inbox))
            verdict = "new"
        changed, fresh = known.update(uid, card)
        facts.extend(fact(uid, text) for text in fresh)
        found.append(Match(verdict, uid, why, verdict == "new" or changed))
        if card.met_through:
            places.append(number)
            introduced.append(card)
    for place, text in known.link_introductions(introduced, [found[number].uid for number in places]):
        match = found[places[place]]
        facts.append(fact(match.uid, text))
        found[places[place]] = replace(match, changed=True)
    return known.result(facts, found)


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


class _Known(msgspec.Struct, frozen=True, gc=False):
    """A person, and the values that files of each kind said of them."""

    person: Person
    said: dict[str, Said]


_ENCODER: Final = msgspec.msgpack.Encoder()
_KNOWN: Final = msgspec.msgpack.Decoder(_Known)
_SAID: Final = msgspec.msgpack.Decoder(dict[str, Said])


class _ContactPoints(msgspec.Struct, gc=False):
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
    """The known people with what files said of them, extended by each card.

    There may be 250,000 of them, so all are kept encoded, and those in use are decoded.
    """

    def __init__(self, people: Iterable[Person], notes: Iterable[Note], sources: Iterable[Source]) -> None:
        self.added: set[str] = set()
        """The uids of people who are not in the journal yet."""
        self._encoded: dict[str, bytes] = {}
        self._recent: dict[str, tuple[_Known, _ContactPoints]] = {}
        self._by_key: dict[int, tuple[str, ...]] = {}
        """The uids by the hash of a key that the people may have."""
        self._noted = {hash((uid, note.text)) for note in notes for uid in note.people}
        self._spoken: dict[Key, dict[str, frozenset[str]]] = {}
        self._touched: dict[str, None] = {}
        self._changed: set[str] = set()
        self._heard: set[str] = set()
        said = {source.uid: _ENCODER.encode(source.said) for source in sources}
        for person in people:
            heard = said.pop(person.uid, None)
            self._put(_Known(person, _SAID.decode(heard) if heard else {}))

    def is_free(self, uid: str) -> bool:
        """Return whether a new person can have this uid from a file."""
        return _UID.fullmatch(uid) is not None and uid not in self._encoded

    def add(self, person: Person) -> None:
        """Add a person who is not in the journal yet."""
        self.added.add(person.uid)
        self._put(_Known(person, {}))

    def result(self, notes: Packed[Note], matches: list[Match]) -> MatchedCards:
        """Return the records of the people on cards, in the order of their first card."""
        added, updated, sources = Packed(Person), Packed(Person), Packed(Source)
        for uid in self._touched:
            known = _KNOWN.decode(self._encoded.pop(uid))
            if uid in self.added:
                added.append(known.person)
            elif uid in self._changed:
                updated.append(known.person)
            if uid in self._heard:
                sources.append(Source(uid=uid, said=known.said))
        return MatchedCards(added, updated, notes, sources, matches)

    def update(self, uid: str, card: ContactCard) -> tuple[bool, list[str]]:
        """Merge a card into a person; return whether there are visible news, and the texts for notes."""
        self._touched[uid] = None
        known, _ = self._get(uid)
        said = known.said.get(card.kind, {})
        spoken = self._spoken.setdefault((card.kind, card.source), {})
        before = spoken.get(uid, frozenset())
        after = merge_card(known.person, card, said, before)
        spoken[uid] = _fields(before.union(fields_of(card)))
        fresh = [text for text in after.notes if hash((uid, text)) not in self._noted]
        self._noted.update(hash((uid, text)) for text in fresh)
        self._take(uid, card.kind, known, after.person, after.said)
        return after.person is not known.person or bool(fresh), fresh

    def find(self, card: ContactCard) -> tuple[str, str]:
        """Return the uid of the person on the card and the key that matched; two empty texts for a new person."""
        if card.uid and card.uid in self._encoded:
            return card.uid, "uid"
        first = complete = ("", "")
        for uid, why in self._candidates(card):
            first = first if first[0] else (uid, why)
            if self._adds_nothing(card, uid):
                complete = complete if complete[0] else (uid, why)
                if not card.met_through or self._is_introduced(card, uid):
                    return uid, why
        return complete if complete[0] else first

    def link_introductions(self, cards: Sequence[ContactCard], uids: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Set `met_through` of people if a card names a known person, unless the user removed that value since.

        `uids` are the people on the `cards`. If a card names no known person, yield its place and a text for a note.
        """
        if not cards:
            return
        uids_of: dict[str, set[str]] = {}
        for uid, encoded in self._encoded.items():
            uids_of.setdefault(name_key(_KNOWN.decode(encoded).person.name), set()).add(uid)
        for place, (card, uid) in enumerate(zip(cards, uids, strict=True)):
            if text := self._link_introduction(card, uid, uids_of.get(name_key(card.met_through), set())):
                yield place, text

    def _link_introduction(self, card: ContactCard, uid: str, through: set[str]) -> str:
        if self._is_introduced(card, uid):
            return ""
        known, _ = self._get(uid)
        said = known.said.get(card.kind, {})
        if len(through) == 1 and uid not in through:
            heard = {**said, "met_through": (card.met_through, *said.get("met_through", ()))}
            self._take(uid, card.kind, known, replace(known.person, met_through=next(iter(through))), heard)
            return ""
        text = f"Introduced by {card.met_through}"
        noted = said.get("notes", ())
        if checksum(text) in noted or hash((uid, text)) in self._noted:
            return ""
        self._noted.add(hash((uid, text)))
        self._take(uid, card.kind, known, known.person, {**said, "notes": (*noted, checksum(text))})
        return text

    def _is_introduced(self, card: ContactCard, uid: str) -> bool:
        known, _ = self._get(uid)
        said = known.said.get(card.kind, {})
        return bool(known.person.met_through) or card.met_through in said.get("met_through", ())

    def _adds_nothing(self, card: ContactCard, uid: str) -> bool:
        known, _ = self._get(uid)
        said = known.said.get(card.kind, {})
        after = merge_card(known.person, card, said)
        return (
            after.person is known.person
            and after.said is said
            and all(hash((uid, text)) in self._noted for text in after.notes)
        )

    def _candidates(self, card: ContactCard) -> Iterator[tuple[str, str]]:
        """Yield the candidates for a card with the keys that match, stronger keys first."""
        theirs = _ways_on(card)
        for key in theirs.keys_of():
            for uid in self._by_key.get(hash(key), ()):
                _, ways = self._get(uid)
                if key in ways.keys_of() and _agrees(key[0], ways, theirs, card):
                    yield uid, key[0]

    def _take(self, uid: str, kind: str, known: _Known, person: Person, said: Said) -> None:
        """Replace what is known of a person, if a card changed it."""
        if person is not known.person:
            self._changed.add(uid)
        if said is not known.said.get(kind):
            self._heard.add(uid)
        elif person is known.person:
            return
        self._put(_Known(person, {**known.said, kind: said}))

    def _put(self, known: _Known) -> None:
        """Add or replace a person; their earlier keys are kept."""
        uid, ways = known.person.uid, _ways_of(known.person, known.said)
        self._encoded[uid] = _ENCODER.encode(known)
        self._remember(known, ways)
        for key in map(hash, ways.keys_of()):
            uids = self._by_key.get(key, ())
            if uid not in uids and len(uids) < _MOST_NAMESAKES:
                self._by_key[key] = (*uids, uid)

    def _get(self, uid: str) -> tuple[_Known, _ContactPoints]:
        if uid not in self._recent:
            known = _KNOWN.decode(self._encoded[uid])
            self._remember(known, _ways_of(known.person, known.said))
        return self._recent[uid]

    def _remember(self, known: _Known, ways: _ContactPoints) -> None:
        if len(self._recent) >= _MOST_RECENT:
            self._recent.clear()
        self._recent[known.person.uid] = known, ways


@cache
def _fields(fields: frozenset[str]) -> frozenset[str]:
    """Return one object for equal sets."""
    return fields


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
