"""What the header of a column means, in the exports of LinkedIn, Google, Outlook, Thunderbird and in any other table.

A column is known by its name alone, so columns may stand in any order and programs need not be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, cast, get_args

import msgspec

Field = Literal[
    "name", "prefix", "given", "middle", "family", "suffix", "spoken", "alias", "pronouns", "role", "team", "org",
    "email", "phone", "fax", "link", "handle", "location", "address", "street", "city", "region", "postal", "country",
    "met", "met_through", "met_on", "stage",
    "tags", "birthday", "birth_year", "birth_month", "birth_day", "note", "remark", "uid",
]  # fmt: skip
FIELDS: Final[tuple[Field, ...]] = get_args(Field)
_NOTHING_CHOSEN: Final[Mapping[str, str]] = MappingProxyType({})
_IDENTITY: Final[frozenset[Field]] = frozenset({"name", "given", "family", "email"})


class CsvColumn(msgspec.Struct, frozen=True):
    """One column: its place, its header, its field (empty for one left out), and the column of its label, if any."""

    place: int
    header: str
    field: Field | Literal[""]
    label: int = -1

    @property
    def address(self) -> str:
        """Which of several addresses the column is a part of: `Home`, `Address 1`; empty where there is one."""
        found = _ADDRESS.match(self.header)
        return found[0] if found else ""


_ADDRESS: Final = re.compile(r"(Address \d+|Home|Business|Work|Other)\b", re.IGNORECASE)
_NAMES: Final[dict[Field, str]] = {
    "name": "name|full name|display name|contact name|contact|person|anzeigename|nom complet|nombre completo|"
    "nome completo",
    "prefix": "name prefix|prefix|salutation|honorific prefix|anrede",
    "given": "first name|given name|firstname|forename|first|vorname|prénom|nombre|nome|voornaam|förnamn|fornavn",
    "middle": "middle name|additional name|middle|weitere vornamen|deuxième prénom",
    "family": "last name|family name|lastname|surname|last|nachname|nom|apellidos|apellido|sobrenome|cognome|"
    "achternaam|efternamn|etternavn|efternavn",
    "suffix": "name suffix|suffix|honorific suffix",
    "spoken": "phonetic first name|phonetic middle name|phonetic last name|yomi name|given name yomi|"
    "additional name yomi|family name yomi|given yomi|surname yomi|yomi",
    "alias": "nickname|nick name|also known as|alias|aliases|spitzname|maiden name",
    "pronouns": "pronouns",
    "role": "position|job title|role|occupation|profession|organization title|organization 1 title|headline|jobtitle|"
    "arbeitstitel|beruf|poste|cargo|posizione|functie|puesto|funktion",
    "team": "team|department|organization department|organization 1 department|abteilung|division",
    "org": "company|organization|organisation|organization name|organization 1 name|employer|firma|company name|"
    "entreprise|empresa|société|org|unternehmen|azienda|bedrijf|företag",
    "email": "e mail|email|mail|e mails|emails",
    "link": "url|linkedin|linkedin url|profile url|website|web page|webpage|home page|links|link|blog|"
    "personal web page|business web page|linkedin profile|public profile url",
    "handle": "screen name|im address|imaddress|messenger name|skype|signal|telegram|mastodon|handle",
    "location": "location|place|office location|where",
    "address": "address|postal address|mailing address|adresse",
    "street": "street|home street|business street|other street|home street 2|business street 2|other street 2|"
    "home street 3|business street 3|other street 3|home address|home address 2|work address|work address 2|"
    "home address po box|business address po box|other address po box",
    "postal": "postal code|zip|zip code|home postal code|business postal code|other postal code|home zipcode|"
    "work zipcode|home zip|work zip",
    "city": "city|town|home city|business city|work city|other city|ort",
    "region": "home state|business state|work state|other state|state|region|province|bundesland",
    "country": "country|home country|business country|work country|other country|home country region|"
    "business country region|other country region|land",
    "met": "how we met|met|where we met|how i know them",
    "met_through": "met through|introduced by|through|referred by",
    "met_on": "connected on|met on|connection date|connected|verbunden am|connecté le|conectado el|collegato il",
    "stage": "stage",
    "tags": "keywords|labels|label|tags|tag|groups|group|group membership|categories|category|kategorien",
    "birthday": "birthday|birth date|birthdate|date of birth|bday|geburtstag|date de naissance",
    "birth_year": "birth year|geburtsjahr",
    "birth_month": "birth month|geburtsmonat",
    "birth_day": "birth day",
    "note": "notes|note|comments|comment|remarks|notizen|description",
    "remark": "spouse|children|hobby|hobbies|interests|anniversary|custom 1|custom 2|custom 3|custom 4|"
    "user 1|user 2|user 3|user 4|manager s name|manager|assistant s name|assistant|assistant s phone|language|"
    "languages|school|schools|partner|kinder|jahrestag|tty tdd phone|isdn|family|pets|food|allergies",
    "uid": "rapport uid",
}
_BY_NAME: Final[dict[str, Field]] = {name: field for field, names in _NAMES.items() for name in names.split("|")}
# `E-mail 1 - Value` is already squeezed to `e mail 1 value` when it is looked at.
_PATTERNS: Final[tuple[tuple[str, Field], ...]] = (
    (r"((primary|secondary|work|business|home|personal|other) )?e ?mail( \d+)?( address(es)?| adresse)?( \d+)?",
     "email"),
    (r"e ?mail (address )?(primary|work|business|home|personal|other)", "email"),
    (r"e ?mail \d+ value|(primäre|sekundäre|weitere) e mail adresse", "email"),
    (r"(weiteres |haupt|auto|mobil)?telefon (geschäftlich|dienstlich|privat|firma)( \d+)?|mobil tel nr", "phone"),
    (r"(straße|(privat|dienstlich) adresse)( geschäftlich| privat| \d+)*", "street"),
    (r"postleitzahl (geschäftlich|privat)|(privat|dienstlich) plz", "postal"),
    (r"ort (geschäftlich|privat)|(privat|dienstlich) ort", "city"),
    (r"land region (geschäftlich|privat)|(privat|dienstlich) land", "country"),
    (r"(webseite|internetseite)( \d+)?", "link"),
    (r".*\b(fax|pager|telex)( number| nummer| phone| geschäftlich| privat)?( \d+)?", "fax"),
    (r"phone \d+ value|phones?( numbers?)?|(mobile|cell|cellular|main) ?(phone|number)?|telefon|tel", "phone"),
    (r"(primary|home|business|work|mobile|other|car|company main|cell) (tele)?phone( number)?( \d+)?", "phone"),
    (r"phone( number)? \d+|callback|(radio|private|direct) phone|phone (home|work|mobile|other|video|main)", "phone"),
    (r"(home|work|business|other|private) (mobile|cell)( ?phone)?( number)?|handy|mobil(telefon)?|téléphone",
     "phone"),
    (r"(website|web page|webpage|url) (blog|home ?page|profile|work|home|other)", "link"),
    (r"im (aim|icq|jabber|msn|skype|yahoo|qq|google talk|matrix|signal|telegram)", "handle"),
    (r"(website|web page|url) \d+( value)?", "link"),
    (r"(im|custom im) \d+ value", "handle"),
    (r"address \d+ formatted", "address"),
    (r"address \d+ (street|po box|extended address)", "street"),
    (r"address \d+ postal code", "postal"),
    (r"address \d+ city", "city"),
    (r"address \d+ region", "region"),
    (r"address \d+ country", "country"),
    (r"(relation|event|custom field) \d+ value", "remark"),
    (r"organization [2-9] (name|title)", "remark"),
)  # fmt: skip


def columns(headers: list[str], chosen: Mapping[str, str] = _NOTHING_CHOSEN) -> tuple[CsvColumn, ...]:
    """Return what each column is for: what was `chosen` for its header, else what its header means.

    `Title` is a form of address where there is a column for the job as well.
    """
    squeezed = [squeezed_header(header) for header in headers]
    places = {name: place for place, name in reversed(list(enumerate(squeezed)))}
    has_role = any(_BY_NAME.get(name) == "role" and name != "occupation" for name in squeezed)
    wanted = {squeezed_header(header): field for header, field in chosen.items()}
    found: list[CsvColumn] = []
    for place, (header, name) in enumerate(zip(headers, squeezed, strict=True)):
        field = _field(name)
        if name == "title":
            field = "prefix" if has_role else "role"
        if name == "geburtstag" and "geburtsmonat" in places:
            field = "birth_day"
        if name in wanted:
            field = cast(Field, wanted[name]) if wanted[name] in FIELDS else ""
        label = -1
        stem = re.sub(r"(value|formatted)$", "", name)
        if stem != name:
            label = places.get(f"{stem}type", places.get(f"{stem}label", -1))
        found.append(CsvColumn(place, " ".join(header.split()), field, label))
    return tuple(found)


def is_header(found: tuple[CsvColumn, ...]) -> bool:
    """Return whether these can be the columns of people: something names them, and no cell looks like a value."""
    return any(column.field in _IDENTITY for column in found) and not any("@" in column.header for column in found)


def known(found: tuple[CsvColumn, ...]) -> int:
    """Return how many of the columns are understood."""
    return sum(bool(column.field) for column in found)


def _field(name: str) -> Field | Literal[""]:
    if name in _BY_NAME:
        return _BY_NAME[name]
    return next((field for pattern, field in _PATTERNS if re.fullmatch(pattern, name)), "")


def squeezed_header(header: str) -> str:
    """Return a header in lower case with single spaces for all that is no letter or digit; long ones are none."""
    return " ".join(re.findall(r"\w+", header[:80].replace("_", " ").casefold()))
