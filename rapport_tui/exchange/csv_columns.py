"""The meaning of column headers in the exports of address books and in any other table.

A column is recognized by its name alone, so columns may be in any order, and the program is not detected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal, cast, get_args

import msgspec

from rapport_tui.exchange.csv_headers import FILLERS, HEADERS, PLACES, QUALIFIABLE, STEMS
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.text import fold

Field = Literal[
    "name", "last_first", "prefix", "given", "middle", "family", "suffix", "spoken", "alias", "pronouns",
    "role", "team", "org",
    "email", "phone", "fax", "link", "handle", "location", "address", "street", "city", "region", "postal", "country",
    "met", "met_through", "met_on", "stage",
    "tags", "birthday", "birth_year", "birth_month", "birth_day", "note", "remark", "uid",
]  # fmt: skip
FIELDS: Final[tuple[Field, ...]] = get_args(Field)
_NOTHING_CHOSEN: Final[Mapping[str, str]] = MappingProxyType({})
_IDENTITY: Final[frozenset[Field]] = frozenset({"name", "last_first", "given", "family", "email"})


class CsvColumn(msgspec.Struct, frozen=True):
    """One column: its place, its header, its field (empty for one left out), and the column of its label, if any.

    `address` is the one of several addresses that the column belongs to: `home`, `address 1`; empty if there is one.
    """

    place: int
    header: str
    field: Field | Literal[""]
    label: int = -1
    address: str = ""


def squeezed_header(header: str) -> str:
    """Return a header in lower case without accents, with single spaces for all but letters and digits.

    Only its first 80 characters count.
    """
    return " ".join(re.findall(r"[^\W_]+", fold(header[:80])))


def _words(text: str) -> frozenset[str]:
    return frozenset(map(squeezed_header, text.split("|")))


_BY_NAME: Final = {
    squeezed_header(name): cast(Field, field) for field, names in HEADERS.items() for name in names.split("|")
}
_PLACE_OF: Final = {word: place for place, words in PLACES.items() for word in _words(words)}
_FILLERS: Final = _words(FILLERS)
_STEMS: Final = sorted(
    ((squeezed_header(stem), place) for place, stems in STEMS.items() for stem in stems.split("|")),
    key=lambda pair: -len(pair[0]),
)
_TITLES: Final = _words("title|titel|titre|título|titolo|tytuł|titul|titlu|τίτλος|otsikko|title prefix|unvan|頭銜|头衔")
_WHOLE_NAMES: Final = _words("name|naam|namn|navn|nimi|név|nume|שם|الاسم|名前")
_SURNAMES_OR_NICKNAMES: Final = _words("apelido")
_SPANISH_BIRTHDAYS: Final = _words("cumpleaños|fecha de nacimiento|día de nacimiento")
_FAX: Final = lazy_pattern(
    fold(
        "fax|faks|telecopi|telex|pager|факс|φαξ|פקס|فاكس|ファックス|传真|傳真|팩스|personsök|personsøk|personsøg|pieper|"
        "cercapersone|buscapersonas|radiomessagerie|hakulait|пейджер|телекс|βομβητ|寻呼|呼叫器|ポケットベル|호출기|"
        "szemelyhivo|çağrı cihazı"
    )
)
_RELATED: Final = lazy_pattern(
    fold(
        r"\b(assist|asist|asyst|segreta|secretar|sekret|conjoint|conyuge|conjuge|coniuge|ehepartner|manzel|echtgenoot|"
        r"ektefelle|malzonk|puoliso|супруг|manag|vorgesetzt|direct[eo]u?r|gerente|responsab|menadzer|manaz)|助理|秘書|비서|"
        r"配偶|主管"
    )
)
# `E-mail 1 - Value` is already squeezed to `e mail 1 value` when it is looked at.
_PATTERNS: Final[tuple[tuple[str, Field], ...]] = (
    (r"e ?mail \d+ value|e ?mail \d+ address", "email"),
    (r"phone \d+ value|phone \d+", "phone"),
    (r"(mobile|cell|home|business|work|other)? ?phone (home|work|mobile|other|video|main)", "phone"),
    (r"(website|web page|webpage|url) (blog|home ?page|profile|work|home|other)", "link"),
    (r"(website|web page|url) \d+( value)?", "link"),
    (r"im (aim|icq|jabber|msn|skype|yahoo|qq|google talk|matrix|signal|telegram)", "handle"),
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
    """Return the columns with their fields: the one `chosen` for a header, else the header's meaning."""
    squeezed = [squeezed_header(header) for header in headers]
    places = {name: place for place, name in reversed(list(enumerate(squeezed)))}
    wanted = {squeezed_header(header): field for header, field in chosen.items()}
    found: list[CsvColumn] = []
    for place, (header, name, (field, address)) in enumerate(
        zip(headers, squeezed, _in_context(squeezed), strict=True)
    ):
        if name in wanted:
            field = cast(Field, wanted[name]) if wanted[name] in FIELDS else ""
        label = -1
        stem = re.sub(r"(value|formatted)$", "", name)
        if stem != name:
            label = places.get(f"{stem}type", places.get(f"{stem}label", -1))
        found.append(CsvColumn(place, " ".join(header.split()), field, label, address))
    return tuple(found)


def is_header(found: tuple[CsvColumn, ...]) -> bool:
    """Return whether these can be the columns of people: one has names, and no header looks like a value."""
    return any(column.field in _IDENTITY for column in found) and not any("@" in column.header for column in found)


def known(found: tuple[CsvColumn, ...]) -> int:
    """Return the number of recognized columns."""
    return sum(bool(column.field) for column in found)


def is_whole_name(header: str) -> bool:
    """Return whether a header is the plain word for a name, which means the last name beside a first name."""
    return squeezed_header(header) in _WHOLE_NAMES


def _in_context(names: list[str]) -> list[tuple[Field | Literal[""], str]]:
    """Return the field and the address of each squeezed header, using the other columns for words with two meanings.

    `Title` is a form of address beside a job, `Name` the last name beside a first name, `Nome` the whole name alone.
    """
    found = [_field(name) for name in names]
    fields = [field for field, _ in found]
    has_role = any(
        field == "role" and name not in ("occupation", "headline") for name, field in zip(names, fields, strict=True)
    )
    is_split = "family" in fields
    for place, name in enumerate(names):
        field, address = found[place]
        if name in _TITLES:
            field = "prefix" if has_role else "role"
        elif name == "headline":
            field = "remark" if has_role else "role"
        elif name in _SURNAMES_OR_NICKNAMES:
            field = "alias" if is_split else "family"
        elif name in _WHOLE_NAMES and "given" in fields and not is_split and names.count(name) == 1:
            field = "family"
        elif field == "given" and not {"family", "name", "middle"} & set(fields) and fields.count("given") == 1:
            field = "name" if not any(each in _SURNAMES_OR_NICKNAMES for each in names) else field
        elif name == "aniversario" and _SPANISH_BIRTHDAYS & set(names):
            field = "remark"
        elif field == "birthday" and "birth_month" in fields and "birth_day" not in fields:
            field = "birth_day"
        found[place] = field, address
    return found


@lru_cache(maxsize=4096)
def _field(name: str) -> tuple[Field | Literal[""], str]:
    """Return the field of a squeezed header, and which address it is a part of."""
    place, rest = _unqualified(name)
    numbered = re.match(r"address \d+", name)
    address = numbered[0] if numbered else place
    if field := _BY_NAME.get(name) or _BY_NAME.get(name.rstrip(" 0123456789")):
        return field, address
    if _RELATED.search(name):
        return "remark", address
    if _FAX.search(name):
        return "fax", address
    for pattern, field in _PATTERNS:
        if re.fullmatch(pattern, name):
            return field, address
    field = _BY_NAME.get(rest) or _BY_NAME.get(
        " ".join(word for word in rest.split() if _BY_NAME.get(word) != "address")
    )
    if field not in QUALIFIABLE:
        return "", address
    return ("street" if field == "address" and place else field), address


def _unqualified(name: str) -> tuple[str, str]:
    """Return the place in a header (`home`, `work` …), and the header without it and without numbers."""
    place = ""
    rest: list[str] = []
    for word in (word.rstrip("0123456789") for word in name.split()):
        if word in _PLACE_OF:
            place = place or _PLACE_OF[word]
        elif word and word not in _FILLERS:
            stem, found = next((pair for pair in _STEMS if word.startswith(pair[0]) and word != pair[0]), ("", ""))
            place = place or found
            rest.append(word.removeprefix(stem).removeprefix(_OF))
    return place, " ".join(rest)


_OF: Final = squeezed_header("の")
"""The particle that joins two Japanese words."""
