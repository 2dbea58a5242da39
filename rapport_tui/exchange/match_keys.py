"""Comparable forms of addresses, numbers, profiles and tags, for matching people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote, urlsplit

from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.text import fold

# A number is compared by its last nine digits: the fewest that are unique in most countries.
_SIGNIFICANT: Final = 9
_SHORTEST: Final = 7
_EXTENSION: Final = lazy_pattern(r"(?:ext\.?|x|#|;ext=)\s*\d+\s*$", re.IGNORECASE)
_PROFILE: Final = lazy_pattern(r"/(in|pub)/([^/]+)")
# Mailboxes of a company rather than of a person.
_SHARED: Final = frozenset(
    {"admin", "booking", "careers", "contact", "enquiries", "hello", "help", "hi", "hr", "info", "jobs", "mail"}
    | {"marketing", "no-reply", "noreply", "office", "press", "sales", "service", "support", "team"}
)


def email_key(address: str) -> str:
    """Return an address for comparison; empty for a mailbox that several people share, such as info@."""
    folded = address.strip().casefold()
    return "" if folded.rpartition("@")[0] in _SHARED else folded


def phone_key(number: str) -> str:
    """Return the last digits of a number, which are the same with and without the country code.

    Empty if it has fewer than seven digits, as an office extension has.
    """
    digits = _national(number)
    return digits[-_SIGNIFICANT:] if len(digits) >= _SHORTEST else ""


def same_number(one: str, other: str) -> bool:
    """Return whether two numbers are the same, allowing one of them to lack the country code."""
    if not phone_key(one) or phone_key(one) != phone_key(other):
        return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
    first, second = _national(one), _national(other)
    if first == second:
        return True
    if _is_international(one) == _is_international(other):
        return False
    longer, shorter = (first, second) if _is_international(one) else (second, first)
    return longer.endswith(shorter)


def profile_key(link: str) -> str:
    """Return the name in the address of a LinkedIn profile; empty for any other link."""
    try:
        parts = urlsplit(link.strip() if "://" in link else f"https://{link.strip()}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    if host != "linkedin.com" and not host.endswith(".linkedin.com"):
        return ""
    found = _PROFILE.match(parts.path)
    return unquote(found[2]).casefold() if found else ""


def link_key(link: str) -> str:
    """Return a link for comparison: scheme, `www.`, a slash at the end and the case of the host are ignored."""
    if profile := profile_key(link):
        return f"linkedin.com/in/{profile}"
    bare = re.sub(r"^https?://", "", link.strip(), flags=re.IGNORECASE)
    host, slash, path = bare.partition("/")
    return f"{host.casefold().removeprefix('www.')}{slash}{path}".rstrip("/")


def unique_links(links: Iterable[str]) -> tuple[str, ...]:
    """Return the links that are not empty, without those that have the same `link_key`."""
    found: dict[str, str] = {}
    for link in filter(None, links):
        found.setdefault(link_key(link), link)
    return tuple(found.values())


def tag_key(tag: str) -> str:
    """Return a tag for comparison: case, accents and the spaces between words are ignored."""
    return " ".join(fold(tag).split())


def _national(number: str) -> str:
    """Return the digits without extension, international prefix and trunk zero."""
    bare = _EXTENSION.sub("", number.replace("(0)", ""))
    return "".join(char for char in bare if char in "0123456789").lstrip("0")


def _is_international(number: str) -> bool:
    return number.lstrip().startswith(("+", "00"))
