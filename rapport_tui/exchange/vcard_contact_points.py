"""The contact points on a vCard: e-mail addresses, phones, links and handles, postal addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parseaddr
from typing import Final
from urllib.parse import unquote

from rapport_tui.exchange.labels import is_email
from rapport_tui.exchange.parsed_file import one_line, unique
from rapport_tui.exchange.vcard_properties import VcardProperties
from rapport_tui.exchange.vcard_syntax import VcardProperty
from rapport_tui.model.patterns import lazy_pattern

_URI: Final = lazy_pattern(r"(tel|mailto|x-apple):", re.IGNORECASE)
_NOT_CALLED: Final = lazy_pattern("(FAX|PAGER)$")
_MESSENGERS: Final = {
    "X-AIM": "aim", "X-ICQ": "icq", "X-JABBER": "xmpp", "X-MSN": "msn", "X-QQ": "qq", "X-SKYPE": "skype",
    "X-SKYPE-USERNAME": "skype", "X-YAHOO": "yahoo", "X-GTALK": "xmpp", "X-GOOGLE-TALK": "xmpp",
}  # fmt: skip
UNDERSTOOD: Final = frozenset(_MESSENGERS)
# The parts of an address (RFC 6350, 6.3.1), and those that RFC 9554 adds after the country.
_ADDRESS: Final = ("box", "more", "street", "city", "region", "code", "country")
_FURTHER: Final = (
    "room", "apartment", "floor", "number", "name", "building", "block", "subdistrict", "district", "landmark",
    "direction",
)  # fmt: skip


def emails(of: VcardProperties) -> tuple[str, ...]:
    """Return the values of EMAIL, reduced to the address for `Ana <ana@x.example>` and `mailto:`."""
    return unique([_address_in(text) for text in of.texts("EMAIL")])


def phones(of: VcardProperties) -> tuple[tuple[str, ...], list[str]]:
    """Return the phone numbers, and notes with the fax and pager numbers."""
    numbers: list[str] = []
    noted: list[str] = []
    for each in of.all("TEL", "X-MS-TEL"):
        number = one_line(of.text(each))
        if _URI.match(number):
            number, *rest = map(str.strip, _plain(number).split(";"))
            extension = next((each[4:].strip() for each in rest if each.lower().startswith("ext=")), "")
            number = f"{number} ext. {extension}" if number and extension else number
        kinds = {found[1] for kind in each.types() if (found := _NOT_CALLED.search(kind))}
        if number and kinds:
            noted.append(f"{'Pager' if 'PAGER' in kinds else 'Fax'}: {number}")
        else:
            numbers.append(number)
    return unique(numbers), noted


def links(of: VcardProperties) -> list[str]:
    """Return pages, profiles, and handles as `service:handle`."""
    found = of.texts("URL")
    found += [_handle(of, each) for each in of.all("X-SOCIALPROFILE", "SOCIALPROFILE", "IMPP")]
    found += [text if ":" in text else f"im:{text}" for text in of.texts("X-MS-IMADDRESS")]
    return found + [f"{scheme}:{text}" for name, scheme in _MESSENGERS.items() for text in of.texts(name)]


def location(of: VcardProperties) -> str:
    """Return city and country of the first address that has them."""
    return next((place for each in of.all("ADR") if (place := _place(_address(of, each)))), "")


def addresses(of: VcardProperties) -> Iterator[str]:
    """Yield the addresses with more details than the location, as lines of text."""
    for each in of.all("ADR"):
        parts = _address(of, each)
        code = " ".join(filter(None, (parts["region"], parts["code"])))
        before = [parts[name] for name in ("box", "more", "street", "city")]
        text = ", ".join(unique([*before, code, parts["country"]]))
        if text and text != _place(parts):
            yield f"{_label_of(of, each)}: {text}"
    if not of.all("ADR"):
        for each in of.all("LABEL"):
            if text := ", ".join(unique([one_line(part) for part in of.text(each).splitlines()])):
                yield f"{_label_of(of, each)}: {text}"


def _plain(uri: str) -> str:
    """Return a URI without its scheme, percent-decoded (RFC 3986, 2.1)."""
    return one_line(unquote(_URI.sub("", uri, count=1)))


def _address_in(text: str) -> str:
    text = _plain(text).partition("?")[0] if _URI.match(text) else text
    bare = parseaddr(text)[1] if "<" in text else text
    return bare if is_email(bare) else text


def _handle(of: VcardProperties, each: VcardProperty) -> str:
    """Return a handle with the service from a type or a parameter (Apple, RFC 9554); links are unchanged."""
    text = one_line(of.text(each))
    text = _plain(text) if _URI.match(text) else text
    named = [name for key in ("SERVICE-TYPE", "X-SERVICE-TYPE") for name in each.parameters.get(key, ())]
    service = next(iter([*named, *sorted(each.types() - {"PREF", "HOME", "WORK"})]), "").lower()
    user = next((name for key in ("USERNAME", "X-USER") for name in each.parameters.get(key, ())), "")
    text = text or user
    return text if ":" in text or not service or not text else f"{service}:{text}"


def _address(of: VcardProperties, each: VcardProperty) -> dict[str, str]:
    """Return the parts of an address by name; those of RFC 9554 fill the older ones that are empty."""
    names = (*_ADDRESS, *_FURTHER)
    parts = dict(zip(names, [*of.parts(each), *[""] * len(names)], strict=False))
    parts["street"] = parts["street"] or f"{parts['name']} {parts['number']}".strip() or parts["block"]
    inside = ("building", "floor", "apartment", "room", "landmark")
    parts["more"] = parts["more"] or ", ".join(filter(None, map(parts.__getitem__, inside)))
    parts["city"] = parts["city"] or parts["district"] or parts["subdistrict"]
    return parts


def _place(parts: dict[str, str]) -> str:
    return ", ".join(unique([parts["city"] or parts["region"], parts["country"]]))


def _label_of(of: VcardProperties, each: VcardProperty) -> str:
    kinds = [kind.lower() for kind in each.types() if kind in {"HOME", "WORK"}]
    return of.label(each) or " ".join([*sorted(kinds), "address"]).capitalize()
