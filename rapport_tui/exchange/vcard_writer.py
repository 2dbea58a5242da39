"""The writer of people as vCard 4.0 (RFC 6350) or 3.0 (RFC 2426)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from rapport_tui.exchange.content_lines import escaped, folded
from rapport_tui.exchange.journal_export import JournalExport
from rapport_tui.exchange.vcard_reader import GUESSED, UID_PREFIX
from rapport_tui.model.names import name_key
from rapport_tui.model.records import Person

Version = Literal["4.0", "3.0"]


def write_vcard(archive: JournalExport, version: Version = "4.0") -> str:
    """Return one card a person, with facts about them as NOTE and values without a vCard property as X-RAPPORT-….

    Other notes, promises and entries are private and left out, since vCards are often shared.
    """
    names = {person.uid: person.name for person in archive.people}
    facts: dict[str, list[str]] = {}
    for note in archive.notes:
        if note.kind == "fact":
            for uid in dict.fromkeys(note.people):
                facts.setdefault(uid, []).append(note.text)
    return folded(
        line
        for person in archive.people
        for line in _card(person, facts.get(person.uid, []), names.get(person.met_through, ""), version)
    )


def write_vcard3(archive: JournalExport) -> str:
    """Return the cards in version 3.0, for programs that do not know 4.0."""
    return write_vcard(archive, "3.0")


def _card(person: Person, facts: list[str], through: str, version: Version) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"UID:{escaped(UID_PREFIX + person.uid)}"
    yield f"FN:{escaped(person.name)}"
    yield _name(person)
    yield from _work(person)
    yield from _reached_at(person)
    if person.aliases:
        yield f"NICKNAME:{_listed(person.aliases)}"
    if person.pronouns:
        yield f"{'PRONOUNS' if version == '4.0' else 'X-PRONOUNS'}:{escaped(person.pronouns)}"
    if person.birthday:
        yield _birthday(person.birthday, version)
    if person.tags:
        yield f"CATEGORIES:{_listed(person.tags)}"
    for fact in facts:
        yield f"NOTE:{escaped(fact)}"
    yield f"X-RAPPORT-STAGE:{person.stage}"
    if person.met:
        yield f"X-RAPPORT-MET:{escaped(person.met)}"
    if through:
        yield f"X-RAPPORT-THROUGH:{escaped(through)}"
    yield "END:VCARD"


def _work(person: Person) -> Iterator[str]:
    if person.org or person.team:
        yield f"ORG:{escaped(person.org)}" + (f";{escaped(person.team)}" if person.team else "")
    if person.role:
        yield f"TITLE:{escaped(person.role)}"


def _reached_at(person: Person) -> Iterator[str]:
    for address in person.emails:
        yield f"EMAIL:{escaped(address)}"
    for number in person.phones:
        yield f"TEL:{escaped(number)}"
    for link in person.links:
        yield f"URL:{escaped(link)}"
    if person.location:
        yield f"ADR:;;;{escaped(person.location)};;;"


def _name(person: Person) -> str:
    """Return N, which 3.0 requires; if the family name is unknown, the last word, marked as a guess."""
    family, given, middle, guessed = person.family, person.given, "", ""
    if not family and not given:
        given, _, family = person.name.rpartition(" ")
        given, family = given or family, family if given else ""
        guessed = f";{GUESSED}=1"
    elif family and given:
        known = {*name_key(family).split(), *name_key(given).split()}
        middle = " ".join(word for word in person.name.split() if name_key(word) not in known)
    return f"N{guessed}:" + ";".join(map(escaped, (family, given, middle, person.title, person.suffix)))


def _listed(texts: tuple[str, ...]) -> str:
    return ",".join(escaped(text) for text in texts)


def _birthday(birthday: str, version: Version) -> str:
    """Return BDAY. Version 3.0 has no date without a year, so it gets 1604 and a parameter, as Apple writes it."""
    if not birthday.startswith("--"):
        return f"BDAY:{escaped(birthday.replace('-', '') if version == '4.0' else birthday)}"
    if version == "4.0":
        return f"BDAY:--{escaped(birthday[2:].replace('-', ''))}"
    return f"BDAY;X-APPLE-OMIT-YEAR=1604:1604-{escaped(birthday[2:])}"
