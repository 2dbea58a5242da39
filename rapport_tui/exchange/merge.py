"""The merge of a card into a person: all of it for a new person, only the news for a known one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final
from zlib import crc32

import msgspec

from rapport_tui.exchange.match_keys import link_key, same_number, tag_key
from rapport_tui.exchange.parsed_file import ContactCard
from rapport_tui.model.names import name_key
from rapport_tui.model.records import Person
from rapport_tui.model.relative_days import MONTHS

Said = dict[str, tuple[str, ...]]
"""The values of a person in files of one kind, by field (see `model.records.Source`)."""

SINGLE: Final = ("given", "family", "title", "suffix", "pronouns", "role", "team", "org", "location", "birthday")
_OF_NAME: Final = ("given", "family")
_NOTHING_SPOKEN: Final[frozenset[str]] = frozenset()


class MergeResult(msgspec.Struct, frozen=True):
    """A person after a card: the record, the values said by files, and the texts that become notes.

    If the card has no news, `person` and `said` are the given objects.
    """

    person: Person
    said: Said
    notes: tuple[str, ...]


def merge_card(person: Person, card: ContactCard, said: Said, spoken: Collection[str] = _NOTHING_SPOKEN) -> MergeResult:
    """Return `person` with the news on `card`. `said` has the earlier values from files of the card's kind.

    A value that such a file had before is not news, so a file imported again restores nothing that the user removed. A
    field with one value is set if it is empty, and updated if its value is from such a file; values from the user or
    another kind of file are kept. Addresses, numbers, links, tags and other names are appended. `spoken` are the fields
    that the same file set already on another card: they are not updated.
    """
    changes: dict[str, object] = {}
    heard: Said = {}
    _merge_names(person, card, said, spoken, changes, heard)
    name = name_key(str(changes.get("name", person.name)))
    for field, value in _single_values(card):
        # If the user calls a person by another name, the given name in a file is not used in greetings.
        if field in _OF_NAME and not card.uid and name_key(value) not in name:
            continue
        seen = said.get(field, ())
        if value in seen:
            continue
        heard[field] = (value, *seen)
        now = getattr(person, field)
        if (now in seen and field not in spoken) if seen else not now:
            changes[field] = value
    for field, key in _LISTS.items():
        fresh = _fresh(getattr(card, field), said.get(field, ()), key)
        if fresh:
            heard[field] = (*said.get(field, ()), *fresh)
            there = getattr(person, field)
            more = _with_phones(there, fresh) if field == "phones" else (*there, *_fresh(fresh, there, key))
            changes[field] = more
    if card.key and card.key not in said.get("key", ()):
        heard["key"] = (*said.get("key", ()), card.key)
    notes = tuple(text for text in card.notes if checksum(text) not in said.get("notes", ()))
    if notes:
        heard["notes"] = (*said.get("notes", ()), *map(checksum, notes))
    changed = {field: value for field, value in changes.items() if value != getattr(person, field)}
    return MergeResult(
        msgspec.structs.replace(person, **changed) if changed else person,
        {**said, **heard} if heard else said,
        notes,
    )


def fields_of(card: ContactCard) -> Iterator[str]:
    """Yield the fields with one value that `card` has."""
    yield from (field for field, _ in _single_values(card))
    yield "name"


def met_of(card: ContactCard) -> str:
    """Return the text on how they were met; for a connection on LinkedIn, only the day is known."""
    if card.met or not card.met_on:
        return card.met
    day = f"{card.met_on.day} {MONTHS[card.met_on.month - 1]} {card.met_on.year}"
    return f"connected on LinkedIn, {day}" if card.kind.startswith("LinkedIn") else f"met on {day}"


def _single_values(card: ContactCard) -> Iterator[tuple[str, str]]:
    for field in SINGLE:
        if value := getattr(card, field):
            yield field, value
    if value := met_of(card):
        yield "met", value


def _merge_names(
    person: Person, card: ContactCard, said: Said, spoken: Collection[str], changes: dict[str, object], heard: Said
) -> None:
    """Add the names on a card: a new one replaces a name from such a file, any other becomes an alias."""
    seen, names = said.get("name", ()), [name_key(name) for name in (person.name, *person.aliases)]
    more = list(_fresh(card.aliases, said.get("aliases", ()), name_key))
    if more:
        heard["aliases"] = (*said.get("aliases", ()), *more)
    if not card.name_is_guess and card.name not in seen:
        heard["name"] = (card.name, *seen)
        if person.name in seen and "name" not in spoken:
            changes["name"] = card.name
            names[0] = name_key(card.name)
            more.insert(0, person.name)
        else:
            more.insert(0, card.name)
    kept = [alias for alias in person.aliases if name_key(alias) != names[0]]
    changes["aliases"] = (*kept, *_fresh([name for name in more if name_key(name) != names[0]], kept, name_key))


def _fresh(texts: Iterable[str], there: Iterable[str], key: Callable[[str], str]) -> tuple[str, ...]:
    """Return the texts with a `key` that `there` lacks, each once."""
    seen = {key(text) for text in there}
    return tuple(dict.fromkeys(text for text in texts if key(text) not in seen))


def _with_phones(there: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    numbers = list(there)
    for number in more:
        if not any(same_number(number, each) for each in numbers):
            numbers.append(number)
    return tuple(numbers)


def checksum(text: str) -> str:
    """Return the checksum that is stored for a text that became a note."""
    return f"{crc32(text.encode('utf-8', 'surrogatepass')):08x}"


_LISTS: Final[dict[str, Callable[[str], str]]] = {
    "emails": str.casefold,
    "phones": str.casefold,
    "links": link_key,
    "tags": tag_key,
}
